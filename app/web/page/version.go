package page

import (
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/say"
)

// SinceOpened says that somebody has changed what a form shows: who, and when by the clock
// of the exporter's zone. Either may be missing.
func SinceOpened(by string, at time.Time) say.Message {
	switch {
	case by == "" && at.IsZero():
		return say.Msg("Changed after you opened it.")
	case by == "":
		return say.Msg("Changed at %s, after you opened it.", at)
	case at.IsZero():
		return say.Msg("Changed by %s after you opened it.", say.WhoLabel(by))
	}
	return say.Msg("Changed by %s at %s, after you opened it.", say.WhoLabel(by), at)
}

// VersionText returns a version as a form carries it.
func VersionText(v int64) string { return strconv.FormatInt(v, 10) }

// SentVersion returns the version that a form was filled from, or that of a Conflict whose
// button was pressed. One that cannot be read is none that is there: -1.
func SentVersion(c fiber.Ctx) int64 {
	text := c.FormValue("version")
	if stored, pressed := strings.CutPrefix(c.FormValue("do"), over); pressed {
		text = stored
	}
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return v
}

package page

import (
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/say"
)

// SinceOpened returns the sentence that somebody has changed what a form shows: by whom,
// and when by the clock of the exporter's zone. It leaves out whichever is not known.
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

// SentVersion returns the version that the sent form was filled from, or, if the button
// of a Conflict was pressed, the version that the Conflict showed. It returns -1, which
// nothing has, for a version that cannot be read.
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

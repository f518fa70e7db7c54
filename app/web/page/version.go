package page

import (
	"strconv"

	"woolroad/app/web/say"
)

// SinceOpened says who has changed what a form shows.
func SinceOpened(by string) say.Message {
	if by == "" {
		return say.Msg("This was changed since you opened it.")
	}
	return say.Msg("%s changed this since you opened it.", by)
}

// VersionText is a version as a form carries it.
func VersionText(v int64) string { return strconv.FormatInt(v, 10) }

// ReadVersion is the version that a form carries; one that cannot be read is none
// that is there.
func ReadVersion(text string) int64 {
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return v
}

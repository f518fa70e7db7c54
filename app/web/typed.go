package web

import (
	"strings"

	"woolroad/app/typing"
)

// typedNumber is a number as people type it, in those units, in the plain way. What
// cannot be read in just one way stays as it was typed, for whoever reads it to refuse:
// it never guesses what a comma means.
func typedNumber(text string, units typing.Units) string {
	if readings := typing.Number(text, units); len(readings) == 1 {
		return readings[0]
	}
	return strings.TrimSpace(text)
}

package form

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/typing"
)

// BaleRows returns the rows of number, gross and tare in a text. Cells stand between
// tabs, as a spreadsheet copies them, or between spaces.
func BaleRows(text string) [][3]string {
	var rows [][3]string
	for line := range strings.Lines(text) {
		cells := slices.DeleteFunc(strings.Fields(line), isKilograms)
		if strings.Contains(line, "\t") {
			cells = strings.Split(strings.Trim(line, "\r\n"), "\t")
		}
		var row [3]string
		switch {
		case len(cells) == 1:
			row[1] = cells[0]
		case len(cells) > 3 && !strings.Contains(line, "\t"):
			// A figure has a space in it; the person who typed it must say which figure it is.
			row = [3]string{cells[0], cells[1], strings.Join(cells[2:], " ")}
		default:
			copy(row[:], cells)
		}
		if row != [3]string{} {
			rows = append(rows, row)
		}
	}
	return rows
}

// isKilograms reports whether a cell is only the unit kilogram.
func isKilograms(cell string) bool {
	return slices.ContainsFunc(typing.Kilograms, func(u string) bool { return strings.EqualFold(u, cell) })
}

var lastDigits = regexp.MustCompile(`^(.*?)([0-9]{1,9})$`)

// NextNumber returns the number that follows a bale's number, with as many digits, or ""
// after a number without digits at its end.
func NextNumber(number string) string {
	m := lastDigits.FindStringSubmatch(number)
	if m == nil {
		return ""
	}
	n, err := strconv.Atoi(m[2])
	if err != nil {
		return ""
	}
	next := strconv.Itoa(n + 1)
	return m[1] + strings.Repeat("0", max(0, len(m[2])-len(next))) + next
}

package orders

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/typing"
	"woolroad/app/web/form"
)

// paste adds the rows that were typed or pasted into the paste field of each lot, with
// "number gross tare" or the gross mass alone on each line, in place of the empty bales
// at the lot's end. It returns the number of rows that the form has no room for.
func (f *orderForm) paste(sent map[string]string) (left int) {
	lots := f.Find("/lots")
	if lots == nil {
		return 0
	}
	for _, lot := range lots.Keys {
		at := "/lots/" + lot
		rows := readRows(sent["paste:"+at])
		if bales := lots.Parts[lot].Parts["bales"]; bales != nil && len(rows) > 0 {
			for i := len(bales.Keys) - 1; i >= 0 && f.Empty(bales.Parts[bales.Keys[i]], "/lots/*/bales/*"); i-- {
				f.Remove(at + "/bales/" + bales.Keys[i])
			}
		}
		fit := min(len(rows), f.baleRoom())
		left += len(rows) - fit
		for _, row := range rows[:fit] {
			bale := at + "/bales/" + strconv.Itoa(f.Next(at+"/bales"))
			for i, key := range baleKeys {
				f.Set(bale+"/"+key, row[i])
			}
		}
	}
	return left
}

// baleRoom returns the number of rows for bales that still fit into the form.
func (f *orderForm) baleRoom() int { return max(0, MaxBales-f.baleRows()) }

// baleRows returns the number of rows for bales that the form has.
func (f *orderForm) baleRows() int {
	count := 0
	if lots := f.Find("/lots"); lots != nil {
		for _, lot := range lots.Parts {
			if b := lot.Parts["bales"]; b != nil {
				count += len(b.Keys)
			}
		}
	}
	return count
}

// readRows returns the rows of number, gross and tare in a text. Cells stand between
// tabs, as a spreadsheet copies them, or between spaces.
func readRows(text string) [][3]string {
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

// numberBales numbers the weighed bales of a lot that have no number, each after the bale
// before it.
func (f *orderForm) numberBales(lot string) {
	before := "0"
	f.eachBale(lot, func(at string) {
		number := f.Value(at + "/number")
		weighed := f.Value(at+"/gross") != "" || f.Value(at+"/tare") != ""
		if number == "" && weighed {
			number = nextNumber(before)
			f.Set(at+"/number", number)
		}
		if number != "" {
			before = number
		}
	})
}

// nextNumber returns the number that follows a bale's number, with as many digits, or ""
// after a number without digits at its end.
func nextNumber(number string) string {
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

// copyTares gives each weighed bale of a lot that has no tare the tare of the bale before
// it.
func (f *orderForm) copyTares(lot string) {
	before := ""
	f.eachBale(lot, func(at string) {
		tare := f.Value(at + "/tare")
		if tare == "" && f.Value(at+"/gross") != "" {
			f.Set(at+"/tare", before)
		}
		if tare != "" {
			before = tare
		}
	})
}

// eachBale calls do with the pointer of each bale of a lot.
func (f *orderForm) eachBale(lot string, do func(at string)) {
	if n := f.Find(lot + "/bales"); n != nil && n.Shape.Kind == form.List {
		for _, key := range n.Keys {
			do(lot + "/bales/" + key)
		}
	}
}

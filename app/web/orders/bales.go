package orders

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/typing"
	"woolroad/app/web/form"
)

// paste takes the rows that were typed or pasted into a lot's field for them,
// "number gross tare" in each line or the gross alone, into its empty bales and
// new ones behind. It returns how many rows are left out because the form is
// full.
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

// baleRoom is how many more rows for bales the form takes.
func (f *orderForm) baleRoom() int { return max(0, MaxBales-f.baleRows()) }

// baleRows is how many rows for bales the form has.
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

// readRows are rows of number, gross and tare, with tabs between them as a
// spreadsheet has it, or spaces.
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
			// A figure with a space in it: which one is for whoever typed it to say.
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

func isKilograms(cell string) bool {
	return slices.ContainsFunc(typing.Kilograms, func(u string) bool { return strings.EqualFold(u, cell) })
}

var lastDigits = regexp.MustCompile(`^(.*?)([0-9]{1,9})$`)

// numberBales gives a lot's weighed bales that have no number the ones that
// follow on the bale before.
func (f *orderForm) numberBales(lot string) {
	before := "0"
	f.eachBale(lot, func(at string) {
		number := f.Value(at + "/number")
		weighed := f.Value(at+"/gross") != "" || f.Value(at+"/tare") != ""
		if number == "" && weighed {
			number = following(before)
			f.Set(at+"/number", number)
		}
		if number != "" {
			before = number
		}
	})
}

// following is the number after that one, with as many digits; one without
// digits is followed by none.
func following(number string) string {
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

// sameTare gives a lot's weighed bales that have no tare that of the bale before.
func (f *orderForm) sameTare(lot string) {
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

func (f *orderForm) eachBale(lot string, do func(at string)) {
	if n := f.Find(lot + "/bales"); n != nil && n.Shape.Kind == form.List {
		for _, key := range n.Keys {
			do(lot + "/bales/" + key)
		}
	}
}

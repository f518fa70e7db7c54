package orders

import (
	"strconv"

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
		rows := form.BaleRows(sent["paste:"+at])
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

// numberBales numbers the weighed bales of a lot that have no number, each after the bale
// before it.
func (f *orderForm) numberBales(lot string) {
	before := "0"
	f.eachBale(lot, func(at string) {
		number := f.Value(at + "/number")
		weighed := f.Value(at+"/gross") != "" || f.Value(at+"/tare") != ""
		if number == "" && weighed {
			number = form.NextNumber(before)
			f.Set(at+"/number", number)
		}
		if number != "" {
			before = number
		}
	})
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

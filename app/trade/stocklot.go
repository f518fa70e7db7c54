package trade

import (
	"fmt"
	"slices"
	"strings"

	"woolroad/app/trade/orderfile"
)

// inOrder is where the rules of an order find a lot that stands alone.
const inOrder = "/lots/0"

// ReadLot reads a lot that is entered in stock: the keys of an order file's lot without those
// that say how the lot is sold. It checks the lot as CheckLot does, and returns all faults at
// once. The lot is complete only if Faults.Err is nil.
func ReadLot(data []byte) (Lot, Faults) {
	f := newFindings()
	file, errs := orderfile.Parse(slices.Concat([]byte(`{"lots":[`), data, []byte(`]}`)))
	for _, e := range errs {
		f.reportUnparsed(e)
	}
	if file == nil {
		return Lot{}, f.faults
	}
	k := value{f, inOrder, file.Find(inOrder)}.fields()
	lot := Lot{
		Number: k.text("number"), Product: k.text("product"), Package: k.text("package"),
		Species: k.optional("species").text(), County: k.optional("county").text(), Cooperative: k.optional("cooperative").text(),
		Test: k.optional("test").readTest(),
	}
	for _, bale := range k.must("bales").list() {
		lot.Bales = append(lot.Bales, bale.readBale())
	}
	k.reportOthers()
	return f.checkAlone(lot)
}

// CheckLot checks a lot that is entered in stock, by the rules of an order's lots. It returns
// the lot and all its faults, whose pointers begin at the lot: "/test/date". The lot is
// complete only if Faults.Err is nil.
func CheckLot(typed Lot) (Lot, Faults) { return newFindings().checkAlone(typed) }

// checkAlone checks a lot that stands alone, and returns it with all faults that there are.
func (f *findings) checkAlone(lot Lot) (Lot, Faults) {
	sound := f.checkLot(inOrder, lot)
	o := Order{Lots: []Lot{sound}}
	if t := sound.Test; t != nil && t.Date != nil {
		o.Date = *t.Date // no order says that the test came after it
	}
	f.lotRules(o)
	faults := f.sortedFaults(func() any { return Order{Lots: []Lot{lot}}.file() })
	for i, fault := range faults {
		faults[i].Pointer = strings.TrimPrefix(fault.Pointer, inOrder)
		for j, arg := range fault.Args {
			if pointer, is := arg.(string); is {
				fault.Args[j] = strings.TrimPrefix(pointer, inOrder)
			}
		}
	}
	return sound, faults
}

// DecodeLot reads a lot that EncodeLot has written. It checks none of the lot's values. The
// error is Faults for another text.
func DecodeLot(data []byte) (Lot, error) {
	f := newFindings()
	root, errs := orderfile.Parse(data)
	for _, e := range errs {
		f.reportUnparsed(e)
	}
	if root == nil {
		return Lot{}, f.faults
	}
	lot := value{f, "", root}.readLot()
	if err := f.shapeFaults().Err(); err != nil {
		return Lot{}, fmt.Errorf("decode lot %s: %w", lot.Number, err)
	}
	return lot, nil
}

package orders

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"woolroad/app/trade"
	"woolroad/app/trade/orderfile"
	"woolroad/app/trade/texts"
	"woolroad/app/web/form"
	"woolroad/app/web/say"
	"woolroad/rates"
)

// orderForm is an order as it is typed.
type orderForm struct{ *form.Form }

// orderRules are the rules of the order form beyond the shape of the order file.
var orderRules = &form.Rules{
	Shape:      orderShape,
	Usual:      usual,
	Understood: understood,
	Stays:      func(pattern string) bool { return pattern == "/lines" },              // an order has one
	Wanted:     func(at string) bool { return at == "/consignee" || at == "/notify" }, // as then they are another party than the buyer
	Split:      textsOf,
	Between:    separatorOf,
	Drawn:      drawn,
	Prefix:     "f-",
}

// orderShape is the shape of the order file. A schema that cannot be read stops the
// program from starting.
var orderShape = func() *form.Shape {
	s, err := form.ReadShape(trade.Schema)
	if err != nil {
		panic(fmt.Errorf("the order file: %w", err))
	}
	return s
}()

// emptyForm returns a form without any part.
func emptyForm() *orderForm { return &orderForm{orderRules.New()} }

// newOrderForm returns a form with one lot and one line, which have the usual values
// alone.
func newOrderForm() *orderForm {
	f := emptyForm()
	f.Omitted = map[string]bool{"/consignee": true, "/notify": true}
	f.Add("/lots", 1)
	f.Add("/lots/0/bales", newBales)
	f.Add("/lines", 1)
	return f
}

// newBales is the number of empty rows for bales that are added at a time.
const newBales = 10

// usual are the values of a new row, by pattern. A row that has nothing else is empty.
var usual = map[string]string{
	"/lots/*/package": "BL", "/lots/*/basis": "conditioned", "/lots/*/mass_decimals": "1", "/totals_in/*/rate/per": "1",
	"/lines/*/price_per": "1", "/lines/*/agreed/unit": trade.Kilograms, "/lines/*/agreed/of": trade.InvoiceMass,
	"/lines/*/agreed/basis": "conditioned", "/lines/*/agreed/mass_decimals": "1",
	say.RateOfTotal: rates.ByDefault,
}

// agreedUsual are the keys of an agreed quantity that have a usual value.
var agreedUsual = []string{"unit", "of", "basis", "mass_decimals"}

// formOf returns the form filled from a stored order.
func formOf(o trade.Order) *orderForm {
	f := emptyForm()
	f.Omitted = map[string]bool{"/consignee": o.Consignee == nil, "/notify": o.Notify == nil}
	for at, text := range texts.Of(o, texts.Stored) {
		f.Fill(at, text)
	}
	for i, line := range o.Lines {
		if line.Agreed == nil { // for a quantity that may be entered later
			for _, key := range agreedUsual {
				f.Set(fmt.Sprintf("/lines/%d/agreed/%s", i, key), usual["/lines/*/agreed/"+key])
			}
		}
	}
	for i, total := range o.TotalsIn {
		if at := fmt.Sprintf("/totals_in/%d/rate/per", i); total.Rate == nil { // for a rate that may be entered later
			f.Set(at, usual["/totals_in/*/rate/per"])
		}
	}
	return f
}

// separatorOf returns what separates the entries of a list that is typed in one field.
func separatorOf(pointer string) string {
	if orderfile.PatternOf(pointer) == lotsOfLine {
		return ", "
	}
	return "\n"
}

// lotsOfLine is the pattern of the one list of texts that is typed in a single line.
const lotsOfLine = "/lines/*/lots"

// readOrderForm returns the form that a browser sent as fields, which are in the order of
// the page. A row that a script added between others has a number of its own, and stays
// where it is.
func readOrderForm(fields []form.Sent) *orderForm {
	f := emptyForm()
	for _, v := range fields {
		if v.Name == "same" {
			f.Omitted[v.Value] = true
		} else if isRemark(v.Name) && strings.HasSuffix(v.Name, "/documents") { // a value for each box that is ticked
			f.Fill(v.Name+"/0", v.Value)
		} else if strings.HasPrefix(v.Name, "/") {
			f.Set(v.Name, v.Value)
		}
	}
	f.chooseRates()
	return f
}

// fields returns all typed values as fields from which readOrderForm makes the same form.
func (f *orderForm) fields() []form.Sent {
	var out []form.Sent
	for _, pointer := range slices.Sorted(maps.Keys(f.Omitted)) {
		if f.Omitted[pointer] {
			out = append(out, form.Sent{Name: "same", Value: pointer})
		}
	}
	return append(out, f.Typed()...)
}

// addRoom adds empty rows for bales to lots that have none.
func (f *orderForm) addRoom() {
	for i := range f.Rows("/lots") {
		if bales := fmt.Sprintf("/lots/%d/bales", i); f.Rows(bales) == 0 {
			f.Add(bales, newBales)
		}
	}
}

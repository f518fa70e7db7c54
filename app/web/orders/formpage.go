package orders

import (
	"fmt"
	"slices"
	"strconv"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/orders"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// orderFormPage is the form in which an order is entered and edited.
type orderFormPage struct {
	page.Base
	form        *orderForm
	stored      *orders.Entry    // the order as it is stored, where the form holds just that
	place       string           // what is typed of a place that suggestions are asked for
	notes       map[string][]any // what to put right, by the field's id
	confirmable map[string]bool  // the pointers of numbers that a person may confirm
	Action      string           // where the form goes
	Order       string           // the id of the order that is edited; empty: a new one
	Number      string           // its number
	Issued      bool             // some of its documents are
	Typed       bool             // it has what is not kept

	Version      int64  // of the order when it was opened
	Draft        string // the id of the draft
	DraftVersion int64  // of the draft when it was opened; 0: not kept

	Note     *say.Message   // what the form starts from
	Commas   *commaQuestion // nil: every weight can be read in one way
	Live     bool           // the totals alone are drawn, while somebody types
	Faults   []page.FieldFault
	Warnings []formWarning
	Conflict *page.Conflict
	Totals   formTotals
	Book     []page.Choice // the parties of the address book
	deskRules
}

type formWarning struct {
	Field   string
	Place   say.Message
	Message any
}

var orderFormTmpl = page.Parse[orderFormPage]("orders/form.html", rowFunctions)

// partySection is one party of the form.
type partySection struct {
	orderFormPage
	At, Section string
	Role        say.Message
	Name        string
	MaySame     bool // it may be the buyer
	Same        bool
	Fields, IDs []page.Field
	HasIDs      bool
}

// Shown says whether the section starts open.
func (s partySection) Shown() bool {
	return !s.Same && (s.At == "/buyer" || s.Open(s.At) || s.Name == "")
}

// Party is the section of a party: "/buyer".
func (p orderFormPage) Party(at string) partySection {
	s := partySection{orderFormPage: p, At: at, Section: fieldID(at), Role: say.Places[at[1:]], Name: p.form.Value(at + "/name"), MaySame: at == "/consignee" || at == "/notify", Same: p.form.Omitted[at]}
	for _, key := range []string{"name", "name_local", "address", "country", "contact", "phone", "email"} {
		s.Fields = append(s.Fields, p.Field(at+"/"+key))
	}
	kinds := codes.PartyIDKinds()
	if ids := p.form.Find(at + "/ids"); ids != nil { // what is there keeps its order
		for i, key := range slices.Backward(ids.Keys) {
			if ids.Parts[key].Text != "" {
				kinds = append([]string{key}, slices.DeleteFunc(kinds, func(k string) bool { return k == ids.Keys[i] })...)
			}
		}
	}
	for _, kind := range kinds {
		s.IDs = append(s.IDs, p.Field(at+"/ids/"+kind))
		if reason := at + "/ids_confirmed/" + kind; p.confirmable[at+"/ids/"+kind] || p.form.Value(reason) != "" {
			s.IDs = append(s.IDs, p.Field(reason))
		}
	}
	s.HasIDs = p.Filled(at+"/ids") || p.Open(at+"/ids", at+"/ids_confirmed")
	return s
}

// rowSection is one row of a list that is drawn as a section: a lot, an account.
type rowSection struct {
	orderFormPage
	At, Section string
	N           int
	Count       int // of rows in the list
}

// Rows are the rows of a list.
func (p orderFormPage) Rows(list string) []rowSection {
	count := p.form.Rows(list)
	rows := make([]rowSection, count)
	for i := range rows {
		at := list + "/" + strconv.Itoa(i)
		rows[i] = rowSection{p, at, fieldID(at), i + 1, count}
	}
	return rows
}

// Fields are the fields of a row by their keys.
func (r rowSection) Fields(keys ...string) []page.Field {
	var out []page.Field
	for _, key := range keys {
		out = append(out, r.Field(r.At+"/"+key))
	}
	return out
}

// Cell is the field of a grid's column.
func (r rowSection) Cell(column int, f page.Field) gridCell {
	f.Hint = say.Message{} // there is no room for it
	return gridCell{f, fmt.Sprintf("f-lines-h%d %s", column, r.Section)}
}

// gridCell is a field in a grid, and the ids of the heads that name it.
type gridCell struct {
	page.Field
	Head string
}

// TestOpen says whether the findings of the laboratory start open.
func (r rowSection) TestOpen() bool { return r.Filled(r.At+"/test") || r.Open(r.At+"/test") }

// VehicleOpen says whether the details of the carriage start open.
func (p orderFormPage) VehicleOpen() bool {
	return p.Open(vehicle...) || slices.ContainsFunc(vehicle, p.Filled)
}

var vehicle = []string{"/route/discharge", "/route/truck", "/route/vessel", "/route/flight", "/route/container", "/route/seal", "/marks"}

// Vehicle are the fields of the carriage that are known last.
func (p orderFormPage) Vehicle() []page.Field { return p.Fields(vehicle...) }

// Fields are fields of the order by their pointers.
func (p orderFormPage) Fields(pointers ...string) []page.Field {
	var out []page.Field
	for _, pointer := range pointers {
		out = append(out, p.Field(pointer))
	}
	return out
}

// baleRow is a row of the grid of bales. There may be thousands.
type baleRow struct {
	At, ID string
	N      int
	Cells  []baleCell
}

type baleCell struct {
	ID, Name, Head, Value string
	Number                bool
	Faults                []any
}

// MostBales is how many bales the form takes.
func (orderFormPage) MostBales() int { return MaxBales }

// Full says that it takes no more.
func (orderFormPage) Full() say.Message { return formIsFull }

var baleKeys = []string{"number", "gross", "tare"}

// Bales are the rows of a lot's grid.
func (r rowSection) Bales() []baleRow {
	list := r.At + "/bales"
	n := r.form.Find(list)
	if n == nil {
		return nil
	}
	rows := make([]baleRow, len(n.Keys))
	for i, key := range n.Keys {
		at := list + "/" + key
		row := baleRow{At: at, ID: fieldID(at), N: i + 1}
		for _, key := range baleKeys {
			c := baleCell{ID: row.ID + "-" + key, Name: at + "/" + key, Head: r.Section + "-" + key + "s", Number: key != "number"}
			if v := n.Parts[strconv.Itoa(i)].Parts[key]; v != nil {
				c.Value = v.Text
			}
			c.Faults = r.notes[c.ID]
			row.Cells = append(row.Cells, c)
		}
		rows[i] = row
	}
	return rows
}

// BaleFaults are the faults of a lot's bales as a whole.
func (r rowSection) BaleFaults() []any { return r.FaultsAt(r.At + "/bales") }

// lineKeys are the columns of the lines' grid.
func (p orderFormPage) lineKeys() []string {
	keys := []string{"product", "lots", "price", "description", "hs6", "origin"}
	for _, c := range p.tariffCountries() {
		keys = append(keys, "hs/"+c)
	}
	return keys
}

// tariffCountries are those whose tariff codes the lines have columns for: the
// countries of our lanes, and what else is there.
func (p orderFormPage) tariffCountries() []string {
	countries := []string{"CN", "IN", "NP"}
	lines := p.form.Find("/lines")
	if lines == nil {
		return countries
	}
	for _, key := range lines.Keys {
		if hs := lines.Parts[key].Parts["hs"]; hs != nil {
			for _, c := range hs.Keys {
				if !slices.Contains(countries, c) && hs.Parts[c].Text != "" {
					countries = append(countries, c)
				}
			}
		}
	}
	return countries
}

// Cells are the fields of a line of the order in the order of its grid.
func (r rowSection) Cells() []page.Field {
	return r.Fields(r.lineKeys()...)
}

// LineHeads are the heads of the lines' grid.
func (p orderFormPage) LineHeads() []say.Message {
	var out []say.Message
	for _, key := range p.lineKeys() {
		out = append(out, p.labelOf("/lines/0/"+key))
	}
	return out
}

// Countries suggests countries.
func (p orderFormPage) Countries() []page.Choice {
	var out []page.Choice
	for _, c := range codes.Countries() {
		out = append(out, page.Choice{Value: c.Code, Label: say.Bilingual(c.Name, c.NameZH)})
	}
	return out
}

// Currencies suggests the currencies of our lanes.
func (p orderFormPage) Currencies() []page.Choice {
	var out []page.Choice
	for _, c := range []money.Currency{money.USD, money.EUR, money.INR, money.NPR, money.CNY, "JPY"} {
		out = append(out, page.Choice{Value: string(c), Label: say.Bilingual(c.Names())})
	}
	return out
}

// Subheadings suggests HS codes.
func (p orderFormPage) Subheadings() []page.Choice {
	var out []page.Choice
	for _, h := range codes.Subheadings() {
		out = append(out, page.Choice{Value: string(h.Code), Label: say.Plain(h.Text)})
	}
	return out
}

// differences returns what differs between what is stored now and what was typed.
func differences(theirs, mine trade.Order) []page.Difference {
	var out []page.Difference
	for _, c := range trade.Changes(theirs, mine) {
		out = append(out, page.Difference{Label: say.PlaceOf(c.Pointer, nil), Theirs: say.ValueOfOrder(c.Pointer, c.From), Mine: say.ValueOfOrder(c.Pointer, c.To)})
	}
	return out
}

// PasteName is the name of the field that takes a lot's rows at once.
func (r rowSection) PasteName() string { return "paste:" + r.At }

// Do is what a button asks for.
func (r rowSection) Do(what string) string { return fmt.Sprintf("%s:%s", what, r.At) }

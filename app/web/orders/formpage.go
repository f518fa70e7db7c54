package orders

import (
	"fmt"
	"slices"
	"strconv"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/orders"
	"woolroad/app/trade"
	"woolroad/app/trade/texts"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// orderFormPage is the page of the form in which an order is entered and edited.
type orderFormPage struct {
	page.Base
	form   *orderForm
	stored *orders.Entry // the order as it is stored, where the form holds just that
	place  string        // the typed beginning of a place, for suggestions
	Action string        // the address to which the form is sent
	Order  string        // the id of the order that is edited; empty: a new one
	Number string        // the number of that order
	Issued bool          // documents of the order are issued
	Typed  bool          // the form has values that are not saved

	Version      int64  // of the order when it was opened
	Draft        string // the id of the draft
	DraftVersion int64  // of the draft when it was opened; 0: not saved yet

	Note     *say.Message   // a sentence about what the form was filled from
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

// partySection is the section of the form for one party.
type partySection struct {
	orderFormPage
	At, Section string
	Role        say.Message
	Name        string
	MaySame     bool // the party may be the same as the buyer
	Same        bool
	Fields, IDs []page.Field
	HasIDs      bool
}

// SameField returns the box that makes the buyer take this part too, where the buyer may.
func (s partySection) SameField() []page.Field {
	if !s.MaySame {
		return nil
	}
	f := page.Field{ID: s.Section + "-same", Name: "same", Label: say.Msg("Same as the buyer"), Kind: page.Tick, Ticked: s.At}
	if s.Same {
		f.Value = f.Ticked
	}
	return []page.Field{f}
}

// BookField returns the field for a party of the address book, whose values a button fills in.
func (s partySection) BookField() []page.Field {
	return []page.Field{{ID: s.Section + "-book", Name: "party:" + s.At, Label: say.Msg("From the address book"), Kind: page.Select, Wide: true,
		Choices: append([]page.Choice{{Label: say.Msg("Choose")}}, s.Book...)}}
}

// Shown reports whether the section is drawn open.
func (s partySection) Shown() bool {
	return !s.Same && (s.At == "/buyer" || s.Open(s.At) || s.Name == "")
}

// Party returns the section for the party at a pointer, such as "/buyer".
func (p orderFormPage) Party(at string) partySection {
	s := partySection{orderFormPage: p, At: at, Section: fieldID(at), Role: say.Places[at[1:]], Name: p.form.Value(at + "/name"), MaySame: at == "/consignee" || at == "/notify", Same: p.form.Omitted[at]}
	for _, key := range []string{"name", "name_local", "address", "country", "contact", "phone", "email"} {
		s.Fields = append(s.Fields, p.Field(at+"/"+key))
	}
	kinds := codes.PartyIDKinds()
	if ids := p.form.Find(at + "/ids"); ids != nil { // filled numbers stay in their order
		for i, key := range slices.Backward(ids.Keys) {
			if ids.Parts[key].Text != "" {
				kinds = append([]string{key}, slices.DeleteFunc(kinds, func(k string) bool { return k == ids.Keys[i] })...)
			}
		}
	}
	for _, kind := range kinds {
		s.IDs = append(s.IDs, form.Party{Form: p.form.Form, At: at}.Number(kind)...)
	}
	s.HasIDs = p.Filled(at+"/ids") || p.Open(at+"/ids", at+"/ids_confirmed")
	return s
}

// rowSection is one row of a list that is drawn as a section, such as a lot or an
// account.
type rowSection struct {
	orderFormPage
	At, Section string
	N           int
	Count       int // of rows in the list
}

// Rows returns the rows of a list as sections.
func (p orderFormPage) Rows(list string) []rowSection {
	count := p.form.Rows(list)
	rows := make([]rowSection, count)
	for i := range rows {
		at := list + "/" + strconv.Itoa(i)
		rows[i] = rowSection{orderFormPage: p, At: at, Section: fieldID(at), N: i + 1, Count: count}
	}
	return rows
}

// Fields returns the fields of a row by their keys.
func (r rowSection) Fields(keys ...string) []page.Field {
	var out []page.Field
	for _, key := range keys {
		out = append(out, r.Field(r.At+"/"+key))
	}
	return out
}

// Cell returns a field as a cell of the lines' grid, in that column.
func (r rowSection) Cell(column int, f page.Field) gridCell {
	f.Hint = say.Message{} // there is no room for it
	return gridCell{f, fmt.Sprintf("f-lines-h%d %s", column, r.Section)}
}

// gridCell is a field in a grid, with the ids of the heads that name it.
type gridCell struct {
	page.Field
	Head string
}

// TestOpen reports whether the section of a lot's origin and test is drawn open.
func (r rowSection) TestOpen() bool {
	for _, part := range []string{"/test", "/species", "/county", "/cooperative"} {
		if r.Filled(r.At+part) || r.Open(r.At+part) {
			return true
		}
	}
	return false
}

// VehicleOpen reports whether the section of the vehicle and marks is drawn open.
func (p orderFormPage) VehicleOpen() bool {
	return p.Open(vehicle...) || slices.ContainsFunc(vehicle, p.Filled)
}

// vehicle are the pointers of the details of the transport that are known last.
var vehicle = []string{"/route/discharge", "/route/truck", "/route/vessel", "/route/flight", "/route/container", "/route/seal", "/marks"}

// Vehicle returns the fields of the details of the transport that are known last.
func (p orderFormPage) Vehicle() []page.Field { return p.Fields(vehicle...) }

// Fields returns the fields of the order at these pointers.
func (p orderFormPage) Fields(pointers ...string) []page.Field {
	var out []page.Field
	for _, pointer := range pointers {
		out = append(out, p.Field(pointer))
	}
	return out
}

// baleRow is a row of the grid of bales, smaller than a rowSection since there may be
// thousands of rows.
type baleRow struct {
	At, ID string
	N      int
	typed  *form.Node
}

// MostBales returns the number of bales that the form may have.
func (orderFormPage) MostBales() int { return MaxBales }

// FullSentence returns the sentence that says that no more bales fit into the form.
func (orderFormPage) FullSentence() say.Message { return formIsFull }

var baleKeys = []string{"number", "gross", "tare"}

// Bales returns the rows of a lot's grid.
func (r rowSection) Bales() []baleRow {
	list := r.At + "/bales"
	n := r.form.Find(list)
	if n == nil {
		return nil
	}
	rows := make([]baleRow, len(n.Keys))
	for i, key := range n.Keys {
		at := list + "/" + key
		rows[i] = baleRow{At: at, ID: fieldID(at), N: i + 1, typed: n.Parts[key]}
	}
	return rows
}

// Bale returns the field of a bale under one of baleKeys, as a cell of the lot's grid.
func (r rowSection) Bale(row baleRow, key string) gridCell {
	c := gridCell{page.Field{ID: row.ID + "-" + key, Name: row.At + "/" + key}, r.Section + "-" + key + "s " + row.ID}
	if key != "number" {
		c.Kind = page.Number
	}
	if v := row.typed.Parts[key]; v != nil {
		c.Value = v.Text
	}
	c.Faults = r.form.FaultsAt(c.Name)
	return c
}

// BaleFaults returns the faults of a lot's bales as a whole.
func (r rowSection) BaleFaults() []any { return r.FaultsAt(r.At + "/bales") }

// lineKeys returns the keys of the columns of the lines' grid.
func (p orderFormPage) lineKeys() []string {
	keys := []string{"product", "agreed/quantity", "agreed/unit", "price", "price_per", "no_charge", "description", "lots", "hs6", "origin",
		"specification", "agreed/less_percent", "agreed/more_percent", "agreed/of", "agreed/basis", "agreed/regain_standard", "agreed/mass_decimals"}
	for _, c := range p.tariffCountries() {
		keys = append(keys, "hs/"+c)
	}
	return keys
}

// tariffCountries returns the countries for whose tariff codes the lines have columns:
// those of the desk's lanes, and each other country that has a code.
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

// Cells returns the fields of an order line, in the order of the grid's columns.
func (r rowSection) Cells() []page.Field {
	return r.Fields(r.lineKeys()...)
}

// LineHeads returns the heads of the lines' grid.
func (p orderFormPage) LineHeads() []say.Message {
	var out []say.Message
	for _, key := range p.lineKeys() {
		out = append(out, labelOf("/lines/0/"+key))
	}
	return out
}

// Countries returns the countries that fields suggest.
func (p orderFormPage) Countries() []page.Choice {
	var out []page.Choice
	for _, c := range codes.Countries() {
		out = append(out, page.Choice{Value: c.Code, Label: say.Bilingual(c.Name, c.NameZH)})
	}
	return out
}

// Currencies returns the currencies that fields suggest: those of the desk's lanes.
func (p orderFormPage) Currencies() []page.Choice {
	var out []page.Choice
	for _, c := range []money.Currency{money.USD, money.EUR, money.INR, money.NPR, money.CNY, "JPY"} {
		out = append(out, page.Choice{Value: string(c), Label: say.Bilingual(c.Names())})
	}
	return out
}

// Subheadings returns the HS codes that fields suggest.
func (p orderFormPage) Subheadings() []page.Choice {
	var out []page.Choice
	for _, h := range codes.Subheadings() {
		out = append(out, page.Choice{Value: string(h.Code), Label: say.SubheadingLabel(h)})
	}
	return out
}

// differences returns the values that differ between the stored order and the typed one.
func differences(theirs, mine trade.Order) []page.Difference {
	var out []page.Difference
	for _, c := range texts.Changes(theirs, mine) {
		out = append(out, page.Difference{Label: say.PlaceOf(c.Pointer, nil), Theirs: say.ValueOfOrder(c.Pointer, c.From), Mine: say.ValueOfOrder(c.Pointer, c.To)})
	}
	return out
}

// PasteField returns the field that takes many rows of a lot's bales at once.
func (r rowSection) PasteField() []page.Field {
	return []page.Field{{ID: r.Section + "-paste", Name: "paste:" + r.At, Label: say.Msg("Rows of lot %d", r.N), Kind: page.Lines,
		Hint: say.Msg("Enter one bale per line: number, gross and tare separated by a tab or spaces, or the gross alone. The bales are added after those above.")}}
}

// Do returns what a button of the row sends to ask for something.
func (r rowSection) Do(what string) string { return fmt.Sprintf("%s:%s", what, r.At) }

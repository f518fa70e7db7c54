package page

import (
	"slices"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/exact"
	"woolroad/app/trade"
	"woolroad/app/web/say"
)

// Fact is one or more lines under a label, as pages list them.
type Fact struct {
	Label say.Message
	Lines []string
	Note  say.Message // without Format: none
	Link  string      // to the page of what the first line names; empty: none
}

// PartyBox is a party of an order as pages show it.
type PartyBox struct {
	Label   say.Message
	AsBuyer bool // the order names no such party: the buyer takes this part
	trade.Party
	Country say.Message // its name, where the address does not end with it
	IDs     []Fact
	Link    string // to the party in the address book; empty: none
}

// PartyOf returns a party as pages show it. For nil it returns a box that says the buyer
// takes this part.
func PartyOf(label say.Message, p *trade.Party) PartyBox {
	if p == nil {
		return PartyBox{Label: label, AsBuyer: true}
	}
	box := PartyBox{Label: label, Party: *p}
	if country, err := codes.LookupCountry(p.Country); err == nil &&
		!slices.ContainsFunc(p.Address, func(line string) bool { return strings.Contains(line, country.Name) }) {
		box.Country = say.Bilingual(country.Name, country.NameZH)
	}
	for _, id := range p.IDs {
		box.IDs = append(box.IDs, Fact{Label: say.Bilingual(codes.IDLabel(id.Kind)), Lines: []string{id.Value}, Note: ConfirmedNote(*p, id.Kind)})
	}
	return box
}

// ConfirmedNote returns the reason that somebody gave for a registered number which fails
// its check, or a Message without Format where nobody confirmed that number.
func ConfirmedNote(p trade.Party, kind string) say.Message {
	if reason := p.Confirmed[kind]; reason != "" {
		return say.Msg("confirmed: %s", reason)
	}
	return say.Message{}
}

// Facts is a list of facts that leaves out what is not given.
type Facts []Fact

// Add adds a fact of one or more lines, unless all lines are empty.
func (f *Facts) Add(label say.Message, lines ...string) {
	if slices.ContainsFunc(lines, func(s string) bool { return s != "" }) {
		*f = append(*f, Fact{Label: label, Lines: lines})
	}
}

// Number adds a figure with its unit, unless the figure is nil.
func (f *Facts) Number(label say.Message, n *exact.Number, unit string) {
	if n != nil {
		*f = append(*f, Fact{Label: label, Lines: []string{n.String() + " " + unit}})
	}
}

package page

import (
	"slices"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/exact"
	"woolroad/app/trade"
	"woolroad/app/web/say"
)

// Fact is a value with what it is called.
type Fact struct {
	Label say.Message
	Lines []string
	Note  say.Message // of no Format: none
}

// PartyBox is a party as an order names it.
type PartyBox struct {
	Label   say.Message
	AsBuyer bool // the order names none
	trade.Party
	Country say.Message // its name, where the address does not end with it
	IDs     []Fact
}

// PartyOf returns a party as pages show it; of nil, one that is the buyer.
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

// ConfirmedNote is why a number that fails its check stands, of no Format where nobody
// has confirmed it.
func ConfirmedNote(p trade.Party, kind string) say.Message {
	if reason := p.Confirmed[kind]; reason != "" {
		return say.Msg("confirmed: %s", reason)
	}
	return say.Message{}
}

// Facts collects what is given.
type Facts []Fact

// Add adds a text of one or more lines, unless all of them are empty.
func (f *Facts) Add(label say.Message, lines ...string) {
	if slices.ContainsFunc(lines, func(s string) bool { return s != "" }) {
		*f = append(*f, Fact{Label: label, Lines: lines})
	}
}

// Number adds a figure with its unit, unless it is nil.
func (f *Facts) Number(label say.Message, n *exact.Number, unit string) {
	if n != nil {
		*f = append(*f, Fact{Label: label, Lines: []string{n.String() + " " + unit}})
	}
}

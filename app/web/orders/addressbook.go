package orders

import (
	"slices"
	"strings"

	"woolroad/app/store/parties"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// bookKey returns the key by which a form names a party of the address book: its country
// and name.
func bookKey(p parties.Name) string { return p.Country + " " + p.Name }

// bookChoices returns a choice for each party from which a form can be filled.
func bookChoices(book []parties.Name) []page.Choice {
	list := make([]page.Choice, len(book))
	for i, p := range book {
		list[i] = page.Choice{Value: bookKey(p), Label: say.Plain(p.Name + " · " + p.Country)}
	}
	return list
}

// bookParty returns the party with that key, or nil where the key is none or the form has
// no party at that place.
func bookParty(at, key string) *parties.Name {
	country, name, ok := strings.Cut(key, " ")
	if !ok || !slices.Contains([]string{"/seller", "/buyer", "/consignee", "/notify"}, at) {
		return nil
	}
	return &parties.Name{Name: name, Country: country}
}

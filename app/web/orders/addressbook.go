package orders

import (
	"slices"
	"strings"

	"woolroad/app/store"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// bookKey is how the address book tells parties apart: by country and name.
func bookKey(p store.PartyName) string { return p.Country + " " + p.Name }

// bookChoices are the parties that a form can be filled from.
func bookChoices(parties []store.PartyName) []page.Choice {
	list := make([]page.Choice, len(parties))
	for i, p := range parties {
		list[i] = page.Choice{Value: bookKey(p), Label: say.Plain(p.Name + " · " + p.Country)}
	}
	return list
}

// bookParty is the party of that key, if a form has such a party there; or nil.
func bookParty(at, key string) *store.PartyName {
	country, name, ok := strings.Cut(key, " ")
	if !ok || !slices.Contains([]string{"/seller", "/buyer", "/consignee", "/notify"}, at) {
		return nil
	}
	return &store.PartyName{Name: name, Country: country}
}

package form

import (
	"github.com/golang-sql/civil"

	"woolroad/app/codes"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// TextFilter returns the field for the words that a list's rows contain.
func TextFilter(label say.Message) page.Field {
	return page.Field{ID: "text", Name: "q", Label: label, Most: 100}
}

// BuyerFilter is the field for a part of the buyer's name.
var BuyerFilter = page.Field{ID: "buyer", Label: say.Msg("Buyer, part of the name"), Most: 200}

// CurrencyFilter and ProductFilter are the fields by which a list is limited to one currency
// or product.
var (
	CurrencyFilter = ChoiceFilter("currency", say.Msg("Currency"), currencies()...)
	ProductFilter  = ChoiceFilter("product", say.Msg("Product"), products()...)
)

// FromFilter and ToFilter are the fields for the first and the last day of a list.
var (
	FromFilter = page.Field{ID: "from", Label: say.Msg("From date"), Kind: page.Date}
	ToFilter   = page.Field{ID: "to", Label: say.Msg("To date"), Kind: page.Date}
)

// ChoiceFilter returns a field that limits a list to one of the choices, or to none of them.
func ChoiceFilter(id string, label say.Message, choices ...page.Choice) page.Field {
	return page.Field{ID: id, Label: label, Kind: page.Select, Choices: append([]page.Choice{{Label: say.Msg("any")}}, choices...)}
}

// currencies returns the currencies that filters offer.
func currencies() (all []page.Choice) {
	for _, cur := range page.CommonCurrencies {
		all = append(all, page.Choice{Value: cur, Label: say.Plain(cur)})
	}
	return all
}

// products returns the products that filters offer.
func products() (all []page.Choice) {
	for _, p := range codes.Products() {
		all = append(all, page.Choice{Value: p.Name, Label: say.Bilingual(p.Name, p.NameZH)})
	}
	return all
}

// Day returns the day in the field at a pointer, zero where the field is empty. Where the
// field has something else, Day returns zero and adds a fault.
func (f *Form) Day(pointer string) (day civil.Date) {
	text := f.Value(pointer)
	if text == "" {
		return day
	}
	day, read := page.ReadDay(text)
	if !read {
		f.Fault(pointer, say.Msg("%s is not a date; write it like 2026-04-03.", text))
		return civil.Date{}
	}
	return day
}

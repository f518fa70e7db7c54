package say

import (
	"slices"
	"strings"

	"woolroad/app/codes"
	"woolroad/documents"
)

// KindTitle returns the name of a kind of document.
func KindTitle(k documents.Kind) Message {
	info, _ := k.Info()
	return Bilingual(info.Title, info.TitleZH)
}

// PackagesLabel returns the name of a kind of package for n of them.
func PackagesLabel(code string, n int) Message {
	p, err := codes.LookupPackage(code)
	if err != nil {
		return Plain(code)
	}
	return Bilingual(p.Noun(n), p.NameZH)
}

// ProductLabel returns the name of a product, or name itself where there is no such
// product.
func ProductLabel(name string) Message {
	p, err := codes.LookupProduct(name)
	if err != nil {
		return Plain(name)
	}
	return Bilingual(p.Name, p.NameZH)
}

// SubheadingLabel returns what an HS subheading covers. In Chinese these are the products
// that may be classified under it, since no Chinese tariff was read for its own words.
func SubheadingLabel(s codes.Subheading) Message {
	var goods []string
	for _, p := range codes.Products() {
		if slices.Contains(p.HS6, s.Code) {
			goods = append(goods, p.NameZH)
		}
	}
	if len(goods) == 0 {
		return Bilingual(s.Text, "其他货物")
	}
	return Bilingual(s.Text, strings.Join(goods, "、"))
}

// CountryName returns the name of the country with that code, or the code where there is
// none.
func CountryName(code string) Message {
	country, err := codes.LookupCountry(code)
	if err != nil {
		return Plain(code)
	}
	return Bilingual(country.Name, country.NameZH)
}

// CountryLabel returns the name of a country that a document names in English.
func CountryLabel(name string) Message {
	for _, c := range codes.Countries() {
		if c.Name == name {
			return Bilingual(c.Name, c.NameZH)
		}
	}
	return Plain(name)
}

// NumberLabel returns the label of a kind of registered number, with the country that
// gives it.
func NumberLabel(kind string) Message {
	en, zh := codes.IDLabel(kind)
	if country, err := codes.LookupCountry(codes.IDCountry(kind)); err == nil {
		en += " (" + country.Name + ")" // the Chinese label has the country already
	}
	return Bilingual(en, zh)
}

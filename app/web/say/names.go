package say

import (
	"woolroad/app/codes"
	"woolroad/documents"
)

// KindTitle returns what a kind of document is called.
func KindTitle(k documents.Kind) Message {
	info, _ := k.Info()
	return Bilingual(info.Title, info.TitleZH)
}

// PackagesLabel are that many packages of a kind.
func PackagesLabel(code string, n int) Message {
	p, err := codes.LookupPackage(code)
	if err != nil {
		return Plain(code)
	}
	return Bilingual(p.Noun(n), p.NameZH)
}

// ProductLabel is a product's name in the page's language.
func ProductLabel(name string) Message {
	p, err := codes.LookupProduct(name)
	if err != nil {
		return Plain(name)
	}
	return Bilingual(p.Name, p.NameZH)
}

// CountryName is a country in the page's language.
func CountryName(code string) Message {
	country, err := codes.LookupCountry(code)
	if err != nil {
		return Plain(code)
	}
	return Bilingual(country.Name, country.NameZH)
}

// CountryLabel is a country that a document names, in the page's language.
func CountryLabel(name string) Message {
	for _, c := range codes.Countries() {
		if c.Name == name {
			return Bilingual(c.Name, c.NameZH)
		}
	}
	return Plain(name)
}

// NumberLabel is what documents print before a number of that kind, and who gives
// it.
func NumberLabel(kind string) Message {
	en, zh := codes.IDLabel(kind)
	if country, err := codes.LookupCountry(codes.IDCountry(kind)); err == nil {
		en += " (" + country.Name + ")" // which the Chinese says already
	}
	return Bilingual(en, zh)
}

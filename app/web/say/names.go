package say

import (
	"cmp"
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

// KindShort returns the name of a kind of document for a narrow column.
func KindShort(k documents.Kind) Message {
	info, _ := k.Info()
	return Bilingual(cmp.Or(info.Short, info.Title), info.TitleZH)
}

// KindNamed returns the title of the kind of document that an order file names, or the text
// itself where there is no such kind.
func KindNamed(kind string) Message {
	if _, known := documents.Kind(kind).Info(); !known {
		return Plain(kind)
	}
	return KindTitle(documents.Kind(kind))
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

// Locality returns the name that a place has in the reader's language, by the text with
// which an order names it: "加尔各答" in Chinese for "Kolkata, India". It returns the text
// itself where the place is not known, or has no name in that language.
func Locality(text string) Message { return Bilingual(localities(text)) }

// LocalityInFull returns what Locality returns, followed by the text itself where the text
// is another one, since documents print the text: "加尔各答（Kolkata, India）".
func LocalityInFull(text string) Message { return Bilingual(localitiesInFull(text)) }

// TermsInFull returns an Incoterms rule with its place, as LocalityInFull returns that.
func TermsInFull(incoterm, place string) Message {
	en, zh := localitiesInFull(place)
	return Bilingual(incoterm+" "+en, incoterm+" "+zh)
}

// PrintedTerms returns the terms that a document has printed, "CPT Kathmandu, Nepal,
// Incoterms 2020", with the place as LocalityInFull returns it. A text of another form is
// returned as it is.
func PrintedTerms(text string) Message {
	terms, edition, found := strings.Cut(text, ", Incoterms ")
	incoterm, place, named := strings.Cut(terms, " ")
	if !found || !named {
		return Plain(text)
	}
	return TermsOf(incoterm, place, edition)
}

// TermsOf returns what TermsInFull returns, with the edition of Incoterms.
func TermsOf(incoterm, place, edition string) Message {
	return Msg("%s, Incoterms %s", TermsInFull(incoterm, place), edition)
}

// localitiesInFull returns what LocalityInFull says in English and in Chinese.
func localitiesInFull(text string) (en, zh string) {
	en, zh = localities(text)
	if en != text {
		en += " (" + text + ")"
	}
	if zh != text {
		zh += "（" + text + "）"
	}
	return en, zh
}

// localities returns the English and the Chinese name of the place that a text names, or
// the text for a name that is not known. An English text is its own English name, however
// it is spelled. A crossing that is named by both its sides has the names of both.
func localities(text string) (en, zh string) {
	var english, chinese, typed []string
	for _, p := range codes.NamedPlaces(text) {
		side := p.Text
		if name, _, _ := strings.Cut(side, ","); slices.Contains([]string{p.Code, p.NameZH}, strings.TrimSpace(name)) {
			side = p.Name
		}
		english, chinese, typed = append(english, side), append(chinese, cmp.Or(p.NameZH, side)), append(typed, p.Text)
	}
	if len(typed) == 0 {
		return text, text
	}
	if en = text; !slices.Equal(english, typed) {
		en = strings.Join(english, " / ")
	}
	if zh = text; !slices.Equal(chinese, typed) {
		zh = strings.Join(chinese, " / ")
	}
	return en, zh
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

package codes

import (
	"slices"
	"strings"
)

// A Species is the animal a fibre grows on.
type Species struct {
	Name, NameZH string // scientific, and Chinese
}

// The animals of our fibres, all domesticated.
var (
	Sheep = Species{"Ovis aries", "绵羊"}
	Goat  = Species{"Capra hircus", "山羊"}
	Yak   = Species{"Bos grunniens", "牦牛"}
)

// A Product is a fibre the desk sells. Name is how an order file writes it.
type Product struct {
	Name, NameZH string
	Species      Species
	HS6          []HS6 // where it may be classified, the usual one first
}

// Wool and cashmere have the headings of HS 2022. Yak is fine animal hair by chapter 51
// note 1(b). Whether dehaired fibre is "carded" is disputed, so both headings are listed
// and the choice is the exporter's.
var products = []Product{
	{"greasy wool", "原毛", Sheep, []HS6{"5101.11", "5101.19"}},
	{"scoured wool", "洗净毛", Sheep, []HS6{"5101.21", "5101.29"}},
	{"carbonised wool", "炭化毛", Sheep, []HS6{"5101.30"}},
	{"cashmere", "山羊绒", Goat, []HS6{"5102.11", "5105.31"}},
	{"dehaired cashmere", "无毛山羊绒", Goat, []HS6{"5102.11", "5105.31"}},
	{"yak wool", "牦牛毛", Yak, []HS6{"5102.19", "5105.39"}},
	{"dehaired yak wool", "无毛牦牛绒", Yak, []HS6{"5102.19", "5105.39"}},
	{"wool tops", "羊毛条", Sheep, []HS6{"5105.29"}},
	{"cashmere tops", "山羊绒条", Goat, []HS6{"5105.31"}},
	{"yak tops", "牦牛绒条", Yak, []HS6{"5105.39"}},
}

// Products returns the products in a fixed order.
func Products() []Product {
	out := slices.Clone(products)
	for i := range out {
		out[i].HS6 = slices.Clone(out[i].HS6)
	}
	return out
}

// LookupProduct returns the product with this name, in English, in capitals or small
// letters, or in Chinese. It refuses "washed wool", which may mean fleece-washed, which
// is still greasy wool, or scoured. The error is a *Problem.
func LookupProduct(name string) (Product, error) {
	for _, p := range Products() {
		if strings.EqualFold(p.Name, name) || p.NameZH == name {
			return p, nil
		}
	}
	switch strings.Join(strings.Fields(strings.ToLower(name)), " ") {
	case "washed wool", "washed sheep wool", "washed sheep's wool":
		return Product{}, problem("product.washed_wool", "%q may mean fleece-washed (5101.11) or scoured (5101.21): write \"greasy wool\" if it is fleece-washed, \"scoured wool\" if it is scoured.", name)
	case "fleece-washed wool", "fleece washed wool":
		return Product{}, problem("product.greasy_wool", "%q is greasy wool in the Harmonized System (5101.11 or 5101.19): write \"greasy wool\".", name)
	}
	return Product{}, problem("product.unknown", "%q is not a product known here; use one of %s.", name,
		list(products, func(p Product) string { return p.Name }))
}

// ParseHS6 reads a subheading as the function ParseHS6 does. Its *Problem about a text of
// the wrong shape names the subheadings of the product.
func (p Product) ParseHS6(s string) (HS6, error) {
	h, err := ParseHS6(s)
	if problemCode(err) == "hs6.shape" {
		return "", problem("hs6.shape", "%q is not a six-digit HS code; for %s use one of %s.", s, p.Name, p.subheadings())
	}
	return h, err
}

// subheadings lists the subheadings of the product as people do: "5101.11, 5101.19".
func (p Product) subheadings() string {
	return list(p.HS6, func(h HS6) string { return string(h) })
}

// CheckHS refuses, with a *Problem, a subheading that the product cannot be classified
// under; the Problem says which ones it can.
func (p Product) CheckHS(h HS6) error {
	if slices.Contains(p.HS6, h) {
		return nil
	}
	may := p.subheadings()
	if p.Species == Yak && (h == "5102.20" || h == "5105.40") {
		return problem("hs6.yak", "Yak is fine animal hair (chapter 51 note 1(b)), and %s is for coarse hair; classify %s as %s.", h, p.Name, p.HS6[0])
	}
	if h.Text() == "" {
		return problem("hs6.other_product", "HS code %s is not for %s; use one of %s.", h, p.Name, may)
	}
	return problem("hs6.other_product", "HS code %s is %s; for %s use one of %s.", h, Subheading{h, h.Text()}, p.Name, may)
}

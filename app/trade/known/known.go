// Package known holds what published sources say of fibres: the regains that are agreed
// on and measured, the diameters of fibres, and what a country asks of carpet wool.
//
// Its one rule: every figure names its source. Where nothing was read of a product there
// is no figure, and nothing is said of that product.
package known

import (
	"slices"

	"woolroad/app/exact"
)

// A Range is what a source says of a figure of some products. Both ends belong to it.
type Range struct {
	Products    []string // names of codes.Product
	Least, Most exact.Number
	Source      string
	Of          string // the fibre that the source writes of, where it is another one; empty: the products'
	Slip        bool   // no source gives Least, which is a tenth of Most: below it a decimal point is out of place
}

// Ranges are what is known of one figure. No product is in two of them.
type Ranges []Range

var (
	wool     = []string{"greasy wool", "scoured wool", "carbonised wool"}
	cashmere = []string{"cashmere", "dehaired cashmere", "cashmere tops"}
	yak      = []string{"yak wool", "dehaired yak wool", "yak tops"}
)

// AgreedRegains are regains that are agreed on, in per cent. The tables of AATCC, ISO and
// GB are those of fibre analysis; GB 9994-88 is the trade's, and GB/T 9994-2018, which has
// taken its place, was not read. All were looked up on 2026-11-23.
var AgreedRegains = Ranges{
	{Products: wool, Least: exact.Must("13.6"), Most: exact.Must("18.25"), Source: "AATCC, ISO, GB 9994-88"},
	{Products: []string{"wool tops"}, Least: exact.Must("13.6"), Most: exact.Must("19.0"), Source: "AATCC, GB 9994-88"},
	{Products: slices.Concat(cashmere, yak), Least: exact.Must("13.6"), Most: exact.Must("18.25"), Source: "AATCC, ISO"},
}

// MeasuredRegains are regains that a laboratory finds, in per cent: above the upper one,
// wool feels wet. No source was found for cashmere and yak, whose hair is measured by
// wool's. The lower end is physics: a regain is water by dry
// mass, and never negative.
var MeasuredRegains = Ranges{
	{Products: append(slices.Clone(wool), "wool tops"), Least: exact.Int(0), Most: exact.Must("30"), Source: wetWool},
	{Products: slices.Concat(cashmere, yak), Least: exact.Int(0), Most: exact.Must("30"), Source: wetWool, Of: "wool"},
}

const wetWool = "New Zealand Wool Testing Authority"

// MeanDiameters are mean fibre diameters in µm. A coarser fibre is not cashmere under the
// Act. No source was found for the diameter of sheep's wool as such, nor for yak's, and
// none for how fine cashmere may be.
var MeanDiameters = Ranges{
	{Products: cashmere, Least: exact.Must("1.9"), Most: exact.Must("19"), Source: "US Wool Products Labeling Act", Slip: true},
}

// Outside returns the range that a product's figure lies outside of, and whether it does.
// It returns false where nothing is known of the product.
func (all Ranges) Outside(product string, n exact.Number) (Range, bool) {
	for _, r := range all {
		if slices.Contains(r.Products, product) {
			return r, n.Cmp(r.Least) < 0 || n.Cmp(r.Most) > 0
		}
	}
	return Range{}, false
}

// NepalCarpetWool is what Nepal is said to ask of wool for carpets. The source is an
// importers' guide and not the law's text, and it was not checked with customs.
var NepalCarpetWool = struct {
	MostDiameter exact.Number // µm
	LeastLength  exact.Number // mm
	Source       string
}{exact.Must("38"), exact.Must("101.6"), "thakuraiarman.com.np, March 2021"} // 4 inches

// IsWool says whether a product is sheep's wool that a carpet may be made of.
func IsWool(product string) bool { return slices.Contains(wool, product) }

package codes

import "slices"

// A Package is a kind of package of UN/ECE Recommendation 21.
type Package struct {
	Code   string
	Name   string // one, as documents count it: "compressed bale"
	Plural string // several: "compressed bales"
	NameZH string
}

// Noun returns the English word for n packages of this kind.
func (p Package) Noun(n int) string {
	if n == 1 {
		return p.Name
	}
	return p.Plural
}

// The codes were checked against github.com/datasets/unece-package-codes
// (2024); the list holds those that wool and hair travel in. The words are
// ours: the Recommendation writes "Bale, compressed".
var packages = []Package{
	{"BL", "compressed bale", "compressed bales", "机压包"},
	{"BN", "non-compressed bale", "non-compressed bales", "非机压包"},
	{"BG", "bag", "bags", "袋"},
	{"5H", "woven plastic bag", "woven plastic bags", "塑料编织袋"},
	{"5L", "textile bag", "textile bags", "纺织袋"},
	{"XD", "plastic film bag", "plastic film bags", "塑料薄膜袋"},
	{"XA", "woven plastic bag without liner", "woven plastic bags without liner", "无内衬塑料编织袋"},
	{"ZB", "large bag", "large bags", "大袋"},
	{"SA", "sack", "sacks", "包袋"},
	{"JB", "jumbo bag", "jumbo bags", "集装袋"},
	{"GY", "gunny bag", "gunny bags", "麻袋"},
	{"CT", "carton", "cartons", "纸箱"},
	{"BE", "bundle", "bundles", "捆"},
	{"PX", "pallet", "pallets", "托盘"},
	{"8A", "wooden pallet", "wooden pallets", "木托盘"},
	{"PK", "package", "packages", "件"},
	{"NE", "unpacked item", "unpacked items", "裸装"},
}

// Packages returns the kinds of package, the usual ones for wool first.
func Packages() []Package { return slices.Clone(packages) }

// LookupPackage returns the kind of package with this Rec 21 code. The error is a
// *Problem.
func LookupPackage(code string) (Package, error) {
	for _, p := range packages {
		if p.Code == code {
			return p, nil
		}
	}
	return Package{}, problem("package.unknown", "%q is not a package code (UN/ECE Rec 21) known here; use one of %s.", code,
		list(packages, func(p Package) string { return p.Code }))
}

package codes

import "slices"

// Edition is the edition of the Incoterms rules that this package holds.
const Edition = "2020"

// Incoterm is the three-letter code of a rule, such as "CPT".
type Incoterm string

// The eleven rules of Incoterms 2020.
const (
	EXW Incoterm = "EXW"
	FCA Incoterm = "FCA"
	CPT Incoterm = "CPT"
	CIP Incoterm = "CIP"
	DAP Incoterm = "DAP"
	DPU Incoterm = "DPU"
	DDP Incoterm = "DDP"
	FAS Incoterm = "FAS"
	FOB Incoterm = "FOB"
	CFR Incoterm = "CFR"
	CIF Incoterm = "CIF"
)

// PlaceKind is the kind of place that must be named after a rule.
type PlaceKind string

// The kinds of named place.
const (
	PlaceOfDelivery    PlaceKind = "place of delivery"
	PlaceOfDestination PlaceKind = "place of destination"
	PortOfLoading      PlaceKind = "port of loading"
	PortOfDestination  PlaceKind = "port of destination"
)

// A Term is one rule of Incoterms 2020, as far as the documents depend on it.
type Term struct {
	Code         Incoterm
	Name, NameZH string
	Place        PlaceKind // what must be named after the code
	SeaOnly      bool      // for sea and inland waterway only
	SellerPays   bool      // the seller pays the main carriage
	Cover        string    // the cover the seller must insure by default; "" if he need not insure
}

// SellerInsures reports whether the rule obliges the seller to insure the goods for the
// buyer. Only CIP and CIF do.
func (t Term) SellerInsures() bool { return t.Cover != "" }

// The rules stand in the order of the rule book: any mode first, then sea and inland
// waterway.
var terms = []Term{
	{EXW, "Ex Works", "工厂交货", PlaceOfDelivery, false, false, ""},
	{FCA, "Free Carrier", "货交承运人", PlaceOfDelivery, false, false, ""},
	{CPT, "Carriage Paid To", "运费付至", PlaceOfDestination, false, true, ""},
	{CIP, "Carriage and Insurance Paid To", "运费和保险费付至", PlaceOfDestination, false, true, "ICC (A)"},
	{DAP, "Delivered at Place", "目的地交货", PlaceOfDestination, false, true, ""},
	{DPU, "Delivered at Place Unloaded", "目的地卸货后交货", PlaceOfDestination, false, true, ""},
	{DDP, "Delivered Duty Paid", "完税后交货", PlaceOfDestination, false, true, ""},
	{FAS, "Free Alongside Ship", "船边交货", PortOfLoading, true, false, ""},
	{FOB, "Free On Board", "船上交货", PortOfLoading, true, false, ""},
	{CFR, "Cost and Freight", "成本加运费", PortOfDestination, true, true, ""},
	{CIF, "Cost, Insurance and Freight", "成本、保险费加运费", PortOfDestination, true, true, "ICC (C)"},
}

// Incoterms returns the eleven rules in the order of the rule book.
func Incoterms() []Term { return slices.Clone(terms) }

// LookupIncoterm returns the rule with this code, in capitals. The error is a *Problem,
// and for a rule of an older edition it names the rule to use today.
func LookupIncoterm(code string) (Term, error) {
	for _, t := range terms {
		if string(t.Code) == code {
			return t, nil
		}
	}
	switch code {
	case "DAT":
		return Term{}, problem("incoterm.unknown", "DAT is not in Incoterms 2020; use DPU.")
	case "DAF", "DES", "DDU", "DEQ":
		return Term{}, problem("incoterm.unknown", "%s is not in Incoterms 2020; use DAP or DPU.", code)
	case "C&F", "CNF":
		return Term{}, problem("incoterm.unknown", "%s is not a code of Incoterms 2020; by sea use CFR, otherwise CPT.", code)
	}
	return Term{}, problem("incoterm.unknown", "%q is not a rule of Incoterms 2020; use one of %s.", code,
		list(terms, func(t Term) string { return string(t.Code) }))
}

// Instead returns the rules to use where a sea-only rule does not fit, the nearest first:
// FCA for FAS and FOB, CPT for CFR, CIP for CIF. It returns nil for a rule that fits any
// mode.
func (t Term) Instead() []Incoterm {
	switch t.Code {
	case FAS, FOB:
		return []Incoterm{FCA, CPT, CIP}
	case CFR:
		return []Incoterm{CPT, CIP, FCA}
	case CIF:
		return []Incoterm{CIP, CPT, FCA}
	}
	return nil
}

// CheckMode refuses FAS, FOB, CFR and CIF by road, rail or air with a *Problem that says
// what to use instead. It accepts them for multimodal transport, because such a route may
// hand the goods over at a port; Caution warns about that.
func (t Term) CheckMode(m Mode) error {
	if !t.SeaOnly || m == Sea || m == Multimodal {
		return nil
	}
	i := t.Instead()
	return problem("incoterm.mode", "%s is for sea and inland waterway only; by %s use %s (or %s, %s).", t.Code, m, i[0], i[1], i[2])
}

// Caution returns a warning, a *Problem, about using the rule by this mode, or nil. An
// order with a warning stands.
func (t Term) Caution(m Mode) error {
	switch {
	case t.Code == EXW:
		return problem("incoterm.exw", "Under EXW the buyer clears the goods for export; ask your customs broker whether that works for you, or use FCA.")
	case t.Code == DDP:
		return problem("incoterm.ddp", "Under DDP the seller clears the goods for import and pays the duty; ask whether you can be the importer there, or use DAP.")
	case t.SeaOnly && m == Multimodal:
		return problem("incoterm.port", "%s has the goods handed over at a port; if the first carrier takes them inland, use %s.", t.Code, t.Instead()[0])
	}
	return nil
}

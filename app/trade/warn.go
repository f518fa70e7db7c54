package trade

import (
	"regexp"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/trade/known"
	"woolroad/app/trade/orderfile"
)

var imo = regexp.MustCompile(`(?i)\bIMO[ .:]*(?:no[ .:]*)?([0-9]{7})\b`)

// placeRules warns of places that no UN/LOCODE is known for or that have several, and of
// a ship's IMO number that fails its check. It does not warn of places that are known to
// have none, nor of a border crossing, since most have none.
func (f *findings) placeRules(o Order) {
	for _, p := range []struct{ pointer, place string }{
		{"/terms/place", o.Terms.Place},
		{"/route/loading", o.Route.Loading},
		{"/route/destination", o.Route.Destination},
		{"/route/discharge", o.Route.Discharge},
	} {
		switch found := codes.FindPlaces(p.place); {
		case p.place == "" || len(found) == 1:
		case len(found) == 0:
			f.warn(p.pointer, FaultNoPlaceCode, "No UN/LOCODE is known here for %q; documents print the place as given.", orderfile.Clip(p.place))
		default:
			f.warn(p.pointer, FaultPlaceCodes, "%q may be one of several places of UN/LOCODE: %s. Documents print the place as given; write its full name if that is not clear enough.", orderfile.Clip(p.place), placeNames(found))
		}
	}
	if m := imo.FindStringSubmatch(o.Route.Vessel); m != nil {
		warning, _ := codes.CheckID(codes.IMO, m[1])
		f.reportProblem("/route/vessel", warning, true)
	}
}

// placeNames joins the names and codes of places.
func placeNames(places []codes.Place) string {
	list := make([]string, len(places))
	for i, p := range places {
		list[i] = strings.TrimSpace(p.Name + " " + p.Code)
	}
	return strings.Join(list, ", ")
}

// testRules warns of what a laboratory found that a buyer or a customs office may object
// to.
func (f *findings) testRules(o Order, lot Lot, at string) {
	t := lot.Test
	if t == nil {
		return
	}
	if t.Date != nil && f.usable(at+"/test/date", "/date") && t.Date.After(o.Date) {
		f.warn(at+"/test/date", FaultTestAfterOrder, "The test is of %s, after the order of %s; check both dates.", t.Date.String(), o.Date.String())
	}
	if o.Buyer.Country != "NP" || !known.IsWool(lot.Product) {
		return
	}
	asked := known.NepalCarpetWool
	if d := t.MeanFibreDiameter; d != nil && d.Cmp(asked.MostDiameter) > 0 {
		f.warn(at+"/test/mean_fibre_diameter_um", FaultWoolTooCoarse, "An importers' guide (%s; not checked with customs) says that Nepal takes carpet wool up to %s µm, and this is %s µm; ask the buyer.", asked.Source, asked.MostDiameter.String(), d.String())
	}
	if l := t.Length; l != nil && l.Cmp(asked.LeastLength) < 0 {
		f.warn(at+"/test/length_mm", FaultWoolTooShort, "An importers' guide (%s; not checked with customs) says that Nepal takes carpet wool from %s mm, and this is %s mm; ask the buyer.", asked.Source, asked.LeastLength.String(), l.String())
	}
}

package trade_test

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"woolroad/app/trade"
)

// object is an order file as data.
type object = map[string]any

var currencies = []struct {
	code   string
	digits int
}{{"USD", 2}, {"INR", 2}, {"JPY", 0}, {"KWD", 3}}

// figure draws a decimal as people write it, without needless zeros in front.
func figure(whole, decimals int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		s := fmt.Sprint(rapid.IntRange(0, whole).Draw(t, "whole"))
		if decimals > 0 {
			s += "." + rapid.StringOfN(rapid.RuneFrom([]rune("0123456789")), decimals, decimals, -1).Draw(t, "decimals")
		}
		return s
	})
}

// upTo draws a figure with at most that many decimals.
func upTo(whole, decimals int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return figure(whole, rapid.IntRange(0, decimals).Draw(t, "decimals")).Draw(t, "figure")
	})
}

func positive(g *rapid.Generator[string]) *rapid.Generator[string] {
	return g.Filter(func(s string) bool { return strings.Trim(s, "0.") != "" })
}

var words = rapid.StringOfN(rapid.RuneFrom([]rune("aZ 9/~\"拉萨क्ष<&é")), 1, 12, -1).
	Filter(func(s string) bool { return strings.TrimSpace(s) != "" })

// maybe sets a key, or leaves it out.
func maybe(t *rapid.T, o object, key string, g *rapid.Generator[string]) {
	if rapid.Bool().Draw(t, "has "+key) {
		o[key] = g.Draw(t, key)
	}
}

func drawParty(t *rapid.T) object {
	p := object{"name": words.Draw(t, "name"), "address": []any{words.Draw(t, "address")}, "country": "NP"}
	maybe(t, p, "name_local", words)
	maybe(t, p, "contact", words)
	maybe(t, p, "phone", words)
	maybe(t, p, "email", rapid.Just("a@b.example"))
	if rapid.Bool().Draw(t, "has ids") {
		p["ids"] = object{"np_pan": "301234567"}
	}
	return p
}

func drawLot(t *rapid.T, i int) object {
	lot := object{"number": fmt.Sprintf("L%d", i), "product": "scoured wool", "package": "BL", "basis": "net", "mass_decimals": rapid.IntRange(0, 3).Draw(t, "mass_decimals")}
	if rapid.Bool().Draw(t, "conditioned") {
		lot["basis"] = "conditioned"
		lot["regain_standard"] = upTo(99, 3).Draw(t, "standard")
		lot["regain_measured"] = upTo(99, 3).Draw(t, "measured")
	}
	maybe(t, lot, "species", words)
	maybe(t, lot, "county", words)
	maybe(t, lot, "cooperative", words)
	if rapid.Bool().Draw(t, "tested") {
		test := object{}
		maybe(t, test, "certificate", words)
		maybe(t, test, "date", rapid.Just("2026-01-31"))
		maybe(t, test, "mean_fibre_diameter_um", positive(upTo(50, 2)))
		maybe(t, test, "laboratory", words)
		maybe(t, test, "mean_fibre_diameter_cv_percent", positive(upTo(50, 2)))
		maybe(t, test, "length_mm", positive(upTo(200, 1)))
		maybe(t, test, "vegetable_matter_percent", upTo(99, 2))
		maybe(t, test, "grease_percent", upTo(99, 2))
		maybe(t, test, "ash_percent", upTo(99, 2))
		maybe(t, test, "regain_percent", upTo(99, 2))
		maybe(t, test, "coarse_hair_per_mille", upTo(999, 2))
		maybe(t, test, "impurity_per_mille", upTo(999, 2))
		maybe(t, test, "colour", words)
		lot["test"] = test
	}
	var bales []any
	for j := range rapid.IntRange(1, 5).Draw(t, "bales") {
		bales = append(bales, object{
			"number": fmt.Sprintf("%d.%d", i, j),
			"gross":  figure(500, rapid.IntRange(0, 3).Draw(t, "gross decimals")).Filter(func(s string) bool { return len(strings.Split(s, ".")[0]) == 3 }).Draw(t, "gross"),
			"tare":   upTo(50, 3).Draw(t, "tare"),
		})
	}
	lot["bales"] = bales
	return lot
}

// orders draws order files that are right.
var orders = rapid.Custom(func(t *rapid.T) object {
	cur := rapid.SampledFrom(currencies).Draw(t, "currency")
	money := figure(100000, cur.digits)
	o := object{
		"number": "SO-2026-1", "date": "2026-04-03", "currency": cur.code,
		"seller": object{"name": "A", "address": []any{"B"}, "country": "CN", "banks": []any{
			object{"currency": "USD", "name": "C", "address": "D", "swift": "LHMBCNBL", "account": "1"}}},
		"buyer":   drawParty(t),
		"terms":   object{"incoterm": "CIP", "place": "Kathmandu", "edition": "2020"},
		"payment": object{"text": "T/T"},
		"route":   object{"mode": "road", "loading": "Lhasa", "destination": "Kathmandu"},
	}
	maybe(t, o, "contract", words)
	maybe(t, o, "buyer_reference", words)
	maybe(t, o["payment"].(object), "deposit_percent", positive(upTo(99, 4)))
	for _, key := range []string{"border", "discharge", "truck", "vessel", "flight", "seal"} {
		maybe(t, o["route"].(object), key, words)
	}
	maybe(t, o["route"].(object), "container", rapid.Just("CSQU3054383"))
	for _, key := range []string{"consignee", "notify"} {
		if rapid.Bool().Draw(t, "has "+key) {
			o[key] = drawParty(t)
		}
	}
	if rapid.Bool().Draw(t, "has credit") {
		o["credit"] = object{"number": words.Draw(t, "number"), "date": "2026-01-05", "issuing_bank": words.Draw(t, "bank")}
		maybe(t, o["credit"].(object), "partial_shipments", rapid.SampledFrom([]string{"allowed", "not_allowed"}))
	}
	if rapid.Bool().Draw(t, "has marks") {
		o["marks"] = []any{words.Draw(t, "mark"), words.Draw(t, "mark")}
	}
	if rapid.Bool().Draw(t, "has remarks") {
		o["remarks"] = []any{object{"text": words.Draw(t, "remark")}, object{"text": words.Draw(t, "remark"), "documents": []any{"packing-list"}}}
	}
	charges := object{}
	if rapid.Bool().Draw(t, "discount in per cent") {
		maybe(t, charges, "discount_percent", upTo(98, 3))
	} else {
		maybe(t, charges, "discount", figure(1, cur.digits))
	}
	maybe(t, charges, "freight", money)
	if rapid.Bool().Draw(t, "insured by rate") {
		charges["insurance_rate_percent"] = positive(upTo(89, 3)).Draw(t, "insurance rate")
	} else {
		maybe(t, charges, "insurance", money)
	}
	if len(charges) > 0 {
		o["charges"] = charges
	}
	var lots, lines []any
	for i := range rapid.IntRange(1, 6).Draw(t, "lots") {
		lots = append(lots, drawLot(t, i))
	}
	for i := 0; i < len(lots); {
		n := rapid.IntRange(1, len(lots)-i).Draw(t, "lots of the line")
		var numbers []any
		for _, lot := range lots[i : i+n] {
			numbers = append(numbers, lot.(object)["number"])
		}
		line := object{"product": "scoured wool", "description": words.Draw(t, "description"), "hs6": "5101.21", "origin": "CN",
			"lots": numbers, "unit": "KGM", "price": positive(upTo(5000, 6)).Draw(t, "price")}
		maybe(t, line, "price_per", rapid.SampledFrom([]string{"100", "1000"}))
		if i > 0 && rapid.Bool().Draw(t, "no charge") {
			line["no_charge"] = true
		}
		if rapid.Bool().Draw(t, "has an agreed quantity") {
			line["agreed"] = drawAgreed(t)
		}
		maybe(t, line, "specification", words)
		if rapid.Bool().Draw(t, "has hs") {
			line["hs"] = object{"CN": "5101210090", "NP": "51012100"}
		}
		lines = append(lines, line)
		i += n
	}
	if rapid.Bool().Draw(t, "has a line of which nothing is packed") {
		lines = append(lines, object{"product": "scoured wool", "description": words.Draw(t, "description"), "hs6": "5101.21", "origin": "CN",
			"lots": []any{}, "agreed": drawAgreed(t), "unit": "KGM", "price": positive(upTo(5000, 6)).Draw(t, "price")})
	}
	o["lots"], o["lines"] = lots, lines
	if rapid.Bool().Draw(t, "has a delivery period") {
		o["delivery"] = object{"from": "2026-04-01", "to": "2026-05-31"}
	}
	if rapid.Bool().Draw(t, "has totals_in") {
		o["totals_in"] = []any{
			object{"currency": "NPR", "source": "nrb", "side": rapid.SampledFrom([]string{"buy", "sell"}).Draw(t, "side")},
			object{"currency": "GBP", "rule": rapid.StringMatching(`[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}`).Draw(t, "rule")},
			object{"currency": "CNY", "rate": object{"value": positive(upTo(200, 6)).Draw(t, "value"), "per": positive(upTo(100, 2)).Draw(t, "per"), "source": words.Draw(t, "source"), "date": "2026-04-01"}},
		}
	}
	return o
})

// drawAgreed draws an agreed quantity.
func drawAgreed(t *rapid.T) object {
	a := object{"quantity": positive(upTo(30_000, 3)).Draw(t, "quantity"), "unit": rapid.SampledFrom([]string{"KGM", "TNE"}).Draw(t, "unit"),
		"of": rapid.SampledFrom([]string{"invoice_mass", "net_mass"}).Draw(t, "of"), "basis": "net", "mass_decimals": rapid.IntRange(0, 3).Draw(t, "decimals")}
	maybe(t, a, "more_percent", upTo(98, 3))
	maybe(t, a, "less_percent", upTo(98, 3))
	if rapid.Bool().Draw(t, "conditioned") {
		a["basis"], a["regain_standard"] = "conditioned", upTo(98, 3).Draw(t, "regain")
	}
	return a
}

// fileOf returns the order file that an order was read from.
func fileOf(o trade.Order) object {
	out := object{
		"number": o.Number, "date": o.Date.String(), "currency": string(o.Currency),
		"seller": partyOf(o.Seller), "buyer": partyOf(o.Buyer),
		"terms":   object{"incoterm": string(o.Terms.Incoterm), "place": o.Terms.Place, "edition": o.Terms.Edition},
		"payment": object{"text": o.Payment.Text},
		"route":   object{"mode": string(o.Route.Mode), "loading": o.Route.Loading, "destination": o.Route.Destination},
	}
	if o.Consignee != nil {
		out["consignee"] = partyOf(*o.Consignee)
	}
	if o.Notify != nil {
		out["notify"] = partyOf(*o.Notify)
	}
	some(out, "contract", o.Contract)
	some(out, "buyer_reference", o.BuyerReference)
	if c := o.Credit; c != nil {
		out["credit"] = object{"number": c.Number, "date": c.Date.String(), "issuing_bank": c.IssuingBank}
		some(out["credit"].(object), "partial_shipments", c.PartialShipments)
	}
	one(out["payment"].(object), "deposit_percent", o.Payment.DepositPercent)
	route := out["route"].(object)
	some(route, "border", o.Route.Border)
	some(route, "discharge", o.Route.Discharge)
	some(route, "truck", o.Route.Truck)
	some(route, "vessel", o.Route.Vessel)
	some(route, "flight", o.Route.Flight)
	some(route, "container", o.Route.Container)
	some(route, "seal", o.Route.Seal)
	if o.Marks != nil {
		out["marks"] = anys(o.Marks)
	}
	if p := o.Delivery; p != nil {
		out["delivery"] = object{"from": p.From.String(), "to": p.To.String()}
	}
	var remarks, lots, lines, totals []any
	for _, r := range o.Remarks {
		remark := object{"text": r.Text}
		if r.Documents != nil {
			remark["documents"] = anys(r.Documents)
		}
		remarks = append(remarks, remark)
	}
	if remarks != nil {
		out["remarks"] = remarks
	}
	for _, lot := range o.Lots {
		lots = append(lots, lotOf(lot))
	}
	for _, l := range o.Lines {
		line := object{"product": l.Product, "description": l.Description, "hs6": l.HS6, "origin": l.Origin, "lots": anys(l.Lots), "unit": l.Unit, "price": l.Price.String()}
		if per := l.Price.Per(); per != "1" {
			line["price_per"] = per
		}
		if l.NoCharge {
			line["no_charge"] = true
		}
		if l.Lots == nil {
			line["lots"] = []any{}
		}
		some(line, "specification", l.Specification)
		if a := l.Agreed; a != nil {
			of := object{"quantity": a.Quantity.String(), "unit": a.Unit, "of": a.Of, "basis": "net", "mass_decimals": int(a.MassDecimals)}
			one(of, "more_percent", a.More)
			one(of, "less_percent", a.Less)
			if a.Regain != nil {
				of["basis"], of["regain_standard"] = "conditioned", a.Regain.String()
			}
			line["agreed"] = of
		}
		if l.HS != nil {
			hs := object{}
			for country, code := range l.HS {
				hs[country] = code
			}
			line["hs"] = hs
		}
		lines = append(lines, line)
	}
	out["lots"], out["lines"] = lots, lines
	charges := object{}
	one(charges, "discount", o.Charges.Discount)
	one(charges, "discount_percent", o.Charges.DiscountPercent)
	one(charges, "freight", o.Charges.Freight)
	one(charges, "insurance", o.Charges.Insurance)
	one(charges, "insurance_rate_percent", o.Charges.InsuranceRatePercent)
	if len(charges) > 0 {
		out["charges"] = charges
	}
	for _, want := range o.TotalsIn {
		t := object{"currency": string(want.Currency)}
		some(t, "source", want.Source)
		some(t, "side", string(want.Side))
		some(t, "rule", want.Rule)
		if r := want.Rate; r != nil {
			t["rate"] = object{"value": r.Value.String(), "per": r.Per.String(), "source": r.Source, "date": r.Date.String()}
		}
		totals = append(totals, t)
	}
	if totals != nil {
		out["totals_in"] = totals
	}
	return out
}

func partyOf(p trade.Party) object {
	out := object{"name": p.Name, "address": anys(p.Address), "country": p.Country}
	some(out, "name_local", p.NameLocal)
	some(out, "contact", p.Contact)
	some(out, "phone", p.Phone)
	some(out, "email", p.Email)
	if p.IDs != nil {
		ids := object{}
		for _, id := range p.IDs {
			ids[id.Kind] = id.Value
		}
		out["ids"] = ids
	}
	if p.Confirmed != nil {
		reasons := object{}
		for kind, reason := range p.Confirmed {
			reasons[kind] = reason
		}
		out["ids_confirmed"] = reasons
	}
	var banks []any
	for _, b := range p.Banks {
		bank := object{"currency": string(b.Currency), "name": b.Name, "address": b.Address, "account": b.Account}
		some(bank, "swift", b.SWIFT)
		some(bank, "iban", b.IBAN)
		if i := b.Intermediary; i != nil {
			between := object{"name": i.Name}
			some(between, "address", i.Address)
			some(between, "swift", i.SWIFT)
			some(between, "account", i.Account)
			bank["intermediary"] = between
		}
		banks = append(banks, bank)
	}
	if banks != nil {
		out["banks"] = banks
	}
	return out
}

func lotOf(lot trade.Lot) object {
	out := object{"number": lot.Number, "product": lot.Product, "package": lot.Package, "basis": "net", "mass_decimals": int(lot.MassDecimals)}
	some(out, "species", lot.Species)
	some(out, "county", lot.County)
	some(out, "cooperative", lot.Cooperative)
	if lot.Regain != nil {
		out["basis"] = "conditioned"
		out["regain_standard"], out["regain_measured"] = lot.Regain.Standard.String(), lot.Regain.Measured.String()
	}
	if t := lot.Test; t != nil {
		test := object{}
		some(test, "certificate", t.Certificate)
		some(test, "laboratory", t.Laboratory)
		one(test, "mean_fibre_diameter_cv_percent", t.DiameterCVPercent)
		one(test, "ash_percent", t.AshPercent)
		one(test, "regain_percent", t.RegainPercent)
		one(test, "date", t.Date)
		one(test, "mean_fibre_diameter_um", t.MeanFibreDiameter)
		one(test, "length_mm", t.Length)
		one(test, "vegetable_matter_percent", t.VegetableMatterPercent)
		one(test, "grease_percent", t.GreasePercent)
		one(test, "coarse_hair_per_mille", t.CoarseHairPerMille)
		one(test, "impurity_per_mille", t.ImpurityPerMille)
		some(test, "colour", t.Colour)
		out["test"] = test
	}
	var bales []any
	for _, b := range lot.Bales {
		bales = append(bales, object{"number": b.Number, "gross": b.Gross.String(), "tare": b.Tare.String()})
	}
	out["bales"] = bales
	return out
}

func some(o object, key, value string) {
	if value != "" {
		o[key] = value
	}
}

func one[T fmt.Stringer](o object, key string, value *T) {
	if value != nil {
		o[key] = (*value).String()
	}
}

func anys(texts []string) []any {
	var out []any
	for _, s := range texts {
		out = append(out, s)
	}
	return slices.Clip(out)
}

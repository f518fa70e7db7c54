package trade

import (
	"fmt"
	"maps"
	"slices"

	"woolroad/app/exact"
)

// Change is a value of an order that was given another one. Empty is nothing.
type Change struct {
	Pointer string `json:"pointer"` // RFC 6901, in the later order's file, or in the former's for what is gone
	From    string `json:"from"`
	To      string `json:"to"`
}

// Changes are the values in which b differs from a, in the order of the file;
// none are where the two files are the same. Figures differ where they are
// written differently. Lots and bales are told apart by their numbers, so that
// one that is put in changes no other; one that is put in or taken out is one
// change, of its number.
func Changes(a, b Order) []Change {
	var d difference
	d.order(a, b)
	return d
}

// difference collects what differs.
type difference []Change

func (d *difference) text(pointer, from, to string) {
	if from != to {
		*d = append(*d, Change{pointer, from, to})
	}
}

func (d *difference) number(pointer string, from, to *exact.Number) {
	d.text(pointer, shown(from), shown(to))
}

// shown is a value as it is written, or "" for none.
func shown[T fmt.Stringer](v *T) string {
	if v == nil {
		return ""
	}
	return (*v).String()
}

func (d *difference) texts(pointer string, from, to []string) {
	for i := range max(len(from), len(to)) {
		d.text(fmt.Sprintf("%s/%d", pointer, i), at(from, i), at(to, i))
	}
}

// at is a list's entry, or zero beyond its end.
func at[T any](list []T, i int) (zero T) {
	if i < len(list) {
		return list[i]
	}
	return zero
}

func (d *difference) order(a, b Order) {
	d.text("/number", a.Number, b.Number)
	d.text("/date", a.Date.String(), b.Date.String())
	d.party("/seller", &a.Seller, &b.Seller)
	d.party("/buyer", &a.Buyer, &b.Buyer)
	d.party("/consignee", a.Consignee, b.Consignee)
	d.party("/notify", a.Notify, b.Notify)
	d.text("/contract", a.Contract, b.Contract)
	d.text("/buyer_reference", a.BuyerReference, b.BuyerReference)
	d.credit(a.Credit, b.Credit)
	d.text("/currency", string(a.Currency), string(b.Currency))
	d.text("/terms/incoterm", string(a.Terms.Incoterm), string(b.Terms.Incoterm))
	d.text("/terms/place", a.Terms.Place, b.Terms.Place)
	d.text("/terms/edition", a.Terms.Edition, b.Terms.Edition)
	d.text("/payment/text", a.Payment.Text, b.Payment.Text)
	d.number("/payment/deposit_percent", a.Payment.DepositPercent, b.Payment.DepositPercent)
	d.route(a.Route, b.Route)
	d.texts("/marks", a.Marks, b.Marks)
	matched(a.Lots, b.Lots, func(l Lot) string { return l.Number }, d.lot)
	for i := range max(len(a.Lines), len(b.Lines)) {
		d.line(fmt.Sprintf("/lines/%d", i), at(a.Lines, i), at(b.Lines, i))
	}
	d.charges(a.Charges, b.Charges)
	for i := range max(len(a.TotalsIn), len(b.TotalsIn)) {
		d.totalIn(fmt.Sprintf("/totals_in/%d", i), at(a.TotalsIn, i), at(b.TotalsIn, i))
	}
}

func (d *difference) party(pointer string, a, b *Party) {
	if a == nil && b == nil {
		return
	}
	var from, to Party
	if a != nil {
		from = *a
	}
	if b != nil {
		to = *b
	}
	d.text(pointer+"/name", from.Name, to.Name)
	d.text(pointer+"/name_local", from.NameLocal, to.NameLocal)
	d.texts(pointer+"/address", from.Address, to.Address)
	d.text(pointer+"/country", from.Country, to.Country)
	d.ids(pointer+"/ids", from.IDs, to.IDs)
	d.text(pointer+"/contact", from.Contact, to.Contact)
	d.text(pointer+"/phone", from.Phone, to.Phone)
	d.text(pointer+"/email", from.Email, to.Email)
	for i := range max(len(from.Banks), len(to.Banks)) {
		p, was, is := fmt.Sprintf("%s/banks/%d", pointer, i), at(from.Banks, i), at(to.Banks, i)
		d.text(p+"/currency", string(was.Currency), string(is.Currency))
		d.text(p+"/name", was.Name, is.Name)
		d.text(p+"/address", was.Address, is.Address)
		d.text(p+"/swift", was.SWIFT, is.SWIFT)
		d.text(p+"/account", was.Account, is.Account)
		d.text(p+"/iban", was.IBAN, is.IBAN)
	}
}

// ids are told apart by their kinds.
func (d *difference) ids(pointer string, a, b []ID) {
	matched(a, b, func(id ID) string { return id.Kind }, func(p pair[ID]) {
		switch {
		case p.from == nil:
			d.text(pointer+"/"+escape.Replace(p.to.Kind), "", p.to.Value)
		case p.to == nil:
			d.text(pointer+"/"+escape.Replace(p.from.Kind), p.from.Value, "")
		default:
			d.moved(pointer, p.to.Kind, p.moved, p.i, p.j)
			d.text(pointer+"/"+escape.Replace(p.to.Kind), p.from.Value, p.to.Value)
		}
	})
}

// moved is a change of place among those that both lists have.
func (d *difference) moved(pointer, name string, moved bool, i, j int) {
	if moved {
		d.text(pointer, fmt.Sprintf("%s (%d)", name, i+1), fmt.Sprintf("%s (%d)", name, j+1))
	}
}

func (d *difference) credit(a, b *Credit) {
	fields := func(c *Credit) (number, date, bank string) {
		if c == nil {
			return "", "", ""
		}
		return c.Number, c.Date.String(), c.IssuingBank
	}
	number, date, bank := fields(a)
	toNumber, toDate, toBank := fields(b)
	d.text("/credit/number", number, toNumber)
	d.text("/credit/date", date, toDate)
	d.text("/credit/issuing_bank", bank, toBank)
}

func (d *difference) route(a, b Route) {
	d.text("/route/mode", string(a.Mode), string(b.Mode))
	d.text("/route/loading", a.Loading, b.Loading)
	d.text("/route/destination", a.Destination, b.Destination)
	d.text("/route/border", a.Border, b.Border)
	d.text("/route/discharge", a.Discharge, b.Discharge)
	d.text("/route/truck", a.Truck, b.Truck)
	d.text("/route/vessel", a.Vessel, b.Vessel)
	d.text("/route/flight", a.Flight, b.Flight)
	d.text("/route/container", a.Container, b.Container)
	d.text("/route/seal", a.Seal, b.Seal)
}

// pair is what two lists have by the same key, or one of them alone.
type pair[T any] struct {
	from, to *T  // nil: not in that list
	i, j     int // where they are
	moved    bool
}

// matched goes through the pairs of two lists, in the order of the later list
// with what is gone at the end.
func matched[T any](a, b []T, key func(T) string, f func(pair[T])) {
	was := make(map[string]int, len(a))
	for i, v := range a {
		was[key(v)] = i
	}
	furthest := -1
	for j := range b {
		i, ok := was[key(b[j])]
		if !ok {
			f(pair[T]{to: &b[j], j: j})
			continue
		}
		f(pair[T]{&a[i], &b[j], i, j, i < furthest})
		furthest = max(furthest, i)
		delete(was, key(b[j]))
	}
	for _, i := range slices.Sorted(maps.Values(was)) {
		f(pair[T]{from: &a[i], i: i})
	}
}

func (d *difference) lot(l pair[Lot]) {
	p := fmt.Sprintf("/lots/%d", l.j)
	switch {
	case l.from == nil:
		d.text(p, "", l.to.Number)
		return
	case l.to == nil:
		d.text(fmt.Sprintf("/lots/%d", l.i), l.from.Number, "")
		return
	}
	a, b := l.from, l.to
	d.moved(p, b.Number, l.moved, l.i, l.j)
	d.text(p+"/product", a.Product, b.Product)
	d.text(p+"/package", a.Package, b.Package)
	from, standard, measured := a.basis()
	to, toStandard, toMeasured := b.basis()
	d.text(p+"/basis", from, to)
	d.text(p+"/regain_standard", standard, toStandard)
	d.text(p+"/regain_measured", measured, toMeasured)
	d.text(p+"/mass_decimals", fmt.Sprint(a.MassDecimals), fmt.Sprint(b.MassDecimals))
	d.test(p+"/test", a.Test, b.Test)
	matched(a.Bales, b.Bales, func(b Bale) string { return b.Number }, func(bale pair[Bale]) { d.bale(p+"/bales", bale) })
}

// basis is what the lot is sold by, as an order file writes it.
func (lot *Lot) basis() (basis, standard, measured string) {
	if lot.Regain == nil {
		return "net", "", ""
	}
	return "conditioned", lot.Regain.Standard.String(), lot.Regain.Measured.String()
}

func (d *difference) bale(pointer string, b pair[Bale]) {
	p := fmt.Sprintf("%s/%d", pointer, b.j)
	switch {
	case b.from == nil:
		d.text(p, "", b.to.Number)
		return
	case b.to == nil:
		d.text(fmt.Sprintf("%s/%d", pointer, b.i), b.from.Number, "")
		return
	}
	d.moved(p, b.to.Number, b.moved, b.i, b.j)
	d.text(p+"/gross", b.from.Gross.String(), b.to.Gross.String())
	d.text(p+"/tare", b.from.Tare.String(), b.to.Tare.String())
}

func (d *difference) test(p string, a, b *Test) {
	var from, to Test
	if a != nil {
		from = *a
	}
	if b != nil {
		to = *b
	}
	d.text(p+"/certificate", from.Certificate, to.Certificate)
	d.text(p+"/date", shown(from.Date), shown(to.Date))
	d.number(p+"/mean_fibre_diameter_um", from.MeanFibreDiameter, to.MeanFibreDiameter)
	d.number(p+"/length_mm", from.Length, to.Length)
	d.number(p+"/vegetable_matter_percent", from.VegetableMatterPercent, to.VegetableMatterPercent)
	d.number(p+"/grease_percent", from.GreasePercent, to.GreasePercent)
	d.number(p+"/coarse_hair_per_mille", from.CoarseHairPerMille, to.CoarseHairPerMille)
	d.number(p+"/impurity_per_mille", from.ImpurityPerMille, to.ImpurityPerMille)
	d.text(p+"/colour", from.Colour, to.Colour)
}

func (d *difference) line(p string, a, b Line) {
	d.text(p+"/product", a.Product, b.Product)
	d.text(p+"/description", a.Description, b.Description)
	d.text(p+"/hs6", a.HS6, b.HS6)
	countries := slices.Sorted(maps.Keys(a.HS))
	for country := range b.HS {
		if _, ok := a.HS[country]; !ok {
			countries = append(countries, country)
		}
	}
	slices.Sort(countries)
	for _, country := range countries {
		d.text(p+"/hs/"+escape.Replace(country), a.HS[country], b.HS[country])
	}
	d.text(p+"/origin", a.Origin, b.Origin)
	d.texts(p+"/lots", a.Lots, b.Lots)
	d.text(p+"/unit", a.Unit, b.Unit)
	price := func(l Line) string {
		if l.Price.Currency() == "" {
			return ""
		}
		return l.Price.String()
	}
	d.text(p+"/price", price(a), price(b))
}

func (d *difference) charges(a, b Charges) {
	d.number("/charges/discount_percent", a.DiscountPercent, b.DiscountPercent)
	d.text("/charges/freight", shown(a.Freight), shown(b.Freight))
	d.text("/charges/insurance", shown(a.Insurance), shown(b.Insurance))
	d.number("/charges/insurance_rate_percent", a.InsuranceRatePercent, b.InsuranceRatePercent)
}

func (d *difference) totalIn(p string, a, b TotalIn) {
	d.text(p+"/currency", string(a.Currency), string(b.Currency))
	d.text(p+"/source", a.Source, b.Source)
	d.text(p+"/side", string(a.Side), string(b.Side))
	d.text(p+"/rule", a.Rule, b.Rule)
	rate := func(t TotalIn) (value, per, source, date string) {
		if t.Rate == nil {
			return "", "", "", ""
		}
		return t.Rate.Value.String(), t.Rate.Per.String(), t.Rate.Source, t.Rate.Date.String()
	}
	value, per, source, date := rate(a)
	toValue, toPer, toSource, toDate := rate(b)
	d.text(p+"/rate/value", value, toValue)
	d.text(p+"/rate/per", per, toPer)
	d.text(p+"/rate/source", source, toSource)
	d.text(p+"/rate/date", date, toDate)
}

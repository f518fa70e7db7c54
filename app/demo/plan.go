package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"woolroad/app/codes"
	"woolroad/app/compose"
	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/trade"
	"woolroad/documents"
)

// How many orders a demo has besides the samples, over how many days, and how many of the
// latest are not issued yet.
const (
	madeOrders = 40
	halfYear   = 182
	notIssued  = 3 // how many of the latest orders
)

// plan makes the orders of the half year before now, the earliest first, with what
// happens to them. A story that fits none of the orders is an error.
func plan(now time.Time, seller trade.Party) ([]deal, error) {
	m := newMaker()
	var all []deal
	for i := range madeOrders {
		day := workday(now.AddDate(0, 0, -halfYear+i*(halfYear-1)/(madeOrders-1)))
		b := &buyers[(i*3+m.IntN(2))%len(buyers)]
		d, err := m.deal(i, day, b, b.habits[m.IntN(len(b.habits))], seller)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	for _, s := range stories {
		i := s.from + slices.IndexFunc(all[s.from:], func(d deal) bool { return d.mistake == nil && s.fits(d) })
		if i < s.from {
			return nil, fmt.Errorf("no order is like those %s", s.of)
		}
		s.tell(&all[i])
	}
	return all, nil
}

// workday returns the day, or the Friday before a weekend day.
func workday(day time.Time) time.Time {
	switch day.Weekday() {
	case time.Saturday:
		return day.AddDate(0, 0, -1)
	case time.Sunday:
		return day.AddDate(0, 0, -2)
	}
	return day
}

// deal makes one order, read like an order file.
func (m *maker) deal(i int, day time.Time, b *buyer, h habit, seller trade.Party) (deal, error) {
	number := fmt.Sprintf("SO-%d-%04d", day.Year(), 101+i)
	o := object{
		"number": number, "date": day.Format(time.DateOnly), "seller": partyOf(seller), "buyer": b.party,
		"contract": fmt.Sprintf("LHW-%s-%s", b.mark, day.Format("06-01")), "currency": h.currency,
		"payment": object{"text": h.payment},
	}
	if h.deposit != "" {
		o["payment"] = object{"text": h.payment, "deposit_percent": h.deposit}
	}
	if h.payment == sight {
		o["credit"] = object{
			"number": fmt.Sprintf("DEMO/LC/%s/%03d", day.Format("06"), 11+i), "date": day.AddDate(0, 0, -6).Format(time.DateOnly),
			"issuing_bank": "Cloud Castle Bank (invented), Mumbai",
		}
	}
	mass, last := m.goods(o, h, day)
	m.travel(o, b, h, mass)
	o["marks"] = []string{b.mark, o["contract"].(string), fmt.Sprintf("NO. 1-%d", last), "MADE IN CHINA"}
	var in []object
	for _, to := range []string{b.local, "CNY", "USD"} {
		if to == h.currency || len(in) == 2 {
			continue
		}
		t, err := totalIn(h.currency, to, day)
		if err != nil {
			return deal{}, err
		}
		in = append(in, t)
	}
	o["totals_in"] = in
	text, err := json.Marshal(o)
	if err != nil {
		return deal{}, err
	}
	order, faults := trade.ReadOrder(bytes.NewReader(text))
	if err := faults.Err(); err != nil {
		return deal{}, fmt.Errorf("order %s: %w", number, err)
	}
	order.Seller = seller // the same seller, with its registration numbers in order
	d := deal{Order: order, after: m.between(2, 9)}
	if i >= madeOrders-notIssued {
		d.after = 0
	}
	if h.combined {
		d.docs = billOnRequest(order)
	}
	return d, nil
}

// billOnRequest returns the first kind of document that bills the order's goods and is
// issued only on request, or nil.
func billOnRequest(o trade.Order) []documents.Kind {
	for _, k := range compose.KindsFor(o) {
		if k.OnRequest && k.Kind.BillsGoods() {
			return []documents.Kind{k.Kind}
		}
	}
	return nil
}

// goods adds one or two lots and a line for each to an order. It returns their
// approximate mass in kilograms and the last bale's number.
func (m *maker) goods(o object, h habit, day time.Time) (mass int64, last int) {
	g := h.goods
	var lots, lines []object
	for i := range m.between(1, 2) {
		colour := g.colours[min(i, len(g.colours)-1)]
		lot := m.lot(g, colour, workday(day.AddDate(0, 0, -m.between(5, 19))), last+1)
		n := len(lot["bales"].([]object))
		last += n
		mass += int64(n*(g.light+g.spread/2)) / 10
		lots = append(lots, lot)
		mills := g.price * int64(m.between(960, 1045)-i*70) / 1000
		lines = append(lines, object{
			"product": g.product, "description": fmt.Sprintf(g.text, colour, lot["test"].(object)["mean_fibre_diameter_um"]), "hs6": g.hs6, "hs": g.hs,
			"origin": "CN", "lots": []any{lot["number"]}, "unit": "KGM", "price": price(mills, h.currency),
		})
	}
	o["lots"], o["lines"] = lots, lines
	return mass, last
}

// travel adds to an order how its goods travel and who pays for that.
func (m *maker) travel(o object, b *buyer, h habit, mass int64) {
	w := h.way
	route := object{"mode": w.mode, "loading": w.loading, "destination": w.destination}
	if w.destination == "" {
		address := b.party["address"].([]string)
		route["destination"] = town(address[len(address)-2]) + ", India"
	}
	if w.border != "" {
		route["border"] = w.border
	}
	if w.discharge != "" {
		route["discharge"] = w.discharge
	}
	switch w.mode {
	case "road":
		route["truck"] = fmt.Sprintf("藏A·D%04d", m.between(1, 9999))
	case "sea":
		route["container"], route["seal"] = m.container(), fmt.Sprintf("DEMO%05d", m.between(1, 99999))
	}
	o["route"] = route

	terms := object{"incoterm": h.incoterm, "place": w.place, "edition": codes.Edition}
	charges := object{}
	switch h.incoterm {
	case "FCA", "FOB":
		terms["place"] = w.loading
	default:
		charges["freight"] = whole(w.freight*mass/100+40, h.currency)
	}
	if h.incoterm == "CIF" || h.incoterm == "CIP" {
		charges["insurance_rate_percent"] = "0.35"
	}
	if m.IntN(5) == 0 {
		charges["discount_percent"] = "1.5"
	}
	o["terms"], o["charges"] = terms, charges
}

// town returns the first part of an address line: "Ludhiana" of "Ludhiana, Punjab
// 141010".
func town(line string) string {
	for i, r := range line {
		if r == ',' {
			return line[:i]
		}
	}
	return line
}

// container returns a container number with a correct check digit, of an owner that does
// not exist.
func (m *maker) container() string {
	first := fmt.Sprintf("ZZZU%06d", m.between(1, 999999))
	for digit := '0'; digit < '9'; digit++ {
		if _, err := codes.CheckID(codes.Container, first+string(digit)); err == nil {
			return first + string(digit)
		}
	}
	return first + "9"
}

// partyOf returns a seller as an order file has it.
func partyOf(p trade.Party) object {
	ids := object{}
	for _, id := range p.IDs {
		ids[id.Kind] = id.Value
	}
	var banks []object
	for _, b := range p.Banks {
		banks = append(banks, object{"currency": string(b.Currency), "name": b.Name, "address": b.Address, "swift": b.SWIFT, "account": b.Account})
	}
	return object{
		"name": p.Name, "name_local": p.NameLocal, "address": p.Address, "country": p.Country, "ids": ids,
		"phone": p.Phone, "email": p.Email, "banks": banks,
	}
}

// story is something that happens to the first order, from the one at from on, that it
// fits.
type story struct {
	of   string
	from int
	fits func(deal) bool
	tell func(*deal)
}

// stories are what goes wrong: documents that are issued again, and orders that somebody
// has to look at.
var stories = []story{
	{"whose truck is changed", 4, byRoad, func(d *deal) {
		right := d.Route.Truck
		d.Route.Truck = "藏A·D0099"
		d.mistake = &mistake{2, "The truck was changed at the border.", func(o *trade.Order) { o.Route.Truck = right }}
	}},
	{"with a bale that was typed wrongly", 12, notCombined, func(d *deal) {
		b := &d.Lots[0].Bales[6]
		right := b.Gross
		b.Gross = right.Add(fibre.Must("9.0"))
		d.mistake = &mistake{1, "Bale 7 was weighed again; its gross mass had been typed wrongly.", func(o *trade.Order) { o.Lots[0].Bales[6].Gross = right }}
	}},
	{"with another seal", 18, func(d deal) bool { return d.Route.Mode == "sea" }, func(d *deal) {
		right := d.Route.Seal
		d.Route.Seal = "DEMO00000"
		d.mistake = &mistake{4, "Customs opened the container; it has a new seal.", func(o *trade.Order) { o.Route.Seal = right }}
	}},
	{"whose buyer names a notify party", 25, byRoad, func(d *deal) {
		d.mistake = &mistake{3, "The buyer asks to name its agent at the border as notify party.", func(o *trade.Order) {
			o.Notify = &trade.Party{Name: "Halfway House Clearing Agency (invented)", Address: []string{"Timure, Rasuwa", "Nepal"}, Country: "NP"}
		}}
	}},
	{"with a place that has no code", 9, byAir, func(d *deal) { d.Route.Destination = "Cloud Castle, India" }},
	{"with a test later than the order", 21, always, func(d *deal) {
		tested := d.Date.AddDays(1)
		d.Lots[0].Test.Date = &tested
	}},
	{"of wool that is coarse for Nepal", 30, func(d deal) bool { return d.Buyer.Country == "NP" && d.Lots[0].Product == wool.product }, func(d *deal) {
		coarse := exact.Must("38.6")
		d.Lots[0].Test.MeanFibreDiameter = &coarse
		d.Lines[0].Description = fmt.Sprintf(wool.text, d.Lots[0].Test.Colour, coarse)
	}},
	{"whose rate is too old to issue by", 28, always, func(d *deal) {
		d.TotalsIn[0].Rate.Date = d.Date.AddDays(-24)
		d.after = 0
	}},
	{"that the buyer has not paid for", 33, always, func(d *deal) { d.after = 0 }},
}

// always fits every order.
func always(deal) bool { return true }

// byRoad reports whether the goods go by road.
func byRoad(d deal) bool { return d.Route.Mode == "road" }

// byAir reports whether the goods go by air.
func byAir(d deal) bool { return d.Route.Mode == "air" }

// notCombined reports whether the buyer wants invoice and packing list separately.
func notCombined(d deal) bool { return len(d.docs) == 0 }

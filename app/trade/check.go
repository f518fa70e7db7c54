package trade

import (
	"fmt"
	"slices"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/typing"
)

// How many entries an order may have, far more than any order needs.
const (
	maxAddress = 20 // lines
	maxMarks   = 30 // lines
	maxRemarks = 30
	maxBanks   = 20      // accounts
	maxLots    = 5_000   // lots, and lines
	maxBales   = 100_000 // in all lots together
	maxTotals  = 10      // other currencies
)

// Check returns the rules that an order's values break, and what deserves a warning, in
// the order in which Encode writes the order: the length, code list and check digits of
// each value, and how values fit together. An order without errors can be issued as far
// as the order itself goes.
func Check(o Order) Faults { return Judge(o).Faults }

// A Judged is an order with what Check found in it. Its figures are added up once,
// whoever asks for them, so two goroutines must not use it at once.
type Judged struct {
	Order  Order // with nothing in place of each value that is at fault, as ReadOrder has it
	Faults Faults
	sums   *sums
}

// Judge checks an order by all rules, and returns it with everything that it breaks.
func Judge(o Order) Judged {
	f := newFindings()
	sound := f.check(o)
	if !slices.ContainsFunc(f.faults, func(x Fault) bool { return strings.Contains(x.Pointer, "/bales") }) {
		o.Lots = checkAll(o.Lots, func(_ int, lot Lot) Lot { lot.Bales = nil; return lot })
	}
	return Judged{sound, f.sortedFaults(func() any { return o.file() }), f.sums}
}

// Partial returns the figures that the order's faults leave reliable. The total is given
// in the currencies that wanted asks for, which may differ from the order's own in the rates
// that they state. rates has one rate for each of them, as for Order.Totals, but a rate
// may be the zero Rate where it is not known yet.
func (j Judged) Partial(wanted []TotalIn, rates []money.Rate) Partial {
	return j.sums.partial(j.Faults, wanted, rates)
}

// Totals returns all figures of the order, whose faults must have no errors. rates and the
// errors, which are a Fault, ErrRates and money.ErrRate, are as Order.Totals says.
func (j Judged) Totals(rates []money.Rate) (Totals, error) { return j.sums.totals(rates) }

// OwnTotals returns Totals without In: what the order comes to in its own currency, for
// which no rate is needed. The error is a Fault.
func (j Judged) OwnTotals() (Totals, error) { return j.sums.whole() }

// check reports what is wrong with an order whose shape is right, or whose faults of
// shape are reported already. It returns the order with nothing in place of each value
// that cannot be used.
func (f *findings) check(o Order) Order {
	Checked.Add(1)
	o = f.checkValues(o)
	f.checkRules(o)
	return o
}

// checkValues checks the order's values one by one, and returns the order without those
// that it refuses.
func (f *findings) checkValues(o Order) Order {
	o.Number = f.checkOrderNumber(o.Number)
	o.Date = f.date("", "date", o.Date)
	o.Seller = f.checkParty("/seller", o.Seller, true)
	o.Buyer = f.checkParty("/buyer", o.Buyer, false)
	o.Consignee = f.checkOtherParty("/consignee", o.Consignee)
	o.Notify = f.checkOtherParty("/notify", o.Notify)
	o.Contract = f.plainText("", "contract", o.Contract)
	o.BuyerReference = f.plainText("", "buyer_reference", o.BuyerReference)
	o.Credit = f.checkCredit(o.Credit)
	o.Currency = f.currency("", o.Currency)
	o.Terms = f.checkTerms(o.Terms)
	o.Payment = f.checkPayment(o.Payment)
	o.Route = f.checkRoute(o.Route)
	o.Delivery = f.checkPeriod("/delivery", o.Delivery)
	if f.fits("/marks", len(o.Marks), maxMarks) {
		o.Marks = f.texts("/marks", o.Marks)
	} else {
		o.Marks = nil
	}
	o.Remarks = f.checkRemarks(o.Remarks)
	o.Lots = f.checkLots(o.Lots)
	o.Lines = f.checkLines(o.Lines, o.Currency)
	o.Charges = f.checkCharges(o.Charges, o.Currency)
	o.TotalsIn = f.checkTotalsIn(o.TotalsIn, o.Currency)
	return o
}

// checkCredit checks the documentary credit, which may be absent, and returns it without
// the values that it refuses.
func (f *findings) checkCredit(c *Credit) *Credit {
	if c == nil || f.refused["/credit"] {
		return c
	}
	return &Credit{
		Number:      f.required("/credit", "number", typing.Plain(c.Number), LongText),
		Date:        f.date("/credit", "date", c.Date),
		IssuingBank: f.required("/credit", "issuing_bank", c.IssuingBank, LongText),

		PartialShipments: f.oneOf("/credit/partial_shipments", f.text("/credit", "partial_shipments", c.PartialShipments, shortText), PartialAllowed, PartialNotAllowed),
	}
}

// checkRemarks checks the remarks, and returns them without the values that it refuses.
func (f *findings) checkRemarks(remarks []Remark) []Remark {
	if !f.fits("/remarks", len(remarks), maxRemarks) {
		return nil
	}
	return checkAll(remarks, func(i int, r Remark) Remark {
		at := fmt.Sprintf("/remarks/%d", i)
		if f.refused[at] {
			return Remark{}
		}
		out := Remark{Text: f.required(at, "text", r.Text, LongText)}
		if f.fits(at+"/documents", len(r.Documents), maxRemarks) {
			out.Documents = f.texts(at+"/documents", r.Documents)
		}
		return out
	})
}

// checkTerms checks the trade term, and returns it without the values that it refuses.
func (f *findings) checkTerms(t Terms) Terms {
	if f.refused["/terms"] {
		return t
	}
	incoterm := strings.ToUpper(f.plainCode("/terms", "incoterm", string(t.Incoterm)))
	return Terms{
		Incoterm: lookup(f, "/terms/incoterm", incoterm, codes.LookupIncoterm).Code,
		Place:    f.required("/terms", "place", t.Place, LongText),
		Edition:  f.oneOf("/terms/edition", f.plainCode("/terms", "edition", t.Edition), codes.Edition),
	}
}

// checkPayment checks how the buyer pays, and returns that without the values that it
// refuses.
func (f *findings) checkPayment(p Payment) Payment {
	if f.refused["/payment"] {
		return p
	}
	return Payment{
		Text:           f.required("/payment", "text", p.Text, LongText),
		DepositPercent: f.decimal("/payment", "deposit_percent", p.DepositPercent, span{most: "100"}),
		Deposit:        p.Deposit,
	}
}

// checkRoute checks the route, and returns it without the values that it refuses.
func (f *findings) checkRoute(r Route) Route {
	const at = "/route"
	if f.refused[at] {
		return r
	}
	mode := strings.ToLower(f.plainCode(at, "mode", string(r.Mode)))
	return Route{
		Mode:        lookup(f, at+"/mode", mode, codes.LookupMode).Code,
		Loading:     f.required(at, "loading", r.Loading, LongText),
		Destination: f.required(at, "destination", r.Destination, LongText),
		Border:      f.text(at, "border", r.Border, LongText),
		Discharge:   f.text(at, "discharge", r.Discharge, LongText),
		Truck:       f.plainText(at, "truck", r.Truck),
		Vessel:      f.plainText(at, "vessel", r.Vessel),
		Flight:      f.plainText(at, "flight", r.Flight),
		Container:   f.id(at+"/container", codes.Container, f.text(at, "container", typing.Plain(r.Container), shortText)),
		Seal:        f.plainText(at, "seal", r.Seal),
	}
}

// checkCharges checks the charges, and returns them without the values that it refuses.
// It drops amounts where the order's currency is unknown.
func (f *findings) checkCharges(c Charges, cur money.Currency) Charges {
	const at = "/charges"
	out := Charges{
		DiscountPercent:      f.decimal(at, "discount_percent", c.DiscountPercent, span{most: "100", under: true}),
		InsuranceRatePercent: f.decimal(at, "insurance_rate_percent", c.InsuranceRatePercent, span{most: "90.9"}),
	}
	if cur != "" { // amounts of no currency are no amounts
		out.Discount, out.Freight, out.Insurance = c.Discount, c.Freight, c.Insurance
	}
	return out
}

// checkTotalsIn checks the totals in other currencies, and returns them without the
// values that it refuses. own is the order's currency.
func (f *findings) checkTotalsIn(list []TotalIn, own money.Currency) []TotalIn {
	if !f.fits("/totals_in", len(list), maxTotals) {
		return nil
	}
	return checkAll(list, func(i int, t TotalIn) TotalIn {
		at := fmt.Sprintf("/totals_in/%d", i)
		if f.refused[at] {
			return TotalIn{}
		}
		out := TotalIn{
			Currency: f.currency(at, t.Currency),
			Source:   f.oneOf(at+"/source", f.text(at, "source", t.Source, shortText), sources...),
			Side:     money.Side(f.oneOf(at+"/side", f.text(at, "side", string(t.Side), shortText), string(money.Buy), string(money.Sell))),
			Rule:     f.name(at, "rule", t.Rule),
		}
		out.Rate = f.checkRate(at+"/rate", t.Rate, own, out.Currency)
		return out
	})
}

// checkRate checks a rate that the order states, which may be absent, and returns it
// without the values that it refuses, as a rate between the two currencies.
func (f *findings) checkRate(at string, r *money.Rate, from, to money.Currency) *money.Rate {
	if r == nil {
		return nil
	}
	if f.refused[at] {
		return &money.Rate{From: from, To: to, Side: money.Stated}
	}
	out := *r
	out.From, out.To = from, to
	out.Value = f.number(at, "value", r.Value, span{positive: true})
	out.Per = f.number(at, "per", r.Per, span{positive: true})
	out.Source = f.required(at, "source", r.Source, LongText)
	out.Date = f.date(at, "date", r.Date)
	return &out
}

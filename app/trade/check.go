package trade

import (
	"fmt"
	"slices"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/typing"
)

// How much an order may hold. All are generous.
const (
	maxAddress = 20      // lines
	maxMarks   = 30      // lines
	maxBanks   = 20      // accounts
	maxLots    = 5_000   // lots, and lines
	maxBales   = 100_000 // in all lots together
	maxTotals  = 10      // other currencies
)

// Check returns what an order's values break of the rules, and what they are to
// be warned of, in the order in which Encode writes the order: lengths, code
// lists and check digits of each value, and what values have to do with each
// other. An order in which it finds no errors can be issued as far as the order
// itself goes.
func Check(o Order) Faults { return Judge(o).Faults }

// Judged is an order with what Check found in it. Its figures are added up once,
// whoever asks for them, so it must not be used by two goroutines at once.
type Judged struct {
	Order  Order // with nothing in place of each value that is at fault, as ReadOrder has it
	Faults Faults
	sums   *sums
}

// Judge returns an order with the faults that Check returns.
func Judge(o Order) Judged {
	f := newFindings()
	sound := f.check(o)
	if !slices.ContainsFunc(f.faults, func(x Fault) bool { return strings.Contains(x.Pointer, "/bales") }) {
		o.Lots = checked(o.Lots, func(_ int, lot Lot) Lot { lot.Bales = nil; return lot })
	}
	return Judged{sound, f.sorted(func() any { return o.file() }), f.sums}
}

// Partial returns what the order's faults leave of its figures. Its total is given in
// these currencies, which may differ from the order's own in the rates that they state,
// with a rate for each as for Totals; one may be the zero Rate: not known yet.
func (j Judged) Partial(in []TotalIn, rates []money.Rate) Partial {
	return j.sums.partial(j.Faults, in, rates)
}

// Totals returns the order's figures, as Order.Totals does. There must be no errors
// among its faults.
func (j Judged) Totals(rates []money.Rate) (Totals, error) { return j.sums.totals(rates) }

// OwnTotals returns Totals without In: what the order comes to in its own currency, for
// which no rate is needed.
func (j Judged) OwnTotals() (Totals, error) { return j.sums.whole() }

// check reports what is wrong with an order whose shape is right, or whose
// faults of shape are reported. It returns the order with nothing in place of
// each value that cannot be used.
func (f *findings) check(o Order) Order {
	Checked.Add(1)
	o = f.order(o)
	f.rules(o)
	return o
}

// order checks the order's values one by one.
func (f *findings) order(o Order) Order {
	o.Number = f.orderNumber(o.Number)
	o.Date = f.date("", "date", o.Date)
	o.Seller = f.partyValues("/seller", o.Seller, true)
	o.Buyer = f.partyValues("/buyer", o.Buyer, false)
	o.Consignee = f.otherParty("/consignee", o.Consignee)
	o.Notify = f.otherParty("/notify", o.Notify)
	o.Contract = f.numbered("", "contract", o.Contract)
	o.BuyerReference = f.numbered("", "buyer_reference", o.BuyerReference)
	o.Credit = f.credit(o.Credit)
	o.Currency = f.currency("", o.Currency)
	o.Terms = f.termsValues(o.Terms)
	o.Payment = f.payment(o.Payment)
	o.Route = f.route(o.Route)
	if f.fits("/marks", len(o.Marks), maxMarks) {
		o.Marks = f.texts("/marks", o.Marks)
	} else {
		o.Marks = nil
	}
	o.Lots = f.lotsValues(o.Lots)
	o.Lines = f.linesValues(o.Lines, o.Currency)
	o.Charges = f.chargesValues(o.Charges, o.Currency)
	o.TotalsIn = f.totalsInValues(o.TotalsIn, o.Currency)
	return o
}

func (f *findings) credit(c *Credit) *Credit {
	if c == nil || f.bad["/credit"] {
		return c
	}
	return &Credit{
		Number:      f.required("/credit", "number", typing.Plain(c.Number), LongText),
		Date:        f.date("/credit", "date", c.Date),
		IssuingBank: f.required("/credit", "issuing_bank", c.IssuingBank, LongText),
	}
}

func (f *findings) termsValues(t Terms) Terms {
	if f.bad["/terms"] {
		return t
	}
	incoterm := strings.ToUpper(f.code("/terms", "incoterm", string(t.Incoterm)))
	return Terms{
		Incoterm: lookup(f, "/terms/incoterm", incoterm, codes.LookupIncoterm).Code,
		Place:    f.required("/terms", "place", t.Place, LongText),
		Edition:  f.oneOf("/terms/edition", f.code("/terms", "edition", t.Edition), codes.Edition),
	}
}

func (f *findings) payment(p Payment) Payment {
	if f.bad["/payment"] {
		return p
	}
	return Payment{
		Text:           f.required("/payment", "text", p.Text, LongText),
		DepositPercent: f.decimal("/payment", "deposit_percent", p.DepositPercent, span{most: "100"}),
	}
}

func (f *findings) route(r Route) Route {
	const at = "/route"
	if f.bad[at] {
		return r
	}
	mode := strings.ToLower(f.code(at, "mode", string(r.Mode)))
	return Route{
		Mode:        lookup(f, at+"/mode", mode, codes.LookupMode).Code,
		Loading:     f.required(at, "loading", r.Loading, LongText),
		Destination: f.required(at, "destination", r.Destination, LongText),
		Border:      f.text(at, "border", r.Border, LongText),
		Discharge:   f.text(at, "discharge", r.Discharge, LongText),
		Truck:       f.numbered(at, "truck", r.Truck),
		Vessel:      f.numbered(at, "vessel", r.Vessel),
		Flight:      f.numbered(at, "flight", r.Flight),
		Container:   f.id(at+"/container", codes.Container, f.text(at, "container", typing.Plain(r.Container), shortText)),
		Seal:        f.numbered(at, "seal", r.Seal),
	}
}

func (f *findings) chargesValues(c Charges, cur money.Currency) Charges {
	const at = "/charges"
	out := Charges{
		DiscountPercent:      f.decimal(at, "discount_percent", c.DiscountPercent, span{most: "100", under: true}),
		InsuranceRatePercent: f.decimal(at, "insurance_rate_percent", c.InsuranceRatePercent, span{most: "90.9"}),
	}
	if cur != "" { // amounts of no currency are no amounts
		out.Freight, out.Insurance = c.Freight, c.Insurance
	}
	return out
}

func (f *findings) totalsInValues(list []TotalIn, own money.Currency) []TotalIn {
	if !f.fits("/totals_in", len(list), maxTotals) {
		return nil
	}
	return checked(list, func(i int, t TotalIn) TotalIn {
		at := fmt.Sprintf("/totals_in/%d", i)
		if f.bad[at] {
			return TotalIn{}
		}
		out := TotalIn{
			Currency: f.currency(at, t.Currency),
			Source:   f.oneOf(at+"/source", f.text(at, "source", t.Source, shortText), sources...),
			Side:     money.Side(f.oneOf(at+"/side", f.text(at, "side", string(t.Side), shortText), string(money.Buy), string(money.Sell))),
			Rule:     f.name(at, "rule", t.Rule),
		}
		out.Rate = f.rate(at+"/rate", t.Rate, own, out.Currency)
		return out
	})
}

func (f *findings) rate(at string, r *money.Rate, from, to money.Currency) *money.Rate {
	if r == nil {
		return nil
	}
	if f.bad[at] {
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

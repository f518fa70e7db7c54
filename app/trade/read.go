package trade

import (
	"errors"
	"io"

	"woolroad/app/codes"
	"woolroad/app/exact"
	"woolroad/app/money"
)

// MaxOrderFile is how many bytes an order file may have: 10 MiB.
const MaxOrderFile = 10 << 20

// How much an order may hold. All are generous.
const (
	maxAddress = 20      // lines
	maxMarks   = 30      // lines
	maxBanks   = 20      // accounts
	maxLots    = 5_000   // lots, and lines
	maxBales   = 100_000 // in all lots together
	maxTotals  = 10      // other currencies
)

// ReadOrder reads an order file and reports all its faults at once, in the
// order of the file; where there are none, the warnings remain. The order is
// complete only if Faults.Err is nil. It never holds more than MaxOrderFile of
// a longer file.
func ReadOrder(r io.Reader) (Order, Faults) {
	data, err := io.ReadAll(io.LimitReader(r, MaxOrderFile+1))
	if err != nil {
		return Order{}, Faults{{Format: "The file could not be read: %s.", Args: []any{err.Error()}}}
	}
	if len(data) > MaxOrderFile {
		return Order{}, Faults{{Format: "The file is larger than %d MiB; an order file may not be.", Args: []any{MaxOrderFile >> 20}}}
	}
	root, faults := parse(data)
	if root == nil {
		return Order{}, faults
	}
	f := &findings{faults: faults, unread: map[string]bool{}}
	var o Order
	if v := (value{f, "", root}); v.is(object) {
		o = readOrder(v)
		f.rules(o)
	}
	f.faults.sortBy(root)
	return o, f.faults
}

func readOrder(v value) Order {
	k := v.fields()
	o := Order{
		Number:         k.need("number").orderNumber(),
		Date:           k.need("date").date(),
		Seller:         readParty(k.need("seller"), true),
		Buyer:          readParty(k.need("buyer"), false),
		Consignee:      readOther(k.may("consignee")),
		Notify:         readOther(k.may("notify")),
		Contract:       k.may("contract").text(longText),
		BuyerReference: k.may("buyer_reference").text(longText),
		Credit:         readCredit(k.may("credit")),
		Currency:       k.need("currency").currency(),
		Terms:          readTerms(k.need("terms")),
		Payment:        readPayment(k.need("payment")),
		Route:          readRoute(k.need("route")),
		Marks:          k.may("marks").texts(maxMarks),
		Lots:           readLots(k.need("lots")),
	}
	o.Lines = readLines(k.need("lines"), o.Currency)
	o.Charges = readCharges(k.may("charges"), o.Currency)
	o.TotalsIn = readTotalsIn(k.may("totals_in"), o.Currency)
	k.close()
	return o
}

func readCredit(v value) *Credit {
	if !v.given() {
		return nil
	}
	k := v.fields()
	defer k.close()
	return &Credit{
		Number:      k.need("number").text(longText),
		Date:        k.need("date").date(),
		IssuingBank: k.need("issuing_bank").text(longText),
	}
}

func readTerms(v value) Terms {
	k := v.fields()
	defer k.close()
	return Terms{
		Incoterm: lookup(k.need("incoterm"), codes.LookupIncoterm).Code,
		Place:    k.need("place").text(longText),
		Edition:  k.need("edition").oneOf(codes.Edition),
	}
}

func readPayment(v value) Payment {
	k := v.fields()
	defer k.close()
	return Payment{
		Text:           k.need("text").text(longText),
		DepositPercent: k.may("deposit_percent").decimal(span{most: "100"}),
	}
}

func readRoute(v value) Route {
	k := v.fields()
	defer k.close()
	return Route{
		Mode:        lookup(k.need("mode"), codes.LookupMode).Code,
		Loading:     k.need("loading").text(longText),
		Destination: k.need("destination").text(longText),
		Border:      k.may("border").text(longText),
		Discharge:   k.may("discharge").text(longText),
		Truck:       k.may("truck").text(longText),
		Vessel:      k.may("vessel").text(longText),
		Flight:      k.may("flight").text(longText),
		Container:   k.may("container").id(codes.Container),
		Seal:        k.may("seal").text(longText),
	}
}

func readCharges(v value, cur money.Currency) Charges {
	k := v.fields()
	defer k.close()
	return Charges{
		DiscountPercent:      k.may("discount_percent").decimal(span{most: "100", under: true}),
		Freight:              k.may("freight").amount(cur),
		Insurance:            k.may("insurance").amount(cur),
		InsuranceRatePercent: k.may("insurance_rate_percent").decimal(span{most: "90.9"}),
	}
}

// amount is money of cur, or nil. Where the currency itself could not be read,
// only the figure is looked at.
func (v value) amount(cur money.Currency) *money.Amount {
	n := v.decimal(span{})
	if n == nil || cur == "" {
		return nil
	}
	a, err := money.Parse(v.node.text, cur)
	switch {
	case errors.Is(err, money.ErrCoins):
		v.bad("%s has %d decimals and %s has %d; write the amount in whole coins.", n.String(), int(n.Decimals()), string(cur), int(cur.Digits()))
	case err != nil:
		v.bad("%s is more than 18 digits can hold.", n.String())
	default:
		return &a
	}
	return nil
}

func readTotalsIn(v value, own money.Currency) []TotalIn {
	var out []TotalIn
	for _, item := range v.list(maxTotals) {
		out = append(out, readTotalIn(item, own))
	}
	return out
}

func readTotalIn(v value, own money.Currency) TotalIn {
	k := v.fields()
	defer k.close()
	t := TotalIn{
		Currency: k.need("currency").currency(),
		Source:   k.may("source").oneOf(sources...),
		Side:     money.Side(k.may("side").oneOf(string(money.Buy), string(money.Sell))),
		Rule:     k.may("rule").name(),
	}
	t.Rate = readRate(k.may("rate"), own, t.Currency)
	return t
}

func readRate(v value, from, to money.Currency) *money.Rate {
	if !v.given() {
		return nil
	}
	k := v.fields()
	defer k.close()
	value, per := k.need("value").decimal(span{positive: true}), k.need("per").decimal(span{positive: true})
	rate := money.Rate{
		From: from, To: to,
		Side:   money.Stated,
		Source: k.need("source").text(longText),
		Date:   k.need("date").date(),
	}
	rate.Value, rate.Per = orZero(value), orZero(per)
	return &rate
}

// orZero is what a number that could not be read counts as; its fault keeps the
// order from being used.
func orZero(n *exact.Number) exact.Number {
	if n == nil {
		return exact.Number{}
	}
	return *n
}

package trade

import (
	"io"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/typing"
)

// MaxOrderFile is how many bytes an order file may have: 10 MiB.
const MaxOrderFile = 10 << 20

// ReadOrder reads an order file as Decode does, checks it as Check does and
// returns all its faults at once, in the order of the file; where there are no
// errors, the warnings remain. The order has nothing in place of each value that
// is at fault, and is complete only if Faults.Err is nil.
func ReadOrder(r io.Reader) (Order, Faults) {
	j := JudgeFile(r)
	return j.Order, j.Faults
}

// JudgeFile reads an order file as ReadOrder does.
func JudgeFile(r io.Reader) Judged {
	o, root, f := decode(r)
	if root == nil {
		return Judged{o, f.faults, newSums(o)}
	}
	if root.kind == object {
		o = f.check(o)
	} else {
		f.sums = newSums(o)
	}
	f.faults.sortBy(root)
	return Judged{o, f.faults, f.sums}
}

// Decode reads an order file by its shape alone: that it is JSON of the order's
// keys, and that each value is of the type that its place has. It returns all
// faults of the shape, in the order of the file; the order is complete only if
// there are none. Values are as given: whether they keep the rules is for Check
// to say. Decode never holds more than MaxOrderFile of a longer file.
func Decode(r io.Reader) (Order, Faults) {
	o, root, f := decode(r)
	faults := f.shape()
	if root != nil {
		faults.sortBy(root)
	}
	return o, faults
}

// decode reads an order file's shape, with the faults of texts that are absent
// or empty. The root is nil if the file is not JSON.
func decode(r io.Reader) (Order, *node, *findings) {
	Decoded.Add(1)
	f := newFindings()
	data, err := io.ReadAll(io.LimitReader(r, MaxOrderFile+1))
	switch {
	case err != nil:
		f.fault("", FaultFileUnreadable, "The file could not be read: %s.", err.Error())
		return Order{}, nil, f
	case len(data) > MaxOrderFile:
		f.fault("", FaultFileTooLarge, "The file is larger than %d MiB; an order file may not be.", MaxOrderFile>>20)
		return Order{}, nil, f
	}
	root, faults := parse(data)
	f.faults = faults
	if root == nil {
		return Order{}, nil, f
	}
	return readOrder(value{f, "", root}), root, f
}

func readOrder(v value) Order {
	k := v.fields()
	o := Order{
		Number:         k.text("number"),
		Date:           k.need("date").date(),
		Seller:         readParty(k.need("seller"), true),
		Buyer:          readParty(k.need("buyer"), false),
		Consignee:      readOther(k.may("consignee")),
		Notify:         readOther(k.may("notify")),
		Contract:       k.may("contract").text(),
		BuyerReference: k.may("buyer_reference").text(),
		Credit:         readCredit(k.may("credit")),
		Currency:       k.currency("currency"),
		Terms:          readTerms(k.need("terms")),
		Payment:        readPayment(k.need("payment")),
		Route:          readRoute(k.need("route")),
		Marks:          k.may("marks").texts(),
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
		Number:      k.text("number"),
		Date:        k.need("date").date(),
		IssuingBank: k.text("issuing_bank"),
	}
}

func readTerms(v value) Terms {
	k := v.fields()
	defer k.close()
	return Terms{
		Incoterm: codes.Incoterm(k.text("incoterm")),
		Place:    k.text("place"),
		Edition:  k.text("edition"),
	}
}

func readPayment(v value) Payment {
	k := v.fields()
	defer k.close()
	return Payment{
		Text:           k.text("text"),
		DepositPercent: k.may("deposit_percent").decimal(typing.PerCent),
	}
}

func readRoute(v value) Route {
	k := v.fields()
	defer k.close()
	return Route{
		Mode:        codes.Mode(k.text("mode")),
		Loading:     k.text("loading"),
		Destination: k.text("destination"),
		Border:      k.may("border").text(),
		Discharge:   k.may("discharge").text(),
		Truck:       k.may("truck").text(),
		Vessel:      k.may("vessel").text(),
		Flight:      k.may("flight").text(),
		Container:   k.may("container").text(),
		Seal:        k.may("seal").text(),
	}
}

func readCharges(v value, cur money.Currency) Charges {
	k := v.fields()
	defer k.close()
	return Charges{
		DiscountPercent:      k.may("discount_percent").decimal(typing.PerCent),
		Freight:              k.may("freight").amount(cur),
		Insurance:            k.may("insurance").amount(cur),
		InsuranceRatePercent: k.may("insurance_rate_percent").decimal(typing.PerCent),
	}
}

func readTotalsIn(v value, own money.Currency) []TotalIn {
	var out []TotalIn
	for _, item := range v.list() {
		out = append(out, readTotalIn(item, own))
	}
	return out
}

func readTotalIn(v value, own money.Currency) TotalIn {
	k := v.fields()
	defer k.close()
	t := TotalIn{
		Currency: k.currency("currency"),
		Source:   k.may("source").text(),
		Side:     money.Side(k.may("side").text()),
		Rule:     k.may("rule").text(),
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
	return &money.Rate{
		From: from, To: to,
		Value:  k.need("value").number(nil),
		Per:    k.need("per").number(nil),
		Side:   money.Stated,
		Source: k.text("source"),
		Date:   k.need("date").date(),
	}
}

package trade

import (
	"io"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/trade/orderfile"
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
	if root.Kind == orderfile.Object {
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
func decode(r io.Reader) (Order, *orderfile.Node, *findings) {
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
	root, errs := orderfile.Parse(data)
	for _, e := range errs {
		f.unparsed(e)
	}
	if root == nil {
		return Order{}, nil, f
	}
	return value{f, "", root}.readOrder(), root, f
}

// unparsed reports what is wrong with the file as JSON.
func (f *findings) unparsed(e *orderfile.Error) {
	switch e.Reason {
	case orderfile.Empty:
		f.fault("", FaultFileEmpty, "The file is empty; it must hold one order.")
	case orderfile.NotUTF8:
		f.fault("", FaultFileNotUTF8, "Line %d, column %d is not UTF-8; save the file as UTF-8.", e.Line, e.Column)
	case orderfile.CutOff:
		f.fault("", FaultFileNotJSON, "Line %d, column %d is where the file ends, before its last quotation mark or bracket is closed; it may have been cut off.", e.Line, e.Column)
	case orderfile.NotJSON:
		f.fault("", FaultFileNotJSON, "Line %d, column %d is not JSON: %q cannot stand there; look at the commas, quotation marks and brackets before it.", e.Line, e.Column, e.Found)
	case orderfile.TooManyValues:
		f.fault("", FaultFileTooManyValues, "The file has more than %d values; no order needs as many.", orderfile.MaxValues)
	case orderfile.TooDeep:
		f.fault(e.Pointer, FaultFileTooDeep, "This stands in more than %d brackets inside each other; no order needs as many.", orderfile.MaxDepth)
	case orderfile.TooManyKeys:
		f.fault(e.Pointer, FaultFileTooManyKeys, "This has more than %d keys; no order needs as many.", orderfile.MaxKeys)
	case orderfile.KeyTwice:
		f.fault(e.Pointer, FaultKeyTwice, "%q is given twice; keep one.", orderfile.Clip(e.Found))
	}
}

func (v value) readOrder() Order {
	k := v.fields()
	o := Order{
		Number:         k.text("number"),
		Date:           k.need("date").date(),
		Seller:         k.need("seller").readParty(true),
		Buyer:          k.need("buyer").readParty(false),
		Consignee:      k.may("consignee").readOther(),
		Notify:         k.may("notify").readOther(),
		Contract:       k.may("contract").text(),
		BuyerReference: k.may("buyer_reference").text(),
		Credit:         k.may("credit").readCredit(),
		Currency:       k.currency("currency"),
		Terms:          k.need("terms").readTerms(),
		Payment:        k.need("payment").readPayment(),
		Route:          k.need("route").readRoute(),
		Marks:          k.may("marks").texts(),
		Lots:           k.need("lots").readLots(),
	}
	o.Lines = k.need("lines").readLines(o.Currency)
	o.Charges = k.may("charges").readCharges(o.Currency)
	o.TotalsIn = k.may("totals_in").readTotalsIn(o.Currency)
	k.close()
	return o
}

func (v value) readCredit() *Credit {
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

func (v value) readTerms() Terms {
	k := v.fields()
	defer k.close()
	return Terms{
		Incoterm: codes.Incoterm(k.text("incoterm")),
		Place:    k.text("place"),
		Edition:  k.text("edition"),
	}
}

func (v value) readPayment() Payment {
	k := v.fields()
	defer k.close()
	return Payment{
		Text:           k.text("text"),
		DepositPercent: k.may("deposit_percent").decimal(typing.PerCent),
	}
}

func (v value) readRoute() Route {
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

func (v value) readCharges(cur money.Currency) Charges {
	k := v.fields()
	defer k.close()
	return Charges{
		DiscountPercent:      k.may("discount_percent").decimal(typing.PerCent),
		Freight:              k.may("freight").amount(cur),
		Insurance:            k.may("insurance").amount(cur),
		InsuranceRatePercent: k.may("insurance_rate_percent").decimal(typing.PerCent),
	}
}

func (v value) readTotalsIn(own money.Currency) []TotalIn {
	var out []TotalIn
	for _, item := range v.list() {
		out = append(out, item.readTotalIn(own))
	}
	return out
}

func (v value) readTotalIn(own money.Currency) TotalIn {
	k := v.fields()
	defer k.close()
	t := TotalIn{
		Currency: k.currency("currency"),
		Source:   k.may("source").text(),
		Side:     money.Side(k.may("side").text()),
		Rule:     k.may("rule").text(),
	}
	t.Rate = k.may("rate").readRate(own, t.Currency)
	return t
}

func (v value) readRate(from, to money.Currency) *money.Rate {
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

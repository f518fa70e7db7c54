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

// ReadOrder reads an order file as Decode does and checks it as Check does. It returns
// all faults at once, in the order of the file; where there are no errors, the warnings
// remain. The order has nothing in place of each value that is at fault, and is complete
// only if Faults.Err is nil.
func ReadOrder(r io.Reader) (Order, Faults) {
	j := JudgeFile(r)
	return j.Order, j.Faults
}

// JudgeFile reads and checks an order file, and returns the order with all its faults.
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

// Decode reads an order file by its shape alone: that it is JSON of the order's keys, and
// that each value is of the type that its place has. It returns all faults of the shape,
// in the order of the file; the order is complete only if there are none. Values are as
// given: whether they follow the rules is for Check to say. Of a file longer than
// MaxOrderFile, Decode reads no more than that.
func Decode(r io.Reader) (Order, Faults) {
	o, root, f := decode(r)
	faults := f.shapeFaults()
	if root != nil {
		faults.sortBy(root)
	}
	return o, faults
}

// decode reads the shape of an order file. The findings include texts that are absent or
// empty. The root is nil if the file is not JSON.
func decode(r io.Reader) (Order, *orderfile.Node, *findings) {
	Decoded.Add(1)
	f := newFindings()
	data, err := io.ReadAll(io.LimitReader(r, MaxOrderFile+1))
	switch {
	case err != nil:
		f.report("", FaultFileUnreadable, "The file could not be read: %s.", err.Error())
		return Order{}, nil, f
	case len(data) > MaxOrderFile:
		f.report("", FaultFileTooLarge, "The file is larger than %d MiB, the limit for an order file.", MaxOrderFile>>20)
		return Order{}, nil, f
	}
	root, errs := orderfile.Parse(data)
	for _, e := range errs {
		f.reportUnparsed(e)
	}
	if root == nil {
		return Order{}, nil, f
	}
	return value{f, "", root}.readOrder(), root, f
}

// reportUnparsed reports what is wrong with the file as JSON.
func (f *findings) reportUnparsed(e *orderfile.Error) {
	switch e.Reason {
	case orderfile.Empty:
		f.report("", FaultFileEmpty, "The file is empty; it must hold one order.")
	case orderfile.NotUTF8:
		f.report("", FaultFileNotUTF8, "Line %d, column %d is not UTF-8; save the file as UTF-8.", e.Line, e.Column)
	case orderfile.CutOff:
		f.report("", FaultFileNotJSON, "The file ends at line %d, column %d, before its last quotation mark or bracket is closed; the file may be incomplete.", e.Line, e.Column)
	case orderfile.TooManyValues:
		f.report("", FaultFileTooManyValues, "The file has more than %d values; no order needs so many.", orderfile.MaxValues)
	case orderfile.TooDeep:
		f.report(e.Pointer, FaultFileTooDeep, "This is nested in more than %d brackets; no order needs so many.", orderfile.MaxDepth)
	case orderfile.TooManyKeys:
		f.report(e.Pointer, FaultFileTooManyKeys, "This has more than %d keys; no order needs so many.", orderfile.MaxKeys)
	case orderfile.KeyTwice:
		f.report(e.Pointer, FaultKeyTwice, "%q is given twice; keep one.", orderfile.Clip(e.Found))
	default: // NotJSON, and a reason that has no case of its own: the file is refused for every reason
		f.report("", FaultFileNotJSON, "Line %d, column %d is not JSON: %q is not allowed there; check the commas, quotation marks and brackets before it.", e.Line, e.Column, e.Found)
	}
}

// readOrder reads a whole order.
func (v value) readOrder() Order {
	k := v.fields()
	o := Order{
		Number:         k.text("number"),
		Date:           k.must("date").date(),
		Seller:         k.must("seller").readParty(),
		Buyer:          k.must("buyer").readParty(),
		Consignee:      k.optional("consignee").readOptionalParty(),
		Notify:         k.optional("notify").readOptionalParty(),
		Contract:       k.optional("contract").text(),
		BuyerReference: k.optional("buyer_reference").text(),
		Credit:         k.optional("credit").readCredit(),
		Currency:       k.currency("currency"),
		Terms:          k.must("terms").readTerms(),
		Payment:        k.must("payment").readPayment(),
		Route:          k.must("route").readRoute(),
		Delivery:       k.optional("delivery").readPeriod(),
		Marks:          k.optional("marks").texts(),
		Remarks:        k.optional("remarks").readRemarks(),
		Lots:           k.optional("lots").readLots(), // whether a line needs some is for lineRules to say
	}
	o.Lines = k.must("lines").readLines(o.Currency)
	o.Charges = k.optional("charges").readCharges(o.Currency)
	o.TotalsIn = k.optional("totals_in").readTotalsIn(o.Currency)
	k.reportOthers()
	return o
}

// readCredit reads the documentary credit, which may be absent.
func (v value) readCredit() *Credit {
	if !v.given() {
		return nil
	}
	k := v.fields()
	defer k.reportOthers()
	return &Credit{
		Number:      k.text("number"),
		Date:        k.must("date").date(),
		IssuingBank: k.text("issuing_bank"),

		PartialShipments: k.optional("partial_shipments").text(),
	}
}

// readTerms reads the trade term.
func (v value) readTerms() Terms {
	k := v.fields()
	defer k.reportOthers()
	return Terms{
		Incoterm: codes.Incoterm(k.text("incoterm")),
		Place:    k.text("place"),
		Edition:  k.text("edition"),
	}
}

// readPayment reads how the buyer pays.
func (v value) readPayment() Payment {
	k := v.fields()
	defer k.reportOthers()
	return Payment{
		Text:           k.text("text"),
		DepositPercent: k.optional("deposit_percent").decimal(typing.PerCent),
	}
}

// readRemarks reads the remarks.
func (v value) readRemarks() []Remark {
	var remarks []Remark
	for _, item := range v.list() {
		k := item.fields()
		remarks = append(remarks, Remark{Text: k.text("text"), Documents: k.optional("documents").texts()})
		k.reportOthers()
	}
	return remarks
}

// readRoute reads the route.
func (v value) readRoute() Route {
	k := v.fields()
	defer k.reportOthers()
	return Route{
		Mode:        codes.Mode(k.text("mode")),
		Loading:     k.text("loading"),
		Destination: k.text("destination"),
		Border:      k.optional("border").text(),
		Discharge:   k.optional("discharge").text(),
		Truck:       k.optional("truck").text(),
		Vessel:      k.optional("vessel").text(),
		Flight:      k.optional("flight").text(),
		Container:   k.optional("container").text(),
		Seal:        k.optional("seal").text(),
	}
}

// readCharges reads the charges, whose amounts are in the order's currency.
func (v value) readCharges(cur money.Currency) Charges {
	k := v.fields()
	defer k.reportOthers()
	return Charges{
		Discount:             k.optional("discount").amount(cur),
		DiscountPercent:      k.optional("discount_percent").decimal(typing.PerCent),
		Freight:              k.optional("freight").amount(cur),
		Insurance:            k.optional("insurance").amount(cur),
		InsuranceRatePercent: k.optional("insurance_rate_percent").decimal(typing.PerCent),
	}
}

// readTotalsIn reads the totals in other currencies. own is the order's currency.
func (v value) readTotalsIn(own money.Currency) []TotalIn {
	var out []TotalIn
	for _, item := range v.list() {
		out = append(out, item.readTotalIn(own))
	}
	return out
}

// readTotalIn reads a total in another currency. own is the order's currency.
func (v value) readTotalIn(own money.Currency) TotalIn {
	k := v.fields()
	defer k.reportOthers()
	t := TotalIn{
		Currency: k.currency("currency"),
		Source:   k.optional("source").text(),
		Side:     money.Side(k.optional("side").text()),
		Rule:     k.optional("rule").text(),
	}
	t.Rate = k.optional("rate").readRate(own, t.Currency)
	return t
}

// readRate reads a rate that the order states, which may be absent.
func (v value) readRate(from, to money.Currency) *money.Rate {
	if !v.given() {
		return nil
	}
	k := v.fields()
	defer k.reportOthers()
	return &money.Rate{
		From: from, To: to,
		Value:  k.must("value").number(nil),
		Per:    k.must("per").number(nil),
		Side:   money.Stated,
		Source: k.text("source"),
		Date:   k.must("date").date(),
	}
}

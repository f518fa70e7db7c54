package trade

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/money"
)

// checkRules reports what does not fit together in an order whose values have been
// checked. It leaves out what could not be used.
func (f *findings) checkRules(o Order) {
	f.termRules(o)
	f.partiesRules(o)
	f.lotRules(o)
	f.lineRules(o)
	f.chargeRules(o)
	f.totalsInRules(o)
	f.figureRules(o)
	f.placeRules(o)
}

// termRules reports a trade term that the mode of transport does not allow.
func (f *findings) termRules(o Order) {
	term, err := codes.LookupIncoterm(string(o.Terms.Incoterm))
	if err != nil {
		return
	}
	if err := term.CheckMode(o.Route.Mode); err != nil && o.Route.Mode != "" {
		f.reportProblem("/terms/incoterm", err, false)
	}
	f.reportProblem("/terms/incoterm", term.Caution(o.Route.Mode), true)
}

// partiesRules reports what does not fit together in each party, and warns where the
// seller has no account in the order's currency.
func (f *findings) partiesRules(o Order) {
	f.partyRules("/seller", o.Seller)
	f.partyRules("/buyer", o.Buyer)
	if o.Consignee != nil {
		f.partyRules("/consignee", *o.Consignee)
	}
	if o.Notify != nil {
		f.partyRules("/notify", *o.Notify)
	}
	paid := slices.ContainsFunc(o.Seller.Banks, func(b Bank) bool { return b.Currency == o.Currency })
	if !paid && o.Currency != "" && o.Seller.Name != "" && f.usable("/seller/banks") {
		f.warn("/seller/banks", FaultNoAccountInCurrency, "The seller has no account in %s here; documents will say \"Bank details as advised\".", string(o.Currency))
	}
}

// partyRules reports numbers of the party at a place that contradict each other, and
// warns of a number of another country than the party's.
func (f *findings) partyRules(pointer string, p Party) {
	ids := map[string]string{}
	for _, id := range p.IDs {
		ids[id.Kind] = id.Value
		if c := codes.IDCountry(id.Kind); c != "" && p.Country != "" && c != p.Country {
			label, _ := codes.IDLabel(id.Kind)
			f.warn(pointer+"/ids/"+id.Kind, FaultIDOfOtherCountry, "%s is a number of %s, and this party is in %s; check which is right.", label, c, p.Country)
		}
	}
	gstin, pan, iec := ids[codes.GSTIN], ids[codes.IndianPAN], ids[codes.IEC]
	f.reportProblem(pointer+"/ids/"+codes.IndianPAN, codes.CheckIndianIDs(gstin, pan, ""), false)
	if gstin != "" {
		pan = "" // the IEC must fit the PAN in the GSTIN then
	}
	f.reportProblem(pointer+"/ids/"+codes.IEC, codes.CheckIndianIDs(gstin, pan, iec), false)
}

// lotRules reports what does not fit together in the lots and their bales.
func (f *findings) lotRules(o Order) {
	lots, bales := map[string]string{}, map[string]string{} // numbers, and where they stand
	count := 0
	for i, lot := range o.Lots {
		at := fmt.Sprintf("/lots/%d", i)
		f.reportRepeated(lots, lot.Number, at+"/number", FaultLotNumberTwice, "The lot number %q is given twice in this order, first at %s; each lot has its own.")
		count += len(lot.Bales)
		for j, b := range lot.Bales {
			at := at + "/bales/" + strconv.Itoa(j)
			f.reportRepeated(bales, b.Number, at+"/number", FaultBaleNumberTwice, "The bale number %q is given twice in this order, first at %s; each bale has its own.")
			if b.Tare.Cmp(b.Gross) >= 0 && f.usable(at+"/gross", at+"/tare") {
				f.report(at+"/tare", FaultTareNotBelowGross, "The tare of %s kg leaves nothing of the gross %s kg; correct one of them.", b.Tare.Grouped(), b.Gross.Grouped())
				f.spoil(at + "/tare")
			}
		}
		f.testRules(o, lot, at)
		f.rangeRules(lot, at)
	}
	if count > maxBales {
		f.report("/lots", FaultTooManyBales, "The order has %d bales; at most %d are allowed.", count, maxBales)
	}
}

// reportRepeated reports a number that seen has already. seen maps each number to where
// it was first given.
func (f *findings) reportRepeated(seen map[string]string, number, pointer string, code FaultCode, format string) {
	if number == "" {
		return
	}
	if first, ok := seen[number]; ok {
		f.report(pointer, code, format, number, first)
		return
	}
	seen[number] = pointer
}

// lineRules reports what does not fit together in the lines and the lots that they sell.
func (f *findings) lineRules(o Order) {
	lots := map[string]Lot{}
	for _, lot := range o.Lots {
		if lot.Number != "" {
			lots[lot.Number] = lot
		}
	}
	used, named := map[string]string{}, f.lotsOfLinesKnown(o)
	for i, line := range o.Lines {
		at := fmt.Sprintf("/lines/%d", i)
		if len(line.Lots) == 0 && line.Agreed == nil && f.usable(at+"/lots", at+"/agreed") {
			f.report(at+"/lots", FaultNoLots, "This line has no lots and no agreed quantity; write the numbers of the lots it sells, or the quantity.")
			f.spoil(at + "/lots")
		}
		if p, err := codes.LookupProduct(line.Product); err == nil && line.HS6 != "" {
			f.reportProblem(at+"/hs6", p.CheckHS(codes.HS6(line.HS6)), false)
		}
		for j, number := range line.Lots {
			at := fmt.Sprintf("%s/lots/%d", at, j)
			lot, ok := lots[number]
			switch {
			case number == "":
			case !ok:
				f.reportUnknownLot(o, at, number)
			case used[number] != "":
				f.report(at, FaultLotSoldTwice, "The lot %q is sold twice, first at %s; name it in one line.", number, used[number])
			default:
				used[number] = at
				if lot.Product != "" && line.Product != "" && lot.Product != line.Product {
					f.report(at, FaultLotOfOtherProduct, "The lot %q is %s, and this line sells %s; correct one of them.", number, lot.Product, line.Product)
				}
			}
		}
	}
	for i, lot := range o.Lots {
		if named && lot.Number != "" && used[lot.Number] == "" {
			f.report(fmt.Sprintf("/lots/%d/number", i), FaultLotInNoLine, "The lot %q is in no line; name it in the line that sells it, or remove it.", lot.Number)
		}
	}
}

// reportUnknownLot reports a line's lot that the order does not have, unless it may be a
// lot whose number could not be used.
func (f *findings) reportUnknownLot(o Order, at, number string) {
	if !f.usable("/lots") && (len(o.Lots) == 0 || slices.ContainsFunc(o.Lots, func(l Lot) bool { return l.Number == "" })) {
		return
	}
	f.report(at, FaultUnknownLot, "There is no lot %q; write the number of one of the order's lots.", number)
	f.spoil(at)
}

// lotsOfLinesKnown reports whether the lots of all lines could be used, so that a lot
// that no line names is sold by no line.
func (f *findings) lotsOfLinesKnown(o Order) bool {
	for i, line := range o.Lines {
		if slices.Contains(line.Lots, "") || len(line.Lots) == 0 && !f.usable(fmt.Sprintf("/lines/%d/lots", i)) {
			return false
		}
	}
	return len(o.Lines) > 0
}

// chargeRules reports charges that the trade term does not allow, and warns of those that
// are unusual for it.
func (f *findings) chargeRules(o Order) {
	c := o.Charges
	if c.Discount != nil && c.DiscountPercent != nil {
		f.report("/charges/discount_percent", FaultDiscountTwice, "Give discount or discount_percent, not both.")
	}
	if c.Insurance != nil && c.InsuranceRatePercent != nil {
		f.report("/charges/insurance_rate_percent", FaultInsuranceTwice, "Give insurance or insurance_rate_percent, not both.")
	}
	term, err := codes.LookupIncoterm(string(o.Terms.Incoterm))
	if err != nil {
		return
	}
	code := string(term.Code)
	none := c.Insurance == nil && c.InsuranceRatePercent == nil
	switch {
	case c.InsuranceRatePercent != nil && !term.SellerInsures():
		f.report("/charges/insurance_rate_percent", FaultInsuranceRateNotForTerm, "Insurance is computed only for CIF and CIP, and this order is %s; enter the amount as insurance, or remove the rate.", code)
	case c.Insurance != nil && c.Insurance.Sign() > 0 && !term.SellerInsures():
		f.warn("/charges/insurance", FaultInsuranceNotNeeded, "Under %s the seller need not insure the goods for the buyer; check that the buyer has asked for it.", code)
	case none && term.SellerInsures() && f.usable("/charges"):
		f.warn("/terms/incoterm", FaultInsuranceMissing, "Under %s the seller insures the goods, and no insurance is stated. If the price includes it, leave this empty.", code)
	}
	if c.Freight != nil && c.Freight.Sign() > 0 && !term.SellerPays {
		f.warn("/charges/freight", FaultFreightNotForTerm, "Under %s the buyer pays the carriage; check why freight is charged.", code)
	}
}

// The publishers of rates that an order may name, and the one currency into
// which each of them publishes; the ECB has many.
var (
	sources = []string{"nrb", "fbil", "cfets", "ecb"}
	into    = map[string]money.Currency{"nrb": money.NPR, "fbil": money.INR, "cfets": money.CNY}
)

// totalsInRules reports totals in other currencies that are asked for twice or without a
// good rate.
func (f *findings) totalsInRules(o Order) {
	seen := map[string]string{}
	for i, t := range o.TotalsIn {
		at := fmt.Sprintf("/totals_in/%d", i)
		switch first := seen[string(t.Currency)]; {
		case t.Currency == "":
		case t.Currency == o.Currency:
			f.report(at+"/currency", FaultTotalInOwnCurrency, "The order is already in %s; remove this.", string(t.Currency))
		case first != "":
			f.report(at+"/currency", FaultTotalTwice, "The total in %s is requested twice, first at %s; remove one.", string(t.Currency), first)
		default:
			seen[string(t.Currency)] = at + "/currency"
		}
		f.sourceRules(at, t)
		if t.Rate != nil && f.usable(at+"/rate/date", "/date") {
			switch old, is := OldRate(at+"/rate/date", o.Date, *t.Rate); {
			case t.Rate.Date.After(o.Date):
				f.report(at+"/rate/date", FaultRateAfterOrder, "The rate of %s is later than the order of %s; use a rate of that day or before.", t.Rate.Date.String(), o.Date.String())
			case is:
				f.faults = append(f.faults, old)
			}
		}
	}
}

// sourceRules reports a total whose rate does not come from just one of a publisher, a
// rule and the order, or not from a publisher of that currency.
func (f *findings) sourceRules(at string, t TotalIn) {
	named := t.Source != "" || !f.usable(at+"/source")
	ruled := t.Rule != "" || !f.usable(at+"/rule")
	switch to := into[t.Source]; {
	case ruled && (named || t.Rate != nil):
		f.report(at+"/rule", FaultRateTwice, "Give a source, a rule or a rate, and only one of them.")
	case named && t.Rate != nil:
		f.report(at+"/rate", FaultRateTwice, "Give a source or a rate, not both.")
	case !named && !ruled && t.Rate == nil && f.usable(at+"/rate"):
		f.report(at, FaultNoRateNamed, "This has no rate; give a source (%s), a rule, or a rate of your own.", strings.Join(sources, ", "))
	case to != "" && t.Currency != "" && t.Currency != to:
		f.report(at+"/source", FaultSourceOfOtherCurrency, "%s publishes rates in %s, not in %s; give another source, or a rate of your own.", t.Source, string(to), string(t.Currency))
	}
	switch {
	case t.Source == "nrb" && t.Side == "" && f.usable(at+"/side"):
		f.report(at+"/side", FaultSideMissing, "%s publishes two rates; write \"buy\" or \"sell\".", t.Source)
	case t.Source != "nrb" && t.Side != "" && f.usable(at+"/source"):
		f.report(at+"/side", FaultSideNotForSource, "Only the source %s has a side; remove it.", "nrb")
	}
}

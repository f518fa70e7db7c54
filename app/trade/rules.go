package trade

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/money"
)

// rules reports what does not fit together in an order whose values have been
// read. It leaves alone what could not be read.
func (f *findings) rules(o Order) {
	f.terms(o)
	f.parties(o)
	f.lots(o)
	f.lines(o)
	f.charges(o)
	f.totalsIn(o)
	f.figures(o)
	f.places(o)
}

func (f *findings) terms(o Order) {
	term, err := codes.LookupIncoterm(string(o.Terms.Incoterm))
	if err != nil {
		return
	}
	if err := term.CheckMode(o.Route.Mode); err != nil && o.Route.Mode != "" {
		f.problem("/terms/incoterm", err, false)
	}
	f.problem("/terms/incoterm", term.Caution(o.Route.Mode), true)
}

func (f *findings) parties(o Order) {
	f.party("/seller", o.Seller)
	f.party("/buyer", o.Buyer)
	if o.Consignee != nil {
		f.party("/consignee", *o.Consignee)
	}
	if o.Notify != nil {
		f.party("/notify", *o.Notify)
	}
	paid := slices.ContainsFunc(o.Seller.Banks, func(b Bank) bool { return b.Currency == o.Currency })
	if !paid && o.Currency != "" && o.Seller.Name != "" && f.read("/seller/banks") {
		f.warn("/seller/banks", FaultNoAccountInCurrency, "The seller has no account in %s here; papers will say \"Bank details as advised\".", string(o.Currency))
	}
}

func (f *findings) party(pointer string, p Party) {
	ids := map[string]string{}
	for _, id := range p.IDs {
		ids[id.Kind] = id.Value
		if c := codes.IDCountry(id.Kind); c != "" && p.Country != "" && c != p.Country {
			label, _ := codes.IDLabel(id.Kind)
			f.warn(pointer+"/ids/"+id.Kind, FaultIDOfOtherCountry, "%s is a number of %s, and this party is in %s; check which is right.", label, c, p.Country)
		}
	}
	gstin, pan, iec := ids[codes.GSTIN], ids[codes.IndianPAN], ids[codes.IEC]
	f.problem(pointer+"/ids/"+codes.IndianPAN, codes.CheckIndianIDs(gstin, pan, ""), false)
	if gstin != "" {
		pan = "" // its PAN is the one to fit
	}
	f.problem(pointer+"/ids/"+codes.IEC, codes.CheckIndianIDs(gstin, pan, iec), false)
}

func (f *findings) lots(o Order) {
	lots, bales := map[string]string{}, map[string]string{} // numbers, and where they stand
	count := 0
	for i, lot := range o.Lots {
		at := fmt.Sprintf("/lots/%d", i)
		f.unique(lots, lot.Number, at+"/number", FaultLotNumberTwice, "The lot number %q is given twice in this order, first at %s; each lot has its own.")
		count += len(lot.Bales)
		for j, b := range lot.Bales {
			at := at + "/bales/" + strconv.Itoa(j)
			f.unique(bales, b.Number, at+"/number", FaultBaleNumberTwice, "The bale number %q is given twice in this order, first at %s; each bale has its own.")
			if b.Tare.Cmp(b.Gross) >= 0 && f.read(at+"/gross", at+"/tare") {
				f.fault(at+"/tare", FaultTareNotBelowGross, "The tare of %s kg leaves nothing of the gross %s kg; correct one of them.", b.Tare.Grouped(), b.Gross.Grouped())
				f.spoil(at + "/tare")
			}
		}
		f.test(o, lot, at)
		f.ranges(lot, at)
	}
	if count > maxBales {
		f.fault("/lots", FaultTooManyBales, "The order has %d bales; at most %d are allowed.", count, maxBales)
	}
}

// unique reports a number that something before it has.
func (f *findings) unique(seen map[string]string, number, pointer string, code FaultCode, format string) {
	if number == "" {
		return
	}
	if first, ok := seen[number]; ok {
		f.fault(pointer, code, format, number, first)
		return
	}
	seen[number] = pointer
}

func (f *findings) lines(o Order) {
	lots := map[string]Lot{}
	for _, lot := range o.Lots {
		if lot.Number != "" {
			lots[lot.Number] = lot
		}
	}
	used, named := map[string]string{}, f.linesNamed(o)
	for i, line := range o.Lines {
		at := fmt.Sprintf("/lines/%d", i)
		if len(line.Lots) == 0 && f.read(at+"/lots") {
			f.fault(at+"/lots", FaultNoLots, "This line has no lots; write the numbers of the lots it sells.")
			f.spoil(at + "/lots")
		}
		if p, err := codes.LookupProduct(line.Product); err == nil && line.HS6 != "" {
			f.problem(at+"/hs6", p.CheckHS(codes.HS6(line.HS6)), false)
		}
		for j, number := range line.Lots {
			at := fmt.Sprintf("%s/lots/%d", at, j)
			lot, ok := lots[number]
			switch {
			case number == "":
			case !ok:
				f.unknownLot(o, at, number)
			case used[number] != "":
				f.fault(at, FaultLotSoldTwice, "The lot %q is sold twice, first at %s; name it in one line.", number, used[number])
			default:
				used[number] = at
				if lot.Product != "" && line.Product != "" && lot.Product != line.Product {
					f.fault(at, FaultLotOfOtherProduct, "The lot %q is %s, and this line sells %s; correct one of them.", number, lot.Product, line.Product)
				}
			}
		}
	}
	for i, lot := range o.Lots {
		if named && lot.Number != "" && used[lot.Number] == "" {
			f.fault(fmt.Sprintf("/lots/%d/number", i), FaultLotInNoLine, "The lot %q is in no line; name it in the line that sells it, or take it out.", lot.Number)
		}
	}
}

// unknownLot reports a lot that is not there, unless it may be one whose number
// could not be read.
func (f *findings) unknownLot(o Order, at, number string) {
	if !f.read("/lots") && (len(o.Lots) == 0 || slices.ContainsFunc(o.Lots, func(l Lot) bool { return l.Number == "" })) {
		return
	}
	f.fault(at, FaultUnknownLot, "There is no lot %q; write the number of one of the order's lots.", number)
	f.spoil(at)
}

// linesNamed says whether the lots of all lines could be read, so that a lot in
// none of them is in none.
func (f *findings) linesNamed(o Order) bool {
	for i, line := range o.Lines {
		if slices.Contains(line.Lots, "") || len(line.Lots) == 0 && !f.read(fmt.Sprintf("/lines/%d/lots", i)) {
			return false
		}
	}
	return len(o.Lines) > 0
}

func (f *findings) charges(o Order) {
	c := o.Charges
	if c.Insurance != nil && c.InsuranceRatePercent != nil {
		f.fault("/charges/insurance_rate_percent", FaultInsuranceTwice, "Give insurance or insurance_rate_percent, not both.")
	}
	term, err := codes.LookupIncoterm(string(o.Terms.Incoterm))
	if err != nil {
		return
	}
	code := string(term.Code)
	none := c.Insurance == nil && c.InsuranceRatePercent == nil
	switch {
	case c.InsuranceRatePercent != nil && !term.SellerInsures():
		f.fault("/charges/insurance_rate_percent", FaultInsuranceRateNotForTerm, "Insurance is computed for CIF and CIP only, and this order is %s; give the amount as insurance, or take it out.", code)
	case c.Insurance != nil && c.Insurance.Sign() > 0 && !term.SellerInsures():
		f.warn("/charges/insurance", FaultInsuranceNotNeeded, "Under %s the seller need not insure the goods for the buyer; check that the buyer has asked for it.", code)
	case none && term.SellerInsures() && f.read("/charges"):
		f.warn("/terms/incoterm", FaultInsuranceMissing, "Under %s the seller insures the goods; no insurance is stated. If the price holds it, leave it so.", code)
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

func (f *findings) totalsIn(o Order) {
	seen := map[string]string{}
	for i, t := range o.TotalsIn {
		at := fmt.Sprintf("/totals_in/%d", i)
		switch first := seen[string(t.Currency)]; {
		case t.Currency == "":
		case t.Currency == o.Currency:
			f.fault(at+"/currency", FaultTotalInOwnCurrency, "The order is in %s already; take this out.", string(t.Currency))
		case first != "":
			f.fault(at+"/currency", FaultTotalTwice, "The total in %s is asked for twice, first at %s; take one out.", string(t.Currency), first)
		default:
			seen[string(t.Currency)] = at + "/currency"
		}
		f.source(at, t)
		if t.Rate != nil && f.read(at+"/rate/date", "/date") {
			switch old, is := OldRate(at+"/rate/date", o.Date, *t.Rate); {
			case t.Rate.Date.After(o.Date):
				f.fault(at+"/rate/date", FaultRateAfterOrder, "The rate of %s is later than the order of %s; give one of that day or before.", t.Rate.Date.String(), o.Date.String())
			case is:
				f.faults = append(f.faults, old)
			}
		}
	}
}

// source checks where the rate of a total comes from: a publisher, a rule or the
// order.
func (f *findings) source(at string, t TotalIn) {
	named := t.Source != "" || !f.read(at+"/source")
	ruled := t.Rule != "" || !f.read(at+"/rule")
	switch to := into[t.Source]; {
	case ruled && (named || t.Rate != nil):
		f.fault(at+"/rule", FaultRateTwice, "Give a source, a rule or a rate, and only one of them.")
	case named && t.Rate != nil:
		f.fault(at+"/rate", FaultRateTwice, "Give a source or a rate, not both.")
	case !named && !ruled && t.Rate == nil && f.read(at+"/rate"):
		f.fault(at, FaultNoRateNamed, "This has no rate; give a source (%s), a rule, or a rate of your own.", strings.Join(sources, ", "))
	case to != "" && t.Currency != "" && t.Currency != to:
		f.fault(at+"/source", FaultSourceOfOtherCurrency, "%s publishes rates in %s, not in %s; give another source, or a rate of your own.", t.Source, string(to), string(t.Currency))
	}
	switch {
	case t.Source == "nrb" && t.Side == "" && f.read(at+"/side"):
		f.fault(at+"/side", FaultSideMissing, "nrb publishes two rates; write \"buy\" or \"sell\".")
	case t.Source != "nrb" && t.Side != "" && f.read(at+"/source"):
		f.fault(at+"/side", FaultSideNotForSource, "A side is for the source nrb only; take it out.")
	}
}

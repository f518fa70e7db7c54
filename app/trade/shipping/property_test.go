package shipping_test

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/app/trade/shipping"
)

// TestOrdersInShipments follows 300 random orders through their shipments; the long tests
// follow 10,000.
func TestOrdersInShipments(t *testing.T) { ordersInShipments(t, 3) }

// ordersInShipments follows random orders, a hundred at a time.
func ordersInShipments(t *testing.T, hundreds int) {
	closed, open, refused := 0, 0, 0
	for range hundreds {
		rapid.Check(t, func(t *rapid.T) {
			j := drawJourney(t)
			j.run(t)
			switch {
			case j.refused:
				refused++
			case j.ledger.Closing() != "":
				closed++
			default:
				open++
			}
		})
	}
	t.Logf("%d orders were closed, %d left open, %d could not be closed because of their discount", closed, open, refused)
	if closed < 20*hundreds || open < hundreds {
		t.Errorf("%d orders were closed and %d left open: too few of one of them", closed, open)
	}
}

// A journey is an order on its way: its shipments, which of them have an invoice, and what
// this test says that each bears.
type journey struct {
	order     trade.Order // as agreed
	ledger    shipping.Ledger
	shipments []shipping.Shipment
	bears     map[string][4]*big.Rat // what each current invoice charges, by another way of calculating
	refused   bool                   // it could not be closed
}

// drawJourney draws an order with its bales, spread over one to six shipments.
func drawJourney(t *rapid.T) *journey {
	cur := rapid.SampledFrom([]money.Currency{money.USD, money.INR, "JPY", "KWD"}).Draw(t, "currency")
	o := drawOrder(t, cur)
	agreedOrder, all := shipping.Whole(o)
	if rapid.Bool().Draw(t, "agreed before it was weighed") {
		for i := range agreedOrder.Lines {
			weighed := all.Picked(o.Number, i, trade.InvoiceMass).Number()
			quantity := weighed.Mul(exact.Shifted(rapid.Int64Range(50, 150).Draw(t, "per cent agreed"), 2)).Round(1)
			agreedOrder.Lines[i].Agreed = &trade.Agreed{Quantity: quantity, Unit: trade.Kilograms, Of: trade.InvoiceMass, MassDecimals: int32(rapid.IntRange(0, 3).Draw(t, "decimals"))}
			if rapid.Bool().Draw(t, "conditioned") {
				r := exact.Must("16")
				agreedOrder.Lines[i].Agreed.Regain = &r
			}
		}
		o.Lines, o.Lots = agreedOrder.Lines, nil
	}
	goods := goodsOf(t, o)
	drawCharges(t, &o, goods)
	agreedOrder.Charges, agreedOrder.Payment = o.Charges, o.Payment
	agreed, err := shipping.AgreedFor(o)
	if err != nil {
		t.Fatal(err)
	}
	j := &journey{order: agreedOrder, ledger: shipping.Ledger{Agreed: agreed}, bears: map[string][4]*big.Rat{}}
	j.spread(t, all)
	return j
}

// drawOrder draws an order with lots, without charges.
func drawOrder(t *rapid.T, cur money.Currency) trade.Order {
	o := trade.Order{Number: "SO-1", Currency: cur, Terms: trade.Terms{Incoterm: "CIP"}}
	for i := range rapid.IntRange(1, 3).Draw(t, "lines") {
		price, err := money.ParsePrice(fmt.Sprintf("%d.%0*d", rapid.IntRange(1, 60).Draw(t, "price"), 4, rapid.IntRange(0, 9999).Draw(t, "decimals")), cur)
		if err != nil {
			t.Fatal(err)
		}
		line := trade.Line{Product: "scoured wool", Unit: "KGM", Price: price, NoCharge: rapid.IntRange(0, 5).Draw(t, "free") == 0}
		for k := range rapid.IntRange(1, 2).Draw(t, "lots") {
			lot := trade.Lot{Number: fmt.Sprintf("L%d-%d", i, k), Product: "scoured wool", MassDecimals: int32(rapid.IntRange(0, 3).Draw(t, "mass decimals"))}
			lot.Regain = &fibre.Regain{Standard: exact.Must("15"), Measured: exact.Shifted(rapid.Int64Range(900, 1900).Draw(t, "measured"), 2)}
			for n := range rapid.IntRange(1, 7).Draw(t, "bales") {
				lot.Bales = append(lot.Bales, trade.Bale{
					Number: fmt.Sprintf("%s-%03d", lot.Number, n+1),
					Gross:  fibre.Kilograms(exact.Shifted(rapid.Int64Range(700, 1300).Draw(t, "gross"), 1)),
					Tare:   fibre.Kilograms(exact.Shifted(rapid.Int64Range(5, 30).Draw(t, "tare"), 1)),
				})
			}
			o.Lots, line.Lots = append(o.Lots, lot), append(line.Lots, lot.Number)
		}
		o.Lines = append(o.Lines, line)
	}
	return o
}

// drawCharges draws charges and a deposit in every form in which they are agreed.
func drawCharges(t *rapid.T, o *trade.Order, goods money.Amount) {
	amount := func(what string, most int64) *money.Amount {
		a := money.FromMinor(rapid.Int64Range(0, most).Draw(t, what), o.Currency)
		return &a
	}
	percent := func(what string, most int64) *exact.Number {
		n := exact.Shifted(rapid.Int64Range(1, most*100).Draw(t, what), 2)
		return &n
	}
	switch rapid.IntRange(0, 2).Draw(t, "discount") {
	case 1:
		o.Charges.Discount = amount("off", goods.Minor()/2)
	case 2:
		o.Charges.DiscountPercent = percent("per cent off", 40)
	}
	if rapid.Bool().Draw(t, "freight") {
		o.Charges.Freight = amount("for freight", 999_999)
	}
	switch rapid.IntRange(0, 2).Draw(t, "insurance") {
	case 1:
		o.Charges.Insurance = amount("for insurance", 9_999)
	case 2:
		o.Charges.InsuranceRatePercent = percent("insured at", 2)
	}
	if rapid.Bool().Draw(t, "deposit") {
		o.Payment.DepositPercent = percent("in advance", 100)
	}
}

// goodsOf returns what an order's goods come to.
func goodsOf(t *rapid.T, o trade.Order) money.Amount {
	agreed, err := shipping.AgreedFor(o)
	if err != nil {
		t.Fatal(err)
	}
	return agreed.Goods
}

// spread puts each bale of a whole shipment into one of up to six.
func (j *journey) spread(t *rapid.T, all shipping.Shipment) {
	n := rapid.IntRange(1, 6).Draw(t, "shipments")
	picks := make([][]shipping.Pick, n)
	for _, p := range all.Picks {
		lot, err := shipping.PartFor(j.order.Lines[p.Line], p.Lot)
		if err != nil {
			t.Fatal(err)
		}
		bales := make([][]trade.Bale, n)
		for _, b := range p.Lot.Bales {
			to := rapid.IntRange(0, n-1).Draw(t, b.Number)
			bales[to] = append(bales[to], b)
		}
		for i, some := range bales {
			if len(some) > 0 {
				lot.Bales = some
				picks[i] = append(picks[i], shipping.Pick{Order: p.Order, Line: p.Line, Place: p.Place, Lot: lot})
			}
		}
	}
	for i, some := range picks {
		if len(some) > 0 {
			j.shipments = append(j.shipments, shipping.Shipment{Number: fmt.Sprintf("SH-%d", i+1), Picks: some})
		}
	}
}

// run issues the shipments in any order, and between them supersedes and cancels any invoice.
// The last one closes the order, or not.
func (j *journey) run(t *rapid.T) {
	left := rapid.Permutation(j.shipments).Draw(t, "order of issue")
	for len(left) > 0 {
		s := left[0]
		left = left[1:]
		j.issue(t, s, len(left) == 0 && rapid.IntRange(0, 3).Draw(t, "closes") > 0)
		j.check(t)
		switch current := j.ledger.Taken; rapid.IntRange(0, 5).Draw(t, "then") {
		case 0, 1:
			j.supersede(t, rapid.SampledFrom(current).Draw(t, "superseded").Consignment)
			j.check(t)
		case 2:
			if j.ledger.Closing() == "" && len(left) > 0 {
				id := rapid.SampledFrom(current).Draw(t, "cancelled").Consignment
				j.cancel(t, id)
				left = append(left, *j.shipment(id))
				j.check(t)
			}
		}
	}
	if j.ledger.Closing() == "" {
		return
	}
	if _, _, err := j.ledger.Issue("SH-9", money.Zero(j.order.Currency), rapid.Bool().Draw(t, "again")); !is(err, trade.Conflict) {
		t.Fatalf("after the closing one: %v, want a conflict", err)
	}
	id := rapid.SampledFrom(j.ledger.Taken).Draw(t, "superseded at last").Consignment
	j.supersede(t, id)
	j.check(t)
}

// is reports whether an error is one of trade with that code.
func is(err error, code trade.Code) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == code
}

// shipment returns the shipment with that number.
func (j *journey) shipment(number string) *shipping.Shipment {
	i := slices.IndexFunc(j.shipments, func(s shipping.Shipment) bool { return s.Number == number })
	return &j.shipments[i]
}

// issue issues a shipment's invoice, and holds that it bears what the rule says. It does not
// close the order where less than nothing would be to pay.
func (j *journey) issue(t *rapid.T, s shipping.Shipment, closing bool) {
	goods, err := s.Goods(j.order)
	if err != nil {
		t.Fatal(err)
	}
	want := j.rule(goods, closing)
	next, got, err := j.ledger.Issue(s.Number, goods, closing)
	toPay := less(sum(ratio(goods), want[1], want[2]), want[0])
	if toPay.Sign() < 0 {
		if !closing || !is(err, trade.Conflict) {
			t.Fatalf("%s would come to %s: %v, want a conflict, and that only for the closing one", s.Number, toPay.FloatString(3), err)
		}
		j.refused = true
		j.issue(t, s, false)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	j.ledger, j.bears[s.Number] = next, want
	j.same(t, s.Number, got)
}

// rule returns what goods bear by the rule, in fractions: discount, freight, insurance, deposit.
func (j *journey) rule(goods money.Amount, closing bool) (out [4]*big.Rat) {
	for i, whole := range amounts(j.ledger.Agreed.Share) {
		rest := ratio(whole)
		for _, taken := range j.bears {
			rest = less(rest, taken[i])
		}
		out[i] = rest
		if closing {
			continue
		}
		part := new(big.Rat)
		if all := ratio(j.ledger.Agreed.Goods); all.Sign() != 0 {
			part.Quo(new(big.Rat).Mul(ratio(whole), ratio(goods)), all)
		}
		part.SetString(part.FloatString(int(j.order.Currency.Digits()))) // half away from zero
		if part.Cmp(rest) < 0 {
			out[i] = part
		}
	}
	return out
}

// supersede makes a consignment's invoice anew, sometimes with a bale less, and holds that it
// keeps its share.
func (j *journey) supersede(t *rapid.T, id string) {
	s := j.shipment(id)
	before := *s
	if lot := s.Picks[0].Lot; len(lot.Bales) > 1 && rapid.Bool().Draw(t, "a bale less") {
		s.Picks = slices.Clone(s.Picks)
		s.Picks[0].Lot.Bales = lot.Bales[1:]
	}
	goods, err := s.Goods(j.order)
	if err != nil {
		t.Fatal(err)
	}
	bears := j.bears[id]
	share, err := j.ledger.Supersede(id, goods)
	if less(sum(ratio(goods), bears[1], bears[2]), bears[0]).Sign() < 0 {
		if !is(err, trade.Conflict) {
			t.Fatalf("superseding %s by less than its discount: %v, want a conflict", id, err)
		}
		*s = before // its invoice stands as it was
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	j.same(t, id, share)
}

// cancel takes a consignment's invoice back.
func (j *journey) cancel(t *rapid.T, id string) {
	next, err := j.ledger.Cancel(id)
	if err != nil {
		t.Fatal(err)
	}
	j.ledger = next
	delete(j.bears, id)
}

// same holds that a consignment bears what the rule says.
func (j *journey) same(t *rapid.T, id string, got shipping.Share) {
	for i, a := range amounts(got) {
		if ratio(a).Cmp(j.bears[id][i]) != 0 {
			t.Fatalf("%s bears %s, want %s as number %d of discount, freight, insurance and deposit", id, a, j.bears[id][i].FloatString(3), i+1)
		}
	}
}

// check composes all current consignments, and holds that each adds up by itself and all
// together come to what was agreed, or not yet to more.
func (j *journey) check(t *rapid.T) {
	charged := [4]*big.Rat{new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)}
	for _, taken := range j.ledger.Taken {
		s := *j.shipment(taken.Consignment)
		o, err := s.Consign(shipping.Consignment{Order: j.order, Agreed: j.ledger.Agreed, Share: taken.Share, Alone: j.ledger.Alone(taken.Consignment, false)})
		if err != nil {
			t.Fatal(err)
		}
		totals, err := o.Totals(nil)
		if err != nil {
			t.Fatal(err)
		}
		j.addsUp(t, o, totals)
		deposit := money.Zero(o.Currency)
		if totals.Deposit != nil {
			deposit = *totals.Deposit
		}
		printed := shipping.Share{Discount: totals.Discount, Freight: totals.Freight, Insurance: totals.Insurance, Deposit: deposit}
		j.same(t, taken.Consignment, printed)
		for i, a := range amounts(printed) {
			charged[i] = sum(charged[i], ratio(a))
		}
	}
	rest, err := j.ledger.Remainder()
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range amounts(j.ledger.Agreed.Share) {
		left := less(ratio(a), charged[i])
		if left.Cmp(ratio(amounts(rest)[i])) != 0 || left.Sign() < 0 || j.ledger.Closing() != "" && left.Sign() != 0 {
			t.Fatalf("all invoices charge %s of %s as number %d of discount, freight, insurance and deposit, and %s is said to remain; closed by %q",
				charged[i].FloatString(3), a, i+1, amounts(rest)[i], j.ledger.Closing())
		}
	}
}

// addsUp holds that a consignment's figures are the sums of what is printed, and that each lot
// part's mass is rounded once.
func (j *journey) addsUp(t *rapid.T, o trade.Order, totals trade.Totals) {
	bales, goods := 0, new(big.Rat)
	mass := map[string]*big.Rat{}
	for i, lot := range o.Lots {
		net := new(big.Rat)
		for _, b := range lot.Bales {
			net = sum(net, less(figure(b.Gross.String()), figure(b.Tare.String())))
		}
		if r := lot.Regain; r != nil {
			hundred := big.NewRat(100, 1)
			net.Mul(net, sum(hundred, figure(r.Standard.String())))
			net.Quo(net, sum(hundred, figure(r.Measured.String())))
		}
		if got, want := totals.Lots[i].InvoiceMass.String(), net.FloatString(int(lot.MassDecimals)); got != want {
			t.Fatalf("invoice mass of %s: %s, want %s", lot.Number, got, want)
		}
		mass[lot.Number] = figure(totals.Lots[i].InvoiceMass.String())
		bales += len(lot.Bales)
	}
	for i, line := range o.Lines {
		quantity := new(big.Rat)
		for _, number := range line.Lots {
			quantity = sum(quantity, mass[number])
		}
		amount := new(big.Rat)
		if !line.NoCharge {
			amount.Mul(quantity, figure(line.Price.String()))
		}
		if got, want := totals.Lines[i].Amount.String(), amount.FloatString(int(o.Currency.Digits())); got != want {
			t.Fatalf("line %d: %s, want %s", i+1, got, want)
		}
		goods = sum(goods, ratio(totals.Lines[i].Amount))
	}
	total := less(sum(goods, ratio(totals.Freight), ratio(totals.Insurance)), ratio(totals.Discount))
	if totals.Packages != bales || ratio(totals.Goods).Cmp(goods) != 0 || ratio(totals.Total).Cmp(total) != 0 || total.Sign() < 0 {
		t.Fatalf("%d packages, goods %s, total %s, want %d, %s and %s", totals.Packages, totals.Goods, totals.Total, bales, goods.FloatString(3), total.FloatString(3))
	}
	if totals.Deposit != nil && sum(ratio(*totals.Deposit), ratio(*totals.Balance)).Cmp(total) != 0 {
		t.Fatalf("deposit %s and balance %s, of %s", totals.Deposit, totals.Balance, totals.Total)
	}
}

// amounts returns a share's amounts: discount, freight, insurance and deposit.
func amounts(s shipping.Share) [4]money.Amount {
	return [4]money.Amount{s.Discount, s.Freight, s.Insurance, s.Deposit}
}

// figure returns a figure as math/big has it: another way to the same sums.
func figure(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

func ratio(a money.Amount) *big.Rat { return figure(a.String()) }

func sum(rs ...*big.Rat) *big.Rat {
	out := new(big.Rat)
	for _, r := range rs {
		out.Add(out, r)
	}
	return out
}

func less(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

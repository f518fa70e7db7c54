package shipping_test

import (
	"bytes"
	"errors"
	"path"
	"slices"
	"strings"
	"testing"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/sample"
	"woolroad/app/trade"
	"woolroad/app/trade/shipping"
)

// samples returns the sample orders by their files' names.
func samples(t *testing.T) map[string]trade.Order {
	t.Helper()
	entries, err := sample.Files.ReadDir("orders")
	if err != nil {
		t.Fatal(err)
	}
	orders := map[string]trade.Order{}
	for _, e := range entries {
		data, err := sample.Files.ReadFile(path.Join("orders", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		o, faults := trade.ReadOrder(bytes.NewReader(data))
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		orders[e.Name()] = o
	}
	return orders
}

// kathmandu is the sample order of wool, with 60 bales in one lot, freight and a truck.
const kathmandu = "01-kathmandu-scoured-wool.json"

// consigned consigns an order's part of a shipment, with what the ledger says that it bears.
func consigned(t *testing.T, l shipping.Ledger, s shipping.Shipment, o trade.Order, closing bool) (shipping.Ledger, trade.Order) {
	t.Helper()
	goods, err := s.Goods(o)
	if err != nil {
		t.Fatal(err)
	}
	alone := l.Alone(s.Number, closing)
	l, share, err := l.Issue(s.Number, goods, closing)
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.Consign(shipping.Consignment{Order: o, Agreed: l.Agreed, Share: share, Alone: alone})
	if err != nil {
		t.Fatal(err)
	}
	return l, out
}

// ledgerOf returns the ledger of an order of which nothing is shipped.
func ledgerOf(t *testing.T, o trade.Order) shipping.Ledger {
	t.Helper()
	agreed, err := shipping.AgreedFor(o)
	if err != nil {
		t.Fatal(err)
	}
	return shipping.Ledger{Agreed: agreed}
}

// encoded returns an order's file.
func encoded(t *testing.T, o trade.Order) string {
	t.Helper()
	data, err := trade.Encode(o)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestWholeOrdersAreAsTheirFiles holds that an order that is imported and shipped as a whole has
// the file that it came from, whatever that has.
func TestWholeOrdersAreAsTheirFiles(t *testing.T) {
	orders := samples(t)
	if len(orders) != 3 {
		t.Fatalf("%d sample orders, want 3", len(orders))
	}
	for name, o := range orders {
		for _, test := range []struct {
			what string
			edit func(*trade.Order)
		}{
			{"as it is", func(*trade.Order) {}},
			{"with its lots the other way round", func(o *trade.Order) { slices.Reverse(o.Lots) }},
			{"with its lines' lots the other way round", func(o *trade.Order) {
				for i := range o.Lines {
					slices.Reverse(o.Lines[i].Lots)
				}
			}},
			{"with two lots in one line", func(o *trade.Order) {
				lot := o.Lots[0]
				lot.Number = "SECOND"
				o.Lots = append(o.Lots, lot)
				o.Lines[0].Lots = append([]string{"SECOND"}, o.Lines[0].Lots...)
			}},
			{"with an agreed quantity that was not met", func(o *trade.Order) {
				o.Lines[0].Agreed = &trade.Agreed{Quantity: exact.Must("1"), Unit: trade.Tonnes, Of: trade.NetMass}
			}},
			{"with every per cent there is", func(o *trade.Order) {
				p := exact.Must("1.25")
				o.Charges = trade.Charges{DiscountPercent: &p, InsuranceRatePercent: &p}
				o.Payment.DepositPercent = &p
			}},
			{"without charges", func(o *trade.Order) { o.Charges, o.Payment.DepositPercent = trade.Charges{}, nil }},
			{"with a truck, a container and a seal", func(o *trade.Order) {
				o.Route.Truck, o.Route.Container, o.Route.Seal = "藏A·D5621", "CSQU3054383", "TJ887201, TJ887202"
			}},
		} {
			o := o
			o.Lots, o.Lines = slices.Clone(o.Lots), slices.Clone(o.Lines)
			for i := range o.Lines {
				o.Lines[i].Lots = slices.Clone(o.Lines[i].Lots)
			}
			test.edit(&o)
			agreed, s := shipping.Whole(o)
			s.Number = "SH-1"
			if len(agreed.Lots) != 0 || agreed.Lines[0].Lots != nil {
				t.Errorf("%s %s: the order as agreed has lots", name, test.what)
			}
			if faults := append(shipping.Check(s), shipping.CheckOrders(s, []trade.Order{agreed})...); faults != nil {
				t.Errorf("%s %s: the shipment has faults: %v", name, test.what, faults)
			}
			if left := s.Open(shipping.Packed); left != nil {
				t.Errorf("%s %s: it cannot be packed: %v", name, test.what, left)
			}
			_, got := consigned(t, ledgerOf(t, o), s, agreed, true)
			if got, want := encoded(t, got), encoded(t, o); got != want {
				t.Errorf("%s %s: consigned as\n%s\nwant\n%s", name, test.what, got, want)
			}
		}
	}
}

// half returns a shipment of the first n bales of a whole one's first lot, or of those after them.
func half(s shipping.Shipment, number string, n int, after bool) shipping.Shipment {
	p := s.Picks[0]
	p.Lot.Bales = p.Lot.Bales[:n]
	if after {
		p.Lot.Bales = s.Picks[0].Lot.Bales[n:]
	}
	p.Loads = nil
	for range p.Lot.Bales {
		p.Loads = append(p.Loads, 1)
	}
	s.Number, s.Picks = number, []shipping.Pick{p}
	return s
}

// TestAnOrderInTwoShipments follows the sample order of wool over two trucks on two days.
func TestAnOrderInTwoShipments(t *testing.T) {
	o := samples(t)[kathmandu]
	p, off := exact.Must("30"), exact.Must("1.5")
	o.Payment.DepositPercent, o.Charges.DiscountPercent = &p, &off
	agreed, all := shipping.Whole(o)
	l := ledgerOf(t, o)
	if got := figures(l.Agreed.Share); got != "371.70 640.00 0.00 7514.52" {
		t.Fatalf("agreed: %s of goods %s", got, l.Agreed.Goods)
	}

	first, second := half(all, "SH-1", 23, false), half(all, "SH-2", 23, true)
	second.Marks = []string{"HCI", "SECOND TRUCK"}
	second.Loads = []shipping.Load{{Kind: shipping.Truck, Identity: "藏A·F3307", Seals: []string{"GY 1", "GY 2"}}}
	l, a := consigned(t, l, first, agreed, false)
	l, b := consigned(t, l, second, agreed, true)

	for _, test := range []struct {
		what      string
		o         trade.Order
		bales     int
		truck     string
		seal      string
		lastMark  string
		documents string // goods, discount, freight, total, deposit, balance
	}{
		{"the first", a, 23, "藏A·D5621", "", "MADE IN CHINA", "9465.26 141.98 244.46 9567.74 2870.32 6697.42"},
		{"the second", b, 37, "藏A·F3307", "GY 1, GY 2", "SECOND TRUCK", "15314.85 229.72 395.54 15480.67 4644.20 10836.47"},
	} {
		totals, err := test.o.Totals(rates(test.o))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join([]string{totals.Goods.String(), totals.Discount.String(), totals.Freight.String(), totals.Total.String(), totals.Deposit.String(), totals.Balance.String()}, " ")
		if got != test.documents || totals.Packages != test.bales {
			t.Errorf("%s has %d bales and %s, want %d and %s", test.what, totals.Packages, got, test.bales, test.documents)
		}
		if r := test.o.Route; r.Truck != test.truck || r.Seal != test.seal || test.o.Marks[len(test.o.Marks)-1] != test.lastMark {
			t.Errorf("%s goes on %q with the seal %q and the last mark %q", test.what, r.Truck, r.Seal, test.o.Marks[len(test.o.Marks)-1])
		}
		if c := test.o.Charges; c.DiscountPercent != nil || c.Insurance != nil || test.o.Payment.DepositPercent != nil {
			t.Errorf("%s has charges by per cent, or one that was not agreed: %v, %v", test.what, c, test.o.Payment)
		}
		if errs := trade.Check(test.o).Errors(); errs != nil {
			t.Errorf("%s cannot be issued: %v", test.what, errs)
		}
	}
	if rest, err := l.Remainder(); err != nil || figures(rest) != "0.00 0.00 0.00 0.00" {
		t.Errorf("%s remains, %v", figures(rest), err)
	}
}

// rates returns a rate for each of an order's other currencies.
func rates(o trade.Order) (out []money.Rate) {
	for _, in := range o.TotalsIn {
		out = append(out, money.Rate{From: o.Currency, To: in.Currency, Value: exact.Must("149.27"), Per: exact.Int(1), Side: money.Sell, Date: o.Date})
	}
	return out
}

// TestALineWithoutBalesIsLeftOut holds that a consignment has the lines that it has goods for,
// and not what was agreed for the whole order.
func TestALineWithoutBalesIsLeftOut(t *testing.T) {
	o := samples(t)["02-nhava-sheva-cashmere.json"]
	o.Lines[1].Agreed = &trade.Agreed{Quantity: exact.Must("900"), Unit: trade.Kilograms, Of: trade.InvoiceMass}
	agreed, s := shipping.Whole(o)
	s.Number = "SH-1"
	s.Picks = slices.DeleteFunc(s.Picks, func(p shipping.Pick) bool { return p.Line == 0 })
	_, got := consigned(t, ledgerOf(t, o), s, agreed, false)
	if len(got.Lines) != 1 || got.Lines[0].Description != o.Lines[1].Description || got.Lines[0].Agreed != nil || len(got.Lots) != len(s.Picks) {
		t.Errorf("lines %v, lots %d", got.Lines, len(got.Lots))
	}
	if agreed.Lines[1].Agreed == nil || o.Lines[1].Agreed == nil {
		t.Error("consigning changed the order as agreed")
	}
	if r := got.Route; r.Container != "CSQU3054383" || r.Seal != "TJ887201" {
		t.Errorf("container %q, seal %q", r.Container, r.Seal)
	}
}

// TestLoadsOnTheRoute holds that an order's route names the loads that its own bales are on.
func TestLoadsOnTheRoute(t *testing.T) {
	line := trade.Line{Product: "scoured wool", Price: money.HoldPrice(exact.Must("4.85"), money.USD)}
	one := trade.Order{Number: "SO-2026-0142", Currency: money.USD, Lines: []trade.Line{line}, Route: trade.Route{Border: "Gyirong", Truck: "later", Seal: "later"}}
	two := one
	two.Number, two.Lines = "SO-2026-0131", []trade.Line{line, line}
	for _, test := range []struct {
		what string
		edit func(*shipping.Shipment)
		want [2]trade.Route
	}{
		{"two trucks, of which the second order has one", func(*shipping.Shipment) {}, [2]trade.Route{
			{Border: "Gyirong", Truck: "藏A·D5621, 藏A·F3307", Seal: "GY 0047218, GY 0047219"}, {Border: "Gyirong", Truck: "藏A·F3307", Seal: "GY 0047219"}}},
		{"trucks that are not known yet", func(s *shipping.Shipment) {
			s.Loads[0], s.Loads[1] = shipping.Load{Kind: shipping.Truck}, shipping.Load{Kind: shipping.Truck}
		}, [2]trade.Route{
			{Border: "Gyirong", Truck: "later", Seal: "later"}, {Border: "Gyirong", Truck: "later", Seal: "later"}}},
		{"a route of the shipment's own", func(s *shipping.Shipment) { s.Route = &trade.Route{Border: "Zhangmu"} }, [2]trade.Route{
			{Border: "Zhangmu", Truck: "藏A·D5621, 藏A·F3307", Seal: "GY 0047218, GY 0047219"}, {Border: "Zhangmu", Truck: "藏A·F3307", Seal: "GY 0047219"}}},
		{"a container on the second truck's place", func(s *shipping.Shipment) {
			s.Loads[1] = shipping.Load{Kind: shipping.Container, Identity: "csqu 305438-3"}
		}, [2]trade.Route{
			{Border: "Gyirong", Truck: "藏A·D5621", Container: "CSQU3054383", Seal: "GY 0047218"}, {Border: "Gyirong", Truck: "later", Container: "CSQU3054383", Seal: "later"}}},
		{"two containers, of which a route can name none", func(s *shipping.Shipment) {
			s.Loads[0] = shipping.Load{Kind: shipping.Container, Identity: "TCNU7200794"}
			s.Loads[1] = shipping.Load{Kind: shipping.Container, Identity: "CSQU3054383"}
		}, [2]trade.Route{
			{Border: "Gyirong", Truck: "later", Seal: "later"}, {Border: "Gyirong", Truck: "later", Container: "CSQU3054383", Seal: "later"}}},
	} {
		s := twoTrucks()
		test.edit(&s)
		for i, o := range []trade.Order{one, two} {
			got, err := s.Consign(shipping.Consignment{Order: o, Share: share("0 0 0 0")})
			if err != nil || got.Route != test.want[i] {
				t.Errorf("%s: order %d goes by %+v, %v, want %+v", test.what, i+1, got.Route, err, test.want[i])
			}
		}
	}
}

// TestWhatCannotBeConsigned holds that picks that fit no order are refused in words.
func TestWhatCannotBeConsigned(t *testing.T) {
	o := samples(t)[kathmandu]
	agreed, s := shipping.Whole(o)
	other := agreed
	other.Number = "SO-9"
	if _, err := s.Goods(other); !is(err, trade.NotFound) {
		t.Errorf("an order without picks: %v, want it not found", err)
	}
	s.Picks[0].Line = 4
	_, err := s.Consign(shipping.Consignment{Order: agreed})
	if faults := (trade.Faults)(nil); !errors.As(err, &faults) || found(faults) != "/picks/0/line:pick.no_such_line" {
		t.Errorf("a line that is not there: %v", err)
	}
}

// TestPartFor holds that a lot is picked as its line invoices it.
func TestPartFor(t *testing.T) {
	sixteen := exact.Must("16")
	measured := &fibre.Regain{Standard: exact.Must("15"), Measured: exact.Must("13.42")}
	for _, test := range []struct {
		what    string
		agreed  *trade.Agreed
		regain  *fibre.Regain
		want    string // the invoice mass of 252.8 kg net
		refused bool
	}{
		{"nothing agreed", nil, measured, "256.3", false},
		{"nothing agreed, sold net", nil, nil, "252.8", false},
		{"another regain agreed", &trade.Agreed{Regain: &sixteen, MassDecimals: 1}, measured, "258.6", false},
		{"more decimals agreed", &trade.Agreed{Regain: &sixteen, MassDecimals: 3}, measured, "258.551", false},
		{"net agreed", &trade.Agreed{MassDecimals: 2}, measured, "252.80", false},
		{"a regain agreed, and none measured", &trade.Agreed{Regain: &sixteen}, nil, "", true},
	} {
		lot := lotOf("L1", "1", "2", "3")
		lot.Regain = test.regain
		for i, gross := range []string{"84.2", "85.0", "83.6"} {
			lot.Bales[i].Gross, lot.Bales[i].Tare = fibre.Must(gross), fibre.Must("0")
		}
		part, err := shipping.PartFor(trade.Line{Agreed: test.agreed}, lot)
		if f := (trade.Fault{}); test.refused {
			if !errors.As(err, &f) || f.Code != shipping.FaultNotMeasured {
				t.Errorf("%s: %v, want it refused", test.what, err)
			}
			continue
		}
		if got := part.Totals().InvoiceMass.String(); err != nil || got != test.want {
			t.Errorf("%s: %s kg, %v, want %s", test.what, got, err, test.want)
		}
		if test.regain != nil && lot.Regain.Standard.String() != "15" {
			t.Errorf("%s: the lot itself was changed", test.what)
		}
	}
}

func TestWants(t *testing.T) {
	percent := func(s string) *exact.Number { n := exact.Must(s); return &n }
	three, five := percent("3"), percent("5")
	for _, test := range []struct {
		quantity, unit string
		more, less     *exact.Number
		before, here   string
		want           string // least, most, verdict, by
	}{
		{"24000", trade.Kilograms, three, three, "10012.6", "13882.5", "23280 24720 in tolerance -104.9"},
		{"24", trade.Tonnes, three, three, "10012.6", "13882.5", "23280 24720 in tolerance -104.9"},
		{"6000", trade.Kilograms, five, five, "0", "4822.4", "5700 6300 wanting 877.6"},
		{"900", trade.Kilograms, percent("2"), percent("2"), "0", "902.9", "882 918 in tolerance 2.9"},
		{"900", trade.Kilograms, percent("2"), nil, "0", "899.9", "900 918 wanting 0.1"},
		{"900", trade.Kilograms, nil, nil, "450", "450.0", "900 900 in tolerance 0.0"},
		{"900", trade.Kilograms, nil, five, "450", "451", "855 900 over 1"},
		{"900", trade.Kilograms, nil, nil, "0", "0", "900 900 wanting 900"},
		{"900", trade.Kilograms, five, five, "0", "855", "855 945 in tolerance -45"},
		{"900", trade.Kilograms, five, five, "900", "45.1", "855 945 over 0.1"},
	} {
		a := trade.Agreed{Quantity: exact.Must(test.quantity), Unit: test.unit, More: test.more, Less: test.less}
		w := shipping.WantOf(a, fibre.Must(test.before), fibre.Must(test.here))
		if got := strings.Join([]string{w.Least.String(), w.Most.String(), string(w.Verdict), w.By.String()}, " "); got != test.want {
			t.Errorf("%s %s, of which %s before and %s here: %s, want %s", test.quantity, test.unit, test.before, test.here, got, test.want)
		}
	}
}

// TestWantsOfEachLine holds that a line is measured by the mass that its quantity is of.
func TestWantsOfEachLine(t *testing.T) {
	kg := func(of string) *trade.Agreed {
		return &trade.Agreed{Quantity: exact.Must("500"), Unit: trade.Kilograms, Of: of}
	}
	o := trade.Order{Number: "SO-2026-0142", Lines: []trade.Line{{Agreed: kg(trade.InvoiceMass)}, {}, {Agreed: kg(trade.NetMass)}}}
	s := twoTrucks() // four bales of 99 kg net for the first line
	s.Picks[0].Lot.Regain = &fibre.Regain{Standard: exact.Must("16"), Measured: exact.Must("13.42")}
	s.Picks[1].Order, s.Picks[1].Line = o.Number, 2
	wants := s.Wants(o, []fibre.Mass{fibre.Must("100.0")})
	if len(wants) != 3 || wants[1] != nil {
		t.Fatalf("wants %v", wants)
	}
	if w := wants[0]; w.Before.String() != "100.0" || w.Here.String() != "405.0" || w.Verdict != shipping.Over {
		t.Errorf("line 1: %+v", w)
	}
	if w := wants[2]; w.Before.Sign() != 0 || w.Here.String() != "198" || w.Verdict != shipping.Wanting || w.By.String() != "302" {
		t.Errorf("line 3: %+v", w)
	}
}

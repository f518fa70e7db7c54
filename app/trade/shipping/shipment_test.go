package shipping_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/app/trade/shipping"
)

func day(s string) civil.Date {
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// twoTrucks returns a shipment of six bales of 100 kg on two trucks, which is right.
func twoTrucks() shipping.Shipment {
	limit := func(kg string) *shipping.Limit {
		return &shipping.Limit{Gross: fibre.Must(kg), Source: "carrier", Checked: day("2026-11-24")}
	}
	return shipping.Shipment{
		Number: "SH-2026-0058", Marks: []string{"HCI", "KATHMANDU"},
		Loads: []shipping.Load{
			{Kind: shipping.Truck, Identity: "藏A·D5621", Seals: []string{"GY 0047218"}, Limit: limit("400")},
			{Kind: shipping.Truck, Identity: "藏A·F3307", Seals: []string{"GY 0047219"}, Limit: limit("400")},
		},
		Picks: []shipping.Pick{
			{Order: "SO-2026-0142", Line: 0, Lot: lotOf("LHW26-044", "1", "2", "3", "4"), Loads: []int{1, 1, 1, 2}},
			{Order: "SO-2026-0131", Line: 1, Lot: lotOf("LHW26-047", "1", "2"), Loads: []int{2, 2}},
		},
		Planned:   shipping.Dates{Departure: day("2026-12-01"), Border: day("2026-12-04"), Arrival: day("2026-12-06")},
		Carrier:   "Pemba Logistics",
		Agents:    []shipping.Agent{{Role: "customs broker", Name: "Everest Clearing", Phone: "+977 1 5550101"}},
		Insurance: &shipping.Insurance{Insurer: "Lhasa Marine", Policy: "LM-77", Date: day("2026-11-30")},
	}
}

// found returns each fault's pointer and code, with ? after a warning.
func found(faults trade.Faults) string {
	var out []string
	for _, f := range faults {
		text := f.Pointer + ":" + string(f.Code)
		if f.Warning {
			text += "?"
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		what string
		edit func(*shipping.Shipment)
		want string
	}{
		{"a shipment on two trucks", func(*shipping.Shipment) {}, ""},
		{"one that is only a number yet", func(s *shipping.Shipment) { *s = shipping.Shipment{Number: "SH-1"} }, ""},
		{"no number", func(s *shipping.Shipment) { s.Number = "" }, "/number:missing"},
		{"a mark with a line break", func(s *shipping.Shipment) { s.Marks[1] = "A\nB" }, "/marks/1:control_character"},
		{"a load of no known kind", func(s *shipping.Shipment) { s.Loads[0].Kind = "yak" }, "/loads/0/kind:not_one_of"},
		{"a container", func(s *shipping.Shipment) { s.Loads[0].Kind, s.Loads[0].Identity = shipping.Container, "csqu 305438-3" }, ""},
		{"a container that was misread", func(s *shipping.Shipment) { s.Loads[0].Kind, s.Loads[0].Identity = shipping.Container, "CSQU3054384" }, "/loads/0/identity:iso6346.check_digit"},
		{"an air waybill", func(s *shipping.Shipment) { s.Loads[0].Kind, s.Loads[0].Identity = shipping.AirWaybill, "999-12345675" }, ""},
		{"an air waybill with a digit too few", func(s *shipping.Shipment) { s.Loads[0].Kind, s.Loads[0].Identity = shipping.AirWaybill, "999-1234567" }, "/loads/0/identity:awb.shape"},
		{"one container written in two ways", func(s *shipping.Shipment) {
			s.Loads[0].Kind, s.Loads[0].Identity = shipping.Container, "csqu 305438-3"
			s.Loads[1].Kind, s.Loads[1].Identity = shipping.Container, "CSQU3054383"
		}, "/loads/1/identity:load.twice"},
		{"two trucks that are not known yet", func(s *shipping.Shipment) { s.Loads[0].Identity, s.Loads[1].Identity = "", "" }, ""},
		{"a seal on both trucks", func(s *shipping.Shipment) { s.Loads[1].Seals[0] = "GY 0047218" }, "/loads/1/seals/0:load.seal_twice"},
		{"a limit of nothing that nobody said", func(s *shipping.Shipment) { s.Loads[1].Limit = &shipping.Limit{} },
			"/loads/1/limit/gross:not_positive /loads/1/limit/source:missing /loads/1:load.over_limit?"},
		{"too much on a truck", func(s *shipping.Shipment) { s.Loads[0].Limit.Gross = fibre.Must("299.9") }, "/loads/0:load.over_limit?"},
		{"as much as a truck takes", func(s *shipping.Shipment) { s.Loads[0].Limit.Gross = fibre.Must("300.0") }, ""},
		{"too much, and confirmed", func(s *shipping.Shipment) {
			s.Loads[0].Limit.Gross = fibre.Must("299.9")
			s.Loads[0].Confirmed = &shipping.Overweight{Gross: fibre.Must("300"), Who: "Dawa", Reason: "the bridge takes 15 t"}
		}, ""},
		{"more than was confirmed", func(s *shipping.Shipment) {
			s.Loads[0].Limit.Gross = fibre.Must("200")
			s.Loads[0].Confirmed = &shipping.Overweight{Gross: fibre.Must("299.9")}
		}, "/loads/0/confirmed/who:missing /loads/0/confirmed/reason:missing /loads/0:load.over_limit?"},
		{"a bale twice in a lot", func(s *shipping.Shipment) { s.Picks[0].Lot.Bales[2].Number = "2" }, "/picks/0/lot/bales/2/number:pick.bale_twice"},
		{"a lot for two lines of an order", func(s *shipping.Shipment) {
			s.Picks = append(s.Picks, shipping.Pick{Order: "SO-2026-0142", Line: 1, Lot: lotOf("LHW26-044", "9")})
		}, "/picks/2/lot:pick.lot_twice"},
		{"a bale for two orders", func(s *shipping.Shipment) {
			s.Picks = append(s.Picks, shipping.Pick{Order: "SO-2026-0131", Lot: lotOf("LHW26-044", "4")})
		}, "/picks/2/lot/bales/0/number:pick.bale_twice"},
		{"a lot without bales", func(s *shipping.Shipment) { s.Picks[1].Lot.Bales = nil }, "/picks/1/lot/bales:empty_list"},
		{"a bale on a third truck", func(s *shipping.Shipment) { s.Picks[0].Loads[3] = 3 }, "/picks/0/loads/3:pick.no_such_load"},
		{"arrival before the border", func(s *shipping.Shipment) { s.Planned.Arrival = day("2026-12-03") }, "/planned/arrival:shipment.dates_backwards"},
		{"delivery before the departure, with nothing between", func(s *shipping.Shipment) {
			s.Planned = shipping.Dates{Departure: day("2026-12-01"), Delivery: day("2026-11-30")}
		}, "/planned/delivery:shipment.dates_backwards"},
		{"an agent without a name", func(s *shipping.Shipment) { s.Agents[0] = shipping.Agent{Role: "forwarder"} }, "/agents/0/name:missing"},
		{"insured after the departure", func(s *shipping.Shipment) { s.Insurance.Date = day("2026-12-02") }, "/insurance/date:shipment.insured_late?"},
		{"all at once", func(s *shipping.Shipment) {
			s.Number, s.Loads[0].Kind, s.Picks[0].Order, s.Carrier = "", "", "", " "
		}, "/number:missing /loads/0/kind:not_one_of /picks/0/order:missing /carrier:empty"},
	} {
		s := twoTrucks()
		test.edit(&s)
		faults := shipping.Check(s)
		if got := found(faults); got != test.want {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
		for _, f := range faults {
			if strings.Contains(f.Message(), "%!") {
				t.Errorf("%s says %s", test.what, f.Message())
			}
		}
	}
}

func TestCheckOrders(t *testing.T) {
	orders := func() []trade.Order {
		line := trade.Line{Product: "scoured wool"}
		o := trade.Order{Number: "SO-2026-0142", Buyer: trade.Party{Name: "Himal Carpet", Country: "NP"}, Currency: money.USD, Lines: []trade.Line{line},
			Terms: trade.Terms{Incoterm: "CPT", Place: "Kathmandu", Edition: "2020"}}
		second := o
		second.Number, second.Lines = "SO-2026-0131", []trade.Line{line, line}
		return []trade.Order{o, second}
	}
	credit := &trade.Credit{PartialShipments: trade.PartialNotAllowed}
	for _, test := range []struct {
		what string
		edit func(*shipping.Shipment, []trade.Order)
		want string
	}{
		{"two orders of one buyer", func(*shipping.Shipment, []trade.Order) {}, ""},
		{"an order that is not there", func(_ *shipping.Shipment, o []trade.Order) { o[1].Number = "SO-9" }, "/picks/1/order:pick.no_such_order"},
		{"a line that is not there", func(s *shipping.Shipment, _ []trade.Order) { s.Picks[1].Line = 2 }, "/picks/1/line:pick.no_such_line"},
		{"a line before the first", func(s *shipping.Shipment, _ []trade.Order) { s.Picks[1].Line = -1 }, "/picks/1/line:pick.no_such_line"},
		{"a lot of cashmere for wool", func(s *shipping.Shipment, _ []trade.Order) { s.Picks[0].Lot.Product = "dehaired cashmere" }, "/picks/0/lot:pick.other_product"},
		{"another buyer, currency and term", func(_ *shipping.Shipment, o []trade.Order) {
			o[1].Buyer.Name, o[1].Currency, o[1].Terms.Place = "Other", money.INR, "Birgunj"
		}, "/picks/1/order:shipment.other_buyer /picks/1/order:shipment.other_currency /picks/1/order:shipment.other_terms"},
		{"two trucks under a credit that forbids it", func(_ *shipping.Shipment, o []trade.Order) { o[0].Credit = credit }, "/loads:shipment.partial_on_trucks?"},
		{"one truck under that credit", func(_ *shipping.Shipment, o []trade.Order) { o[1].Credit = credit }, ""},
		{"two containers on one ship under that credit", func(s *shipping.Shipment, o []trade.Order) {
			o[0].Credit, s.Loads[0].Kind, s.Loads[1].Kind = credit, shipping.Container, shipping.Container
		}, ""},
	} {
		s, o := twoTrucks(), orders()
		test.edit(&s, o)
		faults := shipping.CheckOrders(s, o)
		if got := found(faults); got != test.want || strings.Contains(faults.Error(), "%!") {
			t.Errorf("%s: %q, want %q (%v)", test.what, got, test.want, faults)
		}
	}
}

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// taken takes steps at full hours, which must be possible.
func taken(t *testing.T, s shipping.Shipment, states ...shipping.State) shipping.Shipment {
	t.Helper()
	for i, to := range states {
		next, err := s.Take(shipping.Step{To: to, At: noon.Add(time.Duration(i) * time.Hour), Place: "Lhasa", Who: "Dawa"})
		if err != nil {
			t.Fatalf("%s after %s: %v", to, s.State(), err)
		}
		s = next
	}
	return s
}

// TestSteps goes from every state to every state.
func TestSteps(t *testing.T) {
	all := []shipping.State{shipping.Planned, shipping.Packed, shipping.Issued, shipping.Departed, shipping.AtBorder, shipping.Arrived, shipping.Delivered, shipping.Cancelled}
	for _, from := range []struct {
		way  []shipping.State
		next string // with spaces between
		undo string // the state before, or "" where no step can be undone
	}{
		{nil, "packed cancelled", ""},
		{all[1:2], "documents issued cancelled", "planned"},
		{all[1:3], "departed", ""},
		{all[1:4], "at border arrived", ""},
		{all[1:5], "arrived", ""},
		{[]shipping.State{shipping.Packed, shipping.Issued, shipping.Departed, shipping.Arrived}, "delivered", ""},
		{all[1:7], "", ""},
		{[]shipping.State{shipping.Cancelled}, "", ""},
		{[]shipping.State{shipping.Packed, shipping.Cancelled}, "", ""},
	} {
		s := taken(t, twoTrucks(), from.way...)
		var next []string
		for _, to := range s.Next() {
			next = append(next, string(to))
		}
		if got := strings.Join(next, " "); got != from.next {
			t.Errorf("after %q may come %q, want %q", s.State(), got, from.next)
		}
		for _, to := range append(all, "lost") {
			after, err := s.Take(shipping.Step{To: to, At: noon.AddDate(0, 0, 1), Place: "Lhasa", Who: "Dawa"})
			e := (*trade.Error)(nil)
			switch may := slices.Contains(s.Next(), to); {
			case may && (err != nil || after.State() != to || len(s.Steps) != len(from.way)):
				t.Errorf("%s after %s: %s, %v", to, s.State(), after.State(), err)
			case !may && (!errors.As(err, &e) || e.Code != trade.Conflict || after.State() != s.State() || strings.Contains(e.Message(), "%!")):
				t.Errorf("%s after %s: %v, want a conflict", to, s.State(), err)
			}
		}
		before, err := s.Undo()
		e := (*trade.Error)(nil)
		switch {
		case from.undo == "" && (!errors.As(err, &e) || e.Code != trade.Conflict):
			t.Errorf("undo of %s: %v, want a conflict", s.State(), err)
		case from.undo != "" && (err != nil || string(before.State()) != from.undo):
			t.Errorf("undo of %s: %s, %v, want %s", s.State(), before.State(), err, from.undo)
		}
	}
}

// TestStepsSayWhenWhereAndWho holds that a step without one of them is refused.
func TestStepsSayWhenWhereAndWho(t *testing.T) {
	issued := taken(t, twoTrucks(), shipping.Packed, shipping.Issued)
	for _, test := range []struct {
		what  string
		from  shipping.Shipment
		step  shipping.Step
		field string // "": it may be taken
	}{
		{"without a time", issued, shipping.Step{To: shipping.Departed, Place: "Lhasa", Who: "Dawa"}, "at"},
		{"without a place", issued, shipping.Step{To: shipping.Departed, At: noon.AddDate(0, 0, 1), Who: "Dawa"}, "place"},
		{"without anybody", issued, shipping.Step{To: shipping.Departed, At: noon.AddDate(0, 0, 1), Place: "Lhasa"}, "who"},
		{"before the documents", issued, shipping.Step{To: shipping.Departed, At: noon, Place: "Lhasa", Who: "Dawa"}, "at"},
		{"in the same minute", issued, shipping.Step{To: shipping.Departed, At: noon.Add(time.Hour), Place: "Lhasa", Who: "Dawa"}, ""},
		{"packed at home", twoTrucks(), shipping.Step{To: shipping.Packed, At: noon, Who: "Dawa"}, ""},
	} {
		_, err := test.from.Take(test.step)
		e := (*trade.Error)(nil)
		if test.field == "" && err != nil || test.field != "" && (!errors.As(err, &e) || e.Code != trade.Invalid || e.Field != test.field) {
			t.Errorf("a step %s: %v, want it refused for %q", test.what, err, test.field)
		}
	}
}

// TestWhatIsLeftToDo holds that all reasons against a step come at once.
func TestWhatIsLeftToDo(t *testing.T) {
	for _, test := range []struct {
		what string
		to   shipping.State
		edit func(*shipping.Shipment)
		want string
	}{
		{"packed", shipping.Packed, func(*shipping.Shipment) {}, ""},
		{"nothing picked", shipping.Packed, func(s *shipping.Shipment) { s.Picks, s.Loads = nil, nil }, "/picks:shipment.no_bales"},
		{"bales on no truck", shipping.Packed, func(s *shipping.Shipment) { s.Picks[0].Loads, s.Picks[1].Loads[1] = nil, 0 },
			"/picks/0/loads:shipment.on_no_load /picks/1/loads:shipment.on_no_load /loads/0:load.empty"},
		{"too much on both trucks", shipping.Packed, func(s *shipping.Shipment) {
			s.Loads[0].Limit.Gross, s.Loads[1].Limit.Gross = fibre.Must("1"), fibre.Must("1")
		}, "/loads/0:load.over_limit /loads/1:load.over_limit"},
		{"too much, and confirmed", shipping.Packed, func(s *shipping.Shipment) {
			s.Loads[0].Limit.Gross = fibre.Must("1")
			s.Loads[0].Confirmed = &shipping.Overweight{Gross: fibre.Must("300"), Who: "Dawa", Reason: "asked the carrier"}
		}, ""},
		{"a fault of the shipment itself", shipping.Packed, func(s *shipping.Shipment) { s.Number = "" }, "/number:missing"},
		{"an unknown truck may have documents", shipping.Issued, func(s *shipping.Shipment) { s.Loads[0].Identity = "" }, ""},
		{"an unknown truck does not depart", shipping.Departed, func(s *shipping.Shipment) { s.Loads[1].Identity = "" }, "/loads/1/identity:load.no_identity"},
	} {
		s := twoTrucks()
		test.edit(&s)
		faults := s.Open(test.to)
		if got := found(faults); got != test.want || strings.Contains(faults.Error(), "%!") {
			t.Errorf("%s: %q, want %q (%v)", test.what, got, test.want, faults)
		}
		if test.to != shipping.Packed {
			continue
		}
		_, err := s.Take(shipping.Step{To: test.to, At: noon, Who: "Dawa"})
		if all := (trade.Faults)(nil); test.want == "" && err != nil || test.want != "" && (!errors.As(err, &all) || found(all) != test.want) {
			t.Errorf("%s: taking the step gives %v", test.what, err)
		}
	}
}

// TestRealDates holds that a day is the one at the place whose clock is asked for.
func TestRealDates(t *testing.T) {
	s := taken(t, twoTrucks(), shipping.Packed, shipping.Issued)
	lhasa := time.FixedZone("Lhasa", 8*3600)
	for i, to := range []shipping.State{shipping.Departed, shipping.AtBorder, shipping.Arrived, shipping.Delivered} {
		next, err := s.Take(shipping.Step{To: to, At: time.Date(2026, 12, 2+i, 18, 0, 0, 0, time.UTC), Place: "there", Who: "Dawa"})
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	want := shipping.Dates{Departure: day("2026-12-03"), Border: day("2026-12-04"), Arrival: day("2026-12-05"), Delivery: day("2026-12-06")}
	if got := s.Real(lhasa); got != want {
		t.Errorf("real dates in Lhasa = %v, want %v", got, want)
	}
	if got := twoTrucks().Real(lhasa); got != (shipping.Dates{}) {
		t.Errorf("real dates of a planned shipment = %v", got)
	}
}

func TestLoaded(t *testing.T) {
	s := twoTrucks()
	s.Loads[1].Limit = nil
	s.Picks[1].Loads = []int{2} // the second bale is on none
	got := s.Loaded()
	if got[0].Bales != 3 || got[0].Gross.String() != "300" || got[0].Left.String() != "100" {
		t.Errorf("truck 1 has %d bales of %s kg and %s left, want 3 of 300 and 100", got[0].Bales, got[0].Gross, got[0].Left)
	}
	if got[1].Bales != 2 || got[1].Gross.String() != "200" || got[1].Left != nil {
		t.Errorf("truck 2 has %d bales of %s kg, %v left, want 2 of 200 and no limit", got[1].Bales, got[1].Gross, got[1].Left)
	}
}

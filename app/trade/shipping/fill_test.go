package shipping_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/trade"
	"woolroad/app/trade/shipping"
)

func TestFill(t *testing.T) {
	for _, test := range []struct {
		what string
		edit func(*shipping.Shipment)
		want string
	}{
		{"six bales on two trucks of four", func(s *shipping.Shipment) { s.Picks[0].Loads, s.Picks[1].Loads = nil, nil }, "[[1 1 1 1] [2 2]]"},
		{"what is on a truck stays there", func(s *shipping.Shipment) { s.Picks[0].Loads, s.Picks[1].Loads = []int{2}, []int{0, 1} }, "[[2 1 1 1] [2 1]]"},
		{"what fits on no truck", func(s *shipping.Shipment) {
			s.Picks[0].Loads, s.Picks[1].Loads = nil, nil
			s.Loads[0].Limit.Gross, s.Loads[1].Limit.Gross = fibre.Must("299.9"), fibre.Must("100")
		}, "[[1 1 2 0] [0 0]]"},
		{"a truck without a known limit", func(s *shipping.Shipment) {
			s.Picks[0].Loads, s.Picks[1].Loads = nil, nil
			s.Loads[1].Limit = nil
		}, "[[1 1 1 1] [2 2]]"},
		{"a truck that is over its limit already", func(s *shipping.Shipment) {
			s.Loads[0].Limit.Gross = fibre.Must("200")
			s.Picks[0].Loads[3] = 0
		}, "[[1 1 1 2] [2 2]]"},
		{"no trucks", func(s *shipping.Shipment) { s.Loads, s.Picks[0].Loads, s.Picks[1].Loads = nil, nil, nil }, "[[0 0 0 0] [0 0]]"},
	} {
		s := twoTrucks()
		test.edit(&s)
		var got [][]int
		for _, p := range s.Fill().Picks {
			got = append(got, p.Loads)
		}
		if fmt.Sprint(got) != test.want {
			t.Errorf("%s: loads %v, want %s", test.what, got, test.want)
		}
	}
}

// TestFillingKeepsLimits holds that filling moves nothing, fills no load over its limit, and
// leaves no bale behind that a load still takes.
func TestFillingKeepsLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kilograms := func(what string, most int64) fibre.Mass {
			return fibre.Kilograms(exact.Shifted(rapid.Int64Range(1, most).Draw(t, what), 1))
		}
		s := shipping.Shipment{Number: "SH-1"}
		for range rapid.IntRange(0, 4).Draw(t, "loads") {
			l := shipping.Load{Kind: shipping.Truck}
			if rapid.IntRange(0, 4).Draw(t, "limited") > 0 {
				l.Limit = &shipping.Limit{Gross: kilograms("limit", 9_000)}
			}
			s.Loads = append(s.Loads, l)
		}
		for i := range rapid.IntRange(1, 4).Draw(t, "picks") {
			p := shipping.Pick{Order: "SO-1", Lot: trade.Lot{Number: fmt.Sprint("L", i)}}
			for j := range rapid.IntRange(1, 12).Draw(t, "bales") {
				p.Lot.Bales = append(p.Lot.Bales, trade.Bale{Number: fmt.Sprint(j), Gross: kilograms("gross", 2_000)})
				p.Loads = append(p.Loads, rapid.IntRange(0, len(s.Loads)).Draw(t, "load"))
			}
			p.Loads = p.Loads[:rapid.IntRange(0, len(p.Loads)).Draw(t, "of which loads are given")]
			s.Picks = append(s.Picks, p)
		}
		before, filled := s.Loaded(), s.Fill()
		after := filled.Loaded()
		for i, l := range after {
			if l.Left != nil && l.Left.Sign() < 0 && l.Gross.Cmp(before[i].Gross) != 0 {
				t.Fatalf("load %d was filled to %s kg, which is %s over its limit", i+1, l.Gross, l.Left)
			}
		}
		for i, p := range filled.Picks {
			for j, b := range p.Lot.Bales {
				if was := s.Picks[i].Loads; j < len(was) && was[j] != 0 && p.Loads[j] != was[j] {
					t.Fatalf("bale %d of pick %d was moved from load %d to %d", j+1, i+1, was[j], p.Loads[j])
				}
				for k, l := range after {
					if p.Loads[j] == 0 && (l.Left == nil || b.Gross.Cmp(*l.Left) <= 0) {
						t.Fatalf("a bale of %s kg is on no load, and load %d takes it", b.Gross, k+1)
					}
				}
			}
		}
	})
}

package texts_test

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/trade"
	"woolroad/app/trade/texts"
)

func TestChanges(t *testing.T) {
	read := func() trade.Order {
		f, err := os.Open("../../sample/orders/01-kathmandu-scoured-wool.json")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		o, faults := trade.ReadOrder(f)
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		return o
	}
	first := read().Lots[0]
	lastMark := fmt.Sprintf("/marks/%d", len(read().Marks)-1)
	for _, test := range []struct {
		name   string
		change func(*trade.Order)
		want   []texts.Change
	}{
		{"nothing", func(*trade.Order) {}, nil},
		{"a text", func(o *trade.Order) { o.Contract = "X" }, []texts.Change{{"/contract", "LHW-NP-2026-07", "X"}}},
		{"a party that was not there", func(o *trade.Order) { o.Consignee = &trade.Party{Name: "Bank", Country: "NP"} },
			[]texts.Change{{"/consignee/name", "", "Bank"}, {"/consignee/country", "", "NP"}}},
		{"an identifier", func(o *trade.Order) { o.Buyer.IDs[0].Value = "300000000" },
			[]texts.Change{{"/buyer/ids/np_pan", "301234567", "300000000"}}},
		{"identifiers the other way round", func(o *trade.Order) { slices.Reverse(o.Buyer.IDs) },
			[]texts.Change{{"/buyer/ids", "np_pan (1)", "np_pan (2)"}}},
		{"a number that is confirmed", func(o *trade.Order) { o.Buyer.Confirmed = map[string]string{"np_pan": "The tax office gave it so."} },
			[]texts.Change{{"/buyer/ids_confirmed/np_pan", "", "The tax office gave it so."}}},
		{"a mark less", func(o *trade.Order) { o.Marks = o.Marks[:len(o.Marks)-1]; o.Currency = "EUR" },
			[]texts.Change{{"/currency", "USD", "EUR"}, {lastMark, read().Marks[len(read().Marks)-1], ""}}},
		{"a term that is gone", func(o *trade.Order) { o.Terms.Place = ""; o.Payment.Text = "T/T" },
			[]texts.Change{{"/terms/place", "Kathmandu, Nepal", ""}, {"/payment/text", read().Payment.Text, "T/T"}}},
		{"no deposit", func(o *trade.Order) { o.Payment.DepositPercent = nil }, []texts.Change{{"/payment/deposit_percent", "30", ""}}},
		{"a figure written with another zero", func(o *trade.Order) { n := exact.Must("30.0"); o.Payment.DepositPercent = &n },
			[]texts.Change{{"/payment/deposit_percent", "30", "30.0"}}},
		{"a bale's mass", func(o *trade.Order) { o.Lots[0].Bales[1].Gross = fibre.Must("99.9") },
			[]texts.Change{{"/lots/0/bales/1/gross", first.Bales[1].Gross.String(), "99.9"}}},
		{"a bale in front", func(o *trade.Order) {
			o.Lots[0].Bales = slices.Insert(o.Lots[0].Bales, 0, trade.Bale{Number: "0"})
		}, []texts.Change{{"/lots/0/bales/0", "", "0"}}},
		{"a bale less", func(o *trade.Order) { o.Lots[0].Bales = slices.Delete(o.Lots[0].Bales, 3, 4) },
			[]texts.Change{{"/lots/0/bales/3", first.Bales[3].Number, ""}}},
		{"a lot in front", func(o *trade.Order) { o.Lots = slices.Insert(o.Lots, 0, trade.Lot{Number: "L0"}) },
			[]texts.Change{{"/lots/0", "", "L0"}}},
		{"another price", func(o *trade.Order) { o.Lines[0].Lots = nil }, []texts.Change{{"/lines/0/lots/0", first.Number, ""}}},
	} {
		o := read()
		test.change(&o)
		if got := texts.Changes(read(), o); !slices.Equal(got, test.want) {
			t.Errorf("%s: Changes = %q, want %q", test.name, got, test.want)
		}
	}
}

package compose_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"woolroad/app/codes"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

// kinds are goods with one of their codes.
var kinds = []struct{ product, hs6 string }{
	{"greasy wool", "5101.11"}, {"scoured wool", "5101.21"}, {"dehaired cashmere", "5102.11"}, {"yak tops", "5105.39"},
}

// decimal draws a figure above zero with that many decimals.
func decimal(most, decimals int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		s := fmt.Sprint(rapid.IntRange(1, most).Draw(t, "whole"))
		for i := range rapid.IntRange(0, decimals).Draw(t, "decimals") {
			if i == 0 {
				s += "."
			}
			s += fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "digit"))
		}
		return s
	})
}

// drawLot draws a lot of the kind, with bales that nothing else is called like.
func drawLot(t *rapid.T, i int, product string) map[string]any {
	lot := map[string]any{
		"number": fmt.Sprintf("L%d", i), "product": product, "basis": "net",
		"package":       rapid.SampledFrom(codes.Packages()).Draw(t, "package").Code,
		"mass_decimals": rapid.IntRange(0, 3).Draw(t, "mass decimals"),
	}
	if rapid.Bool().Draw(t, "conditioned") {
		lot["basis"], lot["regain_standard"], lot["regain_measured"] = "conditioned", decimal(30, 2).Draw(t, "standard"), decimal(30, 2).Draw(t, "measured")
	}
	if rapid.Bool().Draw(t, "tested") {
		lot["test"] = map[string]any{"certificate": "C" + fmt.Sprint(i), "length_mm": decimal(200, 1).Draw(t, "length")}
	}
	var bales []any
	for j := range rapid.IntRange(1, 40).Draw(t, "bales") {
		bales = append(bales, map[string]any{
			"number": fmt.Sprintf("%d-%d", i, j),
			"gross":  "1" + decimal(99, 3).Draw(t, "gross"),
			"tare":   "0." + fmt.Sprint(rapid.IntRange(0, 999).Draw(t, "tare")),
		})
	}
	lot["bales"] = bales
	return lot
}

// orders draws order files that are right.
var orders = rapid.Custom(func(t *rapid.T) trade.Order {
	currency := rapid.SampledFrom([]string{"USD", "INR", "NPR", "JPY", "KWD", "CNY"}).Draw(t, "currency")
	party := func(country string) map[string]any {
		return map[string]any{"name": "Name of " + country, "address": []any{"Street", "Town"}, "country": country}
	}
	o := map[string]any{
		"number": "SO-2026-1", "date": "2026-04-03", "currency": currency,
		"seller": party("CN"), "buyer": party(rapid.SampledFrom([]string{"NP", "IN"}).Draw(t, "buyer")),
		"terms":   map[string]any{"incoterm": "CIP", "place": "Kathmandu", "edition": "2020"},
		"payment": map[string]any{"text": "T/T"},
		"route":   map[string]any{"mode": "road", "loading": "Lhasa", "destination": "Kathmandu"},
	}
	if rapid.Bool().Draw(t, "deposit") {
		o["payment"].(map[string]any)["deposit_percent"] = decimal(99, 2).Draw(t, "deposit percent")
	}
	charges := map[string]any{"insurance_rate_percent": decimal(20, 3).Draw(t, "insurance")}
	if rapid.Bool().Draw(t, "discount") {
		charges["discount_percent"] = decimal(50, 2).Draw(t, "discount percent")
	}
	if rapid.Bool().Draw(t, "freight") {
		charges["freight"] = decimal(9999, 0).Draw(t, "freight amount")
	}
	o["charges"] = charges
	if currency != "CNY" {
		o["totals_in"] = []any{map[string]any{"currency": "CNY", "rate": map[string]any{"value": decimal(99, 4).Draw(t, "value"), "per": "100", "source": "Bank", "date": "2026-04-01"}}}
	}
	var lots, lines []any
	for range rapid.IntRange(1, 8).Draw(t, "lines") {
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		var sold []any
		for range rapid.IntRange(1, 3).Draw(t, "lots of the line") {
			lot := drawLot(t, len(lots), kind.product)
			lots, sold = append(lots, lot), append(sold, lot["number"])
		}
		lines = append(lines, map[string]any{
			"product": kind.product, "description": "Goods " + kind.product, "hs6": kind.hs6, "lots": sold, "unit": "KGM",
			"origin": rapid.SampledFrom([]string{"CN", "MN", "NP"}).Draw(t, "origin"), "price": decimal(5000, 6).Draw(t, "price"),
		})
	}
	o["lots"], o["lines"] = lots, lines
	data, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	order, faults := trade.ReadOrder(bytes.NewReader(data))
	if err := faults.Err(); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return order
})

// TestDocumentsOfAnyOrder holds that the documents of every sound order add up, can be
// drawn, and have the totals' figures.
func TestDocumentsOfAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		o := orders.Draw(r, "order")
		labels := rapid.SampledFrom([]exporter.Labels{exporter.English, exporter.EnglishChinese}).Draw(r, "labels")
		docs, totals := issued(t, o, labels)
		for _, p := range docs {
			if err := p.Check(); err != nil {
				r.Errorf("%s: %v", p.Kind(), err)
			}
			if err := p.Write(io.Discard); err != nil {
				r.Errorf("%s: %v", p.Kind(), err)
			}
			h := p.Head()
			if h.PackageCount != totals.Packages || h.Gross.String() != totals.Gross.String() || h.Tare.String() != totals.Tare.String() || h.Net.String() != totals.Net.String() {
				r.Errorf("%s: %d packages, %s, %s, %s; totals have %d, %s, %s, %s", p.Kind(), h.PackageCount, h.Gross, h.Tare, h.Net, totals.Packages, totals.Gross, totals.Tare, totals.Net)
			}
			if _, priced := p.(documents.Priced); priced {
				samePrices(r, p, totals)
			}
		}
	})
}

// samePrices wants the figures in a document's JSON to be those in the totals'
// JSON, letter for letter.
func samePrices(t *rapid.T, p documents.Document, totals trade.Totals) {
	type object = map[string]any
	var doc, want object
	encoded, err := documents.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	sums, err := json.Marshal(totals)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(json.Unmarshal(encoded, &doc), json.Unmarshal(sums, &want)); err != nil {
		t.Fatal(err)
	}
	amount := func(v any) any { // "24780.11 USD"
		if charge, ok := v.(object); ok {
			v = charge["amount"]
		}
		text, _ := v.(string)
		figure, _, _ := strings.Cut(text, " ")
		return figure
	}
	got := object{"currency": doc["currency"], "packages": float64(p.Head().PackageCount), "gross": doc["gross"], "tare": doc["tare"], "net": doc["net"]}
	for _, key := range []string{"goods", "discount", "freight", "insurance", "total"} {
		got[key] = amount(doc[key])
	}
	if deposit, ok := doc["deposit"]; ok {
		got["deposit"], got["balance"] = amount(deposit), amount(doc["balance"])
	}
	var lines, in []any
	for _, l := range doc["lines"].([]any) {
		l := l.(object)
		lines = append(lines, object{"quantity": l["invoice_mass"], "amount": amount(l["amount"])})
	}
	got["lines"] = lines
	if list, ok := doc["totals_in"].([]any); ok {
		for _, c := range list {
			rate := c.(object)["rate"].(object)
			in = append(in, object{"currency": rate["to"], "amount": amount(c), "value": rate["value"], "per": rate["per"], "date": rate["date"]})
		}
		got["totals_in"] = in
	}
	lots := want["lots"].(object)
	for _, m := range doc["masses"].([]any) {
		m := m.(object)
		lot := lots[m["lot"].(string)].(object)
		if m["net"] != lot["net"] || m["invoice_mass"] != lot["invoice_mass"] {
			t.Errorf("%s: lot %v, totals have %v", p.Kind(), m, lot)
		}
	}
	delete(want, "lots")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: (-totals +document)\n%s", p.Kind(), diff)
	}
}

package compose_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/compose"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestEveryKeyReachesTheDocuments compares the JSON of the documents of an order with
// every key with the stored one.
func TestEveryKeyReachesTheDocuments(t *testing.T) {
	docs, _ := issued(t, read(t, readFile(t, everyKey)), exporter.EnglishChinese)
	for _, p := range docs {
		encoded, err := documents.Encode(p)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := json.Indent(&got, encoded, "", " "); err != nil {
			t.Fatal(err)
		}
		got.WriteByte('\n')
		path := filepath.Join("testdata", string(p.Kind())+".json")
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want := readFile(t, path) // a missing golden file is a failure
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", path, diff)
		}
	}
	if len(docs) != len(compose.Kinds) {
		t.Errorf("got %d documents of %d kinds", len(docs), len(compose.Kinds))
	}
}

// TestEveryKeyIsThere keeps every-key.json complete: a key that is added to the
// schema has to be added there.
func TestEveryKeyIsThere(t *testing.T) {
	have, want := map[string]bool{}, map[string]bool{}
	var schema, order any
	for data, into := range map[string]*any{string(trade.Schema): &schema, string(readFile(t, everyKey)): &order} {
		if err := json.Unmarshal([]byte(data), into); err != nil {
			t.Fatal(err)
		}
	}
	keys(order, have, false)
	keys(schema, want, true)
	want["insurance"] = false // not beside insurance_rate_percent
	want["discount"] = false  // not beside discount_percent
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if want[key] && !have[key] {
			t.Errorf("%s has no %q", everyKey, key)
		}
	}
}

// keys collects the keys of an order, or those that a schema knows.
func keys(v any, into map[string]bool, schema bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if properties, ok := inner.(map[string]any); schema && ok && key == "properties" {
				for name := range properties {
					into[name] = true
				}
			} else if !schema {
				into[key] = true
			}
			keys(inner, into, schema)
		}
	case []any:
		for _, inner := range v {
			keys(inner, into, schema)
		}
	}
}

func TestNumbers(t *testing.T) {
	for number, tail := range map[string]string{
		"SO-2026-0041": "2026-0041", "2026-0041": "2026-0041", "LHW-NP-07": "NP-07", "77": "77",
	} {
		for kind, want := range map[documents.Kind]compose.Numbers{
			documents.KindCommercialInvoice: {Number: "CI-" + tail, Companion: "PL-" + tail},
			documents.KindPackingList:       {Number: "PL-" + tail, Companion: "CI-" + tail},
			documents.KindCombined:          {Number: "CC-" + tail, Companion: "PL-" + tail},
		} {
			if got := compose.NumbersOf(trade.Order{Number: number}, kind); got != want {
				t.Errorf("NumbersOf(%s, %s) = %v, want %v", number, kind, got, want)
			}
		}
	}
}

func TestDocumentsNameEachOther(t *testing.T) {
	named := map[documents.Kind][2]string{}
	docs, _ := issued(t, read(t, readFile(t, everyKey)), exporter.English)
	for _, p := range docs {
		h := p.Head()
		named[p.Kind()] = [2]string{h.Number, h.Companion}
		if h.Order != "SO-2026-0107" || h.Date.String() != "2026-04-03" || h.Labels != documents.English {
			t.Errorf("%s: order %s of %s, labels %s", p.Kind(), h.Order, h.Date, h.Labels)
		}
	}
	for kind, want := range map[documents.Kind][2]string{
		documents.KindCommercialInvoice: {"CI-2026-0107", "PL-2026-0107"},
		documents.KindPackingList:       {"PL-2026-0107", "CI-2026-0107"},
		documents.KindCombined:          {"CC-2026-0107", "PL-2026-0107"},
	} {
		if got := named[kind]; got != want {
			t.Errorf("%s is number %q beside %q, want %q", kind, got[0], got[1], want)
		}
	}
}

func TestCombinedFormIsForIndianBuyers(t *testing.T) {
	for country, want := range map[string]bool{"NP": false, "CN": false, "BD": false, "IN": true} {
		o := sampleOrder(t, "01-kathmandu-scoured-wool")
		o.Buyer.Country = country
		o.Consignee = &trade.Party{Name: "Elsewhere", Country: "IN"} // who buys decides
		docs, _ := issued(t, o, exporter.English)
		got := map[documents.Kind]bool{}
		for _, p := range docs {
			got[p.Kind()] = true
		}
		if !got[documents.KindCommercialInvoice] || !got[documents.KindPackingList] || got[documents.KindCombined] != want {
			t.Errorf("a buyer in %s gets %v", country, got)
		}
	}
}

// invoice returns the commercial invoice of an order after change.
func invoice(t *testing.T, change func(o *trade.Order)) *documents.CommercialInvoice {
	t.Helper()
	o := read(t, readFile(t, everyKey))
	change(&o)
	docs, _ := issued(t, o, exporter.EnglishChinese)
	inv, ok := docs[0].(*documents.CommercialInvoice)
	if !ok {
		t.Fatalf("the first document is a %s", docs[0].Kind())
	}
	if err := inv.Check(); err != nil {
		t.Fatal(err)
	}
	return inv
}

func TestBanksAreThoseOfTheCurrency(t *testing.T) {
	for _, test := range []struct {
		what  string
		banks func([]trade.Bank) []trade.Bank
		want  []string
	}{
		{"the account in the order's currency", func(b []trade.Bank) []trade.Bank { return b }, []string{"Rupee Bank"}},
		{"all of them", func(b []trade.Bank) []trade.Bank {
			return append(b, trade.Bank{Currency: "INR", Name: "Second Rupee Bank"})
		}, []string{"Rupee Bank", "Second Rupee Bank"}},
		{"none in the order's currency", func(b []trade.Bank) []trade.Bank { return b[:1] }, nil},
		{"none at all", func([]trade.Bank) []trade.Bank { return nil }, nil},
	} {
		inv := invoice(t, func(o *trade.Order) { o.Seller.Banks = test.banks(o.Seller.Banks) })
		var got []string
		for _, b := range inv.Banks {
			got = append(got, b.Name)
			if b.Beneficiary != "Seller Wool" {
				t.Errorf("%s: %s pays to %q, want the seller", test.what, b.Name, b.Beneficiary)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.what, got, test.want)
		}
	}
}

func TestWhoIsNotNamedIsTheBuyer(t *testing.T) {
	inv := invoice(t, func(o *trade.Order) { o.Consignee, o.Notify, o.Credit = nil, nil, nil })
	if inv.Consignee != nil || inv.Notify != nil || inv.Credit != nil {
		t.Errorf("got consignee %v, notify %v and credit %v, want none", inv.Consignee, inv.Notify, inv.Credit)
	}
}

func TestTariffCodesBeginWithTheExporters(t *testing.T) {
	for country, want := range map[string][]string{
		"CN": {"CN", "IN", "NP"},
		"NP": {"NP", "CN", "IN"},
		"MN": {"CN", "IN", "NP"},
	} {
		inv := invoice(t, func(o *trade.Order) { o.Seller.Country = country })
		var got []string
		for _, id := range inv.Lines[0].HS {
			got = append(got, id.Label)
		}
		if !slices.Equal(got, want) {
			t.Errorf("an exporter in %s: got %q, want %q", country, got, want)
		}
	}
}

func TestOriginsAndPackagesAreNamedOnce(t *testing.T) {
	inv := invoice(t, func(o *trade.Order) {})
	if want := (documents.Bilingual{EN: "Mongolia and China", ZH: "蒙古和中国"}); inv.Origin != want {
		t.Errorf("origin is %v, want %v", inv.Origin, want)
	}
	if want := "the countries of origin of the goods, as stated for each line, are Mongolia and China."; !strings.HasSuffix(inv.Declaration.EN, want) {
		t.Errorf("the declaration is %q, want it to end %q", inv.Declaration.EN, want)
	}
	inv = invoice(t, func(o *trade.Order) { o.Lines[0].Origin = "CN" })
	if want := "the country of origin of the goods is China."; !strings.HasSuffix(inv.Declaration.EN, want) {
		t.Errorf("the declaration is %q, want it to end %q", inv.Declaration.EN, want)
	}
	want := []documents.Packages{
		{Count: 3, Code: "BL", Name: documents.Bilingual{EN: "compressed bales", ZH: "机压包"}},
		{Count: 2, Code: "BG", Name: documents.Bilingual{EN: "bags", ZH: "袋"}},
	}
	if diff := cmp.Diff(want, inv.Packages); diff != "" {
		t.Errorf("packages: (-want +got)\n%s", diff)
	}
}

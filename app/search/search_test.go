package search_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"woolroad/app/issue"
	"woolroad/app/orders"
	"woolroad/app/parties"
	"woolroad/app/sample"
	"woolroad/app/search"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/documents"
)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

var tashi = store.Who{Name: "Tashi", At: time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)}

// keep stores a sample order of two lots, issues its packing list, and adds to the
// address book two parties whose names are in scripts that no document has.
func keep(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	f, err := sample.Files.Open("orders/02-nhava-sheva-cashmere.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	o := orders.Read(f).Order()
	o.TotalsIn = nil // which ask for rates
	if _, err := orders.Add(ctx, s, tashi, orders.Judge(o), orders.Source{}); err != nil {
		t.Fatal(err)
	}
	_, err = issue.Issue(ctx, s, tashi, issue.Request{
		Order: o.Number, Kinds: []documents.Kind{documents.KindPackingList},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []trade.Party{
		{Name: "Patan Weavers Pvt. Ltd.", NameLocal: "पाटन बुनकर", Address: []string{"Patan Dhoka, Lalitpur, Nepal"}, Country: "NP"},
		{Name: "Barkhor Forwarding", NameLocal: "བར་སྐོར་སྐྱེལ་འདྲེན།", Address: []string{"Barkhor Street, Lhasa, China"}, Country: "CN"},
	} {
		if _, err := parties.Add(ctx, s, tashi, p); err != nil {
			t.Fatal(err)
		}
	}
}

// says writes a hit with everything that it leads to.
func says(h store.Hit) string {
	words := []string{string(h.Kind)}
	for _, word := range append([]string{h.Lot, h.Number, h.Name, h.Product, string(h.Document)}, h.Orders...) {
		if word != "" {
			words = append(words, word)
		}
	}
	if !h.Date.IsZero() {
		words = append(words, h.Date.String())
	}
	return strings.Join(words, ", ")
}

func TestFind(t *testing.T) {
	const (
		order    = "order, SO-2026-0038, Sutlej Fine Knits Private Limited, 2026-03-21"
		document = "document, PL-2026-0001, Sutlej Fine Knits Private Limited, packing-list, SO-2026-0038, 2026-11-23"
		seller   = "party, Lhasa Highland Wool Export Co., Ltd."
		buyer    = "party, Sutlej Fine Knits Private Limited"
		weavers  = "party, Patan Weavers Pvt. Ltd."
		carrier  = "party, Barkhor Forwarding"
		white    = "lot, LHC26-007, dehaired cashmere, SO-2026-0038"
		grey     = "lot, LHC26-008, dehaired cashmere, SO-2026-0038"
	)
	storetest.Opened(t, migrated, store.Open, func(t *testing.T, s *store.Store) {
		keep(t, s)
		for _, test := range []struct {
			name, text string
			most       int
			want       []string
		}{
			{"an order's number", "SO-2026-0038", 10, []string{order, document}},
			{"the end of one, typed wide", "００３８", 10, []string{order, document}},
			{"a contract's", "lhw-in-2026", 10, []string{order, document}},
			{"a document's", "pl-2026-0001", 10, []string{document}},
			{"a registered one", "03AAKCS4417P1Z0", 10, []string{buyer}},
			{"a company by beginnings of its words", "fine sut", 10, []string{order, document, buyer}},
			{"a place", "nhava", 10, []string{order, document}},
			{"a place in Chinese, which the order has in English", "那瓦舍瓦", 10, []string{order, document}},
			{"a place by its code", "innsa", 10, []string{order, document}},
			{"two places of the order, each in another language", "天津新港 sheva", 10, []string{order, document}},
			{"a company in Chinese, by a part", "高原羊", 10, []string{seller}},
			{"one in Devanagari", "पाटन", 10, []string{weavers}},
			{"one in Devanagari, by beginnings of its words", "बु पाट", 10, []string{weavers}},
			{"one in Tibetan", "བར་སྐོར", 10, []string{carrier}},
			{"one in Tibetan, by a later syllable", "འདྲེན", 10, []string{carrier}},
			{"a lot", "LHC26-007", 10, []string{order, white}},
			{"lots", "lhc26", 10, []string{order, white, grey}},
			{"lots, one of each kind", "lhc26", 1, []string{order, white}},
			{"a bale of a lot", "LHC26-008 25", 10, []string{"bale, LHC26-008, 25, SO-2026-0038"}},
			{"a bale alone", "42", 10, []string{"bale, LHC26-008, 42, SO-2026-0038"}},
			{"nothing that is there", "kathmandu carpets", 10, nil},
			{"one word that is there and one that is not", "sutlej carpets", 10, nil},
			{"signs", "% _ '", 10, nil},
			{"nothing", "", 10, nil},
			{"blanks", " \u3000\x00", 10, nil},
		} {
			hits, err := search.Find(t.Context(), s, tashi, test.text, test.most)
			if err != nil {
				t.Errorf("%s, %q: %v", test.name, test.text, err)
			}
			var got []string
			for _, h := range hits {
				got = append(got, says(h))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("%s, %q, finds\n%s\nwant\n%s", test.name, test.text, lines(got), lines(test.want))
			}
		}
	})
}

func lines(list []string) string { return "\t" + strings.Join(list, "\n\t") }

package issue_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/compose"
	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/documents/layout"
)

// addKind registers a kind of document that exists until the test ends.
func addKind(t *testing.T, info documents.KindInfo, row compose.Kind) {
	t.Helper()
	kinds, rows := documents.Kinds, compose.Kinds
	documents.Kinds, compose.Kinds = append(slices.Clone(kinds), info), append(slices.Clone(rows), row)
	t.Cleanup(func() { documents.Kinds, compose.Kinds = kinds, rows })
}

// note is a document of a kind that only tests have.
type note struct {
	documents.Header
	Net string `json:"net_of_all"`

	kind  documents.Kind
	drawn *atomic.Int64 // how many notes were drawn
}

func (n *note) Kind() documents.Kind { return n.kind }

func (n *note) Check() error { return nil }

func (n *note) Write(w io.Writer) error {
	n.drawn.Add(1)
	doc := layout.New(layout.Meta{Title: n.Number, Date: n.Date})
	defer doc.Close()
	doc.AddPage()
	doc.Text("net", 2000, 2000, layout.Style{Font: layout.Regular, Size: 900}, n.Number+": "+n.Net+" kg net")
	return doc.Write(w)
}

// addNote registers a kind of note for buyers in Nepal, and returns how many notes
// were drawn.
func addNote(t *testing.T, info documents.KindInfo, onRequest bool) *atomic.Int64 {
	drawn := new(atomic.Int64)
	info.New = func() documents.Document { return &note{kind: info.Kind, drawn: drawn} }
	addKind(t, info, compose.Kind{
		Kind: info.Kind, OnRequest: onRequest,
		GoesWith: func(o trade.Order) bool { return o.Buyer.Country == "NP" },
		Compose: func(c compose.Consignment, n compose.Numbers) (documents.Document, error) {
			header, err := c.Header(n)
			return &note{Header: header, Net: c.Totals.Net.String(), kind: info.Kind, drawn: drawn}, err
		},
	})
	return drawn
}

const testNote documents.Kind = "test-note"

// TestAKindIsOneRow adds one row to each table of kinds and holds that the new kind is
// offered, drafted, issued, superseded, read again and verified.
func TestAKindIsOneRow(t *testing.T) {
	drawn := addNote(t, documents.KindInfo{Kind: testNote, Prefix: "TN", Title: "Test note", TitleZH: "测试单", For: documents.ForCustoms}, false)
	var turn sync.Mutex // the engines count the notes that are drawn together
	each(t, func(t *testing.T, s *store.Store) {
		turn.Lock()
		defer turn.Unlock()
		keep(t, s, kathmandu, nil)
		drawn.Store(0)
		if got, want := offers(t, s, "SO-1", noon), []string{"commercial-invoice", "packing-list", "test-note", "0"}; !slices.Equal(got, want) {
			t.Errorf("offered: %q, want %q", got, want)
		}
		if n := drawn.Load(); n != 0 {
			t.Errorf("%d notes were drawn to offer one", n)
		}
		d, err := issue.Draft(t.Context(), s, store.Who{Name: "Tashi", At: noon}, "SO-1", testNote)
		if err != nil || !bytes.HasPrefix(d.PDF, []byte("%PDF-")) || drawn.Load() != 1 {
			t.Errorf("the draft has %d bytes and was drawn %d times, %v", len(d.PDF), drawn.Load(), err)
		}
		r, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1"})
		if err != nil || numbers(r) != "+CI-2026-0001 +PL-2026-0001 +TN-2026-0001" {
			t.Fatalf("issued: %s, %v", numbers(r), err)
		}
		r, err = issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1", Supersedes: []string{"TN-2026-0001"}, Reason: "The scale was wrong."})
		if err != nil || numbers(r) != "+TN-2026-0002" {
			t.Fatalf("issued in its place: %s, %v", numbers(r), err)
		}
		read, is := doc(t, s, "TN-2026-0002").(*note)
		if !is || read.Net != "5039.1" || read.Supersedes != "TN-2026-0001" || read.Date != (civil.Date{Year: 2026, Month: 11, Day: 23}) {
			t.Errorf("read again: %+v", read)
		}
		drawn.Store(0)
		report, err := s.Verify(t.Context(), tashi, nil)
		if err != nil || report.Wrong != nil || report.Documents != 4 || drawn.Load() != 2 {
			t.Errorf("verified: %+v, %d notes drawn, %v", report, drawn.Load(), err)
		}
		keep(t, s, kolkata, func(o *trade.Order) { o.Number = "SO-2" })
		if got := strings.Join(offers(t, s, "SO-2", noon), " "); strings.Contains(got, string(testNote)) {
			t.Errorf("a buyer in India is offered %s", got)
		}
	})
}

const bill documents.Kind = "bill"

// TestAKindBillsGoodsOnce holds that a further kind that bills goods bills them instead
// of the others, and is issued only if somebody asks for it.
func TestAKindBillsGoodsOnce(t *testing.T) {
	addNote(t, documents.KindInfo{Kind: bill, Prefix: "BI", Title: "Bill", TitleZH: "账单", For: documents.ForBuyer, Bills: documents.BillsGoods}, true)
	each(t, func(t *testing.T, s *store.Store) {
		for _, test := range []struct {
			order, lots string // lots begins the numbers of its lots
			kinds       []documents.Kind
			want        string // or the error
		}{
			{"SO-1", "A", []documents.Kind{invoice, bill}, "A commercial invoice and a bill would bill the goods of order SO-1 twice; issue one of them."},
			{"SO-1", "A", nil, "+CI-2026-0001 +PL-2026-0001"},
			{"SO-1", "A", []documents.Kind{bill}, "Order SO-1 is already billed by the commercial invoice CI-2026-0001; a bill would bill its goods twice."},
			{"SO-2", "B", []documents.Kind{bill}, "+BI-2026-0001"},
			{"SO-2", "B", []documents.Kind{invoice}, "Order SO-2 is already billed by the bill BI-2026-0001; a commercial invoice would bill its goods twice."},
			{"SO-3", "B", []documents.Kind{invoice}, "Lot B-LHW26-031 is already billed by BI-2026-0001 of order SO-2; remove it from one of the two orders."},
		} {
			keep(t, s, kathmandu, func(o *trade.Order) {
				o.Number = test.order
				for i := range o.Lots {
					o.Lots[i].Number = test.lots + "-" + o.Lots[i].Number
				}
				for _, l := range o.Lines {
					for i := range l.Lots {
						l.Lots[i] = test.lots + "-" + l.Lots[i]
					}
				}
			})
			r, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: test.order, Kinds: test.kinds})
			got := numbers(r)
			if err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("%s %q: %s, want %s", test.order, test.kinds, got, test.want)
			}
		}
	})
}

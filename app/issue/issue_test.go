package issue_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"woolroad/app/exact"
	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/office"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

const (
	invoice  = documents.KindCommercialInvoice
	packing  = documents.KindPackingList
	combined = documents.KindCombined
)

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// each runs f against a fresh store on both engines.
func each(t *testing.T, f func(t *testing.T, s *store.Store)) {
	storetest.Opened(t, migrated, store.Open, f)
}

// keep keeps one of the sample's orders as SO-1, without totals in other
// currencies, and as edit leaves it.
func keep(t *testing.T, s *store.Store, file string, edit func(*trade.Order)) {
	t.Helper()
	f, err := sample.Files.Open("orders/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	o, faults := trade.ReadOrder(f)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	o.Number, o.TotalsIn = "SO-1", nil
	if edit != nil {
		edit(&o)
	}
	// Not judged: some of these orders are from before a rule.
	err = s.Update(t.Context(), tashi, func(tx *store.Tx) error {
		_, err := tx.ReplaceOrder(t.Context(), o)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

const (
	kathmandu = "01-kathmandu-scoured-wool.json"
	kolkata   = "03-kolkata-yak-inr.json"
)

// numbers returns the numbers in a result, with "+" before those that it issued.
func numbers(r issue.Result) string {
	var list []string
	for _, p := range r.Documents {
		number := p.Number
		if p.New {
			number = "+" + number
		}
		list = append(list, number)
	}
	return strings.Join(list, " ")
}

func TestIssue(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		keep(t, s, kolkata, nil)
		for _, test := range []struct {
			name  string
			q     issue.Request
			want  string // or the error's field
			warns string
			key   string // of the request
		}{
			{"a kind that is none", issue.Request{Kinds: []documents.Kind{"bill"}}, "kind", "", ""},
			{"another order", issue.Request{Order: "SO-9"}, "number", "", ""},
			{"the packing list", issue.Request{Kinds: []documents.Kind{packing}}, "+PL-2026-0001", "", ""},
			{"all that is missing", issue.Request{}, "+CI-2026-0001 PL-2026-0001", "", ""},
			{"the same again", issue.Request{}, "CI-2026-0001 PL-2026-0001", "", ""},
			{"the goods once more", issue.Request{Kinds: []documents.Kind{combined}}, "kind", "", ""},
			{"a key asks for new ones", issue.Request{}, "number", "", "mine"},
			{"for no reason", issue.Request{Supersedes: []string{"CI-2026-0001"}}, "reason", "", ""},
			{"for a reason of a page", issue.Request{Supersedes: []string{"CI-2026-0001"}, Reason: strings.Repeat("x", 301)}, "reason", "", ""},
			{"what is not there", issue.Request{Supersedes: []string{"CI-2026-0009"}, Reason: "x"}, "supersedes", "", ""},
			{"the invoice alone", issue.Request{Supersedes: []string{"CI-2026-0001"}, Reason: "x"}, "+CI-2026-0002", "", ""},
			{"both together", issue.Request{Supersedes: []string{"PL-2026-0001", "CI-2026-0002"}, Reason: "x"}, "+CI-2026-0003 +PL-2026-0002", "", ""},
			{"the list alone", issue.Request{Supersedes: []string{"PL-2026-0002"}, Reason: "x"}, "+PL-2026-0003", "CI-2026-0003 still names PL-2026-0002, which PL-2026-0003 supersedes; issue PL-2026-0003 and CI-2026-0003 again together, so that each names the other.", ""},
			{"which is said until it is done", issue.Request{}, "CI-2026-0003 PL-2026-0003", "CI-2026-0003 still names PL-2026-0002", ""},
			{"as was asked before", issue.Request{Supersedes: []string{"PL-2026-0002"}, Reason: "x"}, "PL-2026-0003", "CI-2026-0003 still names PL-2026-0002", ""},
		} {
			if test.q.Order == "" {
				test.q.Order = "SO-1"
			}
			who := tashi
			who.Request = test.key
			r, err := issue.Issue(t.Context(), s, who, test.q)
			got := numbers(r)
			if e := (*trade.Error)(nil); errors.As(err, &e) {
				got = e.Field
			} else if err != nil {
				t.Errorf("%s: %v", test.name, err)
			}
			if warns := r.Warnings.Error(); got != test.want || test.warns == "" != (warns == "") || !strings.HasPrefix(warns, test.warns) {
				t.Errorf("%s: %s, %q, %v; want %s, %q", test.name, got, warns, err, test.want, test.warns)
			}
		}
	})
}

// TestIssueTakesTheExporters holds that documents have the exporter's series, days and
// labels.
func TestIssueTakesTheExporters(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		keep(t, s, kathmandu, nil)
		_, err := office.Save(t.Context(), s, store.Who{Name: "Tashi", At: noon}, exporter.Exporter{Calendar: exporter.Shrawan, Zone: "Asia/Kathmandu", Labels: exporter.English})
		if err != nil {
			t.Fatal(err)
		}
		late := time.Date(2026, 11, 23, 18, 20, 0, 0, time.UTC)
		r, err := issue.Issue(t.Context(), s, store.Who{Name: "Tashi", At: late}, issue.Request{Order: "SO-1"})
		if err != nil || numbers(r) != "+CI-83-84-0001 +PL-83-84-0001" || r.Documents[0].Date.String() != "2026-11-24" {
			t.Fatalf("%s, %v", numbers(r), err)
		}
		p := doc(t, s, "CI-83-84-0001")
		if h := p.Head(); h.Labels != documents.English || h.Companion != "PL-83-84-0001" || h.Date.String() != "2026-11-24" {
			t.Errorf("the invoice has labels %s, beside %s, of %s", h.Labels, h.Companion, h.Date)
		}
	})
}

func doc(t *testing.T, s *store.Store, number string) documents.Document {
	t.Helper()
	p, err := store.View(t.Context(), s, tashi, func(tx *store.Tx) (documents.Document, error) { return tx.Document(t.Context(), number) })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDraft(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		keep(t, s, kolkata, nil)
		draft := func(k documents.Kind) *documents.Header {
			t.Helper()
			d, err := issue.Draft(t.Context(), s, store.Who{Name: "Tashi", At: noon}, "SO-1", k)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.HasPrefix(d.PDF, []byte("%PDF-")) || d.Document.Kind() != k {
				t.Errorf("the draft of %s is a %s of %d bytes", k, d.Document.Kind(), len(d.PDF))
			}
			return d.Document.Head()
		}
		for _, k := range []documents.Kind{invoice, packing} {
			if h := draft(k); h.Number != issue.DraftNumber || h.Companion != issue.DraftNumber || h.Date.String() != "2026-11-23" || h.Supersedes != "" {
				t.Errorf("the draft of %s is %s of %s beside %q", k, h.Number, h.Date, h.Companion)
			}
		}
		if h := draft(combined); h.Number != issue.DraftNumber || h.Companion != "" {
			t.Errorf("the draft of the combined form is %s beside %q", h.Number, h.Companion)
		}
		if _, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1"}); err != nil {
			t.Fatal(err)
		}
		if h := draft(invoice); h.Number != issue.DraftNumber || h.Companion != "PL-2026-0001" || h.Supersedes != "CI-2026-0001" {
			t.Errorf("the draft of another invoice is %s beside %q in place of %q", h.Number, h.Companion, h.Supersedes)
		}
		for kind, want := range map[documents.Kind]trade.Code{"": trade.NotFound, "bill": trade.NotFound} {
			if _, err := issue.Draft(t.Context(), s, store.Who{Name: "Tashi", At: noon}, "SO-1", kind); codeOf(err) != want {
				t.Errorf("draft of %q: %v", kind, err)
			}
		}
		if _, err := issue.Draft(t.Context(), s, store.Who{Name: "Tashi", At: noon}, "SO-9", invoice); codeOf(err) != trade.NotFound {
			t.Errorf("draft of no order: %v", err)
		}
		keep(t, s, kathmandu, nil)
		if _, err := issue.Draft(t.Context(), s, store.Who{Name: "Tashi", At: noon}, "SO-1", combined); codeOf(err) != trade.Invalid {
			t.Errorf("draft of what does not apply to the order: %v", err)
		}
	})
}

func codeOf(err error) trade.Code {
	if e := (*trade.Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// offers lists the kinds of document that an order's page shows: the current ones, and
// what prevents others, with its place in the order.
func offers(t *testing.T, s *store.Store, order string, now time.Time) (list []string) {
	t.Helper()
	o, err := offer(t, s, order, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range o.Documents {
		line := string(c.Kind)
		if c.Current != nil {
			line += " " + c.Current.Number
		}
		for _, f := range c.Faults {
			line += " !" + f.Pointer
		}
		if c.May() != (len(c.Faults) == 0) {
			t.Errorf("%s may be issued: %v", line, c.May())
		}
		list = append(list, line)
	}
	return append(list, fmt.Sprint(len(o.Warnings)))
}

func TestOffer(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		check := func(name string, now time.Time, want ...string) {
			t.Helper()
			if got := offers(t, s, "SO-1", now); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		keep(t, s, kathmandu, nil)
		check("nothing is issued", noon, "commercial-invoice", "packing-list", "0")

		keep(t, s, kathmandu, func(o *trade.Order) {
			o.TotalsIn = []trade.TotalIn{{Currency: "NPR", Source: "nrb", Side: money.Sell}}
		})
		check("a rate is missing", noon, "commercial-invoice !/totals_in/0", "packing-list", "0")
		keep(t, s, kathmandu, func(o *trade.Order) {
			old := money.Rate{From: o.Currency, To: "NPR", Value: exact.Must("149.28"), Per: exact.Must("1"), Side: money.Mid, Source: "the bank", Date: o.Date.AddDays(-11)}
			o.TotalsIn = []trade.TotalIn{{Currency: "NPR", Rate: &old}}
		})
		check("a rate is old", noon, "commercial-invoice !/totals_in/0", "packing-list", "0")
		keep(t, s, kathmandu, func(o *trade.Order) { o.Buyer.Contact = "Tenzing \U0001F411" })
		check("a letter cannot be printed", noon, "commercial-invoice !/buyer/contact", "packing-list !/buyer/contact", "0")

		if _, err := office.Save(t.Context(), s, store.Who{Name: "Tashi", At: noon}, exporter.Exporter{Calendar: exporter.Shrawan, Zone: "Asia/Kathmandu", Labels: exporter.English}); err != nil {
			t.Fatal(err)
		}
		keep(t, s, kathmandu, nil)
		check("the year is not published", noon.AddDate(9, 0, 0), "commercial-invoice !", "packing-list !", "0")

		if _, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1"}); err != nil {
			t.Fatal(err)
		}
		check("all is issued", noon, "commercial-invoice CI-83-84-0001", "packing-list PL-83-84-0001", "0")
		keep(t, s, kathmandu, func(o *trade.Order) { o.Number = "SO-2" })
		got := offers(t, s, "SO-2", noon)
		if want := []string{"commercial-invoice !/lots/0", "packing-list", "0"}; len(got) != 3 || !strings.HasPrefix(got[0], want[0]) || got[1] != want[1] {
			t.Errorf("the lots are billed by another order: %q, want %q", got, want)
		}
		if _, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1", Supersedes: []string{"CI-83-84-0001"}, Reason: "x"}); err != nil {
			t.Fatal(err)
		}
		check("the list names an old invoice", noon, "commercial-invoice CI-83-84-0002", "packing-list PL-83-84-0001", "1")
	})
}

// TestARateIsInTheWayOfWhatPrintsIt holds that a packing list, which has no prices, is
// issued while a rate of the invoice is missing or too old.
func TestARateIsInTheWayOfWhatPrintsIt(t *testing.T) {
	old := money.Rate{From: "INR", To: "NPR", Value: exact.Must("160.15"), Per: exact.Int(100), Side: money.Stated, Source: "the bank"}
	for name, rate := range map[string]*money.Rate{"missing": nil, "too old": &old} {
		each(t, func(t *testing.T, s *store.Store) {
			keep(t, s, kolkata, func(o *trade.Order) {
				want := trade.TotalIn{Currency: "NPR", Rule: "nrb-sell"}
				if rate != nil {
					rate.Date = o.Date.AddDays(-11)
					want = trade.TotalIn{Currency: "NPR", Rate: rate}
				}
				o.TotalsIn = []trade.TotalIn{want}
			})
			for _, kinds := range [][]documents.Kind{nil, {invoice}, {combined}, {invoice, packing}} {
				_, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1", Kinds: kinds})
				alone := len(kinds) != 1 && strings.HasSuffix(err.Error(), "The packing list needs no rate and can be issued by itself.")
				if codeOf(err) != trade.Unavailable || alone != (len(kinds) != 1) {
					t.Errorf("%s: issue of %v: %v", name, kinds, err)
				}
			}
			who := store.Who{Name: "Tashi", At: noon}
			for _, k := range []documents.Kind{invoice, combined} {
				if _, err := issue.Draft(t.Context(), s, who, "SO-1", k); codeOf(err) != trade.Unavailable {
					t.Errorf("%s: draft of %s: %v", name, k, err)
				}
			}
			if _, err := issue.Draft(t.Context(), s, who, "SO-1", packing); err != nil {
				t.Errorf("%s: draft of the packing list: %v", name, err)
			}
			r, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1", Kinds: []documents.Kind{packing}})
			if err != nil || numbers(r) != "+PL-2026-0001" {
				t.Errorf("%s: the packing list: %s, %v", name, numbers(r), err)
			}
		})
	}
}

func TestOfferBillsOnce(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		keep(t, s, kolkata, nil)
		if _, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1", Kinds: []documents.Kind{combined}}); err != nil {
			t.Fatal(err)
		}
		want := []string{"commercial-invoice !", "packing-list", "commercial-invoice-cum-packing-list CC-2026-0001", "0"}
		if got := offers(t, s, "SO-1", noon); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

// TestTextThatCannotBePrinted says where in the order the text stands.
func TestTextThatCannotBePrinted(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		keep(t, s, kathmandu, func(o *trade.Order) { o.Contract = "Contract \U0001F411" })
		_, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1"})
		fault := trade.Fault{}
		if codeOf(err) != trade.Invalid || !errors.As(err, &fault) || fault.Pointer != "/contract" || !strings.Contains(err.Error(), "Order SO-1 cannot be issued: /contract: The commercial invoice cannot be drawn") {
			t.Errorf("%v", err)
		}
		o, err := offer(t, s, "SO-1", noon)
		if err != nil || o.Documents[0].May() {
			t.Errorf("offered: %+v, %v", o, err)
		}
	})
}

// offer looks at an order and gives what may be done about its documents.
func offer(t testing.TB, s *store.Store, order string, now time.Time) (offered issue.Offered, err error) {
	look, err := issue.LookAt(t.Context(), s, store.Who{Name: "Tashi", At: now}, order)
	if err != nil {
		return offered, err
	}
	return look.Offer()
}

package store

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"woolroad/app/store/series"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

// add stores an order.
func add(t testing.TB, s *Store, o trade.Order) {
	t.Helper()
	if _, err := s.AddOrder(t.Context(), tashi, o); err != nil {
		t.Fatal(err)
	}
}

// codeOf returns the code of an Error, or "".
func codeOf(err error) trade.Code {
	if e := (*trade.Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// mustVerify fails where Verify finds something, or another number of documents.
func mustVerify(t testing.TB, s *Store, documents int) {
	t.Helper()
	r, err := s.Verify(t.Context(), tashi, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Wrong != nil || r.Documents != documents {
		t.Errorf("Verify = %d documents, wrong: %v; want %d and nothing", r.Documents, r.Wrong, documents)
	}
}

func TestDocumentsOfAnOrderAreIssuedTogether(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		add(t, s, sampleOrder(t, kathmandu, "SO-1"))
		req := asks("SO-1", documents.KindCommercialInvoice, "k")
		req.Kinds = []documents.Kind{documents.KindPackingList, documents.KindCommercialInvoice}
		req.Draw = drawOf(req.Kinds...)
		out, err := s.issue(t.Context(), tashi, req)
		if err != nil {
			t.Fatal(err)
		}
		if out[0].Number != "PL-2026-0001" || out[1].Number != "CI-2026-0001" {
			t.Errorf("numbers %s and %s", out[0].Number, out[1].Number)
		}
		err = s.view(t.Context(), tashi, func(tx *Tx) error {
			p, err := tx.Document(t.Context(), "PL-2026-0001")
			if err != nil {
				return err
			}
			if p.Head().Companion != "CI-2026-0001" {
				t.Errorf("the packing list names %q beside it", p.Head().Companion)
			}
			pdf, err := tx.PDF(t.Context(), "PL-2026-0001")
			if err == nil && (!strings.HasPrefix(string(pdf), "%PDF-") || series.SHA256(pdf) != out[0].PDFHash) {
				t.Error("the file is not the one that was issued")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		_, info, err := s.Order(t.Context(), "SO-1")
		if err != nil || info.Status != trade.OrderIssued {
			t.Errorf("the order is %s, %v", info.Status, err)
		}
		mustVerify(t, s, 2)
	})
}

func TestSameRequestGivesOneDocument(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		add(t, s, sampleOrder(t, kathmandu, "SO-1"))
		var all sync.WaitGroup
		got := make([][]Issued, 20)
		for i := range got {
			all.Go(func() {
				out, err := s.issue(t.Context(), tashi, asks("SO-1", documents.KindCommercialInvoice, "click"))
				if err != nil {
					t.Errorf("try %d: %v", i, err)
				}
				got[i] = out
			})
		}
		all.Wait()
		for i := range got {
			if len(got[i]) != 1 || got[i][0].ID != got[0][0].ID || got[i][0].Hash != got[0][0].Hash {
				t.Errorf("try %d gave %v, the first %v", i, got[i], got[0])
			}
		}
		mustVerify(t, s, 1)

		add(t, s, sampleOrder(t, kathmandu, "SO-2"))
		if _, err := s.issue(t.Context(), tashi, asks("SO-2", documents.KindCommercialInvoice, "click")); codeOf(err) != trade.Conflict {
			t.Errorf("the key of another request: %v, want a conflict", err)
		}
		mustVerify(t, s, 1)
	})
}

func TestOneKeyForTwoOrdersAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		var all sync.WaitGroup
		var mutex sync.Mutex
		good := 0
		for i := range 8 {
			add(t, s, sampleOrder(t, kathmandu, fmt.Sprintf("SO-%d", i)))
		}
		for i := range 8 {
			all.Go(func() {
				_, err := s.issue(t.Context(), tashi, asks(fmt.Sprintf("SO-%d", i), documents.KindCommercialInvoice, "same"))
				mutex.Lock()
				defer mutex.Unlock()
				if err == nil {
					good++
				} else if codeOf(err) != trade.Conflict {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if good != 1 {
			t.Errorf("%d orders were issued under one key", good)
		}
		mustVerify(t, s, 1)
	})
}

// TestKeyFromBeforeRequestsWereStored issues with a key whose request is not stored,
// as by a program from before requests were.
func TestKeyFromBeforeRequestsWereStored(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		add(t, s, sampleOrder(t, kathmandu, "SO-1"))
		add(t, s, sampleOrder(t, kathmandu, "SO-2"))
		first, err := s.issue(t.Context(), tashi, asks("SO-1", documents.KindCommercialInvoice, "click"))
		if err != nil {
			t.Fatal(err)
		}
		update(t, s, func(tx *Tx) error {
			done, err := tx.ExecContext(t.Context(), `DELETE FROM requests WHERE operation = 'issue'`)
			if err != nil {
				return err
			}
			if n, err := done.RowsAffected(); err != nil || n != 1 {
				t.Errorf("%d requests of issuing were stored, %v; want 1", n, err)
			}
			return nil
		})
		for range 2 { // the second time by the request that the first has stored
			again, err := s.issue(t.Context(), tashi, asks("SO-1", documents.KindCommercialInvoice, "click"))
			if err != nil || len(again) != 1 || again[0].Number != first[0].Number {
				t.Errorf("again: %v, %v; want %s", again, err, first[0].Number)
			}
			if _, err := s.issue(t.Context(), tashi, asks("SO-2", documents.KindCommercialInvoice, "click")); codeOf(err) != trade.Conflict {
				t.Errorf("for another order: %v, want a conflict", err)
			}
		}
		mustVerify(t, s, 1)
	})
}

func TestWrongDocumentIsSuperseded(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-1")
		add(t, s, o)
		issue := func(key, supersedes, reason string) ([]Issued, error) {
			req := asks("SO-1", documents.KindCommercialInvoice, key)
			req.Reason = reason
			if supersedes != "" {
				req.Supersedes = []string{supersedes}
			}
			return s.issue(t.Context(), tashi, req)
		}
		if _, err := issue("a", "", ""); err != nil {
			t.Fatal(err)
		}
		for _, test := range []struct {
			name, supersedes, reason string
			want                     trade.Code
		}{
			{"again without a word", "", "", trade.Conflict},
			{"without a reason", "CI-2026-0001", " ", trade.Invalid},
			{"with a reason for nothing", "", "typo", trade.Invalid},
			{"one that is not there", "CI-2026-0009", "typo", trade.NotFound},
		} {
			if _, err := issue(test.name, test.supersedes, test.reason); codeOf(err) != test.want {
				t.Errorf("%s: %v, want %s", test.name, err, test.want)
			}
		}
		o.Buyer.Address = []string{"Another street"}
		err := s.Update(t.Context(), tashi, func(tx *Tx) error {
			_, err := tx.ReplaceOrder(t.Context(), o)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		out, err := issue("b", "CI-2026-0001", "The street was wrong.")
		if err != nil || out[0].Number != "CI-2026-0002" || out[0].Supersedes != "CI-2026-0001" {
			t.Fatalf("%v, %v", out, err)
		}
		if _, err := issue("c", "CI-2026-0001", "Once more."); codeOf(err) != trade.Conflict {
			t.Errorf("superseding twice: %v, want a conflict", err)
		}
		err = s.view(t.Context(), tashi, func(tx *Tx) error {
			old, err := tx.Issued(t.Context(), "CI-2026-0001")
			if old.SupersededBy != "CI-2026-0002" {
				t.Errorf("%s is superseded by %q", old.Number, old.SupersededBy)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		mustVerify(t, s, 2)
	})
}

func TestYearsEnd(t *testing.T) {
	clock := func(s string) time.Time {
		x, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	each(t, func(t *testing.T, s *Store) {
		for i, test := range []struct {
			zone     string
			calendar exporter.Calendar
			now      time.Time
			want     string
		}{
			{"Asia/Shanghai", exporter.January, clock("2026-12-31T15:59:59Z"), "CI-2026-0001"},
			{"Asia/Shanghai", exporter.January, clock("2026-12-31T16:00:00Z"), "CI-2027-0001"},
			{"Asia/Kolkata", exporter.January, clock("2027-12-31T18:29:59Z"), "CI-2027-0002"},
			{"Asia/Kolkata", exporter.January, clock("2027-12-31T18:30:00Z"), "CI-2028-0001"},
			{"Asia/Kathmandu", exporter.January, clock("2028-12-31T18:14:59Z"), "CI-2028-0002"},
			{"Asia/Kathmandu", exporter.January, clock("2028-12-31T18:15:00Z"), "CI-2029-0001"},
			{"Asia/Kolkata", exporter.April, clock("2027-03-31T18:29:59Z"), "CI-26-27-0001"},
			{"Asia/Kolkata", exporter.April, clock("2027-03-31T18:30:00Z"), "CI-27-28-0001"},
			{"Asia/Kathmandu", exporter.Shrawan, clock("2026-07-16T18:14:59Z"), "CI-82-83-0001"},
			{"Asia/Kathmandu", exporter.Shrawan, clock("2026-07-16T18:15:00Z"), "CI-83-84-0001"},
			{"Asia/Kathmandu", exporter.Shrawan, clock("2028-07-15T18:14:59Z"), "CI-84-85-0001"},
		} {
			number := fmt.Sprintf("SO-%d", i)
			add(t, s, sampleOrder(t, kathmandu, number))
			req := asks(number, documents.KindCommercialInvoice, number)
			req.Calendar, req.Now, req.Zone, req.Lifted = test.calendar, at(test.now), test.zone, true
			out, err := s.issue(t.Context(), tashi, req)
			if err != nil {
				t.Fatal(err)
			}
			if out[0].Number != test.want {
				t.Errorf("%s at %s in %s = %s, want %s", test.calendar, test.now, test.zone, out[0].Number, test.want)
			}
		}
		mustVerify(t, s, 11)
		add(t, s, sampleOrder(t, kathmandu, "SO-late"))
		req := asks("SO-late", documents.KindCommercialInvoice, "late")
		req.Calendar, req.Now, req.Zone = exporter.Shrawan, at(clock("2028-07-15T18:15:00Z")), "Asia/Kathmandu"
		if _, err := s.issue(t.Context(), tashi, req); codeOf(err) != trade.Unavailable {
			t.Errorf("a year that nobody has published: %v", err)
		}
		mustVerify(t, s, 11)
	})
}

func TestClockThatGoesBack(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		for i, test := range []struct {
			back time.Duration
			want trade.Code
		}{{0, ""}, {time.Minute, ""}, {6 * time.Minute, trade.Unavailable}} {
			number := fmt.Sprintf("SO-%d", i)
			add(t, s, sampleOrder(t, kathmandu, number))
			req := asks(number, documents.KindCommercialInvoice, number)
			req.Now = at(noon.Add(-test.back))
			out, err := s.issue(t.Context(), tashi, req)
			if codeOf(err) != test.want || err != nil && test.want == "" {
				t.Errorf("%s back: %v, want %q", test.back, err, test.want)
			}
			if err == nil && !out[0].IssuedAt.Equal(noon.Truncate(time.Microsecond)) {
				t.Errorf("%s back: issued at %s", test.back, out[0].IssuedAt)
			}
		}
	})
}

var errOnPurpose = errors.New("failing on purpose")

func TestManyIssuersLeaveNoGap(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		const issuers, docs = 50, 4
		acknowledged := issueAtOnce(t, s, "", issuers, docs)
		var stored []string
		err := s.view(t.Context(), tashi, func(tx *Tx) error {
			list, err := tx.allIssued(t.Context())
			for _, d := range list {
				stored = append(stored, d.Number)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(stored) != len(acknowledged) {
			t.Errorf("%d documents stored, %d acknowledged", len(stored), len(acknowledged))
		}
		for _, number := range stored {
			if !acknowledged[number] {
				t.Errorf("%s is stored and nobody was told", number)
			}
		}
		mustVerify(t, s, len(acknowledged))
	})
}

// issueAtOnce issues documents with issuers at once, each of which issues docs, one in
// twenty failing on purpose. It returns the numbers that were acknowledged.
func issueAtOnce(t testing.TB, s *Store, prefix string, issuers, docs int) map[string]bool {
	var all sync.WaitGroup
	var mutex sync.Mutex
	acknowledged := map[string]bool{}
	template := sampleOrder(t, kathmandu, "template")
	for i := range issuers {
		all.Go(func() {
			for j := range docs {
				o := template
				o.Number = fmt.Sprintf("%sSO-%d-%d", prefix, i, j)
				if _, err := s.AddOrder(t.Context(), tashi, o); err != nil {
					t.Error(err)
					return
				}
				req := asks(o.Number, documents.KindCommercialInvoice, o.Number)
				fails := (i*docs+j)%20 == 7
				if fails {
					draw := req.Draw
					req.Draw = func(o trade.Order, a Assigned) ([]documents.Document, error) {
						_, err := draw(o, a)
						return nil, errors.Join(errOnPurpose, err)
					}
				}
				out, err := s.issue(t.Context(), tashi, req)
				switch {
				case fails && errors.Is(err, errOnPurpose):
				case err != nil:
					t.Errorf("%s: %v", o.Number, err)
				default:
					mutex.Lock()
					if acknowledged[out[0].Number] {
						t.Errorf("%s is given twice", out[0].Number)
					}
					acknowledged[out[0].Number] = true
					mutex.Unlock()
				}
			}
		})
	}
	all.Wait()
	return acknowledged
}

// TestYearTurnsWhileWaiting has a request come before midnight and get its turn
// after it.
func TestYearTurnsWhileWaiting(t *testing.T) {
	midnight := time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC) // in Shanghai
	each(t, func(t *testing.T, s *Store) {
		for i, test := range []struct {
			looks []time.Time // what the clock says, one after the other
			want  string
			date  string
		}{
			{[]time.Time{midnight.AddDate(0, 0, -1).Add(-time.Second), midnight.AddDate(0, 0, -1)}, "CI-2026-0001", "2026-12-31"},
			{[]time.Time{midnight.Add(-time.Second), midnight}, "CI-2027-0001", "2027-01-01"},
			{[]time.Time{midnight, midnight.Add(time.Second)}, "CI-2027-0002", "2027-01-01"},
		} {
			number := fmt.Sprintf("SO-%d", i)
			add(t, s, sampleOrder(t, kathmandu, number))
			req := asks(number, documents.KindCommercialInvoice, number)
			req.Now = func() time.Time {
				now := test.looks[0]
				if len(test.looks) > 1 {
					test.looks = test.looks[1:]
				}
				return now
			}
			out, err := s.issue(t.Context(), tashi, dated(req))
			if err != nil {
				t.Fatal(err)
			}
			if out[0].Number != test.want || out[0].Date.String() != test.date {
				t.Errorf("issued %s of %s, want %s of %s", out[0].Number, out[0].Date, test.want, test.date)
			}
		}
		mustVerify(t, s, 3)
	})
}

// dated returns a request whose document carries the day of issue, as the desk's
// documents do, and not the order's day.
func dated(req asked) asked {
	draw := req.Draw
	req.Draw = func(o trade.Order, a Assigned) ([]documents.Document, error) {
		docs, err := draw(o, a)
		for _, p := range docs {
			p.Head().Date = a.Date
		}
		return docs, err
	}
	return req
}

func TestDocumentsAreSupersededTogether(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		add(t, s, sampleOrder(t, kathmandu, "SO-1"))
		both := []documents.Kind{documents.KindCommercialInvoice, documents.KindPackingList}
		issue := func(key string, supersedes ...string) ([]Issued, error) {
			req := asks("SO-1", "", key)
			req.Kinds, req.Supersedes, req.Draw = both, supersedes, drawOf(both...)
			if len(supersedes) > 0 {
				req.Reason = "A bale is missing."
			}
			return s.issue(t.Context(), tashi, req)
		}
		if _, err := issue("a"); err != nil {
			t.Fatal(err)
		}
		for _, test := range []struct {
			name       string
			supersedes []string
			want       trade.Code
		}{
			{"one of the two", []string{"CI-2026-0001"}, trade.Conflict},
			{"one twice", []string{"CI-2026-0001", "CI-2026-0001"}, trade.Conflict},
			{"one too many", []string{"CI-2026-0001", "PL-2026-0001", "CI-2026-0002"}, trade.Invalid},
			{"one that is not there", []string{"CI-2026-0001", "PL-2026-0009"}, trade.NotFound},
		} {
			if _, err := issue(test.name, test.supersedes...); codeOf(err) != test.want {
				t.Errorf("%s: %v, want %s", test.name, err, test.want)
			}
		}
		for range 2 {
			out, err := issue("b", "PL-2026-0001", "CI-2026-0001")
			if err != nil {
				t.Fatal(err)
			}
			if out[0].Number != "CI-2026-0002" || out[0].Supersedes != "CI-2026-0001" || out[1].Number != "PL-2026-0002" || out[1].Supersedes != "PL-2026-0001" {
				t.Errorf("superseded by %+v", out)
			}
		}
		if _, err := issue("b", "PL-2026-0001"); codeOf(err) != trade.Conflict {
			t.Errorf("the key of a request that superseded two: %v, want a conflict", err)
		}
		mustVerify(t, s, 4)
	})
}

func TestFullSeriesIssuesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 1)
		if _, err := unguarded(t, s).ExecContext(t.Context(), `UPDATE series SET next = 100000000 WHERE kind = 'commercial-invoice'`); err != nil {
			t.Fatal(err)
		}
		add(t, s, sampleOrder(t, kathmandu, "SO-2"))
		_, err := s.issue(t.Context(), tashi, asks("SO-2", documents.KindCommercialInvoice, "full"))
		if codeOf(err) != trade.Unavailable || !strings.Contains(err.Error(), "CI-2026-100000000 has more than 16 characters; this number series is full.") {
			t.Errorf("Issue = %v", err)
		}
		err = s.view(t.Context(), tashi, func(tx *Tx) error {
			n, _, err := tx.IssuedSums(t.Context(), IssuedFilter{})
			if n != 2 {
				t.Errorf("%d documents are issued, want the 2 of before", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

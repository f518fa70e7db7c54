package store

import (
	"strings"
	"testing"
	"time"

	"woolroad/app/trade"
	"woolroad/documents"
)

// TestPrintedDatesNeverRunBackwards issues under clocks that are ahead and behind.
func TestPrintedDatesNeverRunBackwards(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		clock := func(text string) func() time.Time {
			now, err := time.Parse(time.DateTime, text)
			if err != nil {
				t.Fatal(err)
			}
			return at(now)
		}
		for _, test := range []struct{ order, now, dated, number, date, refused string }{
			{"SO-1", "2026-12-30 02:00:00", "", "CI-2026-0001", "2026-12-30", ""},
			{"SO-2", "2026-12-31 16:02:00", "", "CI-2027-0001", "2027-01-01", ""}, // in Shanghai the year has turned
			{"SO-3", "2026-12-31 15:58:00", "", "CI-2027-0002", "2027-01-01", ""}, // four minutes behind
			{"SO-4", "2026-12-31 02:00:00", "", "", "", "CI-2027-0002 was issued at 2026-12-31 16:02:00 (UTC) and is dated 2027-01-01, and the clock says 2026-12-31 02:00:00 (UTC)."},
			{"SO-4", "2026-12-31 02:00:00", "2026-12-31", "", "", "CI-2027-0002 was issued at"},
			{"SO-4", "2026-12-31 02:00:00", "2027-01-01", "CI-2027-0003", "2027-01-01", ""},
			{"SO-5", "2027-01-02 02:00:00", "", "CI-2027-0004", "2027-01-02", ""},
		} {
			if _, err := s.AddOrder(t.Context(), tashi, sampleOrder(t, kathmandu, test.order)); err != nil {
				t.Fatal(err)
			}
			who := tashi
			who.Dated = test.dated
			q := asks(test.order, documents.KindCommercialInvoice, test.order+test.now)
			q.Now = clock(test.now)
			draw := q.Draw
			q.Draw = func(o trade.Order, a Assigned) ([]documents.Document, error) {
				docs, err := draw(o, a)
				for _, d := range docs {
					d.Head().Date = a.Date
				}
				return docs, err
			}
			out, err := s.issue(t.Context(), who, q)
			switch {
			case test.refused != "":
				if err == nil || !strings.HasPrefix(err.Error(), test.refused) {
					t.Errorf("%s at %s: %v, want %q", test.order, test.now, err, test.refused)
				}
			case err != nil || out[0].Number != test.number || out[0].Date.String() != test.date:
				t.Errorf("%s at %s: %+v, %v; want %s", test.order, test.now, out, err, test.number)
			}
		}
		var notes int
		if err := direct(t, whereOf(s)).QueryRowContext(t.Context(), `SELECT count(*) FROM events WHERE format = 'document.dated'`).Scan(&notes); err != nil || notes != 1 {
			t.Errorf("%d notes of a confirmed date, %v; want 1", notes, err)
		}
	})
}

// whereOf returns where a store is that openAt has opened.
func whereOf(s *Store) Where {
	w, _ := opened.Load(s.DB)
	return w.(Where)
}

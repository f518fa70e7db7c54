package store

import (
	"path/filepath"
	"testing"

	"woolroad/documents"
)

// insertSeries inserts a row of values into the series, as an administrator does by hand.
func insertSeries(t *testing.T, s *Store, values string) {
	t.Helper()
	_, err := shell(t, s).ExecContext(t.Context(), `INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES (`+values+`)`)
	if err != nil {
		t.Fatal(err)
	}
}

// An office goes on where its old system stopped, and where a series was closed,
// in another one of the year. Both are copied and verified as they are.
func TestSeriesThatBeginOtherwise(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueAs := func(number, want string) {
			t.Helper()
			add(t, s, sampleOrder(t, kathmandu, number))
			out, err := s.issue(t.Context(), tashi, asks(number, documents.KindCommercialInvoice, number))
			if err != nil {
				t.Fatal(err)
			}
			if out[0].Number != want {
				t.Errorf("%s was issued, want %s", out[0].Number, want)
			}
		}
		insertSeries(t, s, `'commercial-invoice/JAN/2026', 'commercial-invoice', 'JAN', '2026', 'LHW', 118, '', 118, ''`)
		mustVerify(t, s, 0)
		issueAs("SO-1", "LHW-2026-0118")
		issueAs("SO-2", "LHW-2026-0119")
		insertSeries(t, s, `'commercial-invoice/JAN/2026B', 'commercial-invoice', 'JAN', '2026', 'CI', 1, 'B', 1, ''`)
		issueAs("SO-3", "CI-2026B-0001")
		issueAs("SO-4", "CI-2026B-0002")
		mustVerify(t, s, 4)

		file := filepath.Join(t.TempDir(), "backup.db")
		if _, err := s.Backup(t.Context(), tashi, file); err != nil {
			t.Fatal(err)
		}
		eachMigrated(t, func(t *testing.T, w Where) {
			if _, err := Restore(t.Context(), tashi, w, file); err != nil {
				t.Fatal(err)
			}
			restored := openAt(t, w)
			add(t, restored, sampleOrder(t, kathmandu, "SO-5"))
			out, err := restored.issue(t.Context(), tashi, asks("SO-5", documents.KindCommercialInvoice, "SO-5"))
			if err != nil || out[0].Number != "CI-2026B-0003" {
				t.Errorf("it goes on with %+v, %v; want CI-2026B-0003", out, err)
			}
			mustVerify(t, restored, 5)
		})
	})
}

// A number of the office's own that grows too long is refused in words.
func TestSeriesWithALongPrefix(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		insertSeries(t, s, `'commercial-invoice/JAN/2026', 'commercial-invoice', 'JAN', '2026', 'LHWINV', 9999, '', 9999, ''`)
		add(t, s, sampleOrder(t, kathmandu, "SO-1"))
		if out, err := s.issue(t.Context(), tashi, asks("SO-1", documents.KindCommercialInvoice, "1")); err != nil || out[0].Number != "LHWINV-2026-9999" {
			t.Fatalf("Issue = %+v, %v", out, err)
		}
		add(t, s, sampleOrder(t, kathmandu, "SO-2"))
		_, err := s.issue(t.Context(), tashi, asks("SO-2", documents.KindCommercialInvoice, "2"))
		if want := "LHWINV-2026-10000 has more than 16 characters; this number series is full."; err == nil || err.Error() != want {
			t.Errorf("Issue = %v, want %q", err, want)
		}
		mustVerify(t, s, 1)
	})
}

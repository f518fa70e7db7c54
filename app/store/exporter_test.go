package store

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/store/db"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

func TestExporterIsKept(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		e, err := s.Exporter(t.Context())
		if err != nil || e != (exporter.Exporter{Calendar: exporter.January, Zone: "Asia/Shanghai", Labels: exporter.EnglishChinese}) {
			t.Errorf("before anything is said: %+v, %v", e, err)
		}
		seller := sampleOrder(t, kathmandu, "").Seller
		e.Seller, e.Calendar, e.Zone, e.Labels, e.Address = &seller, exporter.Shrawan, "Asia/Kathmandu", exporter.English, "https://papers.example.com"
		if err := s.SaveExporter(t.Context(), Who{Name: "Tashi", At: noon}, e); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveExporter(t.Context(), Who{Name: "Tashi", At: noon}, e); codeOf(err) != trade.Conflict {
			t.Errorf("the second of two who read the same: %v, want a conflict", err)
		}
		got, err := s.Exporter(t.Context())
		e.Version = 1
		if diff := cmp.Diff(e, got); err != nil || diff != "" {
			t.Errorf("%v, stored as\n%s", err, diff)
		}
		got.Seller = nil
		if err := s.SaveExporter(t.Context(), Who{Name: "Tashi", At: noon}, got); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Exporter(t.Context()); err != nil || got.Seller != nil || got.Version != 2 {
			t.Errorf("without a seller: %+v, %v", got, err)
		}
	})
}

func TestExporterThatIsRefused(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		for _, test := range []struct {
			name, field string
			spoil       func(*exporter.Exporter)
		}{
			{"no calendar", "calendar", func(e *exporter.Exporter) { e.Calendar = "" }},
			{"a calendar that nobody has", "calendar", func(e *exporter.Exporter) { e.Calendar = "MAY" }},
			{"no zone", "zone", func(e *exporter.Exporter) { e.Zone = "" }},
			{"the machine's zone", "zone", func(e *exporter.Exporter) { e.Zone = "Local" }},
			{"a zone that is nowhere", "zone", func(e *exporter.Exporter) { e.Zone = "Nowhere/Town" }},
			{"labels in Chinese alone", "labels", func(e *exporter.Exporter) { e.Labels = "zh" }},
			{"an address without a host", "address", func(e *exporter.Exporter) { e.Address = "https:documents" }},
			{"an address of no page", "address", func(e *exporter.Exporter) { e.Address = "mailto:desk@example.com" }},
			{"a seller without a name", "seller", func(e *exporter.Exporter) { e.Seller = &trade.Party{Country: "CN"} }},
		} {
			e := exporter.Default()
			test.spoil(&e)
			err := s.SaveExporter(t.Context(), Who{Name: "Tashi", At: noon}, e)
			if codeOf(err) != trade.Invalid || fieldOf(err) != test.field {
				t.Errorf("%s: %v, want it invalid for its %s", test.name, err, test.field)
			}
		}
	})
}

func TestNumbersAndDatesOnlyGoForward(t *testing.T) {
	clock := func(s string) time.Time {
		x, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	each(t, func(t *testing.T, s *Store) {
		change := func(name, now string, want trade.Code, change func(*exporter.Exporter)) {
			t.Helper()
			e, err := s.Exporter(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			change(&e)
			if err := s.SaveExporter(t.Context(), Who{Name: "Tashi", At: clock(now)}, e); codeOf(err) != want || err != nil && want == "" {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
		}
		calendar := func(c exporter.Calendar) func(*exporter.Exporter) {
			return func(e *exporter.Exporter) { e.Calendar = c }
		}
		zoneTo := func(z string) func(*exporter.Exporter) { return func(e *exporter.Exporter) { e.Zone = z } }

		change("a calendar before any document", "2026-11-23T04:00:00Z", "", calendar(exporter.April))
		change("and back", "2026-11-23T04:00:00Z", "", calendar(exporter.January))
		add(t, s, sampleOrder(t, kathmandu, "SO-1"))
		req := asks("SO-1", documents.KindCommercialInvoice, "k")
		req.Now = at(clock("2026-11-23T17:00:00Z")) // the 24th in Shanghai
		if _, err := s.issue(t.Context(), tashi, dated(req)); err != nil {
			t.Fatal(err)
		}
		change("another calendar in a year with documents", "2026-12-31T15:59:59Z", trade.Conflict, calendar(exporter.April))
		change("the same calendar", "2026-12-31T15:59:59Z", "", calendar(exporter.January))
		change("a zone where the document's day has not begun", "2026-11-23T17:00:00Z", trade.Conflict, zoneTo("Asia/Kathmandu"))
		change("a zone where it just has", "2026-11-23T18:15:00Z", "", zoneTo("Asia/Kathmandu"))
		change("a zone further east", "2026-11-23T18:15:00Z", "", zoneTo("Asia/Shanghai"))
		change("another calendar in the year after", "2026-12-31T16:00:00Z", "", calendar(exporter.Shrawan))
		change("out of a year that nobody has published", "2032-01-01T00:00:00Z", "", calendar(exporter.January))
	})
}

// TestBackupHasTheExporter restores to the other engine.
// A series that is ready to go on where an old system stopped has no document yet.
func TestACalendarMayChangeBeforeTheFirstNumber(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		insertSeries(t, s, `'commercial-invoice/JAN/2026', 'commercial-invoice', 'JAN', '2026', 'LHW', 118, '', 118, ''`)
		e := exporter.Default()
		for _, calendar := range []exporter.Calendar{exporter.April, exporter.January} {
			e.Calendar = calendar
			if err := s.SaveExporter(t.Context(), Who{Name: "Tashi", At: noon}, e); err != nil {
				t.Fatal(err)
			}
			e.Version++
		}
		add(t, s, sampleOrder(t, kathmandu, "SO-1"))
		if out, err := s.issue(t.Context(), tashi, asks("SO-1", documents.KindCommercialInvoice, "1")); err != nil || out[0].Number != "LHW-2026-0118" {
			t.Fatalf("Issue = %+v, %v", out, err)
		}
		e.Calendar = exporter.April
		if err := s.SaveExporter(t.Context(), Who{Name: "Tashi", At: noon}, e); codeOf(err) != trade.Conflict {
			t.Errorf("after the first number: %v, want a conflict", err)
		}
	})
}

func TestBackupHasTheExporter(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		e := exporter.Default()
		e.Calendar = exporter.April
		if err := s.SaveExporter(t.Context(), Who{Name: "Tashi", At: noon}, e); err != nil {
			t.Fatal(err)
		}
		add(t, s, sampleOrder(t, kathmandu, "SO-1"))
		if _, err := s.issue(t.Context(), tashi, asks("SO-1", documents.KindCommercialInvoice, "k")); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "backup.db")
		if _, err := s.Backup(t.Context(), tashi, file); err != nil {
			t.Fatal(err)
		}
		w := Where{Data: t.TempDir()}
		if s.Engine() == db.SQLite {
			w = Where{URL: storetest.Postgres(t)}
		}
		if _, err := Restore(t.Context(), tashi, w, file); err != nil {
			t.Fatal(err)
		}
		restored := openAt(t, w)
		e.Version = 1
		if got, err := restored.Exporter(t.Context()); err != nil || got != e {
			t.Errorf("restored %+v, %v; want %+v", got, err, e)
		}
		if diff := cmp.Diff(billedIn(t, s), billedIn(t, restored)); diff != "" || len(billedIn(t, s)) == 0 {
			t.Errorf("billed lots of %d:\n%s", len(billedIn(t, s)), diff)
		}
	})
}

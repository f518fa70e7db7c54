package web

import (
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/web/documents"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/app/web/webtest"
)

// thousands stores n copies of each issued document under numbers of their own. Drawing
// as many would take a minute.
func (d *desk) thousands(n int) {
	d.t.Helper()
	copies := `
		WITH RECURSIVE copies (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copies WHERE k < $1) `
	err := d.store.Update(d.t.Context(), tashi, func(tx *store.Tx) error {
		for _, statement := range []string{
			`DROP TRIGGER issued_insert`, `DROP TRIGGER issued_shape`, `DROP TRIGGER issued_chained`, // which see that each document can be right and follows the one before
			`
			INSERT INTO issued_about (number, date, order_number, buyer, country, seal)` + copies + `
			SELECT substr(a.number, 1, 3) || CAST(100000 + copies.k AS text), a.date, a.order_number, a.buyer, a.country, a.seal FROM issued_about a CROSS JOIN copies`, `
			INSERT INTO issued (id, series, n, number, kind, subject_kind, subject_id, part, date, currency, total_minor,
				payload, format, prev, hash, pdf, pdf_sha256, supersedes, reason, request_key, issued_at)` + copies + `
			SELECT i.id || CAST(copies.k AS text), i.series, 100000 + copies.k, substr(i.number, 1, 3) || CAST(100000 + copies.k AS text), i.kind, i.subject_kind, i.subject_id, i.part,
				i.date, i.currency, i.total_minor, i.payload, i.format, i.prev, i.hash, i.pdf, i.pdf_sha256, NULL, NULL, i.request_key || CAST(copies.k AS text), i.issued_at
			FROM issued i CROSS JOIN copies`,
		} {
			args := []any{n}
			if !strings.Contains(statement, "$1") {
				args = nil
			}
			if _, err := tx.ExecContext(d.t.Context(), statement, args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// BenchmarkMonth measures the tables of a month of 1,000 documents, half of them
// invoices.
func BenchmarkMonth(b *testing.B) {
	d := newDesk(b)
	d.issueAll()
	d.thousands(499)
	for _, path := range []string{"/documents.xlsx?month=2026-04", "/documents.csv?month=2026-04", "/documents.zip?month=2026-04", "/documents?month=2026-04"} {
		b.Run(path[1:], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if got := d.get(path); got.status != 200 {
					b.Fatalf("%s: %d", path, got.status)
				}
			}
		})
	}
}

// weighed is a table that measures how much memory is in use while documents come.
type weighed struct {
	documents.MonthTable
	n    int
	most int64
}

func (w *weighed) Take(d issue.Booked) error {
	if w.n++; w.n%200 == 0 {
		w.most = max(w.most, inUse())
	}
	return w.MonthTable.Take(d)
}

func (w *weighed) Write(to io.Writer) error {
	err := w.MonthTable.Write(to)
	w.most = max(w.most, inUse())
	return err
}

// inUse returns how many bytes of memory are in use after garbage is collected.
func inUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse)
}

// weigh makes a table of all documents, and returns the most memory that this takes.
func (d *desk) weigh(ending string) int64 {
	d.t.Helper()
	before, t := inUse(), &weighed{MonthTable: documents.NewMonthTable(say.English, ending)}
	made := &documents.MonthFile{Tables: map[string]documents.MonthTable{ending: t}}
	var err error
	if made.File, err = page.UnnamedFile("woolroad-*" + ending); err != nil {
		d.t.Fatal(err)
	}
	if err := issue.Export(d.t.Context(), d.store, tashi, store.IssuedFilter{}, false, made); err != nil {
		d.t.Fatal(err)
	}
	if err := errors.Join(t.Close(), made.File.Close()); err != nil {
		d.t.Error(err)
	}
	return t.most - before
}

func TestMemoryDoesNotGrowWithTheMonth(t *testing.T) {
	d := newDesk(t)
	d.issueAll()
	d.thousands(1200)
	if got := d.get("/documents?sums=1"); !strings.Contains(got.body, "2402 documents") || !strings.Contains(got.body, "More than 1000 documents have a total") {
		t.Error("the page does not say what it leaves out")
	}
	if rows := webtest.CSV(t, d.get("/documents.csv").body); len(rows) != 2403 {
		t.Errorf("the file has %d rows, with its heads; want 2403", len(rows))
	}
	for _, ending := range []string{page.CSVEnding, page.XLSXEnding} {
		if most := d.weigh(ending); most > 24<<20 {
			t.Errorf("2,402 documents as %s take %d MB", ending, most>>20)
		} else {
			t.Logf("2,402 documents as %s take %d kB", ending, most>>10)
		}
	}
}

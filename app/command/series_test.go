package command

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"woolroad/app/issue"
	"woolroad/app/store"
)

// plantWorthless inserts a row of the year 9999 with a worthless content after CI-2026-0001,
// in a transaction that lifts the guards.
func plantWorthless(t *testing.T, w store.Where) {
	t.Helper()
	driver, dsn := "pgx", w.URL
	if w.URL == "" {
		driver, dsn = "sqlite", "file:"+filepath.Join(w.Data, "woolroad.db")+"?_pragma=foreign_keys(ON)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO guards_lifted (name) VALUES ('restoring')`,
		`INSERT INTO issued (id, series, n, number, kind, subject_kind, subject_id, part, date, currency, total_minor,
			payload, format, prev, hash, pdf, pdf_sha256, supersedes, reason, request_key, issued_at)
		SELECT 'x', series, n + 1, 'CI-2026-0002', kind, subject_kind, subject_id, part, date, currency, total_minor,
			'{"number":"CI-2026-0002"}', format, hash, hash, pdf, pdf_sha256, NULL, NULL, 'x', '9999-12-31T23:59:59.999999Z'
		FROM issued WHERE number = 'CI-2026-0001'`,
		`DELETE FROM guards_lifted`,
	} {
		if _, err := tx.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// From the row that stops verifying, backups and issuing to an office that goes on, with
// what was said meanwhile.
func TestSeriesClose(t *testing.T) {
	t.Parallel()
	prepared.Each(t, func(t *testing.T, w store.Where) {
		desk, backup := desktop{}, filepath.Join(t.TempDir(), "backup.db")
		with := func(args ...string) []string { return slices.Concat(args, flags(w)) }
		closing := with("series", "close", "CI-2026", "--reason", "A row was inserted by hand.")
		desk.good(t, with(append([]string{"rates", "import"}, sampleFeeds...)...)...)
		desk.good(t, with(append([]string{"orders", "import"}, sampleOrders...)...)...)
		var docs []issuedDocument
		read(t, desk, &docs, with("issue", numbers[0])...)

		desk.says(t, 2, "say which command to run", "exporter")
		desk.says(t, 2, `there is no command "series open"`, "series", "open")
		desk.says(t, 2, "name one series", "series", "close")
		desk.says(t, 2, "say with --reason why CI-2026 is closed", "series", "close", "CI-2026")
		desk.says(t, 1, "There is no number series CI-2020", with("series", "close", "CI-2020", "--reason", "x")...)
		desk.says(t, 1, "Nothing is wrong in series CI-2026; a series is closed only where it is damaged.", closing...)

		plantWorthless(t, w)
		desk.says(t, 1, `"woolroad series close CI-2026 --reason …"`, with("issue", numbers[1], "commercial-invoice")...)
		desk.says(t, 1, "CI-2026-0002", with("verify")...)
		desk.says(t, 1, "CI-2026-0002", with("backup", backup)...)
		desk.says(t, 1, "Nothing is wrong in series PL-2026", with("series", "close", "packing-list/JAN/2026", "--reason", "x")...)

		closing = append(closing, "--key", "k")
		said := desk.good(t, closing...).out
		if want := "Series CI-2026 is closed with the 2 documents that it holds; the next document begins series commercial-invoice/JAN/2026B.\n"; said != want {
			t.Errorf("series close says %q, want %q", said, want)
		}
		if again := desk.good(t, closing...).out; again != said {
			t.Errorf("the same request again says %q", again)
		}
		desk.says(t, 1, "Series CI-2026 was closed at 2026-11-23T04:00:", with("series", "close", "CI-2026", "--reason", "again")...)

		var next []issuedDocument
		read(t, desk, &next, with("issue", numbers[1], "commercial-invoice")...)
		if len(next) != 1 || next[0].Number != "CI-2026B-0001" {
			t.Errorf("issued %+v", next)
		}
		read(t, desk, &next, with("issue", numbers[0], "--supersedes", "CI-2026-0001", "--reason", "The street was wrong.")...) // though the row that was inserted says that it is of that order too
		if len(next) != 1 || next[0].Number != "CI-2026B-0002" {
			t.Errorf("issued %+v", next)
		}

		for _, want := range []string{
			"(series CI-2026 was closed as damaged on 2026-11-23; 2 things are wrong in it): all right\n",
			"\nseries CI-2026 was closed at 2026-11-23T04:00:", "by command line: A row was inserted by hand.\n",
			"\nevidence: commercial-invoice/JAN/2026: CI-2026-0002: its date is stored as 2026-11-23 and its content (payload) says nothing.",
		} {
			if got := desk.good(t, with("verify")...).out; !strings.Contains(got, want) {
				t.Errorf("verify says %q, want something of %q", got, want)
			}
		}
		var found verified
		read(t, desk, &found, with("verify")...)
		if len(found.Wrong) != 0 || len(found.Closed) != 1 || found.Closed[0].Name != "CI-2026" || found.Closed[0].Documents != 2 || len(found.Closed[0].Wrong) != 2 {
			t.Errorf("verify --json: %+v", found)
		}
		const holds = "series CI-2026 was closed as damaged on 2026-11-23; 2 things are wrong in it"
		if got := desk.good(t, with("backup", backup)...).out; !strings.Contains(got, holds) {
			t.Errorf("backup says %q, want something of %q", got, holds)
		}
		if got := desk.good(t, "restore", backup, "--data", filepath.Join(t.TempDir(), "restored")).out; !strings.Contains(got, holds) {
			t.Errorf("restore says %q, want something of %q", got, holds)
		}
		if got := desk.good(t, with("series")...).out; !strings.Contains(got, "closed at 2026-11-23T04:00:") || !strings.Contains(got, "CI-2026B") || !strings.Contains(got, "PL-2026") {
			t.Errorf("series says %q", got)
		}
		read(t, desk, &[]any{}, with("series")...)

		s, err := store.Open(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		checked, err := issue.Check(t.Context(), s, store.Who{Name: "anybody"}, docs[0].Hash)
		if err != nil || checked.Found == nil || checked.Found.Number != "CI-2026-0001" {
			t.Errorf("a good document of the closed series is checked: %+v, %v", checked, err)
		}
	})
}

// TestVerifySaysHowToGoOn damages a list, a series and an order, and does as verify says:
// where only a backup has what is gone, verify goes on to say so.
func TestVerifySaysHowToGoOn(t *testing.T) {
	t.Parallel()
	prepared.Each(t, func(t *testing.T, w store.Where) {
		desk, with := desktop{}, func(args ...string) []string { return slices.Concat(args, flags(w)) }
		desk.good(t, with(append([]string{"rates", "import"}, sampleFeeds...)...)...)
		desk.good(t, with(append([]string{"orders", "import"}, sampleOrders...)...)...)
		desk.good(t, with("issue", numbers[0])...)
		const (
			rebuilt  = "to go on: \"woolroad rebuild\" makes"
			closed   = "\"woolroad series close SERIES --reason …\": commercial-invoice/JAN/2026.\n"
			restored = "made good by a backup of before the damage alone"
		)
		says := func(code int, wanted ...string) {
			t.Helper()
			r := desk.run(t, with("verify")...)
			for _, way := range []string{rebuilt, closed, restored} {
				if strings.Contains(r.out, way) != slices.Contains(wanted, way) || r.code != code {
					t.Errorf("verify exits with %d and says\n%s, want %d and %q", r.code, r.out, code, wanted)
				}
			}
		}
		says(0)
		plantWorthless(t, w)
		says(1, closed)
		shell := shellOf(t, w)
		for _, statement := range []string{`DELETE FROM issued_about WHERE number = 'PL-2026-0001'`, `UPDATE orders SET number = 'SO-9' WHERE number = '` + numbers[1] + `'`} {
			if _, err := shell.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		says(1, rebuilt, closed)
		desk.good(t, with("rebuild")...)
		says(1, closed)
		desk.good(t, with("series", "close", "CI-2026", "--reason", "A row was inserted by hand.")...)
		says(1, restored)
	})
}

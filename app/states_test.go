package app_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"woolroad/app/ratebook"
	"woolroad/app/store"
	"woolroad/rates"
)

// TestStatesInTheBrowser looks at pages in states that no link leads to on a desk where all
// is well: after an import whose rates are held, with rates of before, with records that
// cannot be read, and where a request fails.
func TestStatesInTheBrowser(t *testing.T) {
	t.Parallel()
	w := filled.SQLite(t)
	enterRate(t, w)
	damaged := beside(t, w)
	change(t, damaged,
		`UPDATE orders SET body = '{"lots": 7}' WHERE number = 'SO-2026-0038'`,
		`UPDATE parties SET body = '{"name": 7}' WHERE id = (SELECT party FROM order_parties WHERE role = 'buyer' AND order_id = (SELECT id FROM orders WHERE number = 'SO-2026-0038'))`,
	)
	file, err := filepath.Abs(filepath.Join("command", "testdata", "ecb-held-2015-01.xml"))
	if err != nil {
		t.Fatal(err)
	}
	r := run(t, w)
	for n, look := range looks {
		b := newTab(t, r.address)
		b.failing = true
		b.looks(look)
		b.open("/rates")
		b.do("choose a publisher's file", chromedp.SetUploadFiles("#file", []string{file}))
		b.follow("import", 200, send(`form[action="/rates/import"]`, asItIs))
		b.lookAtAll("an import's result", look)
		b.lookThrough([]string{
			"/", "/rates", "/rates/EUR-CHF", "/rates/new", "/parties", "/orders/SO-2026-0038", "/orders/SO-2026-0038/edit", "/orders/SO-2026-0038/issue",
			"/orders?q=SO-2026-0038", "/parties?q=sutlej", "/parties/" + partyOf(t, damaged), "/parties/" + partyOf(t, damaged) + "/edit",
			"/check/" + sealOf(t, damaged, "CI-2026-0001"),
		}, "state ", n, look)
		release := locked(t, damaged)
		b.open("/exporter")
		b.follow("save in a locked database", 503, send(`form[action="/exporter"]`, asItIs))
		b.lookAtAll("503", look)
		release()
		change(t, damaged, `ALTER TABLE deleted_drafts RENAME TO missing_drafts`)
		b.follow("open a page that fails", 500, chromedp.Navigate(r.address+"/orders/drafts"))
		b.lookAtAll("500", look)
		change(t, damaged, `ALTER TABLE missing_drafts RENAME TO deleted_drafts`)
	}
}

// change runs statements in the database.
func change(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// lookAtAll looks at the page that is open in each theme of a look.
func (b *tab) lookAtAll(name string, l look) {
	b.t.Helper()
	b.lookAt(name, l)
	for _, theme := range l.themes[1:] {
		b.turn(name, l, theme)
	}
}

// enterRate enters the bank's contract rate of a pair with large figures, and corrects it.
func enterRate(t *testing.T, w store.Where) {
	t.Helper()
	s, err := store.Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{"19543.1", "19600"} {
		_, err = ratebook.Enter(t.Context(), s, tashi, ratebook.TypedRate{Source: string(rates.Contract), From: "USD", To: "IDR", Value: value, Per: "1", Date: "2026-04-03", Reason: "Telephone call with the bank", Sure: true})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// beside returns a connection to the database beside the program's own.
func beside(t *testing.T, w store.Where) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(w.Data, "woolroad.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// locked locks the database until the result is called.
func locked(t *testing.T, db *sql.DB) (release func()) {
	t.Helper()
	conn, err := db.Conn(context.Background())
	if err == nil {
		_, err = conn.ExecContext(context.Background(), `BEGIN IMMEDIATE`)
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		_, err := conn.ExecContext(context.Background(), `ROLLBACK`)
		if err := errors.Join(err, conn.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// partyOf returns the id of the party that cannot be read.
func partyOf(t *testing.T, db *sql.DB) (id string) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), `SELECT id FROM parties WHERE body = '{"name": 7}'`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// sealOf returns the seal of an issued document, by which anybody may check it.
func sealOf(t *testing.T, db *sql.DB, number string) (seal string) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), `SELECT hash FROM issued WHERE number = $1`, number).Scan(&seal); err != nil {
		t.Fatal(err)
	}
	return seal
}

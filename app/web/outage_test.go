package web

import (
	"database/sql"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"woolroad/app/store"
	"woolroad/app/store/storetest"
)

// shell returns a connection to a desk's database beside the program's own.
func shell(t *testing.T, w store.Where) *sql.DB {
	t.Helper()
	driver, name := "pgx", w.URL
	if w.Data != "" {
		driver, name = "sqlite", filepath.Join(w.Data, "woolroad.db")
	}
	db, err := sql.Open(driver, name)
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

// run runs statements in the shell.
func run(t *testing.T, db interface {
	Exec(string, ...any) (sql.Result, error)
}, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// pragma sets something of the only connection through which the desk writes to SQLite.
func (d *desk) pragma(statements ...string) {
	d.t.Helper()
	err := d.store.Update(d.t.Context(), tashi, func(tx *store.Tx) error {
		for _, s := range statements {
			if _, err := tx.ExecContext(d.t.Context(), s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// locked locks the row of readiness and, on SQLite, everything, until the result is
// called.
func locked(t *testing.T, db *sql.DB) (release func()) {
	t.Helper()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	run(t, tx, `UPDATE readiness SET writes = writes`, `UPDATE orders SET status = status`)
	return func() {
		t.Helper()
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
}

// raising returns statements that have PostgreSQL raise an error of that code where rows
// are inserted into the tables of documents and of readiness.
func raising(code string) string {
	return `CREATE FUNCTION raise() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'raised' USING ERRCODE = '` + code + `'; END $$;
		CREATE TRIGGER raise BEFORE INSERT ON issued FOR EACH ROW EXECUTE FUNCTION raise();
		CREATE TRIGGER raise BEFORE INSERT ON readiness FOR EACH ROW EXECUTE FUNCTION raise()`
}

// TestAnOutageSaysItsCause breaks the database under a desk in the ways that are known, and
// mends it. Nothing is issued meanwhile, and afterwards the same form issues once.
func TestAnOutageSaysItsCause(t *testing.T) {
	t.Parallel()
	const (
		full     = "A disk of the server is full. Make room on it, then try again."
		readOnly = "The database takes no changes at present. Ask whoever looks after the server, then try again."
		away     = "The database cannot be reached. Try again in a minute."
		busy     = "Somebody else is using what this needs, such as the same number series. Try again in a few seconds."
	)
	for _, test := range []struct {
		what        string
		pg          bool
		cause, says string
		wait        string
		unreadable  bool // the database cannot be read either
		break_      func(t *testing.T, d *desk, shell *sql.DB, line *storetest.Proxy) (mend func())
	}{
		{"SQLite finds no room", false, "disk full", full, "60", false, func(t *testing.T, d *desk, shell *sql.DB, _ *storetest.Proxy) func() {
			d.pragma("PRAGMA max_page_count = 1") // the database stays as large as it is
			return func() { d.pragma("PRAGMA max_page_count = 1000000") }
		}},
		{"SQLite is locked", false, "busy", busy, "5", false, func(t *testing.T, d *desk, shell *sql.DB, _ *storetest.Proxy) func() {
			d.pragma("PRAGMA busy_timeout = 1")
			return locked(t, shell)
		}},
		{"SQLite takes no changes", false, "read-only", readOnly, "60", false, func(t *testing.T, d *desk, shell *sql.DB, _ *storetest.Proxy) func() {
			d.pragma("PRAGMA query_only = ON")
			return func() { // the pragma stands in the way of every transaction, of one that takes it back too
				again := newDeskAt(t, d.where)
				again.server.Now = d.server.Now
				d.store, d.server, d.app = again.store, again.server, again.app
			}
		}},
		{"PostgreSQL finds no room", true, "disk full", full, "60", false, func(t *testing.T, d *desk, shell *sql.DB, _ *storetest.Proxy) func() {
			run(t, shell, raising("53100"))
			return func() { run(t, shell, `DROP FUNCTION raise CASCADE`) }
		}},
		{"PostgreSQL takes no changes", true, "read-only", readOnly, "60", false, func(t *testing.T, d *desk, shell *sql.DB, _ *storetest.Proxy) func() {
			set := func(on string) {
				run(t, shell, `DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET default_transaction_read_only = `+on+`'; END $$`,
					`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
			}
			set("on")
			return func() { set("off") }
		}},
		{"a series is locked", true, "busy", busy, "5", false, func(t *testing.T, d *desk, shell *sql.DB, _ *storetest.Proxy) func() { return locked(t, shell) }},
		{"PostgreSQL is away", true, "database away", away, "10", true, func(t *testing.T, d *desk, shell *sql.DB, line *storetest.Proxy) func() {
			line.Close()
			return line.Open
		}},
	} {
		t.Run(test.what, func(t *testing.T) {
			t.Parallel()
			w, line := store.Where{}, (*storetest.Proxy)(nil)
			if w = migrated.SQLite(t); test.pg {
				w = migrated.Postgres(t)
			}
			beside := shell(t, w)
			if test.pg {
				line, w.URL = storetest.NewProxy(t, w.URL)
				w.URL += "&lock_timeout=50"
			}
			d := newDeskAt(t, w)
			clock := today
			d.server.Now = func() time.Time { return clock }
			d.keepOrder(kathmandu)
			d.get("/readyz").has(t, "/readyz before", 200, `"writing":"ok"`)
			form := d.get("/orders/SO-2026-0041/issue")
			sent := url.Values{"request": {form.keyOf(t)}, "kind": {"packing-list"}}

			mend := test.break_(t, d, beside, line)
			failed := d.post("/orders/SO-2026-0041/issue", sent)
			failed.says(t, 503, test.says, "Nothing was changed.")
			if got := failed.header.Get("Retry-After"); got != test.wait {
				t.Errorf("Retry-After is %q, want %q", got, test.wait)
			}
			id := failed.header.Get("X-Request-Id")
			if log := d.log.String(); id == "" || !strings.Contains(failed.body, id) || !strings.Contains(log, `request=`+id+` cause=`) || !strings.Contains(log, test.cause) {
				t.Errorf("the log does not name the cause %q of request %s: %s", test.cause, id, log)
			}
			clock = clock.Add(time.Minute)
			ready := d.get("/readyz")
			ready.has(t, "/readyz", 503, `"writing":"`+test.cause+`"`)
			if test.unreadable {
				ready.has(t, "/readyz", 503, `"database":"`+test.cause+`"`)
				d.get("/orders").says(t, 503, test.says)
			} else {
				ready.has(t, "/readyz", 503, `"database":"ok"`)
				d.get("/orders").says(t, 200, "SO-2026-0041")
			}
			mend()
			clock = clock.Add(time.Minute)
			d.get("/readyz").has(t, "/readyz afterwards", 200, `"writing":"ok"`)
			if n := len(d.issued()); n != 0 {
				t.Errorf("%d documents are issued, want none", n)
			}
			if got := d.post("/orders/SO-2026-0041/issue", sent); got.status != 303 {
				t.Errorf("the same form afterwards: %d %s", got.status, got.body)
			}
			if n := len(d.issued()); n != 1 {
				t.Errorf("%d documents are issued, want 1", n)
			}
		})
	}
}

// TestReadyIsLookedAtOnceASecond holds that many who ask do not write many times.
func TestReadyIsLookedAtOnceASecond(t *testing.T) {
	d := newDesk(t)
	clock := today
	d.server.Now = func() time.Time { return clock }
	for range 20 {
		d.get("/readyz").has(t, "/readyz", 200, `"writing":"ok"`)
	}
	clock = clock.Add(readyFor)
	d.get("/readyz").has(t, "/readyz", 200, `"writing":"ok"`)
	var writes int
	if err := shell(t, d.where).QueryRow(`SELECT writes FROM readiness WHERE one = 1`).Scan(&writes); err != nil || writes != 2 {
		t.Errorf("%d writes, %v; want 2", writes, err)
	}
}

// TestAFormWhoseCommitIsLost cuts the line to PostgreSQL while what a form sent is being
// stored: it is stored once, and the page says so.
func TestAFormWhoseCommitIsLost(t *testing.T) {
	t.Parallel()
	for what, cut := range map[string]storetest.Cut{"before it arrives": storetest.BeforeCommit, "before its answer": storetest.AfterCommit} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := migrated.Postgres(t)
			line, through := storetest.NewProxy(t, w.URL)
			d := newDeskAt(t, store.Where{URL: through})
			d.keepOrder(kathmandu)
			form := d.get("/orders/SO-2026-0041/issue")
			line.CutNext(cut)
			got := d.post("/orders/SO-2026-0041/issue", url.Values{"request": {form.keyOf(t)}, "kind": {"packing-list"}})
			if n := len(d.issued()); got.status != 303 || n != 1 || line.Uncut() != 0 {
				t.Errorf("%d, and %d documents are issued; want 303 and 1: %s", got.status, n, got.body)
			}
		})
	}
}

// TestWhatIsNotKnownToBeStored cuts the line to PostgreSQL while what a form sent is being
// stored, and the database cannot be asked afterwards.
func TestWhatIsNotKnownToBeStored(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		what string
		cut  storetest.Cut
		n    int
	}{{"stored", storetest.AfterCommit, 1}, {"not stored", storetest.BeforeCommit, 0}} {
		t.Run(test.what, func(t *testing.T) {
			t.Parallel()
			w := migrated.Postgres(t)
			beside := newDeskAt(t, w)
			line, through := storetest.NewProxy(t, w.URL)
			d := newDeskAt(t, store.Where{URL: through})
			d.keepOrder(kathmandu)
			form := d.get("/orders/SO-2026-0041/issue")
			sent := url.Values{"request": {form.keyOf(t)}, "kind": {"packing-list"}}
			line.CutLast(test.cut)
			got := d.post("/orders/SO-2026-0041/issue", sent)
			got.says(t, 503, "It is not known whether the documents were stored.", "Look before you try again", "Look at the order and its documents")
			if link := `href="/orders/SO-2026-0041"`; !strings.Contains(got.body, link) || strings.Contains(got.body, "Nothing was changed") {
				t.Errorf("the page has no %s, or claims to know: %s", link, got.body)
			}
			if n := len(beside.issued()); n != test.n {
				t.Errorf("%d documents are issued, want %d", n, test.n)
			}
			line.Open()
			if again := d.post("/orders/SO-2026-0041/issue", sent); again.status != 303 {
				t.Errorf("the same form again: %d %s", again.status, again.body)
			}
			if n := len(beside.issued()); n != 1 {
				t.Errorf("%d documents are issued after the same form again, want 1", n)
			}
		})
	}
}

// TestWhereToLook holds that the page of every form says where to look.
func TestWhereToLook(t *testing.T) {
	for _, test := range []struct{ path, says, link string }{
		{"/orders/SO-1/issue", "It is not known whether the documents were stored.", "/orders/SO-1"},
		{"/documents/CI-2026-0001/supersede", "It is not known whether the new document was stored.", "/documents/CI-2026-0001"},
		{"/orders/SO-1/edit", "It is not known whether the order was stored.", "/orders/SO-1"},
		{"/orders/new", "It is not known whether the order was stored.", "/orders"},
		{"/orders/upload/replace", "It is not known whether the order was stored.", "/orders"},
		{"/orders/drafts/x/delete", "It is not known whether the change of the draft was stored.", "/orders/drafts"},
		{"/parties/x/edit", "It is not known whether the party was stored.", "/parties"},
		{"/products/scoured%20wool/regains/new", "It is not known whether the product was stored.", "/products/scoured%20wool"},
		{"/exporter", "It is not known whether the exporter was stored.", "/exporter"},
		{"/rates/rules/choices", "It is not known whether the rule was stored.", "/rates/rules"},
		{"/rates/held", "It is not known whether the rates were stored.", "/rates"},
		{"/elsewhere", "It is not known whether this was stored.", "/orders"},
	} {
		message, _, where := unsure(test.path)
		if message.Format != test.says || len(where) != 1 || where[0].Link != test.link {
			t.Errorf("unsure(%s) = %q, %v; want %q and %s", test.path, message.Format, where, test.says, test.link)
		}
	}
}

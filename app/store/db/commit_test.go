package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"woolroad/app/store/storetest"
	"woolroad/migrations"
)

// onALine opens an empty PostgreSQL through a proxy, and once more beside it.
func onALine(t *testing.T) (through *DB, line *storetest.Proxy, beside *DB) {
	t.Helper()
	w := migrated.Postgres(t)
	line, url := storetest.NewProxy(t, w.URL)
	open := func(w Where) *DB {
		d, err := Open(t.Context(), w, migrations.Files)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		})
		return d
	}
	return open(Where{URL: url}), line, open(w)
}

// addParty stores a party of that name, once for each key.
func addParty(ctx context.Context, d *DB, key, name string) (string, error) {
	who := tashi
	who.Request = key
	return Change(ctx, d, who, "parties.add", name, func(t *Tx) (string, error) {
		_, err := t.ExecContext(ctx, `INSERT INTO parties (id, name, country, body) VALUES ($1, $1, 'NP', '{}')`, name)
		return "stored " + name, err
	})
}

// parties returns the names of the stored parties.
func parties(t *testing.T, d *DB) string {
	t.Helper()
	names, err := View(t.Context(), d, tashi, func(tx *Tx) (list string, err error) {
		rows, err := tx.QueryContext(t.Context(), `SELECT name FROM parties ORDER BY name`)
		if err != nil {
			return "", err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return "", err
			}
			list += name + " "
		}
		return strings.TrimSpace(list), rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestACommitWhoseAnswerIsLost cuts the line between program and PostgreSQL while a
// transaction is being committed.
func TestACommitWhoseAnswerIsLost(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		what string
		key  string
		cuts []storetest.Cut
		last bool // afterwards the database cannot be reached
		want string
	}{
		{what: "its answer is lost", key: "a", cuts: []storetest.Cut{storetest.AfterCommit}, want: "stored"},
		{what: "its answer is lost, and the request has no key", cuts: []storetest.Cut{storetest.AfterCommit}, want: "stored"},
		{what: "it does not arrive", key: "a", cuts: []storetest.Cut{storetest.BeforeCommit}, want: "stored"},
		{what: "it does not arrive twice, and then the answer is lost", key: "a", cuts: []storetest.Cut{storetest.BeforeCommit, storetest.BeforeCommit, storetest.AfterCommit}, want: "stored"},
		{what: "it never arrives", key: "a", cuts: []storetest.Cut{storetest.BeforeCommit, storetest.BeforeCommit, storetest.BeforeCommit, storetest.BeforeCommit}, want: "not stored"},
		{what: "its answer is lost, and the database is gone", key: "a", cuts: []storetest.Cut{storetest.AfterCommit}, last: true, want: "unsure, stored"},
		{what: "it does not arrive, and the database is gone", key: "a", cuts: []storetest.Cut{storetest.BeforeCommit}, last: true, want: "unsure, not stored"},
	} {
		t.Run(test.what, func(t *testing.T) {
			t.Parallel()
			d, line, beside := onALine(t)
			if test.last {
				line.CutLast(test.cuts[0])
			} else {
				line.CutNext(test.cuts...)
			}
			answer, err := addParty(t.Context(), d, test.key, "Norbu")
			if n := line.Uncut(); n != 0 {
				t.Errorf("%d cuts did not happen", n)
			}
			is := "not stored"
			if parties(t, beside) == "Norbu" {
				is = "stored"
			}
			got := is
			switch unsure := errors.As(err, new(*Unsure)); {
			case unsure:
				got = "unsure, " + is
				if cause := CauseOf(err); cause != "" {
					t.Errorf("the cause of an unsure end is %q", cause)
				}
			case err == nil && (is != "stored" || answer != "stored Norbu"), err != nil && is != "not stored":
				t.Errorf("the answer is %q, %v, and Norbu is %s", answer, err, is)
			case err != nil && CauseOf(err) != Away:
				t.Errorf("the cause of %v is %q, want %q", err, CauseOf(err), Away)
			}
			if got != test.want {
				t.Errorf("it is %s (%v), want %s", got, err, test.want)
			}
			line.Open()
			if test.key == "" {
				return
			}
			if again, err := addParty(t.Context(), d, test.key, "Norbu"); err != nil || again != "stored Norbu" || parties(t, d) != "Norbu" {
				t.Errorf("the same request again: %q, %v, and the parties are %q", again, err, parties(t, d))
			}
		})
	}
}

// TestALineThatIsCutWithinATransaction holds that a transaction is run again whose
// connection was lost before its commit.
func TestALineThatIsCutWithinATransaction(t *testing.T) {
	t.Parallel()
	d, line, _ := onALine(t)
	for _, at := range []string{"reading", "writing"} {
		cut := false
		run := func(tx *Tx) (string, error) {
			if !cut {
				cut = true
				line.Close()
				line.Open()
			}
			if at == "writing" {
				_, err := tx.ExecContext(t.Context(), `INSERT INTO parties (id, name, country, body) VALUES ($1, $1, 'NP', '{}')`, "Norbu")
				return "", err
			}
			var n int
			return "", tx.QueryRowContext(t.Context(), `SELECT count(*) FROM parties`).Scan(&n)
		}
		var err error
		if at == "reading" {
			_, err = View(t.Context(), d, tashi, run)
		} else {
			_, err = Change(t.Context(), d, tashi, "parties.add", "Norbu", run)
		}
		if err != nil {
			t.Errorf("cut while %s: %v", at, err)
		}
	}
	if got := parties(t, d); got != "Norbu" {
		t.Errorf("the parties are %q, want Norbu once", got)
	}
}

// TestNoRequestFailsForAStaleConnection has PostgreSQL end all connections of a pool, as a
// restart does.
func TestNoRequestFailsForAStaleConnection(t *testing.T) {
	t.Parallel()
	for what, next := range map[string]func(*testing.T, *DB) error{
		"is it ready": func(t *testing.T, d *DB) error { return d.Ready(t.Context()) },
		"a request": func(t *testing.T, d *DB) error {
			_, err := addParty(t.Context(), d, "a", "Norbu")
			return err
		},
		"reading": func(t *testing.T, d *DB) error { parties(t, d); return nil },
		"issuing": func(t *testing.T, d *DB) error {
			return d.UpdateLocking(t.Context(), tashi, func(tx *Tx) error {
				_, err := tx.ExecContext(t.Context(), `UPDATE parties SET name = 'Pema'`)
				return err
			})
		},
	} {
		t.Run(what, func(t *testing.T) { // one after the other: the server's connections are few
			w := migrated.Postgres(t)
			d, err := Open(t.Context(), w, migrations.Files)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := d.Close(); err != nil {
					t.Error(err)
				}
			}()
			var held []*sql.Conn // the pool is full, and all of it idle
			for range connections {
				c, err := d.read.Conn(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				held = append(held, c)
			}
			for _, c := range held {
				if err := c.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if ended := endConnections(t, w.URL); ended != connections {
				t.Fatalf("%d connections were ended, want %d", ended, connections)
			}
			if err := next(t, d); err != nil {
				t.Errorf("after the end of all connections: %v", err)
			}
		})
	}
}

// endConnections has the server end all other connections to the database, and returns how
// many these were.
func endConnections(t *testing.T, url string) (ended int) {
	t.Helper()
	admin, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	err = admin.QueryRowContext(t.Context(), `
		SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&ended)
	if err = errors.Join(err, admin.Close()); err != nil {
		t.Fatal(err)
	}
	return ended
}

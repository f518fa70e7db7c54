package db

import (
	"context"
	"errors"
	"strings"
	"testing"

	"woolroad/app/store/wait"
)

// TestWaitWhileOthersHoldALockSaysForWhat holds the lock of the schema, and on SQLite that of the writer,
// until whoever waits for it says so.
func TestWaitWhileOthersHoldALockSaysForWhat(t *testing.T) {
	each(t, func(t *testing.T, d *DB) {
		said := make(chan string, 1)
		ctx := wait.Tell(t.Context(), func(sentence string) { said <- sentence })
		release, err := d.LockSchema(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := make(chan error, 1)
		go func() {
			second, err := d.LockSchema(ctx)
			if err == nil {
				err = second()
			}
			got <- err
		}()
		if sentence := <-said; !strings.Contains(sentence, "another woolroad that migrates") {
			t.Errorf("who waits for the schema says %q", sentence)
		}
		if err := release(); err != nil {
			t.Error(err)
		}
		if err := <-got; err != nil {
			t.Error(err)
		}
		if d.Engine() != SQLite {
			return
		}
		err = d.Update(t.Context(), tashi, func(*Tx) error {
			go func() { got <- d.Update(ctx, tashi, func(*Tx) error { return context.Cause(ctx) }) }()
			if sentence := <-said; !strings.Contains(sentence, "another program that writes") {
				t.Errorf("who waits for the writer says %q", sentence)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if err := <-got; err != nil {
			t.Error(err)
		}
	})
}

// TestWaitWhileOthersLockARowSaysForWhat holds a row, and then a table, until whoever waits
// for it says so. On SQLite, who writes waits at the beginning.
func TestWaitWhileOthersLockARowSaysForWhat(t *testing.T) {
	each(t, func(t *testing.T, d *DB) {
		if d.Engine() != PostgreSQL {
			return
		}
		said, got := make(chan string, 1), make(chan error, 1)
		ctx := wait.Tell(t.Context(), func(sentence string) { said <- sentence })
		for _, test := range []struct{ holds, says string }{
			{`UPDATE readiness SET writes = writes + 1`, "Waiting for another program that has locked a row (process "},
			{`SELECT pg_advisory_xact_lock(1)`, "Waiting for another program that has locked what this needs (process "},
			{`LOCK TABLE readiness IN ACCESS EXCLUSIVE MODE`, "Waiting for another program that has locked the table readiness (process "},
		} {
			err := d.UpdateLocking(t.Context(), tashi, func(tx *Tx) error {
				if _, err := tx.ExecContext(t.Context(), test.holds); err != nil {
					return err
				}
				go func() {
					got <- d.UpdateLocking(ctx, tashi, func(tx *Tx) error {
						_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(1)`)
						if err == nil {
							_, err = tx.ExecContext(ctx, `UPDATE readiness SET writes = writes + 1`)
						}
						return err
					})
				}()
				if sentence := <-said; !strings.HasPrefix(sentence, test.says) {
					t.Errorf("who waits says %q, want %q", sentence, test.says)
				}
				return nil
			})
			if err := errors.Join(err, <-got); err != nil {
				t.Error(err)
			}
		}
	})
}

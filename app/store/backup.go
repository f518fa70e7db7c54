package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"woolroad/app/store/activity"
	"woolroad/app/store/db"
	"woolroad/app/store/series"
	"woolroad/app/trade"
	"woolroad/migrations"
)

// A backup of either engine is a SQLite database with the same tables, so that
// it can be read by anyone and restored to either engine.

// tables lists what a backup copies row by row. A table comes after those that it refers
// to. The tables series and issued are not here: their documents are issued again, in
// order.
var tables = []struct{ name, columns string }{
	{"parties", "id, name, country, body, version, changed_at, changed_by"},
	{"products", "name, name_zh, hs6, regain, regain_source, regain_date, version, changed_at, changed_by"},
	{"regains", "id, product, percent, source, date, verified, note, version, changed_at, changed_by"},
	{"orders", "id, number, date, buyer, currency, total_minor, incoterm, status, body, version, changed_at, changed_by"},
	{"lots", "number, product, package, bales, gross, tare, body"},
	{"bales", "lot, place, number, gross, tare, word"},
	{"drafts", "id, version, number, buyer, changed_at, changed_by, body"},
	{"deleted_drafts", "id, version, number, buyer, changed_at, changed_by, body, deleted_at, deleted_by"},
	{"rates", "source, side, from_currency, to_currency, date, version, value, per, feed"},
	{"held_rates", "id, source, side, from_currency, to_currency, date, value, per, feed, held_at, share, last_date, last_value, last_per, decision, decided_at, decided_by, reason"},
	{"manual_rates", "source, side, from_currency, to_currency, date, version, until, at, who, reason"},
	{"rate_fetches", "id, source, from_date, to_date, started, ended, added, unchanged, corrected, held, skipped, fault, fault_args"},
	{"rate_rules", "id, name, name_zh, source, side, day, via, max_age, version"},
	{"rate_choices", "buyer, currency, purpose, rule, version"},
	{"demo", "one"},
	{"exporter", "one, seller, calendar, zone, labels, address, version, changed_at, changed_by"},
	{"billed", "lot, order_id"},
	{"requests", "key, operation, result, at, who"},
}

// Backup writes all that is stored, as of one moment and while others go on, to a file
// that must not exist yet. The file is a SQLite database. It gets its name once it is
// whole and verified. A *trade.Error that is a Conflict says that the file exists, or
// what in the database is not as it was issued.
func (s *Store) Backup(ctx context.Context, who Who, file string) (Report, error) {
	if err := checkAbsent(file); err != nil {
		return Report{}, err
	}
	part := file + "." + strings.ToLower(rand.Text()[:8]) + ".part" // so that two backups to one file have names of their own meanwhile
	report, err := s.backup(ctx, who, part)
	if err == nil {
		err = db.GiveNewName(part, file)
		if errors.Is(err, os.ErrExist) {
			err = checkAbsent(file)
		}
	}
	if err != nil {
		return report, errors.Join(err, db.RemoveSQLite(part))
	}
	return report, nil
}

// openFile opens a backup as it is. It does not complete the index, which the database
// that is filled from the backup does.
func openFile(ctx context.Context, path string) (*Store, error) {
	d, err := db.OpenFile(ctx, path, migrations.Files)
	if err != nil {
		return nil, err
	}
	return &Store{d}, nil
}

// checkAbsent returns a Conflict where a file exists.
func checkAbsent(file string) error {
	_, err := os.Lstat(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return &trade.Error{Code: trade.Conflict, Field: "file", Format: "%s is there already; a backup overwrites nothing. Give another name.", Args: []any{file}}
}

// backup writes and verifies the backup under a name for the time being, which it leaves
// there after an error.
func (s *Store) backup(ctx context.Context, who Who, part string) (report Report, err error) {
	whole, err := s.CopyTo(ctx, part)
	if err != nil {
		return report, fmt.Errorf("back up: %w", err)
	}
	to, err := openFile(ctx, part)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, to.Close(), db.RemoveLock(part)) }()
	if !whole {
		err := s.view(ctx, who, func(from *Tx) error {
			return to.Update(ctx, who, func(into *Tx) error { return copyRows(ctx, from, into) })
		})
		if err != nil {
			return report, s.orWrong(ctx, who, fmt.Errorf("back up: %w", err))
		}
	}
	if report, err = to.Verify(ctx, who, nil); err != nil {
		return report, err
	}
	// Without a WAL beside it, the backup is one file.
	if err := to.Checkpoint(ctx); err != nil {
		return report, fmt.Errorf("back up: %w", err)
	}
	return report, report.Err("The database")
}

// orWrong returns what is wrong with the database, if that may be why it could not be
// copied, or else err.
func (s *Store) orWrong(ctx context.Context, who Who, err error) error {
	if e := (*trade.Error)(nil); errors.As(err, &e) {
		return err
	}
	report, unread := s.Verify(ctx, who, nil)
	return cmp.Or(unread, report.Err("The database"), err)
}

// Restore copies a backup into an empty database of either engine and verifies what is
// there then, all of it or nothing: after an error the database is as empty as before. A
// *trade.Error says that the file is no backup, that its documents are not as they were
// issued, or that the database is not empty.
func Restore(ctx context.Context, who Who, w Where, file string) (Report, error) {
	work, err := os.MkdirTemp("", "woolroad-restore-")
	if err != nil {
		return Report{}, err
	}
	report, err := restore(ctx, who, w, file, filepath.Join(work, "backup.db"))
	return report, errors.Join(err, os.RemoveAll(work))
}

// restore restores the backup as Restore does. It copies the file to work first, since an
// older backup has to be migrated.
func restore(ctx context.Context, who Who, w Where, file, work string) (report Report, err error) {
	if err := copyFile(file, work); err != nil {
		return report, err
	}
	from, err := openFile(ctx, work) // which migrates an older one
	if err != nil {
		if e := (*trade.Error)(nil); errors.As(err, &e) { // whose sentence says why
			return report, &trade.Error{Code: trade.Invalid, Field: "file", Err: err,
				Format: "%s is not a backup that can be read: %s", Args: []any{file, e.Error()}}
		}
		return report, &trade.Error{Code: trade.Invalid, Field: "file", Err: err,
			Format: "%s is not a backup that can be read: it is a file of another kind, or it was cut off or changed.", Args: []any{file}}
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if report, err = from.Verify(ctx, who, nil); err != nil {
		return report, err
	}
	if err := report.Err(file); err != nil {
		return report, err
	}
	to, err := Open(ctx, w)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	err = from.view(ctx, who, func(t *Tx) error {
		return to.Update(ctx, who, func(into *Tx) error {
			if err := into.checkEmpty(ctx); err != nil {
				return err
			}
			if err := copyRows(ctx, t, into); err != nil {
				return err
			}
			if report, err = series.Verify(ctx, into.Tx, series.Beside{}, nil); err != nil {
				return err
			}
			return report.Err("What was restored")
		})
	})
	if err == nil {
		err = to.completeIndex(ctx)
	}
	if err != nil {
		return report, fmt.Errorf("restore: %w", err)
	}
	return report, nil
}

// copyFile copies a file to a new one. A *trade.Error that is NotFound says that from
// cannot be opened.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return &trade.Error{Code: trade.NotFound, Field: "file", Err: err, Format: "%s cannot be opened: %s", Args: []any{from, err.Error()}}
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// checkEmpty returns a Conflict where the database holds anything that somebody stored.
func (t *Tx) checkEmpty(ctx context.Context) error {
	n, table, err := t.firstFilledTable(ctx)
	if err != nil {
		return err
	}
	if n > 0 {
		return &trade.Error{Code: trade.Conflict, Field: "database",
			Format: "The database is not empty (%d %s); a backup is restored into an empty one. Name another.", Args: []any{n, table}}
	}
	return nil
}

// copyRows copies all that is stored from one database to another, which must be empty.
func copyRows(ctx context.Context, from, to *Tx) error {
	for _, table := range append([]string{"listed"}, prefilled...) { // restore makes the index of what is copied
		if _, err := to.ExecContext(ctx, `DELETE FROM `+table); err != nil {
			return fmt.Errorf("empty %s: %w", table, err)
		}
	}
	for _, table := range tables {
		if err := copyTable(ctx, from, to, table.name, table.columns); err != nil {
			return fmt.Errorf("copy %s: %w", table.name, err)
		}
	}
	if err := activity.Copy(ctx, from.Tx, to.Tx); err != nil {
		return fmt.Errorf("copy events: %w", err)
	}
	if err := series.Copy(ctx, from.Tx, to.Tx); err != nil {
		return fmt.Errorf("copy series: %w", err)
	}
	return nil
}

// copyTable copies the rows of a table, of which columns lists the columns.
func copyTable(ctx context.Context, from, to *Tx, table, columns string) (err error) {
	names := strings.Split(columns, ", ")
	marks := make([]string, len(names))
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range names {
		marks[i] = fmt.Sprintf("$%d", i+1)
		into[i] = &values[i]
	}
	insert, err := to.PrepareContext(ctx, `INSERT INTO `+table+` (`+columns+`) VALUES (`+strings.Join(marks, ", ")+`)`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, insert.Close()) }()
	rows, err := from.QueryContext(ctx, `SELECT `+columns+` FROM `+table)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return rows.Err()
}

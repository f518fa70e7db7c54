package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"woolroad/app/files"
	"woolroad/app/store/activity"
	"woolroad/app/store/db"
	"woolroad/app/store/guards"
	"woolroad/app/store/manifest"
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
	{"lots", "number, product, package, bales, gross, tare, body, version, changed_at, changed_by"},
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

// verified are the tables that are issued again, in order, and that Verify checks by what
// stands in them.
var verified = []string{"issued", "series", "series_closed", "series_register"}

// A Copy is the result of a backup or of restoring one.
type Copy struct {
	Report
	Digest    string    // of the backup's manifest; empty: it is from before backups had one
	Made      time.Time // when the backup was asked for; zero: not known
	Unchecked []string  // the tables of a backup without a manifest that nothing vouches for
	Guards    []string  // what was not as the migrations make it in the database that was backed up: sentences, as verify has them
}

// Backup writes all that is stored, as of one moment and while others go on, to a file
// that must not exist yet. The file is a SQLite database with a manifest. It gets its name
// once it is whole and verified. A *trade.Error that is a Conflict says that the file
// exists, or what in the database is not as it was issued.
func (s *Store) Backup(ctx context.Context, who Who, file string) (Copy, error) {
	if err := checkAbsent(file); err != nil {
		return Copy{}, err
	}
	work, err := files.MakeWork(filepath.Dir(file), ".woolroad-backup-") // beside the file, so that the whole one can be renamed
	if err != nil {
		return Copy{}, fmt.Errorf("back up: %w", err)
	}
	part := work.Path("backup.db")
	made, err := s.backup(ctx, who, part)
	if err == nil {
		err = db.GiveNewName(part, file)
		if errors.Is(err, os.ErrExist) {
			err = checkAbsent(file)
		}
	}
	return made, errors.Join(err, work.Remove())
}

// openFile opens a backup, and migrates it where its schema is older. It completes no index,
// since nothing is searched in a backup. A full disk and the like are Unavailable errors.
func openFile(ctx context.Context, path string) (*Store, error) {
	d, err := db.OpenFile(ctx, path, migrations.Files)
	if outage := db.Outage(err); outage != nil {
		return nil, outage // at which step the schema of the file is would mean nothing to people
	}
	if err != nil {
		return nil, err
	}
	return &Store{d, new(series.Seals)}, nil
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
func (s *Store) backup(ctx context.Context, who Who, part string) (made Copy, err error) {
	err = s.view(ctx, who, func(t *Tx) error {
		made.Guards, err = guards.Check(ctx, t.Tx)
		return err
	})
	if err != nil {
		return made, fmt.Errorf("back up: %w", err)
	}
	whole, err := s.CopyTo(ctx, part)
	if err != nil {
		return made, fmt.Errorf("back up: %w", err)
	}
	to, err := openFile(ctx, part)
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if !whole {
		err := s.view(ctx, who, func(from *Tx) error {
			return to.Update(ctx, who, func(into *Tx) error { return copyCompared(ctx, from, into, nil) })
		})
		if err != nil {
			return made, s.orWrong(ctx, who, fmt.Errorf("back up: %w", err))
		}
	}
	if made.Report, err = to.Verify(ctx, who, nil); err != nil {
		return made, err
	}
	if err := made.Err("The database"); err != nil {
		return made, err
	}
	made.Made = who.At.UTC().Truncate(time.Microsecond)
	err = to.Update(ctx, who, func(t *Tx) error {
		// A restored database makes keys of its own, and fetches rates by itself.
		if err := manifest.Strip(ctx, t.Tx, migrations.Files, "secrets", "rate_leases"); err != nil {
			return err
		}
		made.Digest, err = manifest.Write(ctx, t.Tx)
		return err
	})
	if err == nil {
		err = to.Checkpoint(ctx) // without a WAL beside it, the backup is one file
	}
	if err != nil {
		return made, fmt.Errorf("back up: %w", err)
	}
	return made, nil
}

// orWrong returns a Conflict that names what is wrong with the database, if that may be why
// it could not be copied, or else err.
func (s *Store) orWrong(ctx context.Context, who Who, err error) error {
	if e := (*trade.Error)(nil); errors.As(err, &e) {
		return err
	}
	report, unread := s.Verify(ctx, who, nil)
	return cmp.Or(unread, report.Err("The database"), err)
}

// copyRows copies all that is stored from one database to another, which must be empty.
func copyRows(ctx context.Context, from, to *Tx) error {
	for _, table := range append([]string{"listed"}, prefilled...) { // restore makes the index of what is copied
		if _, err := to.ExecContext(ctx, `DELETE FROM `+table); err != nil {
			return fmt.Errorf("empty %s: %w", table, err)
		}
	}
	for _, table := range tables {
		if err := manifest.CopyTable(ctx, from.Tx, to.Tx, table.name, table.columns); err != nil {
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

// copiedTables returns the names of the tables whose rows are the same in a backup and in a
// database that is restored from it. All other tables are made from these, or are in
// installations.
func copiedTables() []string {
	names := append([]string{"events"}, verified...)
	for _, table := range tables {
		names = append(names, table.name)
	}
	slices.Sort(names)
	return names
}

// copyCompared copies all that is stored from one database to another, as copyRows does,
// and reads it again. A *trade.Error that is a Conflict names a table that holds something
// else after that than the copied one. holds is what the tables of from hold; where it is
// nil, copyCompared reads them.
func copyCompared(ctx context.Context, from, to *Tx, holds []manifest.Table) error {
	if err := copyRows(ctx, from, to); err != nil {
		return err
	}
	return compareCopy(ctx, from, to, holds)
}

// compareCopy reads a copy again, and returns the error of copyCompared where it differs.
func compareCopy(ctx context.Context, from, to *Tx, holds []manifest.Table) error {
	names := copiedTables()
	if holds == nil {
		var err error
		if holds, err = manifest.Tables(ctx, from.Tx, names); err != nil {
			return err
		}
	}
	holds = slices.DeleteFunc(slices.Clone(holds), func(t manifest.Table) bool { return !slices.Contains(names, t.Name) })
	e := (*trade.Error)(nil)
	if err := manifest.Compare(ctx, to.Tx, holds); errors.As(err, &e) {
		return &trade.Error{Code: e.Code, Field: "database", Err: err, Format: "The copy is not what was copied: %s.", Args: []any{e.Error()}}
	} else if err != nil {
		return err
	}
	return nil
}

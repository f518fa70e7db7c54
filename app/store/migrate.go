package store

import (
	"context"

	"woolroad/app/store/db"
	"woolroad/app/store/series"
	"woolroad/app/trade"
	"woolroad/migrations"
)

const (
	// issuedStep is the step that made the tables of issued documents; a step back over
	// it loses the documents.
	issuedStep = 5
	// numberedStep is the last step that the documents' numbers depend on: the register
	// of series, and the exporter, whose calendar says in which year a document counts. A
	// database that stepped back over it and on again would number by another calendar.
	numberedStep = 7
	// subjectsStep is the step since which a document is issued from a subject, and a
	// series has a prefix, a first number and a suffix of its own.
	subjectsStep = 20
)

// Migrate brings the database to the program's schema, as Open does.
func Migrate(ctx context.Context, w Where) error { return db.Migrate(ctx, w, migrations.Files) }

// MigrateDown goes one step back. It returns a Conflict where issued documents would be
// lost, or what their numbers depend on.
func MigrateDown(ctx context.Context, w Where) error {
	return db.MigrateDown(ctx, w, migrations.Files, checkStepDown)
}

// MigrationStatus returns how far the database is migrated. It changes nothing.
func MigrationStatus(ctx context.Context, w Where) (Status, error) {
	return db.MigrationStatus(ctx, w, migrations.Files)
}

// checkStepDown returns a Conflict for a step back, from that version, that would lose
// issued documents, what their numbers depend on, or what they were issued from.
func checkStepDown(ctx context.Context, version int, d db.Asker) error {
	if version == subjectsStep {
		return checkStepFromSubjects(ctx, version, d)
	}
	if version < issuedStep || version > numberedStep {
		return nil
	}
	var issued int
	if err := d.QueryRowContext(ctx, `SELECT count(*) FROM issued`).Scan(&issued); err != nil {
		return err
	}
	switch {
	case issued == 0:
		return nil
	case version == issuedStep:
		return &trade.Error{Code: trade.Conflict, Field: "database",
			Format: "The step back from %d would lose %d issued documents; what is issued is kept for ever.", Args: []any{version, issued}}
	}
	return &trade.Error{Code: trade.Conflict, Field: "database",
		Format: "The step back from %d would lose what the numbers of %d issued documents hang on: the exporter's calendar and the register of series. It is refused while anything is issued.",
		Args:   []any{version, issued}}
}

// checkStepFromSubjects returns a Conflict where the database holds documents or series
// that the schema before subjectsStep cannot hold.
func checkStepFromSubjects(ctx context.Context, version int, d db.Asker) error {
	var issued, started int
	err := d.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM issued i WHERE subject_kind <> $1 OR part <> '' OR NOT EXISTS (SELECT 1 FROM orders WHERE id = subject_id)
		           OR EXISTS (SELECT 1 FROM issued o WHERE o.request_key = i.request_key AND o.kind = i.kind AND o.id <> i.id)),
		       (SELECT count(*) FROM series WHERE first <> 1 OR suffix <> ''
		           OR kind || ' ' || prefix NOT IN ('commercial-invoice CI', 'packing-list PL', 'commercial-invoice-cum-packing-list CC'))`, series.OfShipment).Scan(&issued, &started)
	if err != nil || issued+started == 0 {
		return err
	}
	return &trade.Error{Code: trade.Conflict, Field: "database",
		Format: "The step back from %d has no place for %d issued documents, which are of a part of an order, of something else, or of one request for several orders, and for %d series that begin with another number or letters than a program of that schema knows. It is refused while they are here.",
		Args:   []any{version, issued, started}}
}

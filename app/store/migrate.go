package store

import (
	"context"

	"woolroad/app/store/db"
	"woolroad/app/store/losses"
	"woolroad/migrations"
)

// Migrate brings the database to the program's schema, as Open does.
func Migrate(ctx context.Context, w Where) error { return db.Migrate(ctx, w, migrations.Files) }

// MigrateDown goes one step back. It returns a Conflict, and changes nothing, where the
// step would lose what somebody made, unless accepted says that a person accepts the loss.
// Even then it returns a Conflict where issued documents would be lost, or what their
// numbers depend on.
func MigrateDown(ctx context.Context, w Where, accepted bool) error {
	return db.MigrateDown(ctx, w, migrations.Files, db.StepBack{Loses: losses.Check(accepted), Before: forgetIndex})
}

// MigrationStatus returns how far the database is migrated. It changes nothing.
func MigrationStatus(ctx context.Context, w Where) (Status, error) {
	return db.MigrationStatus(ctx, w, migrations.Files)
}

const (
	// listedStep is the step that made the tables of the index, and the one that says
	// that they are complete.
	listedStep = 8
	// aboutStep is the step that made the list of documents.
	aboutStep = 10
)

// forgetIndex removes the note that the index is complete, before a step back from that
// version: what stays of the index lacks what the step takes away, and whoever opens the
// database next makes it anew. The words of documents go with the list of documents: an
// older program stores both together, and would meet words that are there already.
func forgetIndex(ctx context.Context, version int, d db.Execer) error {
	if version < listedStep {
		return nil
	}
	if _, err := d.ExecContext(ctx, `DELETE FROM listed`); err != nil || version != aboutStep {
		return err
	}
	_, err := d.ExecContext(ctx, `DELETE FROM words WHERE kind = 'document'`)
	return err
}

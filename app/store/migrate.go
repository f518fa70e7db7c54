package store

import (
	"context"

	"woolroad/app/store/db"
	"woolroad/app/store/losses"
	"woolroad/migrations"
)

// Migrate brings the database to the program's schema, as Open does and with its errors.
func Migrate(ctx context.Context, w Where) error { return db.Migrate(ctx, w, migrations.Files) }

// MigrateDown goes one step back. It returns a Conflict, and changes nothing, where the
// step would lose what somebody made, unless accepted says that a person accepts the loss.
// Even then it returns a Conflict where issued documents would be lost, or what their
// numbers depend on.
func MigrateDown(ctx context.Context, w Where, accepted bool) error {
	return db.MigrateDown(ctx, w, migrations.Files, db.StepBack{Loses: losses.Check(accepted), Begins: losses.Forget})
}

// MigrationStatus returns how far the database is migrated. It changes nothing.
func MigrationStatus(ctx context.Context, w Where) (Status, error) {
	return db.MigrationStatus(ctx, w, migrations.Files)
}

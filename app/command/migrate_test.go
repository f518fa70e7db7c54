package command

import (
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
)

func TestMigrate(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	var m migrateResult
	desk := desktop{}
	read(t, desk, &m, "migrate", "status", "--data", data)
	newest := m.Newest
	if m != (migrateResult{Newest: newest}) || newest == 0 || len(entries(t, data)) > 0 {
		t.Errorf("status of nothing is %+v, and made %q", m, entries(t, data))
	}
	desk.says(t, 1, "There is no database in", "migrate", "down", "--data", data)
	read(t, desk, &m, "migrate", "up", "--data", data)
	if m != (migrateResult{0, newest, newest, false}) {
		t.Errorf("up is %+v", m)
	}
	read(t, desk, &m, "migrate", "down", "--data", data)
	if m != (migrateResult{newest, newest - 1, newest, false}) {
		t.Errorf("down is %+v", m)
	}
	read(t, desk, &m, "migrate", "status", "--data", data)
	if m != (migrateResult{newest - 1, newest - 1, newest, false}) {
		t.Errorf("status of an old one is %+v", m)
	}
	read(t, desk, &m, "migrate", "up", "--data", data)
	read(t, desk, &m, "migrate", "up", "--data", data)
	if m != (migrateResult{newest, newest, newest, false}) {
		t.Errorf("up again is %+v", m)
	}
}

// deletedDraftsStep is the step that made the table of deleted drafts.
const deletedDraftsStep = 25

// inDatabase runs a statement on the database that flags name.
func inDatabase(t *testing.T, flags []string, statement string) {
	t.Helper()
	driver, source := "pgx", flags[1]
	if flags[0] == "--data" {
		driver, source = "sqlite", filepath.Join(flags[1], "woolroad.db")
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(statement)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestMigrateDownOffersTheBackupFirst refuses a step back over a deleted draft, with the
// command that makes a backup and the one that takes the step then, and does as they say.
func TestMigrateDownOffersTheBackupFirst(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		desk := desktop{}
		var m migrateResult
		read(t, desk, &m, on(one, "migrate", "status")...)
		for version := m.Version; version > deletedDraftsStep; version-- {
			desk.good(t, on(one, "migrate", "down")...)
		}
		inDatabase(t, one, `INSERT INTO deleted_drafts (id, version, number, buyer, changed_at, changed_by, body, deleted_at, deleted_by)
			VALUES ('d', 1, 'SO-2', 'b', '', '', '{}', '', '')`)
		const said = `would lose 1 deleted draft. Make a backup first, with "woolroad backup FILE"; then "woolroad migrate down --accept-loss" takes the step.`
		desk.says(t, 1, said, on(one, "migrate", "down")...)
		read(t, desk, &m, on(one, "migrate", "status")...)
		if m.Version != deletedDraftsStep {
			t.Errorf("after the refusal the schema is %d", m.Version)
		}
		read(t, desk, &m, on(one, "migrate", "down", "--accept-loss")...)
		if m.Version != deletedDraftsStep-1 {
			t.Errorf("after the loss was accepted the schema is %d", m.Version)
		}
	})
}

func TestMigrationsAsText(t *testing.T) {
	for _, test := range []struct {
		m    migrateResult
		want string
	}{
		{migrateResult{0, 0, 6, false}, `there is no database yet; this program brings it to 6 with its next command, or with "woolroad migrate up".`},
		{migrateResult{0, 6, 6, false}, "the schema was 0 and is 6, the newest that this program knows."},
		{migrateResult{6, 6, 6, false}, "the schema is 6, the newest that this program knows."},
		{migrateResult{6, 5, 6, false}, `the schema was 6 and is 5; this program brings it to 6 with its next command, or with "woolroad migrate up".`},
		{migrateResult{1, 0, 6, false}, `the schema was 1 and is gone; the database is empty; this program brings it to 6 with its next command, or with "woolroad migrate up".`},
		{migrateResult{7, 7, 6, false}, "the schema is 7, of a newer program; this one knows 6."},
		{migrateResult{5, 5, 6, true}, `the schema is 5; the last step was cut off, "woolroad migrate up" takes it up again.`},
	} {
		if got := test.m.String(); got != test.want {
			t.Errorf("%+v is %q, want %q", test.m, got, test.want)
		}
	}
}

package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/trade"
)

// CheckNotEmpty returns a Conflict where the file of an embedded database is there and is
// empty, and no other program is making the database in it.
func (w Where) CheckNotEmpty(ctx context.Context) (err error) {
	e, err := w.dialect()
	if err != nil || e.name() != SQLite {
		return err
	}
	name := filepath.Join(w.Data, w.Files()[0])
	if is, err := os.Stat(name); err != nil || is.Size() > 0 {
		return nil // whoever opens it says what is wrong with it
	}
	if _, err := e.isThere(); err != nil {
		return err
	}
	release, err := e.lockSchema(ctx) // waits for who is making it
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	if is, err := os.Stat(name); err != nil || is.Size() > 0 {
		return nil
	}
	return &trade.Error{Code: trade.Conflict, Field: "database",
		Format: "The file %s is empty and holds no database. If it held one, restore a backup into another folder with \"woolroad restore\".", Args: []any{name}}
}

// checkWhole returns a Conflict for a damaged database: one that lacks a table of its
// version, has a table of a later one, or has lost all its tables. It says what is missing
// and how to go on. A database that a newer program has written is not looked at.
func (s *schema) checkWhole(ctx context.Context) error {
	for s.version <= s.newest {
		there, err := s.tables(ctx)
		if err != nil {
			return err
		}
		should, later, err := s.tablesOf(s.version)
		if err != nil {
			return err
		}
		missing := slices.DeleteFunc(slices.Sorted(maps.Keys(should)), func(name string) bool { return there[name] })
		ahead := slices.DeleteFunc(slices.Sorted(maps.Keys(later)), func(name string) bool { return !there[name] })
		version, noted := s.version, s.noted
		switch err := s.refresh(ctx); {
		case err != nil:
			return err
		case s.version == version && s.noted == noted: // else another program is migrating
			return s.damage(there["schema_steps"], missing, ahead)
		}
	}
	return nil
}

// damage returns the Conflict of checkWhole, or nil. steps says whether the table of the
// schema's versions is there, missing are the tables that the database should have, and
// ahead those that its version does not have yet.
func (s *schema) damage(steps bool, missing, ahead []string) error {
	what, args := "", []any(nil)
	switch {
	case len(missing) > 0 && s.version > 0:
		what, args = "its schema is %d, and these tables of that schema are missing: %s.", []any{s.version, strings.Join(missing, ", ")}
	case len(ahead) > 0 && !steps:
		what, args = "the table with the version of its schema (schema_steps) is missing, and these tables are there: %s.", []any{strings.Join(ahead, ", ")}
	case len(ahead) > 0:
		what, args = "its schema is %d by the table schema_steps, and these tables of later schemas are there: %s.", []any{s.version, strings.Join(ahead, ", ")}
	case s.version == 0 && s.noted > 0 && !s.dirty:
		what, args = "golang-migrate has noted that its schema is %d (schema_migrations), and all tables of that schema are missing.", []any{s.noted}
	default:
		return nil
	}
	return &trade.Error{Code: trade.Conflict, Field: "database", Args: args,
		Format: "The database is damaged: " + what + " Change nothing in it; restore a backup to an empty database with \"woolroad restore\"."}
}

// tables returns the names of the tables that the database has.
func (s *schema) tables(ctx context.Context) (there map[string]bool, err error) {
	rows, err := s.db.QueryContext(ctx, s.dialect.tableNames())
	if err != nil {
		return nil, fmt.Errorf("read the tables of %s: %w", s.dialect.name(), err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	there = map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		there[name] = true
	}
	return there, rows.Err()
}

// tablesOf returns the names of the tables that the migrations have made at a version of
// the schema, and of those that they make after it. It sees only CREATE TABLE name, DROP
// TABLE name and ALTER TABLE name RENAME TO name at the beginning of a line, so
// migrations must write them in that way.
func (s *schema) tablesOf(version int) (has, later map[string]bool, err error) {
	names, err := fs.Glob(s.files, s.dialect.folder()+"/*.up.sql")
	if err != nil {
		return nil, nil, err
	}
	has, later = map[string]bool{}, map[string]bool{}
	for _, name := range names {
		n, err := strconv.Atoi(name[len(s.dialect.folder())+1:][:4])
		if err != nil {
			return nil, nil, fmt.Errorf("migration %s: %w", name, err)
		}
		step, err := fs.ReadFile(s.files, name)
		if err != nil {
			return nil, nil, err
		}
		for line := range strings.Lines(string(step)) {
			word := append(strings.Fields(strings.TrimRight(line, ";\n")), make([]string, 6)...)
			made, gone := "", ""
			switch strings.Join(word[:2], " ") {
			case "CREATE TABLE":
				made = word[2]
			case "DROP TABLE":
				gone = word[2]
			case "ALTER TABLE":
				if word[3] == "RENAME" && word[4] == "TO" {
					made, gone = word[5], word[2]
				}
			}
			if n > version {
				later[made] = true
				continue
			}
			delete(has, gone)
			has[made] = true
		}
	}
	delete(has, "")
	maps.DeleteFunc(later, func(name string, _ bool) bool { return name == "" || has[name] })
	return has, later, nil
}

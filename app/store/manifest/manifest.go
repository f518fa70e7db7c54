// Package manifest says what a backup holds, and finds whatever is not as it was backed
// up. A manifest names the program, its schema and the time, and has the number of rows
// and the SHA-256 of every table. It stands in the backup itself, in a table of its own.
//
// Its one rule: what a manifest says is checked on the file as it is, before anything
// migrates the file or believes what stands in it. Whoever changes a backup can write
// another manifest too; its digest, stored elsewhere, finds that out.
package manifest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"slices"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// A Manifest says what a backup holds.
type Manifest struct {
	Program string  `json:"program"` // that made the backup, with its version
	Schema  int     `json:"schema"`  // the version of the backup's schema
	Made    string  `json:"made"`    // when the backup was asked for, as db.Stamp writes it
	Objects string  `json:"objects"` // SHA-256 of all statements that make tables, indexes and triggers
	Tables  []Table `json:"tables"`  // all tables but the manifest's own, by name
}

// mark is the number in the header of every backup with a manifest (application_id):
// "wool". Taking the manifest away does not make a backup one from before manifests.
const mark = 0x776f6f6c

// Write writes a backup's manifest, as the last thing that is written to the backup, and
// returns its digest: the SHA-256 of the manifest's text. The time is that of the request
// of who acts. The errors are the engine's.
func Write(ctx context.Context, t *db.Tx) (digest string, err error) {
	m := Manifest{Program: program(), Made: t.Who().Stamp()}
	if m.Schema, err = schemaOf(ctx, t); err != nil {
		return "", err
	}
	if m.Objects, err = objectsOf(ctx, t); err != nil {
		return "", err
	}
	names, err := tableNames(ctx, t)
	if err != nil {
		return "", err
	}
	if m.Tables, err = Tables(ctx, t, names); err != nil {
		return "", err
	}
	body, err := json.Marshal(m)
	if err != nil {
		return "", err
	}
	digest = digestOf(string(body))
	_, err = t.ExecContext(ctx, fmt.Sprintf(`
		CREATE TABLE manifest (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT;
		PRAGMA application_id = %d`, mark))
	if err == nil {
		_, err = t.ExecContext(ctx, `INSERT INTO manifest (one, body, sha256) VALUES (1, $1, $2)`, string(body), digest)
	}
	if err != nil {
		return "", fmt.Errorf("write the manifest: %w", err)
	}
	return digest, nil
}

// read returns a backup's manifest with its digest, or nil where there is none. A
// *trade.Error that is a Conflict says that the manifest itself was changed.
func read(ctx context.Context, t *db.Tx) (m *Manifest, digest string, err error) {
	var is int64
	if err := t.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&is); err != nil {
		return nil, "", err
	}
	columns, err := t.Columns(ctx, "manifest")
	if err != nil {
		return nil, "", err
	}
	switch {
	case columns == nil && is == mark:
		return nil, "", changed("its manifest is missing, which every backup of this kind has")
	case columns == nil:
		return nil, "", nil
	case is != mark:
		return nil, "", changed("its header does not say that it is a backup, which its manifest says")
	}
	var bodies, digests []string
	err = t.Each(ctx, `SELECT body, sha256 FROM manifest`, nil, func(r db.Scanner) error {
		var body, digest string
		err := r.Scan(&body, &digest)
		bodies, digests = append(bodies, body), append(digests, digest)
		return err
	})
	switch {
	case err != nil && ctx.Err() == nil:
		return nil, "", changed("its manifest cannot be read")
	case err != nil:
		return nil, "", err
	case len(bodies) != 1 || digestOf(bodies[0]) != digests[0]:
		return nil, "", changed("its manifest is not as it was written")
	}
	m = new(Manifest)
	if err := json.Unmarshal([]byte(bodies[0]), m); err != nil {
		return nil, "", changed("its manifest is not as it was written")
	}
	return m, digests[0], nil
}

// digestOf returns the SHA-256 of a text, in hexadecimal digits.
func digestOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// program returns the program's name and version.
func program() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return "woolroad " + info.Main.Version
	}
	return "woolroad"
}

// changed returns a Conflict for a backup that is not as it was made.
func changed(format string, args ...any) error {
	return &trade.Error{Code: trade.Conflict, Field: "file", Format: format, Args: args}
}

// schemaOf returns the version of the schema, as the steps say that the database has.
func schemaOf(ctx context.Context, t *db.Tx) (version int, err error) {
	err = t.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) FROM schema_steps`).Scan(&version)
	return version, err
}

// objectsOf returns the SHA-256 of all statements by which SQLite made what stands in the
// file, but for the manifest's table.
func objectsOf(ctx context.Context, t *db.Tx) (string, error) {
	h := newHash("type", "name", "tbl_name", "sql")
	err := t.Each(ctx, `SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name <> 'manifest' ORDER BY type, name`, nil, func(r db.Scanner) error {
		var row [4]any
		err := r.Scan(&row[0], &row[1], &row[2], &row[3])
		h.row(row[:])
		return err
	})
	return h.sum(), err
}

// tableNames returns the names of all tables in a SQLite file but the manifest's, sorted.
func tableNames(ctx context.Context, t *db.Tx) (names []string, err error) {
	is, err := shapeOf(ctx, t)
	for name, o := range is {
		if o.kind == "table" && name != "manifest" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, err
}

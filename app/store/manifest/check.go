package manifest

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// manifestStep is the first step of the schema of which no program has made a backup
// without a manifest.
const manifestStep = 26

// A Checked is what Check has found in a backup.
type Checked struct {
	Manifest Manifest
	Digest   string   // of the manifest; empty: the backup is from before manifests, and only its schema was checked
	Names    []string // of all tables in the file
}

// Check checks the file of a backup as it is, for who, against the schema whose migrations
// are the files: that it is whole, that it has the tables of its schema and no others, and
// that each table holds what the manifest says. Unless digest is empty, the manifest must
// have that digest.
//
// A *trade.Error that is Invalid says why the file is no backup, a Conflict what in it is
// not as it was backed up; neither sentence names the file.
func Check(ctx context.Context, who db.Who, path string, files fs.FS, digest string) (c Checked, err error) {
	if err := checkWhole(path); err != nil {
		return c, err
	}
	newest, err := db.Newest(files)
	if err != nil {
		return c, err
	}
	err = db.ViewFile(ctx, who, path, func(t *db.Tx) error {
		if err := checkSchema(ctx, t, files, newest); err != nil {
			return err
		}
		if c, err = checkManifest(ctx, t); err != nil {
			return err
		}
		if digest != "" && digest != c.Digest {
			return otherDigest(c.Digest)
		}
		return checkPages(ctx, t)
	})
	if e := (*trade.Error)(nil); err == nil || errors.As(err, &e) || ctx.Err() != nil {
		return c, err
	}
	return c, &trade.Error{Code: trade.Invalid, Field: "file", Err: err, Format: "it was cut off or changed, so that SQLite cannot read it"}
}

// otherDigest returns a Conflict for a backup whose manifest has another digest than the
// one that was asked for.
func otherDigest(is string) error {
	if is == "" {
		return changed("it is from before backups had a manifest, and has no digest that could be compared")
	}
	return changed("the digest of its manifest is %s, which is not the one that was given", is)
}

// The header of a SQLite file, of which checkWhole reads some numbers.
const (
	headerSize = 100
	magic      = "SQLite format 3\x00"
)

// checkWhole returns an Invalid error for a file that is no SQLite file or has not the
// length that its header says.
func checkWhole(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	is, err := f.Stat()
	if err != nil {
		return err
	}
	var header [headerSize]byte
	switch _, err := io.ReadFull(f, header[:]); {
	case is.Size() == 0:
		return notOurs("it is empty")
	case errors.Is(err, io.ErrUnexpectedEOF) || err == nil && !bytes.HasPrefix(header[:], []byte(magic)):
		return notOurs("it is a file of another kind, or it was cut off or changed")
	case err != nil:
		return err
	}
	page := int64(binary.BigEndian.Uint16(header[16:]))
	if page == 1 {
		page = 1 << 16
	}
	pages := int64(binary.BigEndian.Uint32(header[28:]))
	if binary.BigEndian.Uint32(header[24:]) == binary.BigEndian.Uint32(header[92:]) && is.Size() != page*pages { // else SQLite does not believe the number of pages either
		return notOurs("it was cut off or changed: it has %d bytes, and its header says %d", is.Size(), page*pages)
	}
	return nil
}

// checkSchema returns an Invalid error where the file does not have just the tables of its
// schema, or is of a newer schema than the newest.
func checkSchema(ctx context.Context, t *db.Tx, files fs.FS, newest int) error {
	is, err := shapeOf(ctx, t)
	if err != nil {
		return err
	}
	if _, ok := is["schema_steps"]; !ok {
		return notOurs("it is a SQLite file of another program, since it has no table schema_steps")
	}
	version, err := schemaOf(ctx, t)
	if err != nil {
		return err
	}
	if version > newest {
		return notOurs("a newer woolroad has made it: its schema is %d, and this program knows %d. Use the newer program", version, newest)
	}
	schema, err := shapeAt(ctx, t.Who(), files, version)
	if err != nil {
		return err
	}
	return is.check(schema, version)
}

// checkManifest returns what the file's manifest says, and a Conflict where the file holds
// something else or lacks the manifest that it should have.
func checkManifest(ctx context.Context, t *db.Tx) (c Checked, err error) {
	m, digest, err := read(ctx, t)
	if err != nil {
		return c, err
	}
	version, err := schemaOf(ctx, t)
	if err != nil {
		return c, err
	}
	names, err := tableNames(ctx, t)
	if err != nil {
		return c, err
	}
	if m == nil {
		if version >= manifestStep {
			return c, changed("its manifest is missing, which every backup of the schema %d has", version)
		}
		return Checked{Names: names}, nil
	}
	c = Checked{*m, digest, names}
	listed := map[string]bool{}
	for _, table := range m.Tables {
		listed[table.Name] = true
	}
	for _, name := range names {
		if !listed[name] {
			return c, changed("its manifest does not name the table %s", name)
		}
	}
	if len(names) != len(m.Tables) {
		return c, changed("its manifest names %d tables, and it has %d", len(m.Tables), len(names))
	}
	if err := Compare(ctx, t, m.Tables); err != nil {
		return c, err
	}
	objects, err := objectsOf(ctx, t)
	if err != nil {
		return c, err
	}
	if objects != m.Objects || version != m.Schema {
		return c, changed("its schema is not as it was backed up")
	}
	return c, nil
}

// checkPages returns a Conflict where SQLite finds that the pages of the file do not fit
// each other; it wraps an error with what SQLite found.
func checkPages(ctx context.Context, t *db.Tx) error {
	found, err := t.Texts(ctx, `PRAGMA integrity_check(1)`)
	if err != nil {
		return err
	}
	if len(found) != 1 || found[0] != "ok" {
		return &trade.Error{Code: trade.Conflict, Field: "file", Err: errors.New(strings.Join(found, "; ")), Format: "its pages do not fit each other: it was damaged or changed"}
	}
	return nil
}

// Refused returns the error for a backup that cannot be restored because of err, with the
// name of its file: of the code of err where that is a *trade.Error, or else Invalid. It
// returns the end of a context as it is.
func Refused(file string, err error) error {
	e := (*trade.Error)(nil)
	switch {
	case errors.As(err, &e):
		return &trade.Error{Code: e.Code, Field: "file", Err: err, Format: "%s cannot be restored: %s.", Args: []any{file, strings.TrimSuffix(e.Error(), ".")}}
	case errors.Is(err, context.Canceled):
		return err
	}
	return &trade.Error{Code: trade.Invalid, Field: "file", Err: err, Format: "%s cannot be restored: it was cut off or changed.", Args: []any{file}}
}

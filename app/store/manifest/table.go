package manifest

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"strconv"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// A Table is what a table holds: how many rows, and their SHA-256, which is the same on
// both engines.
type Table struct {
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

// Tables returns what the tables of these names hold. It holds one row at a time. A
// *trade.Error that is a Conflict names a table that cannot be read.
func Tables(ctx context.Context, t *db.Tx, names []string) (list []Table, err error) {
	for _, name := range names {
		table, err := tableOf(ctx, t, name)
		if err != nil {
			return nil, err
		}
		list = append(list, table)
	}
	return list, nil
}

// Compare returns a Conflict that names the first of these tables that holds something
// else in the database than what was backed up.
func Compare(ctx context.Context, t *db.Tx, want []Table) error {
	for _, w := range want {
		switch is, err := tableOf(ctx, t, w.Name); {
		case err != nil:
			return err
		case is.Rows != w.Rows:
			return changed("the table %s has %d rows, and it was backed up with %d", w.Name, is.Rows, w.Rows)
		case is != w:
			return changed("the table %s does not hold what was backed up", w.Name)
		}
	}
	return nil
}

// tableOf returns what a table holds. A *trade.Error that is a Conflict says that the table
// cannot be read.
func tableOf(ctx context.Context, t *db.Tx, name string) (Table, error) {
	columns, err := t.Columns(ctx, name)
	if err != nil {
		return Table{}, err
	}
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	h, rows := newHash(names...), int64(0)
	err = t.EachOf(ctx, name, columns, func(values []any) error {
		h.row(values)
		rows++
		return nil
	})
	if err != nil {
		if ctx.Err() != nil {
			return Table{}, err
		}
		return Table{}, &trade.Error{Code: trade.Conflict, Field: "file", Err: err,
			Format: "the table %s cannot be read to its end: it was damaged or changed", Args: []any{name}}
	}
	return Table{name, rows, h.sum()}, nil
}

// A rowHash is the SHA-256 of rows: first the names of the columns, then the values of each
// row, in the order of the columns. Each name and value is framed: its type as one letter,
// its length in eight bytes, and its bytes. So no two tables give the same bytes.
type rowHash struct {
	sha    hash.Hash
	framed []byte
}

// newHash returns the hash of no rows of a table with these columns.
func newHash(columns ...string) *rowHash {
	h := &rowHash{sha: sha256.New()}
	for _, c := range columns {
		h.frame('c', c)
	}
	h.flush()
	return h
}

// row adds a row.
func (h *rowHash) row(values []any) {
	for _, value := range values {
		switch v := value.(type) {
		case nil:
			h.frame('n', "")
		case int64:
			h.frame('i', strconv.FormatInt(v, 10))
		case string:
			h.frame('t', v)
		case []byte:
			h.header('b', len(v))
			h.framed = append(h.framed, v...)
		default: // SQLite lets some tables hold what no program of ours writes
			h.frame('x', fmt.Sprintf("%T %v", v, v))
		}
	}
	h.flush()
}

// frame adds a text with its type.
func (h *rowHash) frame(kind byte, s string) {
	h.header(kind, len(s))
	h.framed = append(h.framed, s...)
}

// header adds the type and the length of a value.
func (h *rowHash) header(kind byte, length int) {
	h.framed = binary.BigEndian.AppendUint64(append(h.framed, kind), uint64(length))
}

// flush hashes what was added.
func (h *rowHash) flush() {
	_, _ = h.sha.Write(h.framed) // a hash takes everything
	h.framed = h.framed[:0]
}

// sum returns the SHA-256 of what was added, in hexadecimal digits.
func (h *rowHash) sum() string { return hex.EncodeToString(h.sha.Sum(nil)) }

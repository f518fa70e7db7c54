package store

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/trade"
)

// MaxPage is how many rows a page of a list has at most.
const MaxPage = 100

// Paging says which page of a list is wanted: the first, or the one that a
// Page's cursor leads to.
type Paging struct {
	Limit  int    // 1 to MaxPage; 0: 50
	Cursor string // a Page's Next or Prev; empty: the first page
}

// Page is some rows of a list. Its cursors stay good while rows come and go: a
// row is never shown twice, and none that was there all the time is left out.
type Page[T any] struct {
	Rows []T
	Next string // cursor of the page after; empty: this is the last one
	Prev string // cursor of the page before; empty: this is the first one
}

// query is a statement that a fixed set of filters makes.
type query struct {
	args  []any
	where []string
}

// arg puts in a value and is its place.
func (q *query) arg(v any) string {
	q.args = append(q.args, v)
	return "$" + strconv.Itoa(len(q.args))
}

// among is a list of values for after IN.
func (q *query) among(values []string) string {
	places := []string{"NULL"}
	for _, v := range values {
		places = append(places, q.arg(v))
	}
	return "(" + strings.Join(places, ", ") + ")"
}

func (q *query) and(condition string) { q.where = append(q.where, condition) }

// conditions are all of them, for after WHERE.
func (q *query) conditions() string {
	if len(q.where) == 0 {
		return "1 = 1"
	}
	return strings.Join(q.where, " AND ")
}

// order is how a list is sorted: by columns of which the last one is unique, so
// that a row's place is said by its values.
type order struct {
	name    string
	columns []string
	desc    bool
}

// by is the order as SQL, from the end if back is set.
func (o order) by(back bool) string {
	direction := ""
	if o.desc != back {
		direction = " DESC"
	}
	return strings.Join(o.columns, direction+", ") + direction
}

// cursor is a place between two rows of a list.
type cursor struct {
	Order string
	Back  bool
	Keys  []any // of the row beside it
}

func (o order) id() string {
	if o.desc {
		return o.name + "-"
	}
	return o.name
}

// encodeCursor is opaque: it is no one's to take apart.
func encodeCursor(c cursor) (string, error) {
	b, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	return base64.RawURLEncoding.EncodeToString(b), nil
}

func decodeCursor(s string, o order) (c cursor, err error) {
	bad := &trade.Error{Code: trade.Invalid, Field: "cursor", Format: "This place in the list is not known; begin at the list's first page."}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) < 4 || crc32.ChecksumIEEE(b[:len(b)-4]) != binary.BigEndian.Uint32(b[len(b)-4:]) {
		return c, bad
	}
	d := json.NewDecoder(bytes.NewReader(b[:len(b)-4]))
	d.UseNumber()
	if d.Decode(&c) != nil || c.Order != o.id() || len(c.Keys) != len(o.columns) {
		return c, bad
	}
	for i, k := range c.Keys {
		switch k := k.(type) {
		case string:
			if strings.ContainsRune(k, 0) { // of which PostgreSQL has none
				return c, bad
			}
		case json.Number:
			if c.Keys[i], err = k.Int64(); err != nil {
				return c, bad
			}
		default:
			return c, bad
		}
	}
	return c, nil
}

// limit is how many rows a page has.
func (p Paging) limit() (int, error) {
	switch {
	case p.Limit == 0:
		return 50, nil
	case p.Limit < 0 || p.Limit > MaxPage:
		return 0, &trade.Error{Code: trade.Invalid, Field: "limit", Format: "A page has 1 to %d rows.", Args: []any{MaxPage}}
	}
	return p.Limit, nil
}

// list is what a page is read with.
type list[T any] struct {
	order order
	// with and from are the statement up to its conditions.
	with, from string
	scan       func(scanner) (T, error)
	keys       func(T) []any // as order.columns
}

// page reads the page that is asked for, of the rows that q's conditions pick.
func page[T any](ctx context.Context, t *Tx, l list[T], q query, p Paging) (out Page[T], err error) {
	limit, err := p.limit()
	if err != nil {
		return out, err
	}
	var c cursor
	q.where, q.args = slices.Clone(q.where), slices.Clone(q.args)
	if p.Cursor != "" {
		if c, err = decodeCursor(p.Cursor, l.order); err != nil {
			return out, err
		}
		places := make([]string, len(c.Keys))
		for i, k := range c.Keys {
			places[i] = q.arg(k)
		}
		than := ">"
		if l.order.desc != c.Back {
			than = "<"
		}
		q.and("(" + strings.Join(l.order.columns, ", ") + ") " + than + " (" + strings.Join(places, ", ") + ")")
	}
	// The limit is part of the text: of a parameter, PostgreSQL would think that it takes a tenth of the table.
	statement := l.with + l.from + " WHERE " + q.conditions() + " ORDER BY " + l.order.by(c.Back) + " LIMIT " + strconv.Itoa(limit+1)
	err = t.each(ctx, statement, q.args, func(row scanner) error {
		r, err := l.scan(row)
		out.Rows = append(out.Rows, r)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("list %s: %w", l.order.name, err)
	}
	return out, out.link(l, limit, p, c)
}

// link cuts off the row that only says that there is more, and makes the
// cursors.
func (out *Page[T]) link(l list[T], limit int, p Paging, c cursor) (err error) {
	more := len(out.Rows) > limit
	out.Rows = out.Rows[:min(limit, len(out.Rows))]
	if c.Back {
		slices.Reverse(out.Rows)
	}
	if len(out.Rows) == 0 {
		return nil
	}
	if c.Back || more {
		last := out.Rows[len(out.Rows)-1]
		if out.Next, err = encodeCursor(cursor{l.order.id(), false, l.keys(last)}); err != nil {
			return err
		}
	}
	if p.Cursor != "" && (!c.Back || more) {
		out.Prev, err = encodeCursor(cursor{l.order.id(), true, l.keys(out.Rows[0])})
	}
	return err
}

// insertMany puts rows in with as few statements as may be.
func (t *Tx) insertMany(ctx context.Context, into string, rows [][]any) error {
	for chunk := range slices.Chunk(rows, 100) {
		var q query
		tuples := make([]string, len(chunk))
		for i, row := range chunk {
			places := make([]string, len(row))
			for j, v := range row {
				places[j] = q.arg(v)
			}
			tuples[i] = "(" + strings.Join(places, ", ") + ")"
		}
		if _, err := t.tx.ExecContext(ctx, `INSERT INTO `+into+` VALUES `+strings.Join(tuples, ", "), q.args...); err != nil {
			return err
		}
	}
	return nil
}

// each runs a statement and hands over its rows.
func (t *Tx) each(ctx context.Context, statement string, args []any, f func(scanner) error) (err error) {
	rows, err := t.tx.QueryContext(ctx, statement, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// texts are the strings of a statement's only column.
func (t *Tx) texts(ctx context.Context, statement string, args ...any) (list []string, err error) {
	err = t.each(ctx, statement, args, func(row scanner) error {
		var s string
		err := row.Scan(&s)
		list = append(list, s)
		return err
	})
	return list, err
}

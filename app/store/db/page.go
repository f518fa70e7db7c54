package db

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/trade"
)

// MaxPage is how many rows a page of a list has at most.
const MaxPage = 100

// A Paging says which page of a list is wanted: the first, or the one that a Page's
// cursor leads to.
type Paging struct {
	Limit  int    // 1 to MaxPage; 0: 50
	Cursor string // Next or Prev of a Page; empty: the first page
}

// A Page is some rows of a list. Its cursors stay good while rows are added and removed:
// a row is never shown twice, and none that was there all the time is left out.
type Page[T any] struct {
	Rows []T
	Next string // cursor of the page after; empty: this is the last one
	Prev string // cursor of the page before; empty: this is the first one
}

// A Sort says by which columns a list is sorted. The last one is unique, so that a row's
// place is said by its values.
type Sort struct {
	Name    string
	Columns []string
	Desc    bool
}

// By returns the order as SQL, or the opposite order where back is set.
func (o Sort) By(back bool) string {
	direction := ""
	if o.Desc != back {
		direction = " DESC"
	}
	return strings.Join(o.Columns, direction+", ") + direction
}

// A cursor is a place between two rows of a list.
type cursor struct {
	Order string
	Back  bool
	Keys  []any // the keys of the row beside the place
}

// id returns the name of the sort with its direction.
func (o Sort) id() string {
	if o.Desc {
		return o.Name + "-"
	}
	return o.Name
}

// After returns the cursor of the page after the row of those keys.
func (o Sort) After(keys []any) (string, error) { return encodeCursor(cursor{o.id(), false, keys}) }

// encodeCursor writes a cursor as a text that nobody but decodeCursor reads.
func encodeCursor(c cursor) (string, error) {
	b, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// decodeCursor reads a cursor of a list that is sorted in this way. Any other text is an
// Invalid error.
func decodeCursor(s string, o Sort) (c cursor, err error) {
	bad := &trade.Error{Code: trade.Invalid, Field: "cursor", Format: "This position in the list is not known; start at the first page."}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) < 4 || crc32.ChecksumIEEE(b[:len(b)-4]) != binary.BigEndian.Uint32(b[len(b)-4:]) {
		return c, bad
	}
	d := json.NewDecoder(bytes.NewReader(b[:len(b)-4]))
	d.UseNumber()
	if d.Decode(&c) != nil || c.Order != o.id() || len(c.Keys) != len(o.Columns) {
		return c, bad
	}
	for i, k := range c.Keys {
		switch k := k.(type) {
		case string:
			if strings.ContainsRune(k, 0) { // PostgreSQL stores no NUL
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

// limit returns how many rows the page may have. A limit outside 1 to MaxPage is an
// Invalid error.
func (p Paging) limit() (int, error) {
	switch {
	case p.Limit == 0:
		return 50, nil
	case p.Limit < 0 || p.Limit > MaxPage:
		return 0, &trade.Error{Code: trade.Invalid, Field: "limit", Format: "A page has 1 to %d rows.", Args: []any{MaxPage}}
	}
	return p.Limit, nil
}

// A List is what the pages of a list are read with.
type List[T any] struct {
	Sort Sort
	// With is the statement up to SELECT, From what follows up to its conditions.
	With, From string
	Scan       func(Scanner) (T, error)
	Keys       func(T) []any // the row's values of Sort.Columns
}

// ReadPage reads the page that is asked for, of the rows that q's conditions pick. A
// limit or a cursor that does not fit is an Invalid error.
func ReadPage[T any](ctx context.Context, t *Tx, l List[T], q Query, p Paging) (out Page[T], err error) {
	limit, err := p.limit()
	if err != nil {
		return out, err
	}
	var c cursor
	q.where, q.Args = slices.Clone(q.where), slices.Clone(q.Args)
	if p.Cursor != "" {
		if c, err = decodeCursor(p.Cursor, l.Sort); err != nil {
			return out, err
		}
		places := make([]string, len(c.Keys))
		for i, k := range c.Keys {
			places[i] = q.Arg(k)
		}
		than := ">"
		if l.Sort.Desc != c.Back {
			than = "<"
		}
		q.And("(" + strings.Join(l.Sort.Columns, ", ") + ") " + than + " (" + strings.Join(places, ", ") + ")")
	}
	// The limit is part of the text: PostgreSQL plans for a tenth of the table where it is a parameter.
	statement := l.With + l.From + " WHERE " + q.Conditions() + " ORDER BY " + l.Sort.By(c.Back) + " LIMIT " + strconv.Itoa(limit+1)
	err = t.Each(ctx, statement, q.Args, func(row Scanner) error {
		r, err := l.Scan(row)
		out.Rows = append(out.Rows, r)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("list %s: %w", l.Sort.Name, err)
	}
	return out, out.addCursors(l, limit, p, c)
}

// addCursors removes the row that only says that there are more, and adds the cursors of
// the pages before and after.
func (out *Page[T]) addCursors(l List[T], limit int, p Paging, c cursor) (err error) {
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
		if out.Next, err = l.Sort.After(l.Keys(last)); err != nil {
			return err
		}
	}
	if p.Cursor != "" && (!c.Back || more) {
		out.Prev, err = encodeCursor(cursor{l.Sort.id(), true, l.Keys(out.Rows[0])})
	}
	return err
}

// EachRow calls f with every row of a list, which it reads page by page so that memory does
// not grow with the list. No query is open while f runs, so f may query the same
// transaction. EachRow stops at the first error of page or f and returns it.
func EachRow[T any](page func(Paging) (Page[T], error), f func(T) error) error {
	for p := (Paging{Limit: MaxPage}); ; {
		list, err := page(p)
		if err != nil {
			return err
		}
		for _, row := range list.Rows {
			if err := f(row); err != nil {
				return err
			}
		}
		if p.Cursor = list.Next; p.Cursor == "" {
			return nil
		}
	}
}

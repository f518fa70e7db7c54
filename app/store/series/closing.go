package series

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/documents"
)

// A Closing says that a damaged series takes no document any more. What the series held
// then stays as evidence.
type Closing struct {
	Series    string // the id of the closed series
	Successor string // the id of the series that goes on; empty where a later one went on already
	Reason    string
	At        string // as db.Layout writes it
	Who       string
	Documents int64  // how many documents the series held
	Digest    string // SHA-256 of the series' row and its documents
	Seal      string // SHA-256 of the closing; the first document of Successor is chained to it
}

// Time returns when the series was closed, or an error where the stored time was changed and
// cannot be read.
func (c *Closing) Time() (time.Time, error) { return db.ParseStamp(c.At) }

const closingColumns = `series, successor, reason, at, who, documents, digest, seal`

// fields returns where the values of closingColumns are to be scanned into, in their
// order.
func (c *Closing) fields() []any {
	return []any{&c.Series, &c.Successor, &c.Reason, &c.At, &c.Who, &c.Documents, &c.Digest, &c.Seal}
}

// insert stores the closing.
func (c *Closing) insert(ctx context.Context, t *db.Tx) error {
	_, err := t.ExecContext(ctx, `INSERT INTO series_closed (`+closingColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.Series, c.Successor, c.Reason, c.At, c.Who, c.Documents, c.Digest, c.Seal)
	if err != nil {
		return fmt.Errorf("store that series %s is closed: %w", c.Series, err)
	}
	return nil
}

// sealed computes the seal of the closing.
func (c *Closing) sealed() string {
	h := sha256.New()
	write(h, "closed", c.Series, c.Successor, c.Reason, c.At, c.Who, strconv.FormatInt(c.Documents, 10), c.Digest)
	return hex.EncodeToString(h.Sum(nil))
}

// Closings returns the closings of series, by the series' ids.
func Closings(ctx context.Context, t *db.Tx) (all map[string]Closing, err error) {
	all = map[string]Closing{}
	err = t.Each(ctx, `SELECT `+closingColumns+` FROM series_closed`, nil, func(r db.Scanner) error {
		var c Closing
		err := r.Scan(c.fields()...)
		all[c.Series] = c
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read which series are closed: %w", err)
	}
	return all, nil
}

// closingOf returns the closing of a series, and false where the series is not closed.
func closingOf(ctx context.Context, t *db.Tx, id string) (c Closing, closed bool, err error) {
	err = t.QueryRowContext(ctx, `SELECT `+closingColumns+` FROM series_closed WHERE series = $1`, id).Scan(c.fields()...)
	if errors.Is(err, sql.ErrNoRows) {
		return c, false, nil
	}
	if err != nil {
		return c, false, fmt.Errorf("read whether series %s is closed: %w", id, err)
	}
	return c, true, nil
}

// readClosings reads which series are closed, and checks that nobody has changed why. It
// comes before all other checks, since what is wrong in these series is evidence.
func (v *verifier) readClosings(ctx context.Context, t *db.Tx) error {
	closings, err := Closings(ctx, t)
	if err != nil {
		return err
	}
	v.seals = map[string]string{}
	for _, id := range slices.Sorted(maps.Keys(closings)) {
		c := closings[id]
		h, there := v.heads[id]
		switch {
		case !there:
			v.wrong(id, "", "it was closed (series_closed), and it is missing.")
			continue
		case c.Seal != c.sealed():
			v.wrong(id, "", "what is stored of its closing (series_closed) was changed.")
		}
		v.report.Closed = append(v.report.Closed, Evidence{Closing: c, Name: h.name()})
		if c.Successor != "" {
			v.seals[c.Successor] = c.Seal
		}
	}
	return nil
}

// checkEvidence checks that each closed series holds what it held when it was closed.
func (v *verifier) checkEvidence(ctx context.Context, t *db.Tx) error {
	for _, e := range v.report.Closed {
		h, err := readHead(ctx, t, e.Series)
		if err != nil {
			return err
		}
		documents, digest, err := digest(ctx, t, &h)
		switch {
		case err != nil:
			return err
		case documents != e.Documents:
			v.report.Add(Wrong{Sealed, e.Series, "", fmt.Sprintf("it held %d documents when it was closed, and holds %d now.", e.Documents, documents)})
		case digest != e.Digest:
			v.report.Add(Wrong{Sealed, e.Series, "", "what it held when it was closed was changed since."})
		}
	}
	return nil
}

// readHead returns the row of the series with that id.
func readHead(ctx context.Context, t *db.Tx, id string) (h head, err error) {
	err = t.QueryRowContext(ctx, `SELECT `+headColumns+` FROM series WHERE id = $1`, id).Scan(h.fields()...)
	if err != nil {
		return h, fmt.Errorf("read series %s: %w", id, err)
	}
	return h, nil
}

// FarDays is how many days ahead of the clock a document cannot be right, whatever clock it
// was issued by.
const FarDays = 400

// FarAhead reports whether a document of the series with that id was issued or is dated more
// than FarDays after a time.
func FarAhead(ctx context.Context, t *db.Tx, id string, now time.Time) (far bool, err error) {
	bound := db.Stamp(now.AddDate(0, 0, FarDays))
	err = t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM issued WHERE series = $1 AND (issued_at > $2 OR date > $2))`, id, bound).Scan(&far)
	if err != nil {
		return false, fmt.Errorf("look for days ahead in series %s: %w", id, err)
	}
	return far, nil
}

// OfClosed returns the numbers of a subject's documents in series that are closed.
func OfClosed(ctx context.Context, t *db.Tx, subject string) ([]string, error) {
	numbers, err := t.Texts(ctx, `SELECT number FROM issued WHERE subject_id = $1 AND series IN (SELECT series FROM series_closed)`, subject)
	if err != nil {
		return nil, fmt.Errorf("look for documents in closed series: %w", err)
	}
	return numbers, nil
}

// Close closes a series for who acts in the transaction, with a digest of what the series
// holds, and returns the closing. The next document of the year is the first of the
// closing's Successor. A series that is closed already is a Conflict. The caller has found
// the series damaged. A series that lost its row gets one again, of a series that has issued
// nothing, so that every verification still names what is wrong; the reason says so.
func Close(ctx context.Context, t *db.Tx, id, reason string) (c Closing, err error) {
	var h head
	lock := func() error {
		return t.QueryRowContext(ctx, `UPDATE series SET next = next WHERE id = $1 RETURNING `+headColumns, id).Scan(h.fields()...) // who issues waits
	}
	err = lock()
	if db.IsNoRow(err) {
		if err = makeLostHead(ctx, t, id); err == nil {
			reason += lostRow
			err = lock()
		}
	}
	if err != nil {
		return c, fmt.Errorf("close series %s: %w", id, err)
	}
	before, closed, err := closingOf(ctx, t, id)
	switch {
	case err != nil:
		return c, err
	case closed:
		return c, &trade.Error{Code: trade.Conflict, Field: "series",
			Format: "Series %s was closed at %s by %s.", Args: []any{h.name(), before.At, before.Who}}
	}
	c = Closing{Series: id, Reason: reason, At: t.Who().Stamp(), Who: t.Who().Name}
	if c.Documents, c.Digest, err = digest(ctx, t, &h); err != nil {
		return c, err
	}
	last, err := isLast(ctx, t, &h)
	if err != nil {
		return c, err
	}
	if last {
		next, err := after(ctx, t, h)
		if err != nil {
			return c, err
		}
		c.Successor = next.id
	}
	c.Seal = c.sealed()
	return c, c.insert(ctx, t)
}

// isLast reports whether no series of the same kind and year goes on after this one.
func isLast(ctx context.Context, t *db.Tx, h *head) (last bool, err error) {
	err = t.QueryRowContext(ctx, `
		SELECT NOT EXISTS (SELECT 1 FROM series WHERE kind = $1 AND calendar = $2 AND year = $3 AND suffix > $4)`,
		h.kind, h.calendar, h.year, h.suffix).Scan(&last)
	if err != nil {
		return false, fmt.Errorf("look which series goes on after %s: %w", h.id, err)
	}
	return last, nil
}

// after returns the series that goes on after a closed one: with the next suffix under
// which no document is issued, and with the prefix of the kind where the closed series'
// own prefix leaves no room in maxNumber characters. A year without room for either is an
// Unavailable error.
func after(ctx context.Context, t *db.Tx, h head) (next head, err error) {
	next = head{kind: h.kind, calendar: h.calendar, year: h.year, prefix: h.prefix, first: 1, suffix: h.suffix}
	for {
		next.suffix = suffixAfter(next.suffix)
		next.id = next.named()
		number, err := next.number(1)
		if info, known := documents.Kind(h.kind).Info(); err != nil && known {
			next.prefix = info.Prefix
			number, err = next.number(1)
		}
		if err != nil {
			return next, err
		}
		begins := strings.TrimSuffix(number, "0001")
		var taken bool
		err = t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM issued WHERE substr(number, 1, $2) = CAST($1 AS text))`, begins, len(begins)).Scan(&taken)
		if err != nil {
			return next, fmt.Errorf("look for documents %s: %w", begins, err)
		}
		if !taken {
			return next, nil
		}
	}
}

// suffixAfter returns the suffix that follows one: "B" after none, "C" after "B", and "ZB"
// after "Z", so that suffixes sort in their order.
func suffixAfter(suffix string) string {
	if suffix == "" || strings.HasSuffix(suffix, "Z") {
		return suffix + "B"
	}
	return suffix[:len(suffix)-1] + string(suffix[len(suffix)-1]+1)
}

// goOn starts the series that goes on after a closed one, unless it is there.
func goOn(ctx context.Context, t *db.Tx, h head, c Closing) error {
	last, err := isLast(ctx, t, &h)
	if err != nil || !last {
		return err
	}
	next, err := after(ctx, t, h)
	if err != nil {
		return err
	}
	if next.id == c.Successor {
		next.hash = c.Seal
	}
	return start(ctx, t, next)
}

// digest returns how many documents a series has, and the SHA-256 of the series' row and of
// all columns of these, in their order.
func digest(ctx context.Context, t *db.Tx, h *head) (documents int64, sum string, err error) {
	all := sha256.New()
	write(all, h.id, h.kind, h.calendar, h.year, h.prefix, strconv.FormatInt(h.first, 10), h.suffix, strconv.FormatInt(h.next, 10), h.hash, h.at)
	err = t.Each(ctx, `SELECT `+Columns+` FROM issued WHERE series = $1 ORDER BY n, id`, []any{h.id}, func(s db.Scanner) error {
		var r Row
		if err := s.Scan(r.fields()...); err != nil {
			return err
		}
		documents++
		write(all, r.ID, r.Series, strconv.FormatInt(r.N, 10), r.Number, r.Kind, r.SubjectKind, r.SubjectID, r.Part, r.Date, orNull(r.Currency), orNull(r.Minor),
			r.Payload, strconv.Itoa(r.FormatNumber), r.Prev, r.Hash, SHA256(r.PDF), r.PDFHash, orNull(r.Supersedes), orNull(r.Reason), r.Key, r.IssuedAt)
		return nil
	})
	if err != nil {
		return 0, "", fmt.Errorf("read what series %s holds: %w", h.id, err)
	}
	return documents, hex.EncodeToString(all.Sum(nil)), nil
}

// orNull returns a column's value as text for a digest, and a NUL character where it has none,
// so that no value and an empty text have different digests.
func orNull[T any](v sql.Null[T]) string {
	if !v.Valid {
		return "\x00"
	}
	return fmt.Sprint(v.V)
}

// write hashes texts, each with its length before it so that none runs into the next.
func write(h hash.Hash, parts ...string) {
	for _, part := range parts {
		_, _ = fmt.Fprintf(h, "%d:%s,", len(part), part) // a hash takes all that is written
	}
}

// Lifted runs f while the schema's guards let through rows that cannot be right, as a
// restore needs, and then lowers them again. They are lifted in this transaction alone, and
// the schema refuses to commit one that has not lowered them.
func Lifted(ctx context.Context, t *db.Tx, f func() error) error {
	if _, err := t.ExecContext(ctx, `INSERT INTO guards_lifted (name) VALUES ('restoring')`); err != nil {
		return fmt.Errorf("lift the guards: %w", err)
	}
	if err := f(); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM guards_lifted`); err != nil {
		return fmt.Errorf("lower the guards: %w", err)
	}
	return nil
}

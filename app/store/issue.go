package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/golang-sql/civil"

	"woolroad/app/trade"
	"woolroad/documents"
)

// IssueRequest asks for an order's papers to be issued.
type IssueRequest struct {
	Order string           // its number
	Kinds []documents.Kind // one paper each, all or none of them
	// Key tells requests apart: the same one again gives the documents that the
	// first one made. A caller makes it once and keeps it for all tries.
	Key string
	// Supersedes names the document of the same order that this one corrects,
	// and Reason says why. Only for a single kind.
	Supersedes string
	Reason     string
	Calendar   Calendar
	Now        time.Time
	Zone       *time.Location // the exporter's, whose day decides the fiscal year
	// Draw makes the papers, in the order of Kinds, with the numbers they were
	// given. It may run more than once and must do nothing but that.
	Draw func(trade.Order, Assigned) ([]documents.Paper, error)
}

// Assigned are the numbers that papers are issued under.
type Assigned struct {
	Numbers map[documents.Kind]string
	Date    civil.Date // today, in the exporter's zone
}

// prefixes begin the numbers of each kind. They differ, so that no two series
// give the same number.
var prefixes = map[documents.Kind]string{
	documents.KindCommercialInvoice: "CI",
	documents.KindPackingList:       "PL",
	documents.KindCombined:          "CC",
}

// maxNumber is how long a number may be: India's CGST rule 46(b).
const maxNumber = 16

// backwards is how far the clock may stand behind the last document of a
// series. Programs on several machines differ a little; more is a clock that is
// wrong.
const backwards = 5 * time.Minute

// Issue gives the papers their numbers, freezes, chains and keeps them, in one
// transaction: after it they are issued, and after an error nothing is. A
// number is never lost, since its series moves on in the same transaction.
//
// An order has one standing document of a kind; another one has to name the one
// it Supersedes.
func (s *Store) Issue(ctx context.Context, req IssueRequest) ([]Issued, error) {
	if err := req.check(); err != nil {
		return nil, err
	}
	read, err := s.readOrder(ctx, req.Order)
	if err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		var out []Issued
		err := s.retry(ctx, s.write, &sql.TxOptions{Isolation: s.dialect.issuing()}, func(t *Tx) (err error) {
			out, err = t.issue(ctx, req, read)
			return err
		})
		if try < tries && isDuplicate(err) {
			continue // the next try finds what the other has made
		}
		if err != nil {
			return nil, err
		}
		return out, nil
	}
}

// check refuses what no database can answer.
func (req IssueRequest) check() error {
	bad := func(field, format string, args ...any) error {
		return &trade.Error{Code: trade.Invalid, Field: field, Format: format, Args: args}
	}
	seen := map[documents.Kind]bool{}
	for _, k := range req.Kinds {
		if prefixes[k] == "" || seen[k] {
			return bad("kind", "%q cannot be issued; name each kind of paper once.", string(k))
		}
		seen[k] = true
	}
	switch {
	case len(req.Kinds) == 0:
		return bad("kind", "No kind of paper is named.")
	case req.Key == "" || len(req.Key) > 255 || !utf8.ValidString(req.Key):
		return bad("key", "A request to issue needs a key of 1 to 255 characters.")
	case (req.Supersedes == "") != (strings.TrimSpace(req.Reason) == ""):
		return bad("reason", "A document that supersedes another names it and says why.")
	case req.Supersedes != "" && len(req.Kinds) != 1:
		return bad("supersedes", "One document supersedes one other of its kind.")
	case req.Zone == nil || req.Now.IsZero():
		return bad("now", "The time and the exporter's zone are missing.")
	}
	return nil
}

// readOrder is an order and the text that it was read from.
type readOrder struct {
	body  string
	order trade.Order
}

// readOrder reads an order before anything is locked: it takes as long as the
// drawing does.
func (s *Store) readOrder(ctx context.Context, number string) (r readOrder, err error) {
	err = s.View(ctx, func(t *Tx) error {
		if r.body, _, err = t.orderBody(ctx, number); err == nil {
			r.order, err = decodeOrder(number, r.body)
		}
		return err
	})
	return r, err
}

// sameOrder is the order as it is now, which rarely has changed since.
func (t *Tx) sameOrder(ctx context.Context, number string, read readOrder) (trade.Order, error) {
	body, _, err := t.orderBody(ctx, number)
	if err != nil || body == read.body {
		return read.order, err
	}
	return decodeOrder(number, body)
}

func (t *Tx) issue(ctx context.Context, req IssueRequest, read readOrder) ([]Issued, error) {
	var orderID string
	// The order's row is the first lock: two requests for one order wait for
	// each other even where their series differ.
	err := t.tx.QueryRowContext(ctx, `UPDATE orders SET status = $2 WHERE number = $1 RETURNING id`, req.Order, string(OrderIssued)).Scan(&orderID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &trade.Error{Code: trade.NotFound, Field: "number", Format: "There is no order %s.", Args: []any{req.Order}}
	}
	if err != nil {
		return nil, fmt.Errorf("find order %s: %w", req.Order, err)
	}
	if done, err := t.answered(ctx, req, orderID); err != nil || done != nil {
		return done, err
	}
	if err := t.mayIssue(ctx, req, orderID); err != nil {
		return nil, err
	}
	order, err := t.sameOrder(ctx, req.Order, read)
	if err != nil {
		return nil, err
	}
	rows, assigned, err := t.number(ctx, req)
	if err != nil {
		return nil, err
	}
	papers, err := req.Draw(order, assigned)
	if err != nil {
		return nil, err
	}
	if len(papers) != len(req.Kinds) {
		return nil, fmt.Errorf("%d papers for %d kinds", len(papers), len(req.Kinds))
	}
	out := make([]Issued, len(rows))
	for i := range rows {
		r := &rows[i]
		r.orderID, r.key = orderID, req.Key
		if req.Supersedes != "" {
			r.supersedes, r.reason = sql.Null[string]{V: req.Supersedes, Valid: true}, sql.Null[string]{V: req.Reason, Valid: true}
		}
		if err := r.freeze(papers[i]); err != nil {
			return nil, err
		}
		if err := t.keep(ctx, r); err != nil {
			return nil, err
		}
		if out[i], err = r.issued(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// answered are the documents that the same request has made already, in the
// order of its kinds, or none.
func (t *Tx) answered(ctx context.Context, req IssueRequest, orderID string) ([]Issued, error) {
	found, err := t.issuedWhere(ctx, `WHERE i.request_key = $1`, req.Key)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	place := func(d Issued) int { return slices.Index(req.Kinds, d.Kind) }
	slices.SortFunc(found, func(a, b Issued) int { return cmp.Compare(place(a), place(b)) })
	same := len(found) == len(req.Kinds)
	for i, d := range found {
		same = same && place(d) == i && d.OrderID == orderID && d.Supersedes == req.Supersedes && d.Reason == req.Reason
	}
	if !same {
		return nil, &trade.Error{Code: trade.Conflict, Field: "key",
			Format: "This key has issued %s already; another request needs another key.", Args: []any{found[0].Number}}
	}
	return found, nil
}

// mayIssue keeps an order to one standing document of a kind.
func (t *Tx) mayIssue(ctx context.Context, req IssueRequest, orderID string) error {
	if req.Supersedes != "" {
		old, err := t.Issued(ctx, req.Supersedes)
		if e := (*trade.Error)(nil); errors.As(err, &e) {
			e.Field = "supersedes"
		}
		switch {
		case err != nil:
			return err
		case old.OrderID != orderID || old.Kind != req.Kinds[0]:
			return &trade.Error{Code: trade.Conflict, Field: "supersedes",
				Format: "%s is another paper or of another order; a document supersedes one of its own kind and order.", Args: []any{old.Number}}
		case old.SupersededBy != "":
			return &trade.Error{Code: trade.Conflict, Field: "supersedes",
				Format: "%s is superseded by %s already; name that one.", Args: []any{old.Number, old.SupersededBy}}
		}
		return nil
	}
	all, err := t.IssuedFor(ctx, orderID)
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.SupersededBy == "" && slices.Contains(req.Kinds, d.Kind) {
			return &trade.Error{Code: trade.Conflict, Field: "number",
				Format: "Order %s has %s already; a corrected one has to say that it supersedes that, and why.", Args: []any{req.Order, d.Number}}
		}
	}
	return nil
}

// number takes the next number of each series. The series are taken in the same
// order by everyone, so that no two wait for each other.
func (t *Tx) number(ctx context.Context, req IssueRequest) ([]row, Assigned, error) {
	today := civil.DateOf(req.Now.In(req.Zone))
	year, err := req.Calendar.year(today)
	if err != nil {
		return nil, Assigned{}, err
	}
	a := Assigned{map[documents.Kind]string{}, today}
	rows := make([]row, len(req.Kinds))
	for _, info := range documents.Kinds {
		i := slices.Index(req.Kinds, info.Kind)
		if i < 0 {
			continue
		}
		r := row{id: rand.Text(), kind: string(info.Kind), format: format}
		r.series = seriesID(info.Kind, req.Calendar, year)
		last, err := t.next(ctx, &r, req.Calendar, year)
		if err != nil {
			return nil, a, err
		}
		if r.number, err = numberOf(info.Kind, year, r.n); err != nil {
			return nil, a, err
		}
		if r.issuedAt, err = after(last, req.Now); err != nil {
			return nil, a, err
		}
		a.Numbers[info.Kind], rows[i] = r.number, r
	}
	return rows, a, nil
}

func numberOf(k documents.Kind, year string, n int64) (string, error) {
	number := fmt.Sprintf("%s-%s-%04d", prefixes[k], year, n)
	if len(number) > maxNumber {
		return "", &trade.Error{Code: trade.Unavailable, Field: "number",
			Format: "%s has more than %d characters; this series is full.", Args: []any{number, maxNumber}}
	}
	return number, nil
}

func seriesID(k documents.Kind, c Calendar, year string) string {
	return string(k) + "/" + string(c) + "/" + year
}

// next reads a row's number from its series and locks that until the
// transaction ends: it is the insert of the document that moves the series on.
// It returns when the document before was issued, if there is one.
func (t *Tx) next(ctx context.Context, r *row, c Calendar, year string) (string, error) {
	take := func() (last string, err error) {
		err = t.tx.QueryRowContext(ctx, `UPDATE series SET next = next WHERE id = $1 RETURNING next, head, at`, r.series).
			Scan(&r.n, &r.prev, &last)
		return last, err
	}
	last, err := take()
	if errors.Is(err, sql.ErrNoRows) {
		_, err = t.tx.ExecContext(ctx, `
			INSERT INTO series (id, kind, calendar, year, next, head) VALUES ($1, $2, $3, $4, 1, '')
			ON CONFLICT (id) DO NOTHING`, r.series, r.kind, string(c), year)
		if err == nil {
			last, err = take()
		}
	}
	if err != nil {
		return "", fmt.Errorf("take a number of %s: %w", r.series, err)
	}
	return last, nil
}

// after is the time of issue: now, or that of the document before where the
// clocks of two programs differ a little.
func after(last string, now time.Time) (string, error) {
	at := now.UTC().Format(stamp)
	if at >= last {
		return at, nil
	}
	if before, err := time.Parse(stamp, last); err != nil || before.Sub(now) > backwards {
		return "", &trade.Error{Code: trade.Unavailable, Field: "now", Err: err,
			Format: "The clock says %s, and the last document was issued at %s; set the clock right.", Args: []any{at, last}}
	}
	return last, nil
}

package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/golang-sql/civil"

	"woolroad/app/store/db"
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
	// Supersedes names documents of the same order that these correct, at most
	// one of each of Kinds, and Reason says why.
	Supersedes []string
	Reason     string
	Calendar   trade.Calendar
	// Now is the clock. It is read when the request has its turn, since who waits
	// over midnight issues on the day after.
	Now  func() time.Time
	Zone *time.Location // the exporter's, whose day decides the fiscal year
	// Rebill lets the order's lots stand on another order's invoice too, which is
	// a Conflict otherwise.
	Rebill bool
	// Draw makes the papers, in the order of Kinds, with the numbers they were
	// given. It may run more than once and must do nothing but that.
	Draw func(trade.Order, Assigned) ([]documents.Paper, error)
}

// Assigned are the numbers that papers are issued under.
type Assigned struct {
	Numbers    map[documents.Kind]string
	Supersedes map[documents.Kind]string // the numbers that these take the place of
	Beside     map[documents.Kind]string // the numbers of the order's other standing documents
	Date       civil.Date                // today, in the exporter's zone
}

// Issue gives the papers their numbers, freezes, chains and keeps them, in one
// transaction: after it they are issued, and after an error nothing is. A
// number is never lost, since its series moves on in the same transaction.
//
// An order has one standing document of a kind; another one has to name the one
// it Supersedes. Goods are billed once: by one of the kinds that bill, and by one
// order.
func (s *Store) Issue(ctx context.Context, who Who, req IssueRequest) ([]Issued, error) {
	if err := req.check(); err != nil {
		return nil, err
	}
	read, err := s.readOrder(ctx, req.Order)
	if err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		var out []Issued
		err := s.UpdateLocking(ctx, who, func(t *Tx) (err error) {
			out, err = t.issueOnce(ctx, who, req, read)
			return err
		})
		if try < db.Tries && (db.IsDuplicate(err) || errors.Is(err, errYearTurned)) {
			continue // the next try finds what the other has made, and the new year
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
		if _, ok := k.Info(); !ok || seen[k] {
			return bad("kind", "%q cannot be issued; name each kind of paper once.", string(k))
		}
		seen[k] = true
	}
	switch {
	case len(req.Kinds) == 0:
		return bad("kind", "No kind of paper is named.")
	case req.Key == "" || len(req.Key) > 255 || !utf8.ValidString(req.Key):
		return bad("key", "A request to issue needs a key of 1 to 255 characters.")
	case (len(req.Supersedes) == 0) != (strings.TrimSpace(req.Reason) == ""):
		return bad("reason", "A document that supersedes another names it and says why.")
	case len(req.Supersedes) > len(req.Kinds):
		return bad("supersedes", "One document supersedes one other of its kind.")
	case req.Zone == nil || req.Now == nil:
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
	err = s.view(ctx, func(t *Tx) error {
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

// issueOnce issues what the key is new for, and answers a key that has issued before.
// Its row among the requests comes first: two requests of one key, for two orders
// even, wait for each other, and the second finds what the first has issued.
func (t *Tx) issueOnce(ctx context.Context, who Who, req IssueRequest, read readOrder) (out []Issued, err error) {
	who.Request = req.Key
	fresh := false
	// The key alone counts: with it no request asks for anything else.
	_, err = Once(ctx, t.As(who), "issue", nil, func() (numbers []string, err error) {
		fresh = true
		out, err = t.issue(ctx, req, read)
		for _, d := range out {
			numbers = append(numbers, d.Number)
		}
		return numbers, err
	})
	if err == nil && !fresh {
		return t.issue(ctx, req, read)
	}
	return out, err
}

// issue issues what is asked for. A key that has issued before is answered, also one
// from before there were requests.
func (t *Tx) issue(ctx context.Context, req IssueRequest, read readOrder) ([]Issued, error) {
	var orderID string
	// The order's row comes after the key and before the series: two requests for one
	// order wait for each other even where their series differ.
	err := t.QueryRowContext(ctx, `UPDATE orders SET status = $2 WHERE number = $1 RETURNING id`, req.Order, string(trade.OrderIssued)).Scan(&orderID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &trade.Error{Code: trade.NotFound, Field: "number", Format: "There is no order %s.", Args: []any{req.Order}}
	}
	if err != nil {
		return nil, fmt.Errorf("find order %s: %w", req.Order, err)
	}
	if done, err := t.answered(ctx, req, orderID); err != nil || done != nil {
		return done, err
	}
	assigned, err := t.mayIssue(ctx, req, orderID)
	if err != nil {
		return nil, err
	}
	order, err := t.sameOrder(ctx, req.Order, read)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(req.Kinds, documents.Kind.BillsGoods) {
		if err := t.bill(ctx, order, orderID, req.Rebill); err != nil {
			return nil, err
		}
	}
	rows, err := t.number(ctx, req, &assigned)
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
		r.subjectKind, r.subjectID, r.key = ofShipment, orderID, req.Key
		if old := assigned.Supersedes[req.Kinds[i]]; old != "" {
			r.supersedes, r.reason = sql.Null[string]{V: old, Valid: true}, sql.Null[string]{V: req.Reason, Valid: true}
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
		if err := t.Note(ctx, issuedEvent(out[i])); err != nil {
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
	var superseded []string
	for i, d := range found {
		same = same && place(d) == i && d.SubjectID == orderID
		if d.Supersedes != "" {
			superseded = append(superseded, d.Supersedes)
			same = same && d.Reason == req.Reason
		}
	}
	same = same && slices.Equal(slices.Sorted(slices.Values(superseded)), slices.Sorted(slices.Values(req.Supersedes)))
	if !same {
		return nil, &trade.Error{Code: trade.Conflict, Field: "key",
			Format: "This key has issued %s already; another request needs another key.", Args: []any{found[0].Number}}
	}
	return found, nil
}

// mayIssue keeps an order to one standing document of a kind, and to one that
// bills. It returns what the new documents supersede and stand beside.
func (t *Tx) mayIssue(ctx context.Context, req IssueRequest, orderID string) (a Assigned, err error) {
	a = Assigned{Numbers: map[documents.Kind]string{}, Supersedes: map[documents.Kind]string{}, Beside: map[documents.Kind]string{}}
	for _, number := range req.Supersedes {
		old, err := t.Issued(ctx, number)
		if e := (*trade.Error)(nil); errors.As(err, &e) {
			e.Field = "supersedes"
		}
		switch {
		case err != nil:
			return a, err
		case old.SubjectID != orderID || !slices.Contains(req.Kinds, old.Kind) || a.Supersedes[old.Kind] != "":
			return a, &trade.Error{Code: trade.Conflict, Field: "supersedes",
				Format: "%s is another paper or of another order; a document supersedes one of its own kind and order.", Args: []any{old.Number}}
		case old.SupersededBy != "":
			return a, &trade.Error{Code: trade.Conflict, Field: "supersedes",
				Format: "%s is superseded by %s already; name that one.", Args: []any{old.Number, old.SupersededBy}}
		}
		a.Supersedes[old.Kind] = old.Number
	}
	all, err := t.IssuedFor(ctx, orderID)
	if err != nil {
		return a, err
	}
	for _, d := range all {
		switch {
		case d.SupersededBy != "" || a.Supersedes[d.Kind] == d.Number:
		case slices.Contains(req.Kinds, d.Kind):
			return a, &trade.Error{Code: trade.Conflict, Field: "number",
				Format: "Order %s has %s already; a corrected one has to say that it supersedes that, and why.", Args: []any{req.Order, d.Number}}
		default:
			a.Beside[d.Kind] = d.Number
		}
	}
	return a, billedOnce(req.Order, req.Kinds, a.Beside)
}

// billedOnce refuses to bill the goods of an order with documents of two kinds:
// whoever gets both would take them for two deliveries.
func billedOnce(order string, kinds []documents.Kind, beside map[documents.Kind]string) error {
	var asked []documents.Kind // in the order of documents.Kinds
	for _, info := range documents.Kinds {
		if info.Bills == documents.BillsGoods && slices.Contains(kinds, info.Kind) {
			asked = append(asked, info.Kind)
		}
	}
	for _, k := range asked {
		for _, other := range documents.Kinds {
			if number := beside[other.Kind]; number != "" && other.Bills == documents.BillsGoods {
				return BilledTwice(order, other.Kind, number, k)
			}
		}
	}
	if len(asked) > 1 {
		return &trade.Error{Code: trade.Invalid, Field: "kind",
			Format: "A %s and a %s would bill the goods of order %s twice; issue one of them.",
			Args:   []any{titleOf(asked[0]), titleOf(asked[1]), order}}
	}
	return nil
}

// BilledTwice is the Conflict of a paper that would bill what the standing one of
// another kind bills.
func BilledTwice(order string, standing documents.Kind, number string, k documents.Kind) error {
	return &trade.Error{Code: trade.Conflict, Field: "kind",
		Format: "Order %s is billed already, by the %s %s; a %s would bill its goods twice.",
		Args:   []any{order, titleOf(standing), number, titleOf(k)}}
}

func titleOf(k documents.Kind) string {
	info, _ := k.Info()
	return strings.ToLower(info.Title)
}

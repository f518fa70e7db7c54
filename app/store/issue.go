package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/golang-sql/civil"

	"woolroad/app/store/activity"
	"woolroad/app/store/db"
	"woolroad/app/store/series"
	"woolroad/app/trade"
	"woolroad/documents"
)

// An IssueRequest asks for documents of an order to be issued.
type IssueRequest struct {
	Kinds []documents.Kind // one document each, all or none of them
	// Key tells requests apart: another request with the same key gets the documents
	// that the first one issued.
	Key string
	// Supersedes has the numbers of the order's documents that the new ones correct, at
	// most one of each of Kinds, and Reason says why.
	Supersedes []string
	Reason     string
	// Rebill allows the order's lots to be on another order's invoice too, which is a
	// Conflict otherwise.
	Rebill bool
	// Draw returns the documents, in the order of Kinds, with the numbers that they are
	// assigned. It must do nothing else.
	Draw func(Assigned) ([]documents.Document, error)
}

// An Assigned has the numbers that documents are issued under.
type Assigned struct {
	Numbers    map[documents.Kind]string
	Supersedes map[documents.Kind]string // the numbers of the documents that the new ones supersede
	Beside     map[documents.Kind]string // the numbers of the order's other current documents
	Date       civil.Date                // today, in the exporter's zone, or the last document's date

	after string // the document under whose date a person has confirmed to issue; empty: none
}

// Issuing runs f, which issues documents, in a transaction of its own, for who. If
// Issuing returns nil, the documents are issued; if it returns an error, which is that
// of f or of the database, none is. Issuing runs f again where another program was
// faster and where the fiscal year turned while f waited, so f must do nothing but read
// and write through tx.
func (s *Store) Issuing(ctx context.Context, who Who, f func(*Tx) error) error {
	for try := 1; ; try++ {
		err := s.UpdateLocking(ctx, who, f)
		if try == db.Tries || !db.IsDuplicate(err) && !errors.Is(err, series.ErrYearTurned) {
			return err
		}
	}
}

// TurnOf waits until no other request issues documents of the order of that number, so
// that what the caller reads of the order and its documents afterwards stays true until
// the transaction ends. The caller must call it after Once and before Issue, so that
// requests lock rows in the same order. An order that is not there is a NotFound error.
func (t *Tx) TurnOf(ctx context.Context, order string) error {
	found, err := t.ExecContext(ctx, `UPDATE orders SET status = status WHERE number = $1`, order)
	if err != nil {
		return fmt.Errorf("find order %s: %w", order, err)
	}
	n, err := found.RowsAffected()
	if err == nil && n == 0 {
		err = noOrder(order)
	}
	return err
}

// noOrder returns a NotFound error for an order's number.
func noOrder(number string) error {
	return &trade.Error{Code: trade.NotFound, Field: "number", Format: "There is no order %s.", Args: []any{number}}
}

// Issue gives the documents of an order their numbers, freezes and chains them, and
// stores them. No number is lost, since its series moves on in the same transaction. A
// request whose key has issued before gets the documents that it issued then.
//
// An order has one current document of a kind; another one must name the one it
// Supersedes. Goods are billed once: by documents of one kind, and for one order. What
// the request may not do is a *trade.Error, a Conflict or Invalid. The caller must have
// called TurnOf, in a transaction that Issuing began.
func (t *Tx) Issue(ctx context.Context, order trade.Order, orderID string, req IssueRequest) ([]Issued, error) {
	if err := req.check(); err != nil {
		return nil, err
	}
	if done, err := t.issuedBefore(ctx, req, orderID); err != nil || done != nil {
		return done, err
	}
	assigned, err := t.assign(ctx, req, order.Number, orderID)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(req.Kinds, documents.Kind.BillsGoods) {
		if err := t.billLots(ctx, order, orderID, req.Rebill); err != nil {
			return nil, err
		}
	}
	rows, err := t.number(ctx, req.Kinds, &assigned)
	if err != nil {
		return nil, err
	}
	docs, err := req.Draw(assigned)
	if err != nil {
		return nil, err
	}
	if len(docs) != len(req.Kinds) {
		return nil, fmt.Errorf("%d documents for %d kinds", len(docs), len(req.Kinds))
	}
	if _, err := t.ExecContext(ctx, `UPDATE orders SET status = $2 WHERE id = $1`, orderID, string(trade.OrderIssued)); err != nil {
		return nil, fmt.Errorf("mark order %s as issued: %w", order.Number, err)
	}
	out := make([]Issued, len(rows))
	for i := range rows {
		r := &rows[i]
		r.SubjectKind, r.SubjectID, r.Key = series.OfShipment, orderID, req.Key
		if old := assigned.Supersedes[req.Kinds[i]]; old != "" {
			r.Supersedes, r.Reason = sql.Null[string]{V: old, Valid: true}, sql.Null[string]{V: req.Reason, Valid: true}
		}
		if out[i], err = t.freeze(ctx, r, docs[i]); err != nil {
			return nil, err
		}
		if assigned.after != "" {
			e := activity.Event{Subject: orderID, Code: activity.Dated, Args: []string{r.Number, r.Date, assigned.after}}
			if err := activity.Note(ctx, t.Tx, e); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// number takes the numbers of the documents of these kinds, and adds them and the day to
// a. From then on the time of the transaction is the time at which it had its turn. The
// errors are those of series.Take.
func (t *Tx) number(ctx context.Context, kinds []documents.Kind, a *Assigned) ([]series.Row, error) {
	exporter, err := t.Exporter(ctx)
	if err != nil {
		return nil, err
	}
	taken, err := series.Take(ctx, t.Tx, exporter, kinds)
	if err != nil {
		return nil, err
	}
	t.Tx, a.Date, a.after = taken.Turn, taken.Day, taken.Confirmed
	for i, k := range kinds {
		a.Numbers[k] = taken.Rows[i].Number
	}
	return taken.Rows, nil
}

// freeze stores a document in its series, in the index and in the activity of its order.
func (t *Tx) freeze(ctx context.Context, r *series.Row, doc documents.Document) (d Issued, err error) {
	if err := r.Freeze(doc); err != nil {
		return d, err
	}
	if err := series.Insert(ctx, t.Tx, r); err != nil {
		return d, err
	}
	if err := t.indexDocument(ctx, r.Number, r.Date, r.Payload); err != nil {
		return d, err
	}
	if d, err = issuedOf(*r); err != nil {
		return d, err
	}
	return d, activity.Note(ctx, t.Tx, issuedEvent(d))
}

// check returns an Invalid error for a request that cannot be answered whatever is
// stored.
func (req IssueRequest) check() error {
	bad := func(field, format string, args ...any) error {
		return &trade.Error{Code: trade.Invalid, Field: field, Format: format, Args: args}
	}
	seen := map[documents.Kind]bool{}
	for _, k := range req.Kinds {
		if _, ok := k.Info(); !ok || seen[k] {
			return bad("kind", "%q cannot be issued; name each kind of document once.", string(k))
		}
		seen[k] = true
	}
	switch {
	case len(req.Kinds) == 0:
		return bad("kind", "Name at least one kind of document.")
	case req.Key == "" || len(req.Key) > 255 || !utf8.ValidString(req.Key):
		return bad("key", "A request to issue needs a key of 1 to 255 characters.")
	case (len(req.Supersedes) == 0) != (strings.TrimSpace(req.Reason) == ""):
		return bad("reason", "A document that supersedes another names it and says why.")
	case len(req.Supersedes) > len(req.Kinds):
		return bad("supersedes", "One document supersedes one other of its kind and order; look at the numbers that are named.")
	}
	return nil
}

// IssuedBy returns the documents that the request of that key has issued, or none.
func (t *Tx) IssuedBy(ctx context.Context, key string) ([]Issued, error) {
	return t.readIssued(ctx, `WHERE i.request_key = $1 ORDER BY i.number`, key)
}

// issuedBefore returns the documents that the same request has issued already, in the
// order of its kinds, or none. A key that another request has used is a Conflict.
func (t *Tx) issuedBefore(ctx context.Context, req IssueRequest, orderID string) ([]Issued, error) {
	found, err := t.IssuedBy(ctx, req.Key)
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
			Format: "This key has already issued %s; use another key for another request.", Args: []any{found[0].Number}}
	}
	return found, nil
}

// assign returns what the new documents supersede and which other documents of the order
// are current. It returns a Conflict where the order would get a second current document
// of a kind or a second bill, and the errors of Tx.Issued for a document that is to be
// superseded.
func (t *Tx) assign(ctx context.Context, req IssueRequest, order, orderID string) (a Assigned, err error) {
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
				Format: "%s is another document or of another order; a document supersedes one of its own kind and order.", Args: []any{old.Number}}
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
	evidence, err := series.OfClosed(ctx, t.Tx, orderID)
	if err != nil {
		return a, err
	}
	for _, d := range all {
		switch {
		case d.SupersededBy != "" || a.Supersedes[d.Kind] == d.Number:
		case a.Supersedes[d.Kind] != "" && slices.Contains(evidence, d.Number): // one of the two was inserted by hand, and neither can go
		case slices.Contains(req.Kinds, d.Kind):
			return a, &trade.Error{Code: trade.Conflict, Field: "number",
				Format: "Order %s already has %s; to correct it, issue a document that supersedes it and states the reason.", Args: []any{order, d.Number}}
		default:
			a.Beside[d.Kind] = d.Number
		}
	}
	return a, checkBilledOnce(order, req.Kinds, a.Beside)
}

// checkBilledOnce returns the error of trade.BillOnce where documents of two kinds would
// bill the goods of an order. beside has the numbers of the order's other current
// documents.
func checkBilledOnce(order string, kinds []documents.Kind, beside map[documents.Kind]string) error {
	var asked []string
	var current []trade.Bill
	for _, info := range documents.Kinds {
		if !info.Kind.BillsGoods() {
			continue
		}
		if slices.Contains(kinds, info.Kind) {
			asked = append(asked, info.InSentence())
		}
		if number := beside[info.Kind]; number != "" {
			current = append(current, trade.Bill{Kind: info.InSentence(), Number: number})
		}
	}
	return trade.BillOnce(order, current, asked...)
}

// issuedEvent returns the event that a document was issued for an order, or that it
// superseded another document of the order.
func issuedEvent(d Issued) activity.Event {
	e := activity.Event{Subject: d.SubjectID, At: d.IssuedAt, Code: activity.Issued, Args: []string{d.Number}}
	if d.Supersedes != "" {
		e.Code, e.Args = activity.Superseded, append(e.Args, d.Supersedes, d.Reason)
	}
	return e
}

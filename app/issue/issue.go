// Package issue issues an order's documents, in the same way for a page and for the
// command line: it finds which documents the order has, which are issued already and what
// prevents the others, then numbers, draws and stores them, all in one transaction of the
// store.
//
// An order has one current document of a kind. An issued document never changes; a new
// document supersedes it and names it.
package issue

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"woolroad/app/compose"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
)

// Request asks for documents of an order.
type Request struct {
	Order string           // its number
	Kinds []documents.Kind // none: all usual kinds of the order, or the kinds of the superseded documents
	// Supersedes are the numbers of the order's documents that the new ones supersede,
	// and Reason says why.
	Supersedes []string
	Reason     string
}

// Numbered is a document with the number under which this or an earlier request issued
// it.
type Numbered struct {
	store.Issued
	Order string // the order's number
	New   bool   // this request issued it
}

// Result is the result of a request.
type Result struct {
	Documents []Numbered   // in the order of documents.Kinds
	Warnings  trade.Faults // what remains to be done
}

// Issue issues all documents that are asked for, or none, and returns them. It reads the
// order, the exporter and the rates in the transaction that issues. If who repeats a
// request with the same key, it returns the documents that the first one issued. Without
// a key it returns the current documents of the kinds asked for and issues only the
// missing ones.
//
// The error is NotFound for an order, a kind or a document to be superseded that there is
// not, Invalid for an order that breaks rules and for a kind or a reason that does not fit
// it, a Conflict where its documents are issued or its lots billed already, and Unavailable
// where a rate is missing, the clock is behind the last document, or a series is full or
// damaged. If it wraps a trade.Fault or trade.Faults, these say which place of the order it
// is about.
func Issue(ctx context.Context, s *store.Store, who store.Who, q Request) (Result, error) {
	return issuing(ctx, s, who, q, func(t *store.Tx) (Request, error) { return q, nil })
}

// issuing issues the documents of the request that ask returns. ask may read through the
// transaction. content is what a person asked for; a repeated request is recognised by
// it.
func issuing(ctx context.Context, s *store.Store, who store.Who, content any, ask func(*store.Tx) (Request, error)) (out Result, err error) {
	var run issue
	err = s.Issuing(ctx, who, func(t *store.Tx) error {
		fresh := false
		numbers, err := store.Once(ctx, t, "documents.issue", content, func() (numbers []string, err error) {
			fresh = true
			run = issue{}
			if run.Request, err = ask(t); err != nil {
				return nil, err
			}
			if run.Reason, err = reasonOf(run.Reason); err != nil {
				return nil, err
			}
			out, err = run.run(ctx, t)
			for _, p := range out.Documents {
				numbers = append(numbers, p.Number)
			}
			return numbers, err
		})
		if err == nil && !fresh {
			out, err = repeated(ctx, t, numbers)
		}
		return err
	})
	if err != nil {
		return Result{}, run.explain(err)
	}
	return out, nil
}

// MaxReason is how many characters the reason of a correction may have, because the new
// document prints it.
const MaxReason = 300

// reasonOf returns a reason as it is printed, on one line. A reason of more than
// MaxReason characters is an Invalid error.
func reasonOf(typed string) (string, error) {
	reason := strings.Join(strings.Fields(typed), " ")
	if n := utf8.RuneCountInString(reason); n > MaxReason {
		return "", &trade.Error{Code: trade.Invalid, Field: "reason", Format: "This has %d characters; at most %d fit.", Args: []any{n, MaxReason}}
	}
	return reason, nil
}

// repeated returns the result of a request that issued the documents with these numbers
// before.
func repeated(ctx context.Context, t *store.Tx, numbers []string) (out Result, err error) {
	for _, number := range numbers {
		d, err := documentAt(ctx, t, number)
		if err != nil {
			return out, err
		}
		out.Documents = append(out.Documents, Numbered{d.Issued, d.Order, false})
	}
	if len(out.Documents) == 0 {
		return out, nil
	}
	look, err := lookAt(ctx, t, out.Documents[0].Order)
	if err != nil {
		return out, err
	}
	out.Warnings = look.outdated()
	return out, nil
}

// issue is a request while its documents are being issued.
type issue struct {
	Request
	look  *Look
	drawn []documents.Document // the documents to be issued
}

// run issues the documents of the request within the transaction.
func (q *issue) run(ctx context.Context, t *store.Tx) (Result, error) {
	err := t.TurnOf(ctx, q.Order)
	if err != nil {
		return Result{}, err
	}
	if q.look, err = lookAt(ctx, t, q.Order); err != nil {
		return Result{}, err
	}
	if before, err := q.issuedBefore(ctx, t); err != nil || len(before) > 0 {
		return Result{before, q.look.outdated()}, err
	}
	kinds, err := q.look.kindsFor(q.Request)
	if err != nil {
		return Result{}, err
	}
	missing := kinds
	if t.Who().Request == "" && len(q.Supersedes) == 0 { // current documents are the answer
		missing = slices.DeleteFunc(slices.Clone(kinds), q.look.hasCurrent)
	}
	docs, err := q.issueMissing(ctx, t, missing)
	if err != nil {
		return Result{}, err
	}
	for _, k := range kinds {
		if !slices.Contains(missing, k) {
			docs = append(docs, Numbered{q.look.current[k].Issued, q.Order, false})
		}
	}
	place := func(p Numbered) int { return slices.Index(kinds, p.Kind) }
	slices.SortFunc(docs, func(a, b Numbered) int { return place(a) - place(b) })
	return Result{docs, q.look.outdated()}, nil
}

// issuedBefore returns the documents that the request issued before the database had a
// table of requests, when only the documents stored its key. It returns nil for a request
// that asks for something else under the same key.
func (q *issue) issuedBefore(ctx context.Context, t *store.Tx) (docs []Numbered, err error) {
	if t.Who().Request == "" {
		return nil, nil
	}
	found, err := t.IssuedBy(ctx, t.Who().Request)
	if err != nil {
		return nil, err
	}
	var kinds []documents.Kind
	var superseded []string
	for _, d := range found {
		if d.SubjectID != q.look.Info.ID || d.Supersedes != "" && d.Reason != q.Reason {
			return nil, nil
		}
		docs, kinds = append(docs, Numbered{d, q.Order, false}), append(kinds, d.Kind)
		if d.Supersedes != "" {
			superseded = append(superseded, d.Supersedes)
		}
	}
	if len(q.Kinds) > 0 && !sameElements(kinds, q.Kinds) || !sameElements(superseded, q.Supersedes) {
		return nil, nil
	}
	return docs, nil
}

// sameElements reports whether two lists have the same elements, in any order.
func sameElements[T ~string](a, b []T) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// hasCode reports whether an error is a trade.Error with that code.
func hasCode(err error, code trade.Code) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == code
}

// kindsFor returns the kinds of document that the request is for. The errors are those of
// checkKind.
func (l *Look) kindsFor(q Request) ([]documents.Kind, error) {
	for _, k := range q.Kinds {
		if err := l.checkKind(k); err != nil {
			return nil, err
		}
	}
	switch {
	case len(q.Kinds) > 0:
		return slices.Clone(q.Kinds), nil
	case len(q.Supersedes) == 0:
		return l.usualKinds(), nil
	}
	var kinds []documents.Kind
	for _, info := range documents.Kinds {
		if slices.ContainsFunc(l.Issued, func(d store.Issued) bool { return d.Kind == info.Kind && slices.Contains(q.Supersedes, d.Number) }) {
			kinds = append(kinds, info.Kind)
		}
	}
	if len(kinds) == 0 { // none is of this order: the store says what is wrong with the numbers
		return l.usualKinds()[:1], nil
	}
	return kinds, nil
}

// usualKinds returns the kinds of document that the order has without being asked for by
// name.
func (l *Look) usualKinds() (kinds []documents.Kind) {
	for _, k := range l.fit {
		if !k.OnRequest {
			kinds = append(kinds, k.Kind)
		}
	}
	return kinds
}

// checkKind returns NotFound for a kind of document that there is not, and Invalid for one
// that does not apply to the order.
func (l *Look) checkKind(k documents.Kind) error {
	if slices.ContainsFunc(l.fit, func(fit compose.Kind) bool { return fit.Kind == k }) {
		return nil
	}
	info, known := k.Info()
	if !known {
		return &trade.Error{Code: trade.NotFound, Field: "kind", Format: "There is no kind of document %q.", Args: []any{string(k)}}
	}
	return &trade.Error{Code: trade.Invalid, Field: "kind",
		Format: "The %s does not apply to order %s.", Args: []any{info.InSentence(), l.Order.Number}}
}

// issueMissing issues documents of these kinds, all or none.
func (q *issue) issueMissing(ctx context.Context, t *store.Tx, kinds []documents.Kind) ([]Numbered, error) {
	if len(kinds) == 0 {
		return nil, nil
	}
	key, err := q.keyFor(kinds, t.Who().Request)
	if err != nil {
		return nil, err
	}
	var numbers map[documents.Kind]string // that the documents were drawn with
	issued, err := t.Issue(ctx, q.look.Order, q.look.Info.ID, store.IssueRequest{
		Kinds: kinds, Key: key, Supersedes: q.Supersedes, Reason: q.Reason,
		Draw: func(a store.Assigned) (docs []documents.Document, err error) {
			numbers = a.Numbers
			q.drawn, err = q.look.draw(a, kinds, q.Reason)
			return q.drawn, err
		},
	})
	if err != nil {
		return nil, err
	}
	var docs []Numbered
	for i, d := range issued {
		isNew := numbers[d.Kind] == d.Number
		docs = append(docs, Numbered{d, q.Order, isNew})
		if isNew {
			q.look.current[d.Kind] = current{d, q.drawn[i]}
		}
	}
	return docs, nil
}

// keyFor returns the key under which the documents are stored. It is the same whenever
// the same request asks for the same documents.
func (q Request) keyFor(kinds []documents.Kind, request string) (string, error) {
	content := []any{q.Order, kinds, q.Supersedes, q.Reason}
	if request != "" {
		content = append(content, request)
	}
	b, err := json.Marshal(content)
	sum := sha256.Sum256(b)
	return "issue/" + hex.EncodeToString(sum[:]), err
}

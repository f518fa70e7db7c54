// Package issue is how an order's documents are issued, step by step, the same
// for a page and for the command line: what goes with the order, what stands
// already, what is in the way, and then numbers, drawing and keeping, all in one
// transaction of the store.
//
// An order has one current document of a kind. What stands is never changed; a
// new document takes its place and names it.
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
	Kinds []documents.Kind // none: all that go with it, or those that are superseded
	// Supersedes are the numbers of the order's documents that new ones take the
	// place of, and Reason says why.
	Supersedes []string
	Reason     string
}

// Numbered is a document with the number that it was issued under, by this request or
// before.
type Numbered struct {
	store.Issued
	Order string // its number
	New   bool   // this request issued it
}

// Result is the result of a request.
type Result struct {
	Documents []Numbered   // in the order of documents.Kinds
	Warnings  trade.Faults // what it leaves to be done
}

// Issue issues what is asked for, all of it or nothing, and returns it with what
// was issued before. What it goes by, the order, the exporter and the rates, is read in
// the transaction that issues. The same request of who again gives the documents that the
// first one made; for a request without a key, what stands is the answer and the rest
// is issued. Errors for people are a *trade.Error; where one wraps a trade.Fault or
// trade.Faults, those say where in the order it lies.
func Issue(ctx context.Context, s *store.Store, who store.Who, q Request) (Result, error) {
	return issuing(ctx, s, who, q, func(t *store.Tx) (Request, error) { return q, nil })
}

// issuing issues what ask, which may read through the transaction, makes of the content
// that a person asks for.
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
			out, err = run.in(ctx, t)
			for _, p := range out.Documents {
				numbers = append(numbers, p.Number)
			}
			return numbers, err
		})
		if err == nil && !fresh {
			out, err = again(ctx, t, numbers)
		}
		return err
	})
	if err != nil {
		return Result{}, run.explained(err)
	}
	return out, nil
}

// MaxReason is how many characters the reason of a correction may have: the new document
// prints it.
const MaxReason = 300

// reasonOf returns a reason as it is printed, on one line. One of more than MaxReason
// characters is an Invalid error.
func reasonOf(typed string) (string, error) {
	reason := strings.Join(strings.Fields(typed), " ")
	if n := utf8.RuneCountInString(reason); n > MaxReason {
		return "", &trade.Error{Code: trade.Invalid, Field: "reason", Format: "This has %d characters; at most %d fit.", Args: []any{n, MaxReason}}
	}
	return reason, nil
}

// again is the result of a request that issued the documents of these numbers before.
func again(ctx context.Context, t *store.Tx, numbers []string) (out Result, err error) {
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

// issue is a request that has its turn.
type issue struct {
	Request
	look  *Look
	drawn []documents.Document // what was to be issued
}

// in issues in the transaction what the request is for.
func (q *issue) in(ctx context.Context, t *store.Tx) (Result, error) {
	err := t.TurnOf(ctx, q.Order)
	if err != nil {
		return Result{}, err
	}
	if q.look, err = lookAt(ctx, t, q.Order); err != nil {
		return Result{}, err
	}
	if before, err := q.before(ctx, t); err != nil || len(before) > 0 {
		return Result{before, q.look.outdated()}, err
	}
	kinds, err := q.look.wanted(q.Request)
	if err != nil {
		return Result{}, err
	}
	missing := kinds
	if t.Who().Request == "" && len(q.Supersedes) == 0 { // what stands is the answer
		missing = slices.DeleteFunc(slices.Clone(kinds), q.look.stands)
	}
	docs, err := q.missing(ctx, t, missing)
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

// before is what the request issued of this order when there was no table of requests:
// its documents alone had its key. What asks for something else is another request.
func (q *issue) before(ctx context.Context, t *store.Tx) (docs []Numbered, err error) {
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
	if len(q.Kinds) > 0 && !sameOf(kinds, q.Kinds) || !sameOf(superseded, q.Supersedes) {
		return nil, nil
	}
	return docs, nil
}

// sameOf reports whether two lists have the same, in whatever order.
func sameOf[T ~string](a, b []T) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// is reports whether an error is a trade.Error of that code.
func is(err error, code trade.Code) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == code
}

// wanted are the kinds of paper that the request is for.
func (l *Look) wanted(q Request) ([]documents.Kind, error) {
	for _, k := range q.Kinds {
		if err := l.goes(k); err != nil {
			return nil, err
		}
	}
	switch {
	case len(q.Kinds) > 0:
		return slices.Clone(q.Kinds), nil
	case len(q.Supersedes) == 0:
		return l.usual(), nil
	}
	var kinds []documents.Kind
	for _, info := range documents.Kinds {
		if slices.ContainsFunc(l.Issued, func(d store.Issued) bool { return d.Kind == info.Kind && slices.Contains(q.Supersedes, d.Number) }) {
			kinds = append(kinds, info.Kind)
		}
	}
	if len(kinds) == 0 { // none of the order's: the store says what is wrong with them
		return l.usual()[:1], nil
	}
	return kinds, nil
}

// usual are the kinds that go with the order without being asked for by name.
func (l *Look) usual() (kinds []documents.Kind) {
	for _, k := range l.fit {
		if !k.OnRequest {
			kinds = append(kinds, k.Kind)
		}
	}
	return kinds
}

// goes refuses a kind of paper that does not go with the order.
func (l *Look) goes(k documents.Kind) error {
	if slices.ContainsFunc(l.fit, func(fit compose.Kind) bool { return fit.Kind == k }) {
		return nil
	}
	info, known := k.Info()
	if !known {
		return &trade.Error{Code: trade.NotFound, Field: "kind", Format: "There is no kind of paper %q.", Args: []any{string(k)}}
	}
	return &trade.Error{Code: trade.Invalid, Field: "kind",
		Format: "The %s does not go with order %s.", Args: []any{info.InSentence(), l.Order.Number}}
}

// missing issues documents of these kinds, all or none.
func (q *issue) missing(ctx context.Context, t *store.Tx, kinds []documents.Kind) ([]Numbered, error) {
	if len(kinds) == 0 {
		return nil, nil
	}
	key, err := q.keyFor(kinds, t.Who().Request)
	if err != nil {
		return nil, err
	}
	var numbers map[documents.Kind]string // that documents were drawn with
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

// keyFor is the key that the documents have: the same whenever the same is asked for in
// the same request.
func (q Request) keyFor(kinds []documents.Kind, request string) (string, error) {
	content := []any{q.Order, kinds, q.Supersedes, q.Reason}
	if request != "" {
		content = append(content, request)
	}
	b, err := json.Marshal(content)
	sum := sha256.Sum256(b)
	return "issue/" + hex.EncodeToString(sum[:]), err
}

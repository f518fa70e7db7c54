// Package issue is how an order's papers are issued, step by step, the same
// for a page and for the command line: what goes with the order, what stands
// already, what is in the way, and then numbers, drawing and keeping in one
// transaction of the store.
//
// An order has one standing paper of a kind. What stands is never changed; a
// new paper takes its place and names it.
package issue

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"woolroad/app/compose"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
)

// Request asks for papers of an order.
type Request struct {
	Order string           // its number
	Kinds []documents.Kind // none: all that go with it, or those that are superseded
	// Key tells requests apart: the same one again gives the papers that the
	// first one made. With none, what stands is the answer and the rest is issued.
	Key string
	// Supersedes are the numbers of the order's papers that new ones take the
	// place of, and Reason says why.
	Supersedes []string
	Reason     string
	Now        func() time.Time // read when the request has its turn
}

// Paper is a paper as it was issued, by this request or before.
type Paper struct {
	store.Issued
	Order string // its number
	New   bool   // this request issued it
}

// Result is what came of a request.
type Result struct {
	Papers   []Paper      // in the order of documents.Kinds
	Warnings trade.Faults // what it leaves to be done
}

// Issue issues what is asked for, all of it or nothing, and returns it with what
// was issued before. Errors for people are a *trade.Error; where one wraps a
// trade.Fault or trade.Faults, those say where in the order it lies.
func Issue(ctx context.Context, s *store.Store, who store.Who, q Request) (Result, error) {
	again := q.Key == "" && len(q.Supersedes) == 0 // what stands is the answer
	for stood := -1; ; {
		look, err := LookAt(ctx, s, who, q.Order)
		if err != nil {
			return Result{}, err
		}
		kinds, err := look.wanted(q)
		if err != nil {
			return Result{}, err
		}
		missing := kinds
		if again {
			missing = slices.DeleteFunc(slices.Clone(kinds), look.stands)
		}
		papers, err := look.issue(ctx, s, who, q, missing)
		if e := (*trade.Error)(nil); again && errors.As(err, &e) && e.Code == trade.Conflict && len(look.standing) > stood {
			stood = len(look.standing) // somebody else may have been faster; each round has a kind less to issue
			continue
		}
		if errors.Is(err, errChanged) {
			continue // it is looked at once more as it is now
		}
		if err != nil {
			return Result{}, err
		}
		for _, k := range kinds {
			if !slices.Contains(missing, k) {
				papers = append(papers, Paper{look.standing[k].Issued, q.Order, false})
			}
		}
		place := func(p Paper) int { return slices.Index(kinds, p.Kind) }
		slices.SortFunc(papers, func(a, b Paper) int { return place(a) - place(b) })
		return Result{papers, look.outdated()}, nil
	}
}

// is says whether an error is a trade.Error of that code.
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
		Format: "The %s does not go with order %s, whose buyer is in %s.", Args: []any{strings.ToLower(info.Title), l.Order.Number, l.Order.Buyer.Country}}
}

// issue issues papers of these kinds, all or none.
func (l *Look) issue(ctx context.Context, s *store.Store, who store.Who, q Request, kinds []documents.Kind) ([]Paper, error) {
	if len(kinds) == 0 {
		return nil, nil
	}
	key, err := q.keyFor(kinds)
	if err != nil {
		return nil, err
	}
	var last store.Assigned // numbers that papers were drawn with
	var drawn []documents.Paper
	order := l.Order // as it was drawn
	issued, err := s.Issue(ctx, who, store.IssueRequest{
		Order: q.Order, Kinds: kinds, Key: key, Supersedes: q.Supersedes, Reason: q.Reason,
		Calendar: l.exporter.Calendar, Now: q.Now, Zone: l.Zone,
		Draw: func(o trade.Order, a store.Assigned) (papers []documents.Paper, err error) {
			last, order = a, o
			drawn, err = l.draw(o, trade.Judge(o), a, kinds, q.Reason)
			return drawn, err
		},
	})
	if err != nil {
		return nil, explained(order, drawn, err)
	}
	var papers []Paper
	for i, d := range issued {
		isNew := last.Numbers[d.Kind] == d.Number
		papers = append(papers, Paper{d, q.Order, isNew})
		if isNew {
			l.standing[d.Kind] = standing{d, drawn[i]}
		}
	}
	return papers, nil
}

// keyFor is the key that was given, or one that is the same whenever the same is
// asked for.
func (q Request) keyFor(kinds []documents.Kind) (string, error) {
	if q.Key != "" {
		return q.Key, nil
	}
	b, err := json.Marshal([]any{q.Order, kinds, q.Supersedes, q.Reason})
	sum := sha256.Sum256(b)
	return "issue/" + hex.EncodeToString(sum[:]), err
}

package command

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/documents/layout"
	"woolroad/rates"
)

// issuing is a request to issue papers of an order.
type issuing struct {
	order      string
	kind       documents.Kind // empty: all that fit
	key        string         // empty: what is standing is not issued again
	supersedes string
	reason     string
	calendar   store.Calendar
	zone       *time.Location
	now        time.Time
	labels     documents.Labels
}

// standing are an order's papers that no other supersedes.
type standing map[documents.Kind]store.Issued

// issue issues what is asked for, and returns it in the order of documents.Kinds
// with what was issued before.
func (q issuing) issue(ctx context.Context, s *store.Store) ([]issuedPaper, error) {
	var kinds []documents.Kind
	var table *rates.Table
	err := s.View(ctx, func(t *store.Tx) error {
		order, _, err := t.Order(ctx, q.order)
		if err != nil {
			return err
		}
		if kinds, err = q.kinds(ctx, t, order); err != nil {
			return err
		}
		table, err = t.Rates(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	again := q.key == "" && q.supersedes == "" // what stands is the answer
	for {
		before, err := q.standing(ctx, s)
		if err != nil {
			return nil, err
		}
		if err := billedOnce(q.order, kinds, before); err != nil {
			return nil, err
		}
		missing := kinds
		if again {
			missing = slices.DeleteFunc(slices.Clone(kinds), func(k documents.Kind) bool { _, ok := before[k]; return ok })
		}
		papers, err := q.issueThese(ctx, s, missing, before, table)
		if e := (*trade.Error)(nil); again && errors.As(err, &e) && e.Code == trade.Conflict {
			after, err2 := q.standing(ctx, s)
			if err2 == nil && len(after) > len(before) {
				continue // somebody else was faster; each round has a kind less to issue
			}
		}
		if err != nil {
			return nil, q.explained(err)
		}
		for _, k := range kinds {
			if !slices.Contains(missing, k) {
				papers = append(papers, paperOf(before[k], q.order, false))
			}
		}
		place := func(p issuedPaper) int { return slices.Index(kinds, p.Kind) }
		slices.SortFunc(papers, func(a, b issuedPaper) int { return place(a) - place(b) })
		return papers, nil
	}
}

// kinds are the papers that the request is for.
func (q issuing) kinds(ctx context.Context, t *store.Tx, o trade.Order) ([]documents.Kind, error) {
	o.TotalsIn = nil // without rates, only to see which papers there are
	totals, err := o.Totals(nil)
	if err != nil {
		return nil, err
	}
	papers, err := issue.Papers(o, totals, issue.NumbersOf(o), q.labels)
	if err != nil {
		return nil, err
	}
	var fit []documents.Kind
	for _, p := range papers {
		fit = append(fit, p.Kind())
	}
	wanted := q.kind
	if wanted == "" && q.supersedes != "" {
		old, err := t.Issued(ctx, q.supersedes)
		if err != nil {
			return nil, err
		}
		wanted = old.Kind
	}
	switch {
	case wanted == "": // the combined form bills the same goods: one asks for it by name
		return slices.DeleteFunc(fit, func(k documents.Kind) bool { return k == documents.KindCombined }), nil
	case !slices.Contains(fit, wanted):
		return nil, &trade.Error{Code: trade.Invalid, Field: "kind",
			Format: "The %s does not go with order %s, whose buyer is in %s.", Args: []any{titleOf(wanted), o.Number, o.Buyer.Country}}
	}
	return []documents.Kind{wanted}, nil
}

// billedOnce refuses to bill goods both with a commercial invoice and with the
// combined form: whoever gets both would take them for two deliveries.
func billedOnce(order string, kinds []documents.Kind, before standing) error {
	for one, other := range map[documents.Kind]documents.Kind{
		documents.KindCommercialInvoice: documents.KindCombined,
		documents.KindCombined:          documents.KindCommercialInvoice,
	} {
		if d, issued := before[other]; issued && slices.Contains(kinds, one) {
			return &trade.Error{Code: trade.Conflict, Field: "kind",
				Format: "Order %s is billed already, by the %s %s; a %s would bill its goods twice.",
				Args:   []any{order, titleOf(other), d.Number, titleOf(one)}}
		}
	}
	return nil
}

func titleOf(k documents.Kind) string {
	info, _ := k.Info()
	return strings.ToLower(info.Title)
}

func (q issuing) standing(ctx context.Context, s *store.Store) (standing, error) {
	found := standing{}
	err := s.View(ctx, func(t *store.Tx) error {
		_, info, err := t.Order(ctx, q.order)
		if err != nil {
			return err
		}
		list, err := t.IssuedFor(ctx, info.ID)
		clear(found)
		for _, d := range list {
			if d.SupersededBy == "" {
				found[d.Kind] = d
			}
		}
		return err
	})
	return found, err
}

// issueThese issues papers of these kinds, all or none.
func (q issuing) issueThese(ctx context.Context, s *store.Store, kinds []documents.Kind, before standing, table *rates.Table) ([]issuedPaper, error) {
	if len(kinds) == 0 {
		return nil, nil
	}
	key, err := q.keyFor(kinds)
	if err != nil {
		return nil, err
	}
	var last store.Assigned // numbers that a paper was drawn with
	issued, err := s.Issue(ctx, store.IssueRequest{
		Order: q.order, Kinds: kinds, Key: key, Supersedes: q.supersedes, Reason: q.reason,
		Calendar: q.calendar, Now: q.now, Zone: q.zone,
		Draw: func(o trade.Order, a store.Assigned) ([]documents.Paper, error) {
			last = a
			return q.draw(o, a, kinds, before, table)
		},
	})
	var papers []issuedPaper
	for _, d := range issued {
		papers = append(papers, paperOf(d, q.order, last.Numbers[d.Kind] == d.Number))
	}
	return papers, err
}

// keyFor is the key that the person gave, or one that is the same whenever the
// same is asked for.
func (q issuing) keyFor(kinds []documents.Kind) (string, error) {
	if q.key != "" {
		return q.key, nil
	}
	b, err := json.Marshal([]any{q.order, kinds, q.supersedes, q.reason})
	sum := sha256.Sum256(b)
	return "command/" + hex.EncodeToString(sum[:]), err
}

// draw makes the papers of these kinds with their numbers and the day of issue.
// Invoice and packing list name each other; the combined form stands alone.
func (q issuing) draw(o trade.Order, a store.Assigned, kinds []documents.Kind, before standing, table *rates.Table) ([]documents.Paper, error) {
	rated, err := ratesFor(o, table)
	if err != nil {
		return nil, err
	}
	totals, err := o.Totals(rated)
	if err != nil {
		return nil, err
	}
	number := func(k documents.Kind) string {
		if n, ok := a.Numbers[k]; ok {
			return n
		}
		return before[k].Number
	}
	var papers []documents.Paper
	for _, k := range kinds {
		n := issue.Numbers{Invoice: number(documents.KindCommercialInvoice), PackingList: number(documents.KindPackingList)}
		if k == documents.KindCombined {
			n = issue.Numbers{Invoice: number(k)}
		}
		all, err := issue.Papers(o, totals, n, q.labels)
		if err != nil {
			return nil, err
		}
		for _, p := range all {
			if p.Kind() == k {
				p.Head().Date = a.Date
				p.Head().Supersedes, p.Head().Reason = q.supersedes, q.reason
				papers = append(papers, p)
			}
		}
	}
	return papers, nil
}

// ratesFor are the rates of an order's totals. What is a warning to who looks
// at a draft stops an issue.
func ratesFor(o trade.Order, table *rates.Table) (rated, error) {
	found, faults := issue.Rates(o, table)
	for i, want := range o.TotalsIn {
		if want.Rate == nil {
			continue
		}
		if old, is := trade.OldRate(fmt.Sprintf("/totals_in/%d", i), o.Date, *want.Rate); is {
			faults = append(faults, old)
		}
	}
	if len(faults) == 0 {
		return found, nil
	}
	var sentences []string
	for _, f := range faults {
		sentences = append(sentences, rateSentence(f))
	}
	return nil, &trade.Error{Code: trade.Unavailable, Field: "rates",
		Format: "Order %s is not issued for want of a rate. %s Put rates in with \"woolroad rates import\".", Args: []any{o.Number, strings.Join(sentences, " ")}}
}

// rateSentence is the sentence of a fault, less what to do about a draft.
func rateSentence(f trade.Fault) string {
	for _, arg := range f.Args {
		none := (*rates.ErrNone)(nil)
		if err, is := arg.(error); is && errors.As(err, &none) {
			side := string(none.Side)
			if side == "" {
				side = "mid"
			}
			return fmt.Sprintf("There is none from %s to %s by %s (%s) on or before %s.", none.From, none.To, none.Source.Name(), side, none.Day)
		}
	}
	return f.Error()
}

// explained says what to do about a paper that cannot be made from the order.
func (q issuing) explained(err error) error {
	fault := trade.Fault{}
	switch {
	case errors.As(err, new(*trade.Error)):
	case errors.As(err, &fault):
		return &trade.Error{Code: trade.Invalid, Field: "order", Err: err, Format: "Order %s cannot be issued: %s", Args: []any{q.order, fault.Error()}}
	case errors.As(err, new(*layout.ErrGlyph)), errors.Is(err, documents.ErrTooWide):
		return &trade.Error{Code: trade.Invalid, Field: "order", Err: err, Format: "Order %s cannot be issued: %s. Change that text.", Args: []any{q.order, err.Error()}}
	}
	return err
}

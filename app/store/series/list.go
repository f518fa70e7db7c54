package series

import (
	"context"
	"strings"
	"time"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/documents"
)

// A Series is a number series as a list shows it.
type Series struct {
	ID     string
	Name   string // how its numbers begin: "CI-2026B"
	Kind   documents.Kind
	Issued int64     // how many documents it has issued
	Last   time.Time // when the last one was issued; zero: it has issued none, or the time cannot be read
	Closed *Closing  // nil: it is open
}

// List returns all series, in the order of their ids, and after them those that lost their
// row, as far as documents and the register tell.
func List(ctx context.Context, t *db.Tx) (list []Series, err error) {
	closings, err := Closings(ctx, t)
	if err != nil {
		return nil, err
	}
	var v verifier
	if err := v.readHeads(ctx, t); err != nil {
		return nil, err
	}
	for _, id := range v.order {
		list = append(list, v.heads[id].listed(closings))
	}
	lost, err := lostHeads(ctx, t)
	if err != nil {
		return nil, err
	}
	for _, h := range lost {
		list = append(list, h.listed(closings))
	}
	return list, nil
}

// listed returns the series as a list shows it.
func (h head) listed(closings map[string]Closing) Series {
	s := Series{ID: h.id, Name: h.name(), Kind: documents.Kind(h.kind), Issued: h.next - h.first}
	s.Last, _ = time.Parse(db.Layout, h.at) // of a damaged series, any text
	if c, closed := closings[h.id]; closed {
		s.Closed = &c
	}
	return s
}

// name returns how the numbers of the series begin: "CI-2026B".
func (h *head) name() string { return h.prefix + "-" + h.year + h.suffix }

// Find returns the series of that id, or the one whose numbers begin with that text. Where
// there is none, or several begin with it, the error is NotFound or a Conflict.
func Find(ctx context.Context, t *db.Tx, name string) (found Series, err error) {
	list, err := List(ctx, t)
	if err != nil {
		return found, err
	}
	var ids []string
	for _, s := range list {
		if s.ID == name {
			return s, nil
		}
		if s.Name == name {
			found, ids = s, append(ids, s.ID)
		}
	}
	switch len(ids) {
	case 0:
		return found, &trade.Error{Code: trade.NotFound, Field: "series",
			Format: "There is no number series %s; \"woolroad series\" lists all.", Args: []any{name}}
	case 1:
		return found, nil
	}
	return found, &trade.Error{Code: trade.Conflict, Field: "series",
		Format: "The numbers of several series begin with %s; name one of %s.", Args: []any{name, strings.Join(ids, ", ")}}
}

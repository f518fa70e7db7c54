package orders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"woolroad/app/store"
	"woolroad/app/trade"
)

// Draft is an order that is being typed, right or not.
type Draft struct {
	ID           string
	Version      int64  // as it was opened; 0: it is not stored yet
	Number       string // of the order, as far as it is typed
	Buyer        string
	Fields       json.RawMessage // of the form, as the page writes them
	Order        string          // the id of the order that it is to change; empty: a new one
	OrderVersion int64
}

// draftBody is how a draft is stored.
type draftBody struct {
	Fields  json.RawMessage `json:"fields"`
	Order   string          `json:"order,omitempty"`
	Version int64           `json:"version,omitempty"`
}

// Drafts returns a page of the drafts, the one that was changed last first, with their
// times in the exporter's zone.
func Drafts(ctx context.Context, s *store.Store, who store.Who, p store.Paging) (store.Page[store.Draft], error) {
	return store.View(ctx, s, who, func(t *store.Tx) (store.Page[store.Draft], error) { return draftsOf(ctx, t, p) })
}

// ExportDrafts hands all drafts to write, as Drafts has them. write may be called more than
// once, and begins anew then.
func ExportDrafts(ctx context.Context, s *store.Store, who store.Who, write func(store.Rows[store.Draft]) error) error {
	return store.Export(ctx, s, who, func(t *store.Tx, p store.Paging) (store.Page[store.Draft], error) { return draftsOf(ctx, t, p) }, write)
}

func draftsOf(ctx context.Context, t *store.Tx, p store.Paging) (store.Page[store.Draft], error) {
	list, err := t.Drafts(ctx, p)
	if err != nil {
		return list, err
	}
	zone, err := t.Zone(ctx)
	if err != nil {
		return list, err
	}
	for i, d := range list.Rows {
		if !d.ChangedAt.IsZero() {
			list.Rows[i].ChangedAt = d.ChangedAt.In(zone)
		}
	}
	return list, nil
}

// draftAt reads the draft of that id, or a NotFound error.
func draftAt(ctx context.Context, t *store.Tx, id string) (Draft, error) {
	d, err := t.Draft(ctx, id)
	if err != nil {
		return Draft{}, err
	}
	var b draftBody
	if err := json.Unmarshal(d.Body, &b); err != nil {
		return Draft{}, fmt.Errorf("read draft %s: %w", id, err)
	}
	return Draft{d.ID, d.Version, d.Number, d.Buyer, b.Fields, b.Order, b.Version}, nil
}

// DraftPlace is where a draft was saved.
type DraftPlace string

// The places of a draft. One that could not be saved in its own place is a draft of
// its own, so that nobody loses what was typed.
const (
	InPlace     DraftPlace = "in place"
	BesideOther DraftPlace = "beside another version" // somebody has changed the draft
	BesideNone  DraftPlace = "beside none"            // it was deleted or became an order
)

// SavedDraft is the result of saving a draft.
type SavedDraft struct {
	ID    string
	Place DraftPlace
	By    string // who has changed the other version
}

// SaveDraft stores what was typed. What somebody else has made of the draft meanwhile
// stays, and this one is stored beside it. A draft of an order that is not there is a
// NotFound error.
func SaveDraft(ctx context.Context, s *store.Store, who store.Who, d Draft) (SavedDraft, error) {
	return store.Change(ctx, s, who, "drafts.save", d, func(t *store.Tx) (SavedDraft, error) {
		if d.Order != "" {
			if _, err := t.OrderInfo(ctx, d.Order); err != nil {
				return SavedDraft{}, err
			}
		}
		body, err := json.Marshal(draftBody{d.Fields, d.Order, d.OrderVersion})
		if err != nil {
			return SavedDraft{}, fmt.Errorf("encode draft %s: %w", d.ID, err)
		}
		row := store.Draft{ID: d.ID, Number: d.Number, Buyer: d.Buyer, Body: body, Version: d.Version}
		saved, err := t.SaveDraft(ctx, row)
		out := SavedDraft{saved.ID, InPlace, ""}
		stale := (*store.Stale[store.Draft])(nil)
		switch {
		case errors.As(err, &stale) && string(stale.Now.Body) == string(body): // sent twice
			return SavedDraft{stale.Now.ID, InPlace, ""}, nil
		case errors.As(err, &stale):
			out.Place, out.By = BesideOther, stale.By
		case isNotFound(err):
			out.Place = BesideNone
		default:
			return out, err
		}
		row.ID, row.Version = "", 0
		saved, err = t.SaveDraft(ctx, row)
		out.ID = saved.ID
		return out, err
	})
}

// DeleteDraft deletes a draft, whoever changed it last, or returns a NotFound error.
func DeleteDraft(ctx context.Context, s *store.Store, who store.Who, id string) error {
	_, err := store.Change(ctx, s, who, "drafts.delete", id, func(t *store.Tx) (struct{}, error) {
		d, err := t.Draft(ctx, id)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.DeleteDraft(ctx, d.ID, d.Version)
	})
	return err
}

// dropDraft deletes the draft that has become an order. One that somebody has changed
// since stays, and one that is gone is gone.
func dropDraft(ctx context.Context, t *store.Tx, from Source) error {
	if from.Draft == "" {
		return nil
	}
	d, err := t.Draft(ctx, from.Draft)
	if isNotFound(err) || err == nil && d.Version != from.DraftVersion {
		return nil
	}
	if err != nil {
		return err
	}
	return t.DeleteDraft(ctx, d.ID, d.Version)
}

func isNotFound(err error) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == trade.NotFound
}

package orders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"woolroad/app/store"
	"woolroad/app/store/drafts"
	"woolroad/app/trade"
)

// Draft is an order that is being typed, complete or not.
type Draft struct {
	ID           string
	Version      int64  // at the time it was opened; 0: not stored yet
	Number       string // the order's number, as far as it is typed
	Buyer        string
	Fields       json.RawMessage // the form's fields, as the page writes them
	Order        string          // the ID of the order that the draft changes; empty: a new order
	OrderVersion int64
}

// draftBody is how a draft is stored.
type draftBody struct {
	Fields  json.RawMessage `json:"fields"`
	Order   string          `json:"order,omitempty"`
	Version int64           `json:"version,omitempty"`
}

// ListedDrafts is a page of the drafts.
type ListedDrafts struct {
	store.Page[drafts.Draft]
	Deleted []drafts.DeletedDraft // which can be restored, the last deleted one first
}

// Drafts returns a page of the drafts, the last changed one first, with their times in
// the exporter's zone. A cursor in p that no page has given out is an Invalid error.
func Drafts(ctx context.Context, s *store.Store, who store.Who, p store.Paging) (ListedDrafts, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (out ListedDrafts, err error) {
		if out.Page, err = draftsOf(ctx, t, p); err != nil {
			return out, err
		}
		if out.Deleted, err = drafts.Deleted(ctx, t.Tx); err != nil || len(out.Deleted) == 0 {
			return out, err
		}
		zone, err := t.Zone(ctx)
		if err != nil {
			return out, err
		}
		for i, d := range out.Deleted {
			out.Deleted[i].DeletedAt = d.DeletedAt.In(zone)
		}
		return out, nil
	})
}

// ExportDrafts passes all drafts to write, in the order of Drafts. It may call write more
// than once, and write must then begin again. An error of write ends it and is returned.
func ExportDrafts(ctx context.Context, s *store.Store, who store.Who, write func(store.Rows[drafts.Draft]) error) error {
	return store.Export(ctx, s, who, func(t *store.Tx, p store.Paging) (store.Page[drafts.Draft], error) { return draftsOf(ctx, t, p) }, write)
}

// draftsOf does the work of Drafts within a transaction.
func draftsOf(ctx context.Context, t *store.Tx, p store.Paging) (store.Page[drafts.Draft], error) {
	list, err := drafts.Page(ctx, t.Tx, p)
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

// draftAt reads the draft with that ID, or returns a NotFound error.
func draftAt(ctx context.Context, t *store.Tx, id string) (Draft, error) {
	d, err := drafts.Read(ctx, t.Tx, id)
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

// Where a draft was saved. A draft that could not be saved in its own place becomes
// another draft, so that nobody loses what was typed.
const (
	InPlace     DraftPlace = "in place"
	BesideOther DraftPlace = "beside another version" // somebody else has changed the draft
	BesideNone  DraftPlace = "beside none"            // the draft was deleted or became an order
)

// SavedDraft is the result of saving a draft.
type SavedDraft struct {
	ID    string
	Place DraftPlace
	By    string // who changed the other version
}

// SaveDraft stores what was typed. If somebody else has changed or deleted the draft
// meanwhile, their version stays and this one is stored as another draft. A draft of an
// unknown order is a NotFound error.
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
		row := drafts.Draft{ID: d.ID, Number: d.Number, Buyer: d.Buyer, Body: body, Version: d.Version}
		saved, err := drafts.Save(ctx, t.Tx, row)
		out := SavedDraft{saved.ID, InPlace, ""}
		stale := (*store.Stale[drafts.Draft])(nil)
		switch {
		case errors.As(err, &stale) && string(stale.Now.Body) == string(body): // the same draft was sent twice
			return SavedDraft{stale.Now.ID, InPlace, ""}, nil
		case errors.As(err, &stale):
			out.Place, out.By = BesideOther, stale.By
		case isNotFound(err):
			out.Place = BesideNone
		default:
			return out, err
		}
		row.ID, row.Version = "", 0
		saved, err = drafts.Save(ctx, t.Tx, row)
		out.ID = saved.ID
		return out, err
	})
}

// oneDraft is a draft as the page that asks for something had it.
type oneDraft struct {
	ID      string
	Version int64
}

// DeleteDraft deletes a draft that still has that version; RestoreDraft undoes it for
// drafts.Keep. The error is a Conflict where somebody has changed the draft meanwhile,
// and NotFound where it is not there.
func DeleteDraft(ctx context.Context, s *store.Store, who store.Who, id string, version int64) error {
	_, err := store.Change(ctx, s, who, "drafts.delete", oneDraft{id, version}, func(t *store.Tx) (struct{}, error) {
		err := drafts.Discard(ctx, t.Tx, id, version)
		if stale := (*store.Stale[drafts.Draft])(nil); errors.As(err, &stale) {
			err = &trade.Error{Code: trade.Conflict, Field: "version", Format: "This draft was changed after the page showed it and is not deleted. Open it, then delete it again."}
		}
		return struct{}{}, err
	})
	return err
}

// RestoreDraft puts a deleted draft back among the drafts. A draft that is back already is
// no error. The error is a Conflict where somebody has changed the draft since it was
// deleted, and NotFound where it was deleted too long ago.
func RestoreDraft(ctx context.Context, s *store.Store, who store.Who, id string, version int64) error {
	_, err := store.Change(ctx, s, who, "drafts.restore", oneDraft{id, version}, func(t *store.Tx) (struct{}, error) {
		err := drafts.Restore(ctx, t.Tx, id, version)
		if stale := (*store.Stale[drafts.Draft])(nil); errors.As(err, &stale) {
			err = &trade.Error{Code: trade.Conflict, Field: "version", Format: "This draft was changed after it was deleted. Open it from the list of drafts."}
		}
		return struct{}{}, err
	})
	return err
}

// dropDraft deletes the draft that has become an order. It leaves a draft that somebody
// has changed since, and a draft that is already deleted is no error.
func dropDraft(ctx context.Context, t *store.Tx, from Source) error {
	if from.Draft == "" {
		return nil
	}
	d, err := drafts.Read(ctx, t.Tx, from.Draft)
	if isNotFound(err) || err == nil && d.Version != from.DraftVersion {
		return nil
	}
	if err != nil {
		return err
	}
	return drafts.Delete(ctx, t.Tx, d.ID, d.Version)
}

// isNotFound reports whether an error is a NotFound *trade.Error.
func isNotFound(err error) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == trade.NotFound
}

package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/store"
)

// draftBody is a form as a draft keeps it: what was typed, right or not, and
// the order that it is to change, if it is one that is there already.
type draftBody struct {
	Fields  []typedField `json:"fields"`
	Order   string       `json:"order,omitempty"`
	Version int64        `json:"version,omitempty"`
}

type draftsPage struct {
	Base
	Rows []store.Draft
	Next string
}

var draftsTmpl = parse[draftsPage]("drafts.html")

// listDrafts serves GET /orders/drafts.
func (s *Server) listDrafts(c fiber.Ctx) error {
	p := draftsPage{Base: s.base(c, "orders", msg("Drafts of orders"))}
	err := s.store.View(c.Context(), func(t *store.Tx) error {
		list, err := t.Drafts(c.Context(), store.Paging{Cursor: c.Query("after")})
		if err != nil {
			return err
		}
		e, err := t.Exporter(c.Context())
		if err != nil {
			return err
		}
		zone, err := e.Location()
		if err != nil {
			return err
		}
		for i, d := range list.Rows {
			if !d.ChangedAt.IsZero() {
				list.Rows[i].ChangedAt = d.ChangedAt.In(zone)
			}
		}
		p.Rows, p.Next = list.Rows, list.Next
		return nil
	})
	if err != nil {
		return err
	}
	return draftsTmpl.render(c, fiber.StatusOK, p)
}

// deleteDraft serves POST /orders/drafts/:id/delete.
func (s *Server) deleteDraft(c fiber.Ctx) error {
	err := s.store.Update(c.Context(), s.who(c), func(t *store.Tx) error {
		d, err := t.Draft(c.Context(), param(c, "id"))
		if err != nil {
			return err
		}
		return t.DeleteDraft(c.Context(), d.ID, d.Version)
	})
	if err != nil {
		return err
	}
	s.flash(c, msg("The draft is deleted."))
	return c.Redirect().Status(fiber.StatusSeeOther).To("/orders/drafts")
}

// showDraft is the form as the draft has it.
func (s *Server) showDraft(c fiber.Ctx, id string) error {
	var d store.Draft
	err := s.store.View(c.Context(), func(t *store.Tx) (err error) {
		d, err = t.Draft(c.Context(), id)
		return err
	})
	if err != nil {
		return err
	}
	var b draftBody
	if err := json.Unmarshal(d.Body, &b); err != nil {
		return fmt.Errorf("read draft %s: %w", id, err)
	}
	p := orderFormPage{form: readOrderForm(b.Fields), Order: b.Order, Version: b.Version, Action: "/orders/new", Draft: d.ID, DraftVersion: d.Version}
	if err := p.form.drawable(); err != nil {
		return err
	}
	if p.Order != "" {
		if err := s.whichOrder(c.Context(), &p); err != nil {
			return err
		}
	}
	return s.showForm(c, fiber.StatusOK, p)
}

// saveDraft keeps what was typed as it is.
func (s *Server) saveDraft(c fiber.Ctx, p orderFormPage) error {
	d, err := s.putDraft(c, p, p.DraftVersion)
	beside := msg("The draft is saved.")
	stale := (*store.Stale[store.Draft])(nil)
	switch {
	case errors.As(err, &stale) && string(stale.Now.Body) == string(d.Body): // sent twice
		d, err = stale.Now, nil
	case errors.As(err, &stale):
		beside = msg("%s changed this draft meanwhile. Yours is kept as a draft of its own; theirs is among the drafts too.", stale.By)
		p.Draft = ""
		d, err = s.putDraft(c, p, 0)
	case isNotFound(err):
		beside = msg("This draft was deleted or became an order meanwhile. Yours is kept as a draft of its own.")
		p.Draft = ""
		d, err = s.putDraft(c, p, 0)
	}
	if err != nil {
		return err
	}
	s.flash(c, beside)
	return c.Redirect().Status(fiber.StatusSeeOther).To("/orders/new?draft=" + d.ID)
}

// putDraft keeps the draft. Where that is refused, the draft is what it would
// have been.
func (s *Server) putDraft(c fiber.Ctx, p orderFormPage, version int64) (store.Draft, error) {
	body, err := json.Marshal(draftBody{p.form.fields(), p.Order, p.Version})
	if err != nil {
		return store.Draft{}, err
	}
	d := store.Draft{ID: p.Draft, Number: p.form.get("/number"), Buyer: p.form.get("/buyer/name"), Body: body, Version: version}
	ctx := c.Context()
	err = s.store.Update(ctx, s.who(c), func(t *store.Tx) error {
		saved, err := t.PutDraft(ctx, d)
		if err == nil {
			d = saved
		}
		return err
	})
	return d, err
}

// dropDraft deletes the draft that has become an order. One that somebody has
// changed since stays, and one that is gone is gone.
func dropDraft(ctx context.Context, t *store.Tx, p orderFormPage) error {
	d, err := t.Draft(ctx, p.Draft)
	if isNotFound(err) || err == nil && d.Version != p.DraftVersion {
		return nil
	}
	if err != nil {
		return err
	}
	return t.DeleteDraft(ctx, d.ID, d.Version)
}

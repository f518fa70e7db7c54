package orders

import (
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/orders"
	"woolroad/app/store"
	"woolroad/app/store/drafts"
	"woolroad/app/trade"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type draftsPage struct {
	page.Base
	States  []page.StateFilter
	Rows    []drafts.Draft
	Next    string
	Undo    *deletedDraft // the draft that was deleted just now; nil: none
	Deleted []deletedDraft
}

// deletedDraft is a deleted draft with what the form that restores it sends.
type deletedDraft struct {
	drafts.DeletedDraft
	CSRF, Request string
}

var draftsTmpl = page.Parse[draftsPage]("orders/drafts.html")

// listDrafts serves GET /orders/drafts: the drafts, and those that were deleted.
func (s *pages) listDrafts(c fiber.Ctx) error {
	p := draftsPage{Base: s.Base(c, say.Msg("Drafts of orders")), States: orderStates(page.List{Path: "/orders"})}
	p.States[0].Current, p.States[len(p.States)-1].Current = false, true
	list, err := orders.Drafts(c.Context(), s.Store, s.Who(c), store.Paging{Cursor: c.Query("after")})
	if err != nil {
		return err
	}
	p.Rows, p.Next = list.Rows, list.Next
	for _, d := range list.Deleted {
		row := deletedDraft{d, p.CSRF, p.Request}
		if d.ID == c.Query("deleted") {
			p.Undo = &row
		} else {
			p.Deleted = append(p.Deleted, row)
		}
	}
	return draftsTmpl.Render(c, fiber.StatusOK, p)
}

// orderStates returns the states by which the list of orders is filtered, and the way to
// the drafts, which comes last. The state of the list l is current.
func orderStates(l page.List) []page.StateFilter {
	all := []page.StateFilter{{Label: say.Msg("All"), Path: l.With("status", ""), Current: l.Value("status") == ""}}
	for _, is := range []trade.OrderStatus{trade.OrderOpen, trade.OrderIssued} {
		all = append(all, page.StateFilter{Label: page.OrderStates[is].Label, Path: l.With("status", string(is)), Current: l.Value("status") == string(is)})
	}
	return append(all, page.StateFilter{Label: say.Msg("Drafts"), Path: "/orders/drafts", Current: false})
}

// deleteDraft serves POST /orders/drafts/:id/delete: it deletes the draft, and leads to a
// page that offers to restore it.
func (s *pages) deleteDraft(c fiber.Ctx) error {
	id := page.Param(c, "id")
	if err := orders.DeleteDraft(c.Context(), s.Store, s.Who(c), id, page.SentVersion(c)); err != nil {
		return err
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To("/orders/drafts?deleted=" + url.QueryEscape(id))
}

// restoreDraft serves POST /orders/drafts/:id/restore: it restores a deleted draft.
func (s *pages) restoreDraft(c fiber.Ctx) error {
	if err := orders.RestoreDraft(c.Context(), s.Store, s.Who(c), page.Param(c, "id"), page.SentVersion(c)); err != nil {
		return err
	}
	s.Flash(c, say.Msg("The draft is restored."))
	return c.Redirect().Status(fiber.StatusSeeOther).To("/orders/drafts")
}

// showDraft answers with the form filled from a draft. Its errors are NotFound, Invalid
// for a draft that is too large for a form, and those of the database.
func (s *pages) showDraft(c fiber.Ctx, id string) error {
	p := orderFormPage{Action: "/orders/new"}
	open := func(typed orders.Typed) (orders.Form, error) {
		return orders.OpenDraft(c.Context(), s.Store, s.Who(c), id, typed)
	}
	return s.showForm(c, fiber.StatusOK, &p, open, func(f *orders.Form) error {
		d := f.Draft
		var fields []form.Sent
		if err := json.Unmarshal(d.Fields, &fields); err != nil {
			return fmt.Errorf("read draft %s: %w", id, err)
		}
		p.form, p.Order, p.Version, p.Draft, p.DraftVersion = readOrderForm(fields), d.Order, d.OrderVersion, d.ID, d.Version
		return p.form.drawable()
	})
}

// saveDraft saves what was typed as a draft, unchecked, and leads to it. Its errors are
// those of the operation.
func (s *pages) saveDraft(c fiber.Ctx, p orderFormPage) error {
	fields, err := json.Marshal(p.form.fields())
	if err != nil {
		return err
	}
	saved, err := orders.SaveDraft(c.Context(), s.Store, s.Who(c), orders.Draft{
		ID: p.Draft, Version: p.DraftVersion, Number: p.form.Value("/number"), Buyer: p.form.Value("/buyer/name"),
		Fields: fields, Order: p.Order, OrderVersion: p.Version,
	})
	if err != nil {
		return err
	}
	said := say.Msg("The draft is saved.")
	switch saved.Place {
	case orders.BesideOther:
		said = say.Msg("%s changed this draft in the meantime. Your version is saved as a separate draft; both are in the list of drafts.", s.Lang(c).Say(say.WhoLabel(saved.By)))
	case orders.BesideNone:
		said = say.Msg("This draft was deleted or saved as an order in the meantime. Your version is saved as a separate draft.")
	}
	s.Flash(c, said)
	return c.Redirect().Status(fiber.StatusSeeOther).To("/orders/new?draft=" + saved.ID)
}

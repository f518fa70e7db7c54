package documents

import (
	"errors"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/dated"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type supersedePage struct {
	page.Base
	*form.Form
	Old    store.Issued
	Kind   say.Message
	Order  string
	Beside *store.Issued // the current document that names this one; nil: none
	Dated  dated.Box
}

var (
	supersedeTmpl = page.Parse[supersedePage]("documents/supersede.html")
	supersedeForm = form.Of(
		page.Field{ID: "reason", Label: say.Msg("Reason"), Need: page.Asked, Most: 300,
			Hint: say.Msg("The new document prints the reason. Write it in the language of the document, for example: Wrong notify party")},
		page.Field{ID: "beside", Kind: page.Tick},
		dated.Declared,
	)
)

// Asked returns the fields of the form: the reason, and the box by which the document
// beside is superseded too, where there is one.
func (p supersedePage) Asked() []page.Field {
	all := p.Fields("/reason")
	if p.Beside != nil {
		box := p.Field("/beside")
		box.Ticked, box.Label = p.Beside.Number, say.Msg("Supersede %s too", p.Beside.Number)
		box.Hint = say.Msg("This document names %s; superseding it too makes it name the new document.", p.Old.Number)
		all = append(all, box)
	}
	return all
}

// showSupersede serves GET /documents/:number/supersede: the form for the reason.
func (s *pages) showSupersede(c fiber.Ctx) error {
	p, err := s.supersedePage(c, supersedeForm.New())
	if err != nil {
		return err
	}
	if p.Beside != nil {
		p.Set("/beside", p.Beside.Number)
	}
	return supersedeTmpl.Render(c, fiber.StatusOK, p)
}

// supersedePage returns the page of the form for the document in the address. Its errors
// are NotFound and those of the database.
func (s *pages) supersedePage(c fiber.Ctx, f *form.Form) (supersedePage, error) {
	number := page.Param(c, "number")
	old, err := issue.LookToSupersede(c.Context(), s.Store, s.Who(c), number)
	return supersedePage{
		Base: s.Base(c, say.Msg("Supersede %s", number)), Form: f, Old: old.Issued, Kind: say.KindTitle(old.Kind), Order: old.Order, Beside: old.Beside,
	}, err
}

// supersede serves POST /documents/:number/supersede: it issues the new document, and
// leads to the order. Where the reason is missing (Invalid) or the operation refuses, the form
// comes back with the sentence.
func (s *pages) supersede(c fiber.Ctx) error {
	f := supersedeForm.Read(c)
	reason := page.OneLine(f.Value("/reason"))
	if reason == "" {
		return s.supersedeAgain(c, f, &trade.Error{Code: trade.Invalid, Field: "reason", Format: "Enter the reason; the new document prints it."})
	}
	// The form names the document beside, so that a second click does not supersede its successor.
	result, order, err := issue.Supersede(c.Context(), s.Store, s.Who(c), issue.Correction{
		Number: page.Param(c, "number"), Beside: f.Value("/beside"), Reason: reason,
	})
	if sentence := (*trade.Error)(nil); errors.As(err, &sentence) {
		return s.supersedeAgain(c, f, sentence)
	}
	if err != nil {
		return err
	}
	s.Flash(c, page.IssuedMessage(result))
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/orders", order))
}

// supersedeAgain answers with the form, what was typed and what is wrong with it. It
// returns an error where the document is not found.
func (s *pages) supersedeAgain(c fiber.Ctx, f *form.Form, wrong *trade.Error) error {
	p, err := s.supersedePage(c, f)
	if err != nil {
		return err
	}
	f.Blame(wrong)
	p.Dated, p.Faulty = dated.Of(f.Value("/dated"), wrong), true
	return supersedeTmpl.Render(c, fiber.StatusUnprocessableEntity, p)
}

package documents

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/dated"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type supersedePage struct {
	page.Base
	Faults []page.FieldFault
	Old    store.Issued
	Kind   say.Message
	Order  string
	Beside *store.Issued // the current document that names this one; nil: none
	Form   supersedeForm
	Dated  dated.Box
}

// supersedeForm is the form that asks for a new document in place of another.
type supersedeForm struct {
	Reason string
	Beside bool // supersede the document that names it, too
}

var supersedeTmpl = page.Parse[supersedePage]("documents/supersede.html")

// FaultsAt returns the faults of one field.
func (p supersedePage) FaultsAt(field string) (all []page.FieldFault) {
	for _, f := range p.Faults {
		if f.Field == field {
			all = append(all, f)
		}
	}
	return all
}

// showSupersede serves GET /documents/:number/supersede: the form for the reason.
func (s *pages) showSupersede(c fiber.Ctx) error {
	p, err := s.supersedePage(c)
	if err != nil {
		return err
	}
	p.Form = supersedeForm{Beside: p.Beside != nil}
	return supersedeTmpl.Render(c, fiber.StatusOK, p)
}

// supersedePage returns the page of the form for the document in the address. Its errors
// are NotFound and those of the database.
func (s *pages) supersedePage(c fiber.Ctx) (supersedePage, error) {
	number := page.Param(c, "number")
	old, err := issue.LookToSupersede(c.Context(), s.Store, s.Who(c), number)
	return supersedePage{
		Base: s.Base(c, say.Msg("Supersede %s", number)), Old: old.Issued, Kind: say.KindTitle(old.Kind), Order: old.Order, Beside: old.Beside,
	}, err
}

// supersede serves POST /documents/:number/supersede: it issues the new document, and
// leads to the order. Where the reason is missing (Invalid) or the operation refuses, the form
// comes back with the sentence.
func (s *pages) supersede(c fiber.Ctx) error {
	f := supersedeForm{Reason: c.FormValue("reason"), Beside: c.FormValue("beside") != ""}
	reason := strings.Join(strings.Fields(f.Reason), " ")
	if reason == "" {
		return s.supersedeAgain(c, f, &trade.Error{Code: trade.Invalid, Field: "reason", Format: "Enter the reason; the new document prints it."})
	}
	// The form names the document beside, so that a second click does not supersede its successor.
	result, order, err := issue.Supersede(c.Context(), s.Store, s.Who(c), issue.Correction{
		Number: page.Param(c, "number"), Beside: c.FormValue("beside"), Reason: reason,
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
func (s *pages) supersedeAgain(c fiber.Ctx, f supersedeForm, wrong *trade.Error) error {
	p, err := s.supersedePage(c)
	if err != nil {
		return err
	}
	p.Form, p.Dated, p.Faulty = f, dated.Of(c.FormValue(dated.Field), wrong), true
	p.Faults = []page.FieldFault{{Message: wrong}}
	if wrong.Field == "reason" || wrong.Field == dated.Field { // other faults are of no field
		p.Faults[0].Field = wrong.Field
	}
	return supersedeTmpl.Render(c, fiber.StatusUnprocessableEntity, p)
}

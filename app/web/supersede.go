package web

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/trade"
)

type supersedePage struct {
	Base
	Faults []fieldFault
	Old    store.Issued
	Kind   Message
	Order  string
	Beside *store.Issued // the standing paper that names this one
	Form   supersedeForm
}

// supersedeForm asks for a paper in the place of another.
type supersedeForm struct {
	Reason string
	Beside bool // the one that names it, too
}

var supersedeTmpl = parse[supersedePage]("documents/supersede.html")

// showSupersede serves GET /documents/:number/supersede.
func (s *Server) showSupersede(c fiber.Ctx) error {
	p, err := s.supersedePage(c)
	if err != nil {
		return err
	}
	p.Form = supersedeForm{Beside: p.Beside != nil}
	return supersedeTmpl.render(c, fiber.StatusOK, p)
}

func (s *Server) supersedePage(c fiber.Ctx) (supersedePage, error) {
	number := param(c, "number")
	old, err := issue.LookToSupersede(c.Context(), s.store, s.who(c), number)
	return supersedePage{
		Base: s.base(c, "documents", msg("Supersede %s", number)), Old: old.Issued, Kind: kindTitle(old.Kind), Order: old.Order, Beside: old.Beside,
	}, err
}

// supersede serves POST /documents/:number/supersede.
func (s *Server) supersede(c fiber.Ctx) error {
	f := supersedeForm{Reason: c.FormValue("reason"), Beside: c.FormValue("beside") != ""}
	reason := strings.Join(strings.Fields(f.Reason), " ")
	if reason == "" {
		return s.supersedeAgain(c, f, msg("Say why; the new paper prints it."))
	}
	// The form names the number beside: a second click finds another one there.
	result, order, err := issue.Supersede(c.Context(), s.store, s.who(c), issue.Correction{
		Number: param(c, "number"), Beside: c.FormValue("beside"), Reason: reason,
	})
	if sentence := (*trade.Error)(nil); errors.As(err, &sentence) {
		return s.supersedeAgain(c, f, sentence)
	}
	if err != nil {
		return err
	}
	s.flash(c, issuedMessage(result))
	return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/orders", order))
}

// supersedeAgain shows the form with what is wrong and what was typed. A document that
// is not there is the error.
func (s *Server) supersedeAgain(c fiber.Ctx, f supersedeForm, sentence any) error {
	p, err := s.supersedePage(c)
	if err != nil {
		return err
	}
	p.Form, p.Faults, p.Faulty = f, []fieldFault{{"reason", sentence}}, true
	return supersedeTmpl.render(c, fiber.StatusUnprocessableEntity, p)
}

package web

import (
	"crypto/rand"
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
	Key    string
	Reason string
	Beside bool // the one that names it, too
}

var supersedeTmpl = parse[supersedePage]("supersede.html")

// showSupersede serves GET /documents/:number/supersede.
func (s *Server) showSupersede(c fiber.Ctx) error {
	p, err := s.supersedePage(c)
	if err != nil {
		return err
	}
	p.Form = supersedeForm{Key: rand.Text(), Beside: p.Beside != nil}
	return supersedeTmpl.render(c, fiber.StatusOK, p)
}

func (s *Server) supersedePage(c fiber.Ctx) (supersedePage, error) {
	ctx, number := c.Context(), param(c, "number")
	p := supersedePage{Base: s.base(c, "documents", msg("Supersede %s", number))}
	err := s.store.View(ctx, func(t *store.Tx) (err error) {
		if p.Old, err = t.Issued(ctx, number); err != nil {
			return err
		}
		_, info, err := t.OrderByID(ctx, p.Old.SubjectID)
		if err != nil {
			return err
		}
		p.Order, p.Kind = info.Number, kindTitle(p.Old.Kind)
		all, err := t.IssuedFor(ctx, p.Old.SubjectID)
		if err != nil {
			return err
		}
		for _, d := range all {
			if d.SupersededBy != "" || d.Number == number {
				continue
			}
			paper, err := t.Paper(ctx, d.Number)
			if err != nil {
				return err
			}
			if paper.Head().Companion == number {
				p.Beside = &d
			}
		}
		return nil
	})
	return p, err
}

// supersede serves POST /documents/:number/supersede.
func (s *Server) supersede(c fiber.Ctx) error {
	p, err := s.supersedePage(c)
	if err != nil {
		return err
	}
	p.Form = supersedeForm{Key: c.FormValue("key"), Reason: c.FormValue("reason"), Beside: c.FormValue("beside") != ""}
	reason := strings.Join(strings.Fields(p.Form.Reason), " ")
	if reason == "" {
		p.Faults = []fieldFault{{"reason", msg("Say why; the new paper prints it.")}}
		return p.again(c)
	}
	q := issue.Request{Order: p.Order, Key: formKey(p.Form.Key), Supersedes: []string{p.Old.Number}, Reason: reason, Now: s.now}
	if beside := c.FormValue("beside"); beside != "" { // the number that the form named: a second click finds another beside it
		q.Supersedes = append(q.Supersedes, beside)
	}
	result, err := issue.Issue(c.Context(), s.store, s.who(c), q)
	if sentence := (*trade.Error)(nil); errors.As(err, &sentence) {
		p.Faults = []fieldFault{{"reason", sentence}}
		return p.again(c)
	}
	if err != nil {
		return err
	}
	s.flash(c, issuedMessage(result))
	return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/orders", p.Order))
}

// again shows the form with its faults and what was typed.
func (p supersedePage) again(c fiber.Ctx) error {
	p.Faulty = true
	return supersedeTmpl.render(c, fiber.StatusUnprocessableEntity, p)
}

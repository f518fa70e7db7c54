package web

import (
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
)

type issuePage struct {
	Base
	brokenRules
	Faults   []fieldFault
	Number   string // the order's
	Buyer    string
	Totals   *trade.Totals // nil: a fault keeps them away
	In       []inCurrency
	Day      string // that the papers will carry
	Warnings []warning
	Lacks    []lack // rates that papers wait for
	Choices  []issueChoice
}

// issueChoice is a kind of paper with its tick box.
type issueChoice struct {
	issue.Choice
	Title  Message
	Ticked bool
	Why    []warning // it cannot be issued
}

var issueTmpl = parse[issuePage]("orders/issue.html")

// showIssue serves GET /orders/:number/issue.
func (s *Server) showIssue(c fiber.Ctx) error {
	p, err := s.issuePage(c, param(c, "number"))
	if err != nil {
		return err
	}
	return issueTmpl.render(c, fiber.StatusOK, p)
}

// issuePage shows what would be issued, with the kinds ticked that are usual.
func (s *Server) issuePage(c fiber.Ctx, number string) (issuePage, error) {
	p := issuePage{Base: s.base(c, "orders", msg("Issue papers of %s", number)), Number: number}
	look, err := issue.LookAt(c.Context(), s.store, s.who(c), number)
	if err != nil {
		return p, err
	}
	offered, err := look.Offer()
	if err != nil {
		return p, err
	}
	order, f := look.Order, figuresOf(look, bill{})
	p.Day = p.Lang.date(look.Today)
	p.Totals, p.In = f.Order, f.in
	p.Buyer = order.Buyer.Name
	p.brokenRules = rulesBroken(offered.Broken, &order)
	var missing trade.Faults
	for _, o := range offered.Documents {
		if o.Current == nil {
			missing = append(missing, o.Faults...)
		}
	}
	if p.Lacks, _, err = s.lacksOf(c, p.Base, missing, &order); err != nil {
		return p, err
	}
	for _, f := range append(look.Judged.Faults.Warnings(), offered.Warnings...) {
		p.Warnings = append(p.Warnings, warningOf(f, &order))
	}
	for _, o := range offered.Documents {
		v := issueChoice{Choice: o, Title: kindTitle(o.Kind)}
		v.Ticked = v.Free() && !o.OnRequest
		for _, f := range o.Faults {
			if !isAmong(offered.Broken, f) {
				v.Why = append(v.Why, warningOf(f, &order))
			}
		}
		p.Choices = append(p.Choices, v)
	}
	return p, nil
}

// Free says whether the paper may be issued, and none of its kind stands.
func (v issueChoice) Free() bool { return v.Current == nil && v.May() }

// Any says whether there is anything to issue.
func (p issuePage) Any() bool { return slices.ContainsFunc(p.Choices, issueChoice.Free) }

// issue serves POST /orders/:number/issue. The same form sent twice issues once.
func (s *Server) issue(c fiber.Ctx) error {
	number := param(c, "number")
	ticked := kindsOf(c)
	var result issue.Result
	err := error(&trade.Error{Code: trade.Invalid, Field: "kind", Format: "Tick at least one paper."})
	if len(ticked) > 0 {
		result, err = issue.Issue(c.Context(), s.store, s.who(c), issue.Request{Order: number, Kinds: ticked})
	}
	if sentence := (*trade.Error)(nil); errors.As(err, &sentence) && sentence.Code != trade.NotFound {
		p, again := s.issuePage(c, number)
		if again != nil {
			return again
		}
		p.Faulty = true
		p.Faults = []fieldFault{{"kind-" + string(p.first()), sentence}}
		for i := range p.Choices {
			p.Choices[i].Ticked = p.Choices[i].Free() && slices.Contains(ticked, p.Choices[i].Kind)
		}
		return issueTmpl.render(c, fiber.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	s.flash(c, issuedMessage(result))
	return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/orders", number))
}

// first is the kind whose box a fault leads to.
func (p issuePage) first() documents.Kind {
	for _, v := range p.Choices {
		if v.Free() {
			return v.Kind
		}
	}
	return ""
}

// kindsOf are the kinds that are ticked, in their order.
func kindsOf(c fiber.Ctx) []documents.Kind {
	var kinds []documents.Kind
	sent := c.Request().PostArgs().PeekMulti("kind")
	for _, info := range documents.Kinds {
		if slices.ContainsFunc(sent, func(b []byte) bool { return string(b) == string(info.Kind) }) {
			kinds = append(kinds, info.Kind)
		}
	}
	return kinds
}

// who acts in a request: the desk, with the key that the page gave its form.
func (s *Server) who(c fiber.Ctx) store.Who {
	return store.Who{Name: deskName, At: s.now(), Clock: s.now, Request: c.FormValue("request")}
}

// issuedMessage names the papers that a request made.
func issuedMessage(r issue.Result) Message {
	var numbers []string
	for _, p := range r.Documents {
		numbers = append(numbers, p.Number)
	}
	return msg("Issued: %s.", strings.Join(numbers, ", "))
}

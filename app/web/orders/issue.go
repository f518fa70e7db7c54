package orders

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/trade"
	"woolroad/app/web/dated"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/documents"
)

type issuePage struct {
	page.Base
	brokenRules
	Faults   []page.FieldFault
	Number   string // the order's
	Buyer    string
	Totals   *trade.Totals // nil: a fault makes them unreliable
	In       []inCurrency
	Day      string // the date that the documents will have
	Dated    dated.Box
	Warnings []page.Warning
	Lacks    []page.Lack // rates that documents wait for
	Choices  []issueChoice
}

// issueChoice is a kind of document with its tick box.
type issueChoice struct {
	issue.Choice
	Title  say.Message
	Ticked bool
	Why    []page.Warning // why it cannot be issued
}

var (
	issueTmpl = page.Parse[issuePage]("orders/issue.html")
	issueForm = form.Of(page.Field{ID: "kind", Kind: page.Several}, dated.Declared)
)

// Box returns the tick box of the kind.
func (v issueChoice) Box() page.Field {
	f := page.Field{ID: "kind-" + string(v.Kind), Name: "kind", Label: v.Title, Kind: page.Tick, Ticked: string(v.Kind)}
	if v.Ticked {
		f.Value = f.Ticked
	}
	return f
}

// showIssue serves GET /orders/:number/issue: the documents that can be issued now.
func (s *pages) showIssue(c fiber.Ctx) error {
	p, err := s.issuePage(c, page.Param(c, "number"))
	if err != nil {
		return err
	}
	return issueTmpl.Render(c, fiber.StatusOK, p)
}

// issuePage returns the page that shows what would be issued, with the usual kinds
// ticked. Its errors are NotFound and those of the database.
func (s *pages) issuePage(c fiber.Ctx, number string) (issuePage, error) {
	p := issuePage{Base: s.Base(c, say.Msg("Issue documents of %s", number)), Number: number}
	look, err := issue.LookAt(c.Context(), s.Store, s.Who(c), number)
	if err != nil {
		return p, err
	}
	offered, err := look.Offer()
	if err != nil {
		return p, err
	}
	order, f := look.Order, figuresOf(look, bill{})
	p.Day = p.Lang.Date(look.Today)
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
		p.Warnings = append(p.Warnings, page.WarningOf(f, &order))
	}
	for _, o := range offered.Documents {
		v := issueChoice{Choice: o, Title: say.KindTitle(o.Kind)}
		v.Ticked = v.Free() && !o.OnRequest
		for _, f := range o.Faults {
			if !page.IsAmong(offered.Broken, f) {
				v.Why = append(v.Why, page.WarningOf(f, &order))
			}
		}
		p.Choices = append(p.Choices, v)
	}
	return p, nil
}

// Free reports whether the document may be issued and the order has no current one of its
// kind.
func (v issueChoice) Free() bool { return v.Current == nil && v.May() }

// Any reports whether any document can be issued.
func (p issuePage) Any() bool { return slices.ContainsFunc(p.Choices, issueChoice.Free) }

// issue serves POST /orders/:number/issue: it issues the ticked documents. The same form
// sent twice issues them once. Where none is ticked (Invalid) or the operation refuses, the
// form comes back with the sentence.
func (s *pages) issue(c fiber.Ctx) error {
	number := page.Param(c, "number")
	f := issueForm.Read(c)
	ticked := kindsOf(f)
	var result issue.Result
	err := error(&trade.Error{Code: trade.Invalid, Field: "kind", Format: "Tick at least one document."})
	if len(ticked) > 0 {
		result, err = issue.Issue(c.Context(), s.Store, s.Who(c), issue.Request{Order: number, Kinds: ticked})
	}
	if sentence := (*trade.Error)(nil); errors.As(err, &sentence) && sentence.Code != trade.NotFound {
		p, again := s.issuePage(c, number)
		if again != nil {
			return again
		}
		p.Faulty = true
		p.Faults = []page.FieldFault{{Field: "kind-" + string(p.first()), Message: sentence}}
		if sentence.Field == dated.Field {
			p.Faults[0].Field = dated.Field
		}
		if p.Dated = dated.Of(f.Value("/dated"), err); p.Dated.Asked() {
			p.Day = p.Lang.Date(p.Dated.Day)
		}
		for i := range p.Choices {
			p.Choices[i].Ticked = p.Choices[i].Free() && slices.Contains(ticked, p.Choices[i].Kind)
		}
		return issueTmpl.Render(c, fiber.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	s.Flash(c, page.IssuedMessage(result))
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/orders", number))
}

// first returns the kind whose tick box a fault leads to, or "" for none.
func (p issuePage) first() documents.Kind {
	for _, v := range p.Choices {
		if v.Free() {
			return v.Kind
		}
	}
	return ""
}

// kindsOf returns the ticked kinds, in the order of documents.Kinds.
func kindsOf(f *form.Form) []documents.Kind {
	var kinds []documents.Kind
	sent := f.All("/kind")
	for _, info := range documents.Kinds {
		if slices.Contains(sent, string(info.Kind)) {
			kinds = append(kinds, info.Kind)
		}
	}
	return kinds
}

package orders

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/documents"
)

type orderPage struct {
	page.Base
	brokenRules
	Order     trade.Order
	Info      store.OrderInfo
	State     page.State
	Totals    *trade.Totals // nil: a fault keeps them away
	In        []inCurrency
	Unrated   []money.Currency // that a total is asked for in, and no rate is there
	Lines     []orderLine
	Lots      []orderLot
	Parties   []page.PartyBox
	Facts     []page.Fact
	Warnings  []page.Warning
	Lacks     []page.Lack // rates that documents wait for
	Documents []orderDocument
	Shown     *orderDocument // whose file stands beside the order
	Issued    int            // documents that stand
	Activity  happenings
	Earlier   bool // the activity does not begin with the latest
}

// inCurrency is the total in another currency.
type inCurrency struct {
	trade.Converted
	Side  say.Message // or the rule that the order names
	Link  string      // to the published rate; empty for one that the order states
	Since say.Message // how the rate kept now differs from the document's; of no Format: it does not
}

// orderLine is a line with its figures.
type orderLine struct {
	trade.Line
	Figures *trade.LineTotals // nil: a fault keeps them away
	Product say.Message
}

// orderLot is a lot with its figures.
type orderLot struct {
	trade.Lot
	Totals  *trade.LotTotals // nil: a fault keeps them away
	Product say.Message
	Package say.Message
	Bales   []trade.Bale // as many as fit on a page
	Left    int          // bales that do not
	Test    []page.Fact
}

// balesShown is how many bales one page lists; the packing list has all.
const balesShown = 2000

var orderTmpl = page.Parse[orderPage]("orders/order.html")

// showOrder serves GET /orders/:number. ?document= picks the kind that stands
// beside the order, ?before= an older page of the activity.
func (s *pages) showOrder(c fiber.Ctx) error {
	number := page.Param(c, "number")
	before, _ := strconv.ParseInt(c.Query("before"), 10, 64) // else from the latest on
	p := orderPage{Base: s.Base(c, say.Msg("Order %s", number)), Earlier: before > 0}
	shown, err := issue.Show(c.Context(), s.Store, s.Who(c), number, eventsShown, before)
	if err != nil {
		return err
	}
	look := shown.Look
	p.Activity = happeningsOf(shown.Events, shown.Older)
	offered, err := look.Offer()
	if err != nil {
		return err
	}
	f := figuresOf(look, billOf(look, p.Lang))
	p.Order, p.Info = look.Order, look.Info
	p.State = page.OrderStates[p.Info.Status]
	p.Totals, p.In, p.Unrated = f.Order, f.in, f.unrated
	p.describe(f)
	if err := s.warn(c, &p, look.Judged.Faults.Warnings(), offered); err != nil {
		return err
	}
	p.offer(offered, look.Issued, documents.Kind(cmp.Or(c.Query("document"), c.Query("paper"))))
	return orderTmpl.Render(c, fiber.StatusOK, p)
}

// describe puts the order's texts as the page shows them.
func (p *orderPage) describe(f figures) {
	o, l := &p.Order, p.Lang
	for i, line := range o.Lines {
		v := orderLine{Line: line, Figures: f.Lines[i], Product: say.ProductLabel(line.Product)}
		p.Lines = append(p.Lines, v)
	}
	room := balesShown
	for i, lot := range o.Lots {
		v := orderLot{Lot: lot, Totals: f.Lots[i], Product: say.ProductLabel(lot.Product), Package: say.PackagesLabel(lot.Package, len(lot.Bales))}
		n := min(room, len(lot.Bales))
		v.Bales, v.Left = lot.Bales[:n], len(lot.Bales)-n
		room -= n
		v.Test = testFacts(lot.Test, l)
		p.Lots = append(p.Lots, v)
	}
	p.Parties = []page.PartyBox{
		page.PartyOf(say.Msg("Seller"), &o.Seller), page.PartyOf(say.Msg("Buyer"), &o.Buyer),
		page.PartyOf(say.Msg("Consignee"), o.Consignee), page.PartyOf(say.Msg("Notify party"), o.Notify),
	}
	p.Facts = orderFacts(*o, l)
}

// warn collects what a person has to know before documents are issued.
func (s *pages) warn(c fiber.Ctx, p *orderPage, faults trade.Faults, offered issue.Offered) (err error) {
	p.brokenRules = rulesBroken(offered.Broken, &p.Order)
	faults = append(faults, offered.Warnings...)
	for _, choice := range offered.Documents {
		if choice.Current == nil && !billedOtherwise(offered, choice.Kind) {
			faults = append(faults, choice.Faults...)
		}
	}
	if p.Lacks, faults, err = s.lacksOf(c, p.Base, faults, &p.Order); err != nil {
		return err
	}
	said := map[string]bool{}
	for _, f := range offered.Broken {
		said[f.Error()] = true
	}
	for _, f := range faults {
		if text := f.Error(); !said[text] {
			said[text] = true
			p.Warnings = append(p.Warnings, page.WarningOf(f, &p.Order))
		}
	}
	for _, choice := range offered.Documents {
		if d := choice.Current; d != nil && p.Info.ChangedAt.After(d.IssuedAt) {
			p.Warnings = append(p.Warnings, page.Warning{Message: say.Msg("The order was changed after %s was issued. To put the change on the document, supersede it.", d.Number)})
		}
	}
	return nil
}

// brokenRules are the rules that an order breaks, for a page that stands beside
// the order.
type brokenRules struct {
	Broken []page.Warning
	More   int // of which these many are not listed
}

// rulesBroken lists the first of an order's faults, each with the way to its field.
func rulesBroken(faults trade.Faults, o *trade.Order) (list brokenRules) {
	list.More = max(0, len(faults)-faultsShown)
	for _, f := range faults[:len(faults)-list.More] {
		w := page.WarningOf(f, o)
		w.Link = page.JoinPath("/orders", o.Number, "edit") + "#" + FieldOf(f.Pointer)
		list.Broken = append(list.Broken, w)
	}
	return list
}

// billedOtherwise says whether a document that stands bills what this one would.
func billedOtherwise(offered issue.Offered, k documents.Kind) bool {
	return k.BillsGoods() && slices.ContainsFunc(offered.Documents, func(c issue.Choice) bool {
		return c.Kind != k && c.Current != nil && c.Kind.BillsGoods()
	})
}

// orderDocument is a kind of document of an order.
type orderDocument struct {
	Kind    documents.Kind
	Title   say.Message
	State   page.State
	Current *store.Issued
	Past    []store.Issued // that others have superseded
	Link    string         // shows it beside the order
	File    string         // its PDF; empty: it cannot be drawn
	Faults  []page.Warning
}

// offer lists the kinds of document and picks the one that is shown.
func (p *orderPage) offer(offered issue.Offered, issued []store.Issued, show documents.Kind) {
	for _, choice := range offered.Documents {
		v := orderDocument{Kind: choice.Kind, Title: say.KindTitle(choice.Kind), Current: choice.Current, Faults: warningsIn(choice.Faults, p.Order),
			Link: page.JoinPath("/orders", p.Order.Number) + "?document=" + url.QueryEscape(string(choice.Kind)) + "#document"}
		for _, d := range issued {
			if d.Kind == choice.Kind && d.SupersededBy != "" {
				v.Past = append(v.Past, d)
			}
		}
		switch {
		case choice.Current != nil:
			v.State = page.State{Label: say.Msg("issued"), Look: "ok"}
			v.File = page.JoinPath("/documents", choice.Current.Number) + ".pdf"
			p.Issued++
		case billedOtherwise(offered, choice.Kind):
			v.State = page.State{Label: say.Msg("not needed"), Look: "draft"}
		case !choice.May():
			v.State = page.State{Label: say.Msg("cannot be issued yet"), Look: "due"}
		default:
			v.State = page.State{Label: say.Msg("not issued"), Look: "draft"}
			v.File = page.JoinPath("/orders", p.Order.Number, "draft", string(choice.Kind)) + ".pdf"
		}
		p.Documents = append(p.Documents, v)
	}
	for i := range p.Documents {
		if p.Documents[i].Kind == show || i == 0 {
			p.Shown = &p.Documents[i]
		}
	}
}

// MayIssue says whether there is a document to be issued.
func (p orderPage) MayIssue() bool {
	return slices.ContainsFunc(p.Documents, func(v orderDocument) bool { return v.Current == nil && len(v.Faults) == 0 })
}

// lacksOf returns those of an order's faults that are about rates, each once, and the
// others.
func (s *pages) lacksOf(c fiber.Ctx, b page.Base, faults trade.Faults, o *trade.Order) (lacks []page.Lack, others trade.Faults, err error) {
	var said trade.Faults
	for _, f := range faults {
		switch {
		case !page.IsLack(f):
			others = append(others, f)
		case !page.IsAmong(said, f):
			said = append(said, f)
			l, err := s.LackOf(c, b, page.WarningOf(f, o), f.Err, page.Need{Back: b.Here, Change: page.JoinPath("/orders", o.Number, "edit") + "#" + FieldOf(f.Pointer)})
			if err != nil {
				return nil, nil, err
			}
			lacks = append(lacks, l)
		}
	}
	return lacks, others, nil
}

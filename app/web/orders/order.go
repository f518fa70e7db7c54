package orders

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/fibre"
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
	Totals    *trade.Totals // nil: a fault makes them unreliable
	In        []inCurrency
	Unrated   []money.Currency // currencies of totals for which there is no rate
	Lines     []orderLine
	Lots      []orderLot
	Mass      fibre.Mass // the sum of the lots' invoice masses
	Parties   []page.PartyBox
	Facts     []page.Fact
	Warnings  []page.Warning
	Lacks     []page.Lack // rates that documents wait for
	Documents []orderDocument
	Shown     *orderDocument // the document whose file is shown beside the order
	Issued    int            // the number of current documents
	Activity  happenings
	Earlier   bool // the activity does not begin with the latest
}

// inCurrency is the order's total in another currency.
type inCurrency struct {
	trade.Converted
	Side  say.Message // the side of the rate, or the name of the rule that chose it
	Link  string      // to the published rate; empty for one that the order states
	Since say.Message // how the rate stored now differs from the document's; without Format: it does not
}

// orderLine is a line of the order with its figures.
type orderLine struct {
	trade.Line
	Figures   *trade.LineTotals // nil: a fault makes them unreliable
	Product   say.Message
	Agreement []say.Message // what is agreed beside the price, each a line
}

// orderLot is a lot of the order with its figures.
type orderLot struct {
	trade.Lot
	Totals  *trade.LotTotals // nil: a fault makes them unreliable
	Product say.Message
	Package say.Message
	Bales   []trade.Bale // those that fit on the page
	Left    int          // the number of bales that do not fit
	Test    []page.Fact
}

// PricesDiffer reports whether a line's price is of more than one kilogram, so that each
// price has to say what it is of.
func (p orderPage) PricesDiffer() bool {
	return slices.ContainsFunc(p.Lines, func(l orderLine) bool { return l.Price.Per() != "1" })
}

// PriceHead returns the head of the column of prices.
func (p orderPage) PriceHead() say.Message {
	if p.PricesDiffer() {
		return say.Msg("Price in %s", string(p.Order.Currency))
	}
	return say.Msg("%s per kg", string(p.Order.Currency))
}

// Per returns what the line's price is of.
func (l orderLine) Per() say.Message { return say.Msg("per %s", say.PriceUnits[l.Price.Per()]) }

// balesShown is the number of bales that one page lists; the packing list has all.
const balesShown = 2000

// Place returns the place of the terms, as the page's head names it.
func (p orderPage) Place() say.Message { return say.Locality(p.Order.Terms.Place) }

var orderTmpl = page.Parse[orderPage]("orders/order.html")

// showOrder serves GET /orders/:number: an order with its documents and activity.
// ?document= chooses the kind of document that stands beside the order, ?before= an older
// page of the activity.
func (s *pages) showOrder(c fiber.Ctx) error {
	number := page.Param(c, "number")
	before, _ := strconv.ParseInt(c.Query("before"), 10, 64) // 0: from the latest event on
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

// describe fills the page with the order's lines, lots, parties and facts.
func (p *orderPage) describe(f figures) {
	o, l := &p.Order, p.Lang
	for i, line := range o.Lines {
		v := orderLine{Line: line, Figures: f.Lines[i], Product: say.ProductLabel(line.Product), Agreement: agreementOf(line)}
		p.Lines = append(p.Lines, v)
	}
	room := balesShown
	for i, lot := range o.Lots {
		v := orderLot{Lot: lot, Totals: f.Lots[i], Product: say.ProductLabel(lot.Product), Package: say.PackagesLabel(lot.Package, len(lot.Bales))}
		n := min(room, len(lot.Bales))
		v.Bales, v.Left = lot.Bales[:n], len(lot.Bales)-n
		room -= n
		v.Test = page.TestFacts(lot.Test, l)
		if v.Totals != nil {
			p.Mass = p.Mass.Add(v.Totals.InvoiceMass)
		}
		p.Lots = append(p.Lots, v)
	}
	p.Parties = []page.PartyBox{
		page.PartyOf(say.Msg("Seller"), &o.Seller), page.PartyOf(say.Msg("Buyer"), &o.Buyer),
		page.PartyOf(say.Msg("Consignee"), o.Consignee), page.PartyOf(say.Msg("Notify party"), o.Notify),
	}
	p.Parties[1].Link = page.BuyerPath(p.Info.ID)
	p.Facts = orderFacts(*o, l)
}

// warn fills the page with what a person has to know before documents are issued. faults
// are the warnings of the order itself. Its errors are the store's.
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

// brokenRules are the rules that an order breaks, as pages about the order list them.
type brokenRules struct {
	Broken []page.Warning
	More   int // the number of broken rules that are not listed
}

// rulesBroken returns the first of an order's faults, each with a link to its field.
func rulesBroken(faults trade.Faults, o *trade.Order) (list brokenRules) {
	list.More = max(0, len(faults)-faultsShown)
	for _, f := range faults[:len(faults)-list.More] {
		w := page.WarningOf(f, o)
		w.Link = page.JoinPath("/orders", o.Number, "edit") + "#" + FieldOf(f.Pointer)
		list.Broken = append(list.Broken, w)
	}
	return list
}

// billedOtherwise reports whether a current document of another kind already bills the
// goods that a document of kind k would bill.
func billedOtherwise(offered issue.Offered, k documents.Kind) bool {
	return k.BillsGoods() && slices.ContainsFunc(offered.Documents, func(c issue.Choice) bool {
		return c.Kind != k && c.Current != nil && c.Kind.BillsGoods()
	})
}

// orderDocument is a kind of document as the order's page shows it.
type orderDocument struct {
	Kind    documents.Kind
	Title   say.Message
	State   page.State
	Current *store.Issued
	Past    []store.Issued // superseded documents of the kind
	Link    string         // to the order's page with this document beside the order
	File    string         // its PDF; empty: it cannot be drawn
	Faults  []page.Warning
}

// offer fills the page with the kinds of document, and chooses the one that is shown:
// show, or else the first.
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

// MayIssue reports whether any document can be issued.
func (p orderPage) MayIssue() bool {
	return slices.ContainsFunc(p.Documents, func(v orderDocument) bool { return v.Current == nil && len(v.Faults) == 0 })
}

// lacksOf returns the faults of an order that are about rates, each once with what helps,
// and the other faults. Its errors are the store's.
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

package web

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
)

// orderRoutes are the pages of one order and of one paper. They come after all
// other routes below /orders and /documents: a number may be any name.
func (s *Server) orderRoutes(app *fiber.App) {
	app.Get("/orders/upload", s.showUpload)
	app.Post("/orders/upload", s.upload)
	app.Post("/orders/upload/replace", s.replaceOrder)
	app.Get("/orders/:number", s.showOrder)
	app.Get("/orders/:number/issue", s.showIssue)
	app.Post("/orders/:number/issue", s.issue)
	app.Get("/orders/:number/papers.zip", s.sendSet)
	app.Get("/orders/:number/draft/:kind.pdf", s.sendDraft)
	app.Get("/documents/:number.pdf", s.sendPaper)
	app.Get("/documents/:number", s.showPaper)
	app.Get("/documents/:number/supersede", s.showSupersede)
	app.Post("/documents/:number/supersede", s.supersede)
}

type orderPage struct {
	Base
	brokenRules
	Order    trade.Order
	Info     store.OrderInfo
	State    state
	Totals   *trade.Totals // nil: a fault keeps them away
	In       []inCurrency
	Unrated  []money.Currency // that a total is asked for in, and no rate is there
	Lines    []orderLine
	Lots     []orderLot
	Parties  []partyBox
	Facts    []fact
	Warnings []warning
	Lacks    []lack // rates that papers wait for
	Papers   []orderPaper
	Shown    *orderPaper // whose file stands beside the order
	Issued   int         // papers that stand
	Timeline timeline
	Earlier  bool // the timeline does not begin with the latest
}

// fact is a value with what it is called.
type fact struct {
	Label Message
	Lines []string
	Note  Message // of no Format: none
}

// warning is something a person has to know about an order, and where it lies.
type warning struct {
	Place   Message // of no Format: all of it
	Message any     // Message or what a field says
	Link    string  // to the field that puts it right; empty: none
}

// inCurrency is the total in another currency.
type inCurrency struct {
	trade.Converted
	Side  Message // or the rule that the order names
	Link  string  // to the published rate; empty for one that the order states
	Since Message // how the rate kept now differs from the paper's; of no Format: it does not
}

// orderLine is a line with its figures.
type orderLine struct {
	trade.Line
	Figures *trade.LineTotals // nil: a fault keeps them away
	Product Message
}

// orderLot is a lot with its figures.
type orderLot struct {
	trade.Lot
	Totals  *trade.LotTotals // nil: a fault keeps them away
	Product Message
	Package Message
	Bales   []trade.Bale // as many as fit on a page
	Left    int          // bales that do not
	Test    []fact
}

// balesShown is how many bales one page lists; the packing list has all.
const balesShown = 2000

var orderTmpl = parse[orderPage]("orders/order.html")

// sides are what the sides of a rate are called.
var sides = map[money.Side]Message{
	money.Mid:    msg("middle rate"),
	money.Buy:    msg("buying rate"),
	money.Sell:   msg("selling rate"),
	money.Stated: msg("as the order states"),
}

// showOrder serves GET /orders/:number. ?paper= picks the kind that stands
// beside the order, ?before= an older page of the timeline.
func (s *Server) showOrder(c fiber.Ctx) error {
	number := param(c, "number")
	before, _ := strconv.ParseInt(c.Query("before"), 10, 64) // else from the latest on
	p := orderPage{Base: s.base(c, "orders", msg("Order %s", number)), Earlier: before > 0}
	shown, err := issue.Show(c.Context(), s.store, s.who(c), number, eventsShown, before)
	if err != nil {
		return err
	}
	look := shown.Look
	p.Timeline = timelineOf(shown.Events, shown.Older)
	offered, err := look.Offer()
	if err != nil {
		return err
	}
	f := figuresOf(look, billOf(look, p.Lang))
	p.Order, p.Info = look.Order, look.Info
	p.State = orderStates[p.Info.Status]
	p.Totals, p.In, p.Unrated = f.Order, f.in, f.unrated
	p.describe(f)
	if err := s.warn(c, &p, look.Judged.Faults.Warnings(), offered); err != nil {
		return err
	}
	p.offer(offered, look.Issued, documents.Kind(c.Query("paper")))
	return orderTmpl.render(c, fiber.StatusOK, p)
}

// describe puts the order's texts as the page shows them.
func (p *orderPage) describe(f figures) {
	o, l := &p.Order, p.Lang
	for i, line := range o.Lines {
		v := orderLine{Line: line, Figures: f.Lines[i], Product: productLabel(line.Product)}
		p.Lines = append(p.Lines, v)
	}
	room := balesShown
	for i, lot := range o.Lots {
		v := orderLot{Lot: lot, Totals: f.Lots[i], Product: productLabel(lot.Product), Package: packagesLabel(lot.Package, len(lot.Bales))}
		n := min(room, len(lot.Bales))
		v.Bales, v.Left = lot.Bales[:n], len(lot.Bales)-n
		room -= n
		v.Test = testFacts(lot.Test, l)
		p.Lots = append(p.Lots, v)
	}
	p.Parties = []partyBox{
		partyOf(msg("Seller"), &o.Seller), partyOf(msg("Buyer"), &o.Buyer),
		partyOf(msg("Consignee"), o.Consignee), partyOf(msg("Notify party"), o.Notify),
	}
	p.Facts = orderFacts(*o, l)
}

// warn collects what a person has to know before papers are issued.
func (s *Server) warn(c fiber.Ctx, p *orderPage, faults trade.Faults, offered issue.Offered) (err error) {
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
			p.Warnings = append(p.Warnings, warningOf(f, &p.Order))
		}
	}
	for _, choice := range offered.Documents {
		if d := choice.Current; d != nil && p.Info.ChangedAt.After(d.IssuedAt) {
			p.Warnings = append(p.Warnings, warning{Message: msg("The order was changed after %s was issued. If the paper is to say so too, supersede it.", d.Number)})
		}
	}
	return nil
}

// warningOf is a fault with its place in the order, which may be nil.
func warningOf(f trade.Fault, o *trade.Order) warning {
	if f.Pointer == "" {
		return warning{Message: spoken(f, o)}
	}
	return warning{Place: placeOf(f.Pointer, o), Message: spoken(f, o)}
}

// brokenRules are the rules that an order breaks, for a page that stands beside
// the order.
type brokenRules struct {
	Broken []warning
	More   int // of which these many are not listed
}

// rulesBroken lists the first of an order's faults, each with the way to its field.
func rulesBroken(faults trade.Faults, o *trade.Order) (list brokenRules) {
	list.More = max(0, len(faults)-faultsShown)
	for _, f := range faults[:len(faults)-list.More] {
		w := warningOf(f, o)
		w.Link = joinPath("/orders", o.Number, "edit") + "#" + fieldOf(f.Pointer)
		list.Broken = append(list.Broken, w)
	}
	return list
}

// isAmong says whether the same is said, of the same place, by one of the faults.
func isAmong(faults trade.Faults, f trade.Fault) bool {
	return slices.ContainsFunc(faults, f.Same)
}

// billedOtherwise says whether a paper that stands bills what this one would.
func billedOtherwise(offered issue.Offered, k documents.Kind) bool {
	return k.BillsGoods() && slices.ContainsFunc(offered.Documents, func(c issue.Choice) bool {
		return c.Kind != k && c.Current != nil && c.Kind.BillsGoods()
	})
}

// orderPaper is a kind of paper of an order.
type orderPaper struct {
	Kind    documents.Kind
	Title   Message
	State   state
	Current *store.Issued
	Past    []store.Issued // that others have superseded
	Link    string         // shows it beside the order
	File    string         // its PDF; empty: it cannot be drawn
	Faults  []warning
}

// offer lists the kinds of paper and picks the one that is shown.
func (p *orderPage) offer(offered issue.Offered, issued []store.Issued, show documents.Kind) {
	for _, choice := range offered.Documents {
		v := orderPaper{Kind: choice.Kind, Title: kindTitle(choice.Kind), Current: choice.Current, Faults: warningsIn(choice.Faults, p.Order),
			Link: joinPath("/orders", p.Order.Number) + "?paper=" + url.QueryEscape(string(choice.Kind)) + "#paper"}
		for _, d := range issued {
			if d.Kind == choice.Kind && d.SupersededBy != "" {
				v.Past = append(v.Past, d)
			}
		}
		switch {
		case choice.Current != nil:
			v.State = state{msg("issued"), "ok"}
			v.File = joinPath("/documents", choice.Current.Number) + ".pdf"
			p.Issued++
		case billedOtherwise(offered, choice.Kind):
			v.State = state{msg("not needed"), "draft"}
		case !choice.May():
			v.State = state{msg("cannot be issued yet"), "due"}
		default:
			v.State = state{msg("not issued"), "draft"}
			v.File = joinPath("/orders", p.Order.Number, "draft", string(choice.Kind)) + ".pdf"
		}
		p.Papers = append(p.Papers, v)
	}
	for i := range p.Papers {
		if p.Papers[i].Kind == show || i == 0 {
			p.Shown = &p.Papers[i]
		}
	}
}

// MayIssue says whether there is a paper to be issued.
func (p orderPage) MayIssue() bool {
	return slices.ContainsFunc(p.Papers, func(v orderPaper) bool { return v.Current == nil && len(v.Faults) == 0 })
}

// kindTitle returns what a kind of document is called.
func kindTitle(k documents.Kind) Message {
	info, _ := k.Info()
	return bilingual(info.Title, info.TitleZH)
}

// packagesLabel are that many packages of a kind.
func packagesLabel(code string, n int) Message {
	p, err := codes.LookupPackage(code)
	if err != nil {
		return plain(code)
	}
	return bilingual(p.Noun(n), p.NameZH)
}

// lacksOf returns those of an order's faults that are about rates, each once, and the
// others.
func (s *Server) lacksOf(c fiber.Ctx, b Base, faults trade.Faults, o *trade.Order) (lacks []lack, others trade.Faults, err error) {
	var said trade.Faults
	for _, f := range faults {
		switch {
		case !isLack(f):
			others = append(others, f)
		case !isAmong(said, f):
			said = append(said, f)
			l, err := s.lackOf(c, b, warningOf(f, o), f.Err, need{back: b.Here, change: joinPath("/orders", o.Number, "edit") + "#" + fieldOf(f.Pointer)})
			if err != nil {
				return nil, nil, err
			}
			lacks = append(lacks, l)
		}
	}
	return lacks, others, nil
}

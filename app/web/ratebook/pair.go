package ratebook

import (
	"slices"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
)

type pairPage struct {
	page.Base
	From, To money.Currency
	Unit     string             // how many units of From the chart's figures are for
	Day      *pairDay           // the marked day; nil: none
	Asked    civil.Date         // the day that the address asks for; zero: none
	Ranges   []page.StateFilter // how much of the history is shown
	Span     rates.Span
	Charts   []chart
	Columns  []pairColumn
	Rows     []pairDay
	Pager    page.Pager
	Back     string // to the pair as it is published the other way round; empty: it is not
	Crosses  []crossing
	Held     []page.HeldForm // the pair's held rates that wait for a decision
	CSV      string
	XLSX     string
}

// pairColumn is one side of one publisher's rates of the pair.
type pairColumn struct {
	ID     rates.SourceID
	Source say.Message
	Side   say.Message
	Line   int // the style of its line in the chart, from 1
	name   string
	side   money.Side
}

// pairDay is what was published of the pair for one day.
type pairDay struct {
	Date  civil.Date
	Cells []*pairCell // by column; nil: nothing was published
}

// pairCell is a rate with the earlier figures that it corrects.
type pairCell struct {
	ratebook.StoredRate
	Column  pairColumn
	Was     []ratebook.StoredRate
	Entered []enteredRate // who entered the rate and why, the latest first; only for the marked day
}

// crossing is the rate of the pair through another currency, by a rule.
type crossing struct {
	Rule    say.Message
	Answer  rates.Answer
	Path    []pathStep
	Missing *trade.Error   // why there is no Answer; nil: there is one
	Held    *page.HeldForm // the held rate that it waits for; nil: none, or its form is already on the page
}

var pairTmpl = page.Parse[pairPage]("ratebook/pair.html")

// ranges are the parts of a history that a page can show, by their length in days.
var ranges = []struct {
	name  string
	label say.Message
	days  int // 0: all of them
}{
	{"month", say.Msg("1 month"), 31}, {"year", say.Msg("1 year"), 366}, {"5years", say.Msg("5 years"), 1827}, {"all", say.Msg("all"), 0},
}

// daysShown is the number of days that the table lists at once.
const daysShown = 60

// showPair serves GET /rates/:pair: the pair's history up to its last day. ?date= marks a
// day, ?before= goes on in the table. A pair of which there is no rate is NotFound.
func (s *pages) showPair(c fiber.Ctx) error {
	from, to, err := pairOf(page.Param(c, "pair"))
	if err != nil {
		return err
	}
	p := pairPage{Base: s.Base(c, say.Msg("%s to %s", string(from), string(to))), From: from, To: to}
	p.Asked, _ = page.ReadDay(c.Query("date")) // a day that cannot be read marks none
	l := page.ListOf(c)
	h, err := ratebook.LookAtPair(c.Context(), s.Store, s.Who(c), from, to, p.Asked, func(all rates.Span) rates.Span { return p.choose(l, all) })
	if err != nil {
		return err
	}
	if h.Back {
		p.Back = page.List{Path: pairPath(to, from), Values: l.Values}.With("before", "")
	}
	p.Span = h.Span
	p.Held = page.HeldForms(h.Waiting, p.Base, p.Here)
	p.fill(h.Rates)
	p.cross(h.Crosses)
	switch {
	case len(p.Columns) > 0:
	case p.Back != "":
		return c.Redirect().Status(fiber.StatusSeeOther).To(p.Back + dayAnchor(p.Asked))
	case len(p.Crosses) == 0 && len(p.Held) == 0:
		return &trade.Error{Code: trade.NotFound, Field: "pair", Format: "There is no rate from %s to %s yet; fetch, import or enter one.", Args: []any{string(from), string(to)}}
	}
	p.sign(h.Entries)
	p.page(l)
	if len(p.Columns) > 0 {
		span := []string{"pair", string(from) + "/" + string(to), "from", p.Span.From.String(), "to", p.Span.To.String()}
		p.CSV, p.XLSX = page.RateQuery("/rates/export.csv", span...), page.RateQuery("/rates/export.xlsx", span...)
	}
	return pairTmpl.Render(c, fiber.StatusOK, p)
}

// cross fills the page with the rates through a third currency. A held rate on which
// several of them wait has one form on the page.
func (p *pairPage) cross(ways []ratebook.Cross) {
	shown := map[string]bool{}
	for _, f := range p.Held {
		shown[f.ID] = true
	}
	for _, x := range ways {
		c := crossing{Rule: say.Bilingual(x.Rule.Name, x.Rule.NameZH), Answer: x.Answer, Path: pathOf(x.Answer), Missing: x.Missing}
		if x.Held != nil && !shown[x.Held.ID] {
			shown[x.Held.ID] = true
			c.Held = &page.HeldForms([]ratebook.Held{*x.Held}, p.Base, p.Here)[0]
		}
		p.Crosses = append(p.Crosses, c)
	}
}

// sign adds to the rates of the linked day who entered them and why.
func (p *pairPage) sign(entries []ratebook.Entry) {
	if p.Day == nil {
		return
	}
	for _, cell := range p.Day.Cells {
		for _, e := range entries {
			if cell != nil && e.Source == cell.Column.ID && e.Side == cell.Side {
				cell.Entered = append(cell.Entered, enteredRate{Entry: e, By: say.WhoLabel(e.Who)})
			}
		}
	}
}

// ByHand reports whether there is a rate and a person entered it.
func (c *pairCell) ByHand() bool { return c != nil && ratebook.ByHand(c.StoredRate) }

// ReadFrom returns where the rate was read.
func (c *pairCell) ReadFrom() say.Message { return readFrom(c.StoredRate) }

// dayAnchor returns the anchor of the marked day, or "" where none is marked.
func dayAnchor(day civil.Date) string {
	if day.IsZero() {
		return ""
	}
	return "#day"
}

// choose returns the part of the history that the address asks for, or one that has the
// marked day in it, and fills the page with the links to the others.
func (p *pairPage) choose(l page.List, all rates.Span) rates.Span {
	span, current := all, "all"
	for _, r := range ranges {
		from := all.From
		if r.days > 0 {
			if start := all.To.AddDays(-r.days); start.After(from) {
				from = start
			}
		}
		asked := l.Value("range")
		fits := p.Asked.IsZero() || !p.Asked.Before(from) || from == all.From
		if asked == r.name || asked == "" && fits && r.days >= 366 {
			span.From, current = from, r.name
			break
		}
	}
	p.Ranges = nil
	for _, r := range ranges {
		p.Ranges = append(p.Ranges, page.StateFilter{Label: r.label, Path: page.List{Path: l.Path, Values: l.Values}.With("range", r.name), Current: r.name == current})
	}
	return span
}

// fill fills the page with the days of these rates, and with the chart.
func (p *pairPage) fill(list []ratebook.StoredRate) {
	for _, k := range list {
		if !slices.ContainsFunc(p.Columns, func(c pairColumn) bool { return c.name == k.Source && c.side == k.Side }) {
			p.Columns = append(p.Columns, pairColumn{Source: say.PublisherLabel(k.Source), Side: say.SideLabel(k.Side), name: k.Source, side: k.Side})
		}
	}
	slices.SortFunc(p.Columns, func(a, b pairColumn) int { return a.place() - b.place() })
	for i := range p.Columns {
		p.Columns[i].ID, _ = say.SourceNamed(p.Columns[i].name)
		p.Columns[i].Line = i%lineKinds + 1
	}
	for _, k := range list {
		n := len(p.Rows)
		if n == 0 || p.Rows[n-1].Date != k.Date {
			p.Rows = append(p.Rows, pairDay{k.Date, make([]*pairCell, len(p.Columns))})
			n++
		}
		i := slices.IndexFunc(p.Columns, func(c pairColumn) bool { return c.name == k.Source && c.side == k.Side })
		cell := &pairCell{StoredRate: k, Column: p.Columns[i]}
		if was := p.Rows[n-1].Cells[i]; was != nil { // versions come in their order, so this one corrects it
			cell.Was = append(was.Was, was.StoredRate)
		}
		p.Rows[n-1].Cells[i] = cell
	}
	if len(p.Rows) == 0 {
		return
	}
	unit := list[len(list)-1].Per
	p.Unit = unit.String()
	p.Charts = chartsOf(p.Lang, lines(p.Rows, len(p.Columns), unit), p.Asked)
	slices.Reverse(p.Rows)
	for i := range p.Rows {
		if p.Rows[i].Date == p.Asked {
			p.Day = &p.Rows[i]
		}
	}
}

// place returns a number by which the columns are sorted as on the board.
func (c pairColumn) place() int {
	source := slices.IndexFunc(rates.Sources(), func(id rates.SourceID) bool { return id.Name() == c.name })
	for i, s := range say.RateSides {
		if s.Side == c.side {
			return source*len(say.RateSides) + i
		}
	}
	return source * len(say.RateSides)
}

// page removes the days that are not on this page of the table, and sets the links to the
// pages beside it.
func (p *pairPage) page(l page.List) {
	at := 0
	before, paging := page.ReadDay(l.Value("before"))
	switch {
	case paging:
		at = slices.IndexFunc(p.Rows, func(d pairDay) bool { return d.Date.Before(before) })
	case !p.Asked.IsZero():
		at = slices.IndexFunc(p.Rows, func(d pairDay) bool { return !d.Date.After(p.Asked) }) - daysShown/4
	}
	at = max(0, min(at, len(p.Rows)-1))
	end := min(at+daysShown, len(p.Rows))
	if at > 0 {
		after := p.Rows[0].Date.AddDays(1)
		if newer := at - daysShown - 1; newer >= 0 {
			after = p.Rows[newer].Date
		}
		p.Pager.Prev = l.With("before", after.String()) + "#days"
	}
	if end < len(p.Rows) {
		p.Pager.Next = l.With("before", p.Rows[end-1].Date.String()) + "#days"
	}
	p.Rows = p.Rows[at:end]
}

package web

import (
	"slices"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
)

type pairPage struct {
	Base
	From, To money.Currency
	Unit     string        // how many of From the figures of the chart are for
	Day      *pairDay      // that a link leads to
	Asked    civil.Date    // its day; zero: none
	Ranges   []stateFilter // how much of the history is shown
	Span     rates.Span
	Charts   []chart
	Columns  []pairColumn
	Rows     []pairDay
	Pager    pager
	Back     string // to the pair that is published the other way round; empty: it is not
	Crosses  []crossing
	Held     []heldForm // of the pair, that wait for a person
	CSV      string
	XLSX     string
}

// pairColumn is a side of a publisher's rates of the pair.
type pairColumn struct {
	ID     rates.SourceID
	Source Message
	Side   Message
	Line   int // by which the chart draws it, from 1
	name   string
	side   money.Side
}

// pairDay is what was published of the pair for a day.
type pairDay struct {
	Date  civil.Date
	Cells []*pairCell // by column; nil: nothing was published
}

// pairCell is a rate with the figures that it corrects.
type pairCell struct {
	ratebook.StoredRate
	Column  pairColumn
	Was     []ratebook.StoredRate
	Entered []enteredRate // who entered it and why, the latest first; of a linked day's alone
}

// crossing is the pair by way of another currency, by a rule.
type crossing struct {
	Rule   Message
	Answer rates.Answer
	Path   []pathStep
}

var pairTmpl = parse[pairPage]("ratebook/pair.html")

// ranges are how much of a history a page shows, in days.
var ranges = []struct {
	name  string
	label Message
	days  int // 0: all of them
}{
	{"month", msg("1 month"), 31}, {"year", msg("1 year"), 366}, {"5years", msg("5 years"), 1827}, {"all", msg("all"), 0},
}

// daysShown is how many days the table lists at once.
const daysShown = 60

// showPair serves GET /rates/:pair: its history up to the last day that it has.
// ?date= marks a day, and ?before= goes on in the table.
func (s *Server) showPair(c fiber.Ctx) error {
	from, to, err := pairOf(param(c, "pair"))
	if err != nil {
		return err
	}
	p := pairPage{Base: s.base(c, "rates", msg("%s to %s", string(from), string(to))), From: from, To: to}
	p.Asked, _ = typedDay(c.Query("date")) // a day that cannot be read marks none
	l := listingOf(c)
	h, err := ratebook.LookAtPair(c.Context(), s.store, s.who(c), from, to, p.Asked, func(all rates.Span) rates.Span { return p.choose(l, all) })
	if err != nil {
		return err
	}
	if h.Back {
		p.Back = listing{pairPath(to, from), l.values}.with("before", "")
	}
	p.Span = h.Span
	p.Held = heldForms(h.Waiting, p.Base, p.Here)
	p.fill(h.Rates)
	for _, x := range h.Crosses {
		p.Crosses = append(p.Crosses, crossing{bilingual(x.Rule.Name, x.Rule.NameZH), x.Answer, pathOf(x.Answer)})
	}
	switch {
	case len(p.Columns) > 0:
	case p.Back != "":
		return c.Redirect().Status(fiber.StatusSeeOther).To(p.Back + dayAnchor(p.Asked))
	case len(p.Crosses) == 0 && len(p.Held) == 0:
		return &trade.Error{Code: trade.NotFound, Field: "pair", Format: "No rate from %s to %s is kept yet; fetch, import or enter one.", Args: []any{string(from), string(to)}}
	}
	p.sign(h.Entries)
	p.page(l)
	if len(p.Columns) > 0 {
		span := []string{"pair", string(from) + "/" + string(to), "from", p.Span.From.String(), "to", p.Span.To.String()}
		p.CSV, p.XLSX = rateQuery("/rates/export.csv", span...), rateQuery("/rates/export.xlsx", span...)
	}
	return pairTmpl.render(c, fiber.StatusOK, p)
}

// sign puts to the linked day's rates who entered them, and why.
func (p *pairPage) sign(entries []ratebook.Entry) {
	if p.Day == nil {
		return
	}
	for _, cell := range p.Day.Cells {
		for _, e := range entries {
			if cell != nil && e.Source == cell.Column.ID && e.Side == cell.Side {
				cell.Entered = append(cell.Entered, enteredRate{Entry: e, By: whoLabel(e.Who)})
			}
		}
	}
}

// ByHand says whether there is a rate, and a person entered it.
func (c *pairCell) ByHand() bool { return c != nil && ratebook.ByHand(c.StoredRate) }

// ReadFrom returns where the rate was read.
func (c *pairCell) ReadFrom() Message { return readFrom(c.StoredRate) }

func dayAnchor(day civil.Date) string {
	if day.IsZero() {
		return ""
	}
	return "#day"
}

// choose returns the range of the history that is asked for, or one that has the
// marked day in it.
func (p *pairPage) choose(l listing, all rates.Span) rates.Span {
	span, current := all, "all"
	for _, r := range ranges {
		from := all.From
		if r.days > 0 {
			if start := all.To.AddDays(-r.days); start.After(from) {
				from = start
			}
		}
		asked := l.get("range")
		fits := p.Asked.IsZero() || !p.Asked.Before(from) || from == all.From
		if asked == r.name || asked == "" && fits && r.days >= 366 {
			span.From, current = from, r.name
			break
		}
	}
	p.Ranges = nil
	for _, r := range ranges {
		p.Ranges = append(p.Ranges, stateFilter{r.label, listing{l.path, l.values}.with("range", r.name), r.name == current})
	}
	return span
}

// fill makes the days, and the chart of them.
func (p *pairPage) fill(list []ratebook.StoredRate) {
	for _, k := range list {
		if !slices.ContainsFunc(p.Columns, func(c pairColumn) bool { return c.name == k.Source && c.side == k.Side }) {
			p.Columns = append(p.Columns, pairColumn{Source: publisherLabel(k.Source), Side: sideLabel(k.Side), name: k.Source, side: k.Side})
		}
	}
	slices.SortFunc(p.Columns, func(a, b pairColumn) int { return a.place() - b.place() })
	for i := range p.Columns {
		p.Columns[i].ID, _ = sourceNamed(p.Columns[i].name)
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
		if was := p.Rows[n-1].Cells[i]; was != nil { // versions come in their order
			cell.Was = append(was.Was, was.StoredRate)
		}
		p.Rows[n-1].Cells[i] = cell
	}
	if len(p.Rows) == 0 {
		return
	}
	unit := list[len(list)-1].Per
	p.Unit = unit.String()
	p.Charts = draw(p.Lang, lines(p.Rows, len(p.Columns), unit), p.Asked)
	slices.Reverse(p.Rows)
	for i := range p.Rows {
		if p.Rows[i].Date == p.Asked {
			p.Day = &p.Rows[i]
		}
	}
}

// place orders the columns as the board has them.
func (c pairColumn) place() int {
	source := slices.IndexFunc(rates.Sources(), func(id rates.SourceID) bool { return id.Name() == c.name })
	for i, s := range rateSides {
		if s.side == c.side {
			return source*len(rateSides) + i
		}
	}
	return source * len(rateSides)
}

// page leaves the days that the table has room for.
func (p *pairPage) page(l listing) {
	at := 0
	before, paging := typedDay(l.get("before"))
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
		p.Pager.Prev = l.with("before", after.String()) + "#days"
	}
	if end < len(p.Rows) {
		p.Pager.Next = l.with("before", p.Rows[end-1].Date.String()) + "#days"
	}
	p.Rows = p.Rows[at:end]
}

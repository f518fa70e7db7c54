package ratebook

import (
	"cmp"
	"errors"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/trade"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
)

type ratesPage struct {
	page.Base
	Today    civil.Date
	Boards   []rateBoard
	Left     int // series that are too old to be shown
	All      bool
	Feeds    []feedState
	Asking   bool // this program asks at least one publisher
	Files    page.Files
	Import   importForm
	Held     []page.HeldForm
	Decided  []page.HeldRate
	Rejected []page.HeldForm // rejected rates, which may still be confirmed
}

// MonthAgo returns the day 31 days before today.
func (p ratesPage) MonthAgo() civil.Date { return p.Today.AddDays(-31) }

// rateBoard is the last rates of one source.
type rateBoard struct {
	ID    rates.SourceID
	Name  say.Message
	Sides []say.Message
	Most  int // the age in days up to which documents take a rate; 0: any
	Rows  []boardRow
	Body  template.HTML // the rows as the table shows them
}

// TooOld returns the number of pairs whose rate is too old for documents.
func (b rateBoard) TooOld() (n int) {
	for _, r := range b.Rows {
		if r.TooOld {
			n++
		}
	}
	return n
}

// boardRow is a pair with the values of one day.
type boardRow struct {
	From, To money.Currency
	Path     string
	Per      string
	Values   []string // one for each side of the board; empty: not published
	Date     civil.Date
	Age      int
	Over     civil.Date // the last day of an entered rate that has ended; zero: it still holds
	TooOld   bool
}

// columns returns the columns of the board, in the order of its heads.
func (b rateBoard) columns() []page.Column[boardRow] {
	all := []page.Column[boardRow]{
		{Class: "nowrap", Header: true, Write: func(m *page.Markup, r boardRow) { m.Link(r.Path, string(r.From)+"/"+string(r.To)) }},
		{Class: "n", Write: func(m *page.Markup, r boardRow) { m.Text(r.Per) }},
	}
	for i := range b.Sides {
		all = append(all, page.Column[boardRow]{Class: "n", Write: func(m *page.Markup, r boardRow) { m.Text(cmp.Or(r.Values[i], "–")) }})
	}
	return append(all,
		page.Column[boardRow]{Class: "nowrap", Write: func(m *page.Markup, r boardRow) { m.Text(m.Lang.Date(r.Date)) }},
		page.Column[boardRow]{Class: "nowrap", Write: writeAge})
}

// writeAge writes how old a rate is. The head of the board says from which age on rates are
// too old, once for all of them.
func writeAge(m *page.Markup, r boardRow) {
	switch {
	case !r.Over.IsZero():
		m.Add(`<span class="chip due">`).Say(say.Msg("was valid until %s", r.Over)).Add(`</span>`)
	case r.Age != 0:
		m.Count("1 day", "%d days", r.Age)
	default:
		m.Say(say.Msg("today"))
	}
}

var (
	ratesTmpl = page.Parse[ratesPage]("ratebook/rates.html")
	heldForm  = form.Of(page.HeldReason)
)

// aYear is the age in days above which the board does not show a rate.
const aYear = 366

// showRates serves GET /rates: the board. With ?pair= and ?date= it leads to that rate,
// as orders and documents link to it.
func (s *pages) showRates(c fiber.Ctx) error {
	if c.Query("pair") != "" {
		return s.leadToRate(c)
	}
	return s.ratesPage(c, fiber.StatusOK, importForm{Form: importRules.New()})
}

// ratesPage answers with the last rates, the feeds, the held rates and the form of an
// import.
func (s *pages) ratesPage(c fiber.Ctx, status int, imported importForm) error {
	board, err := ratebook.Look(c.Context(), s.Store, s.Who(c), heldShown)
	if err != nil {
		return err
	}
	p := ratesPage{Base: s.Base(c, say.Msg("Rates")), Today: board.Today, Files: page.ListOf(c).FilesAt("/rates/board"), All: c.Query("all") != "", Feeds: s.feeds(board.Sources),
		Decided: page.HeldRates(board.Decided), Import: imported}
	p.Faulty = imported.Refused()
	p.Held, p.Rejected = page.HeldForms(board.Waiting, p.Base, ""), page.HeldForms(board.Rejected, p.Base, "/rates#rejected")
	p.Boards, p.Left = boards(board.Last, p.Today, board.MaxAges, p.All)
	for i := range p.Boards {
		b := &p.Boards[i]
		if b.Body, err = page.Rows(p.Lang, b.columns(), b.Rows); err != nil {
			return err
		}
	}
	for i := range p.Feeds {
		p.Asking = p.Asking || p.Feeds[i].On
		p.Feeds[i].in(board.Zone)
	}
	return ratesTmpl.Render(c, status, p)
}

// leadToRate redirects to the page of a pair and the row of a day.
func (s *pages) leadToRate(c fiber.Ctx) error {
	from, to, err := pairOf(c.Query("pair"))
	if err != nil {
		return err
	}
	path := pairPath(from, to)
	if day, ok := page.ReadDay(c.Query("date")); ok {
		path += "?date=" + day.String() + "#day"
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(path)
}

// pairOf returns the currencies of a pair that is written "USD/NPR" or "USD-NPR", or a
// NotFound error for any other text.
func pairOf(text string) (from, to money.Currency, err error) {
	f, t, _ := strings.Cut(strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(text), "/", "-")), "-")
	from, errFrom := money.ParseCurrency(f)
	to, errTo := money.ParseCurrency(t)
	if errFrom != nil || errTo != nil || from == to {
		return "", "", &trade.Error{Code: trade.NotFound, Field: "pair", Format: "“%s” is not a currency pair; write it like USD/NPR.", Args: []any{text}}
	}
	return from, to, nil
}

// pairPath returns the path of a pair's page.
func pairPath(from, to money.Currency) string {
	return page.JoinPath("/rates", string(from)+"-"+string(to))
}

// boards returns the last rates by source. Without all, it leaves out those older than a
// year and returns their number.
func boards(list []ratebook.StoredRate, today civil.Date, ages map[rates.SourceID]int, all bool) (out []rateBoard, left int) {
	for _, id := range rates.Sources() {
		var of []ratebook.StoredRate
		for _, k := range list {
			switch {
			case k.Source != id.Name():
			case !all && forgotten(k, today):
				left++
			default:
				of = append(of, k)
			}
		}
		if len(of) > 0 {
			b := rateBoard{ID: id, Name: say.SourceLabel(id)}
			b.fill(of, today, ages[id])
			out = append(out, b)
		}
	}
	return out, left
}

// fill fills the board with the rates of its source. A rate older than maxAge days is too
// old; 0 means any age.
func (b *rateBoard) fill(list []ratebook.StoredRate, today civil.Date, maxAge int) {
	b.Most = maxAge
	var columns []money.Side
	for _, s := range say.RateSides {
		if slices.ContainsFunc(list, func(k ratebook.StoredRate) bool { return k.Side == s.Side }) {
			columns = append(columns, s.Side)
			b.Sides = append(b.Sides, s.Label)
		}
	}
	slices.SortStableFunc(list, func(x, y ratebook.StoredRate) int {
		return cmp.Or(byUse(x.From, y.From), byUse(x.To, y.To), y.Date.DaysSince(x.Date))
	})
	for _, k := range list {
		row := boardRow{From: k.From, To: k.To, Path: pairPath(k.From, k.To), Per: k.Per.Grouped(), Date: k.Date, Age: k.Rate.Age(today), Values: make([]string, len(columns))}
		if !k.Until.IsZero() && k.Until.Before(today) {
			row.Over = k.Until
		}
		row.TooOld = row.Over.IsZero() && maxAge > 0 && row.Age > maxAge
		n := len(b.Rows)
		if n == 0 || !row.sameBut(b.Rows[n-1]) {
			b.Rows = append(b.Rows, row)
			n++
		}
		b.Rows[n-1].Values[slices.Index(columns, k.Side)] = k.Value.Grouped()
	}
}

// sameBut reports whether two rows differ in their values alone.
func (r boardRow) sameBut(o boardRow) bool {
	return r.From == o.From && r.To == o.To && r.Per == o.Per && r.Date == o.Date && r.Over == o.Over
}

// byUse compares two currencies for sorting: those of the trade come before all others.
func byUse(a, b money.Currency) int {
	rank := func(cur money.Currency) int {
		if i := slices.Index(page.CommonCurrencies, string(cur)); i >= 0 {
			return i
		}
		return len(page.CommonCurrencies)
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
}

// decideRate serves POST /rates/held: it confirms or rejects a held rate. A form that no page
// of ours sends fails with status 400, or is Invalid for a reason that is too long.
func (s *pages) decideRate(c fiber.Ctx) error {
	id, reason := c.FormValue("id"), heldForm.Read(c).Value("/reason")
	var err error
	switch c.FormValue("decision") {
	case "confirm":
		var done ratebook.Confirmation
		if done, err = ratebook.Confirm(c.Context(), s.Store, s.Who(c), id, reason); err == nil {
			s.Flash(c, confirmedMessage(done))
		}
	case "reject":
		if err = ratebook.Reject(c.Context(), s.Store, s.Who(c), id, reason); err == nil {
			s.Flash(c, say.Msg("The rate is rejected, and the next file does not bring it back. You can still confirm it among the rejected rates."))
		}
	default:
		return fiber.ErrBadRequest
	}
	if found := (trade.Faults)(nil); errors.As(err, &found) && found[0].Code == trade.FaultMissing {
		s.Flash(c, say.Msg("Nothing is decided yet: enter the reason, then decide again."))
		return c.Redirect().Status(fiber.StatusSeeOther).To(page.BackOr(c, page.HeldPath))
	} else if found != nil { // the reason is too long, as no form of ours sends it
		return &trade.Error{Code: trade.Invalid, Field: "reason", Format: "%s: %s", Args: []any{say.Msg("Reason"), found[0]}}
	}
	if err := s.flashConflict(c, err); err != nil {
		return err
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.BackOr(c, page.HeldPath))
}

// confirmedMessage returns the sentence that names the confirmed rate.
func confirmedMessage(done ratebook.Confirmation) say.Message {
	r := done.Rate
	text := r.Per.Grouped() + " " + string(r.From) + " = " + r.Value.Grouped() + " " + string(r.To)
	if done.With > 0 {
		return say.Msg("The rate %s of %s is confirmed. Later rates confirmed with it: %s.", text, r.Date, strconv.Itoa(done.With))
	}
	return say.Msg("The rate %s of %s is confirmed.", text, r.Date)
}

package web

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
)

// ratesRoutes adds the pages of exchange rates. The pair comes last: it may be
// any word.
func (s *Server) ratesRoutes(app *fiber.App) {
	app.Get("/rates", s.showRates)
	app.Post("/rates/fetch", s.fetchRates)
	app.Post("/rates/import", s.importRates)
	app.Post("/rates/held", s.decideRate)
	s.rateFiles(app)
	app.Get("/rates/convert", s.convert)
	app.Get("/rates/new", s.showManual)
	app.Post("/rates/new", s.enterManual)
	app.Get("/rates/rules", s.showRules)
	app.Post("/rates/rules", s.saveRule)
	app.Post("/rates/rules/choices", s.saveChoice)
	app.Get("/rates/:pair", s.showPair)
}

type ratesPage struct {
	Base
	Today   civil.Date
	Boards  []rateBoard
	Left    int // series that are too old to be shown
	All     bool
	Feeds   []feedState
	Asking  bool // this program asks at least one publisher
	Files   files
	Import  importForm
	Held    []heldForm
	Decided []heldRate
}

// MonthAgo returns where the last month begins.
func (p ratesPage) MonthAgo() civil.Date { return p.Today.AddDays(-31) }

// rateBoard is what one source has published last.
type rateBoard struct {
	ID    rates.SourceID
	Name  Message
	Sides []Message
	Rows  []boardRow
}

// boardRow is a pair with its sides of one day.
type boardRow struct {
	From, To money.Currency
	Path     string
	Per      string
	Values   []string // as the board's sides; empty: not published
	Date     civil.Date
	Age      int
	Over     civil.Date // the day after which an entered rate held no more; zero: it holds
	TooOld   bool
}

// heldRate is a value that waits for a person, or that was decided.
type heldRate struct {
	ratebook.Held
	Source, Side Message
	Percent      string
	Who          Message
	What         state
}

// heldForm is a held value with what its form sends along.
type heldForm struct {
	heldRate
	CSRF, Request string
	Back          string // the page to go on to; empty: that of all held values
}

// heldForms returns the forms of held values on a page.
func heldForms(list []ratebook.Held, b Base, back string) (all []heldForm) {
	for _, h := range heldRates(list) {
		all = append(all, heldForm{h, b.CSRF, b.Request, back})
	}
	return all
}

var ratesTmpl = parse[ratesPage]("ratebook/rates.html")

// sourceNames are the publishers' names in Chinese.
var sourceNames = map[rates.SourceID]string{
	rates.NRB:            "尼泊尔国家银行",
	rates.FBIL:           "印度金融基准公司",
	rates.CFETS:          "中国外汇交易中心，人民币汇率中间价",
	rates.ECB:            "欧洲中央银行",
	rates.Contract:       "银行合同汇率",
	rates.CBIC:           "印度间接税和关税中央委员会",
	rates.GACC:           "中国海关总署",
	rates.CFETSReference: "中国外汇交易中心，月度参考汇率",
	rates.Peg:            "尼泊尔卢比对印度卢比的固定汇率",
}

func sourceLabel(id rates.SourceID) Message { return bilingual(id.Name(), sourceNames[id]) }

// sourceNamed returns the source that a rate names, and false if it is none of ours.
func sourceNamed(name string) (rates.SourceID, bool) {
	for _, id := range rates.Sources() {
		if id.Name() == name {
			return id, true
		}
	}
	return "", false
}

// publisherLabel returns the publisher that a rate names.
func publisherLabel(name string) Message {
	if id, ok := sourceNamed(name); ok {
		return sourceLabel(id)
	}
	return plain(name)
}

// rateSides are the sides of a publisher's rates, in the order of columns.
var rateSides = []struct {
	side  money.Side
	label Message
}{
	{money.Buy, msg("buying")}, {money.Sell, msg("selling")}, {money.Mid, msg("middle")}, {money.Stated, msg("agreed")},
}

func sideLabel(side money.Side) Message {
	for _, s := range rateSides {
		if s.side == side {
			return s.label
		}
	}
	return plain(string(side))
}

// aYear is how old a rate may be for the board.
const aYear = 366

// showRates serves GET /rates. With ?pair= and ?date= it leads to that rate, as
// orders and documents link to it.
func (s *Server) showRates(c fiber.Ctx) error {
	if c.Query("pair") != "" {
		return s.leadToRate(c)
	}
	return s.ratesPage(c, fiber.StatusOK, importForm{})
}

// ratesPage answers with the last rates and all that may be done about them.
func (s *Server) ratesPage(c fiber.Ctx, status int, imported importForm) error {
	board, err := ratebook.Look(c.Context(), s.store, s.who(c), heldShown)
	if err != nil {
		return err
	}
	p := ratesPage{Base: s.base(c, "rates", msg("Rates")), Today: board.Today, Files: listingOf(c).filesAt("/rates/board"), All: c.Query("all") != "", Feeds: s.feeds(board.Sources),
		Decided: heldRates(board.Decided), Import: imported}
	p.Faulty = len(imported.Faults) > 0
	p.Held = heldForms(board.Waiting, p.Base, "")
	p.Boards, p.Left = boards(board.Last, p.Today, board.MaxAges, p.All)
	for i := range p.Feeds {
		p.Asking = p.Asking || p.Feeds[i].On
		p.Feeds[i].in(board.Zone)
	}
	return ratesTmpl.render(c, status, p)
}

// leadToRate goes to the page of a pair and the row of a day.
func (s *Server) leadToRate(c fiber.Ctx) error {
	from, to, err := pairOf(c.Query("pair"))
	if err != nil {
		return err
	}
	path := pairPath(from, to)
	if day, ok := typedDay(c.Query("date")); ok {
		path += "?date=" + day.String() + "#day"
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(path)
}

// pairOf reads "USD/NPR" or "USD-NPR".
func pairOf(text string) (from, to money.Currency, err error) {
	f, t, _ := strings.Cut(strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(text), "/", "-")), "-")
	from, errFrom := money.ParseCurrency(f)
	to, errTo := money.ParseCurrency(t)
	if errFrom != nil || errTo != nil || from == to {
		return "", "", &trade.Error{Code: trade.NotFound, Field: "pair", Format: "“%s” is no pair of currencies; write it like USD/NPR.", Args: []any{text}}
	}
	return from, to, nil
}

func pairPath(from, to money.Currency) string { return joinPath("/rates", string(from)+"-"+string(to)) }

// boards part the last rates by source. Without all, those older than a year
// are only counted.
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
			b := rateBoard{ID: id, Name: sourceLabel(id)}
			b.fill(of, today, ages[id])
			out = append(out, b)
		}
	}
	return out, left
}

// fill makes the rows of a source's rates.
func (b *rateBoard) fill(list []ratebook.StoredRate, today civil.Date, maxAge int) {
	var columns []money.Side
	for _, s := range rateSides {
		if slices.ContainsFunc(list, func(k ratebook.StoredRate) bool { return k.Side == s.side }) {
			columns = append(columns, s.side)
			b.Sides = append(b.Sides, s.label)
		}
	}
	slices.SortStableFunc(list, func(x, y ratebook.StoredRate) int {
		return cmp.Or(byUse(x.From, y.From), byUse(x.To, y.To), y.Date.DaysSince(x.Date))
	})
	for _, k := range list {
		row := boardRow{From: k.From, To: k.To, Path: pairPath(k.From, k.To), Per: k.Per.String(), Date: k.Date, Age: rates.Age(k.Rate, today), Values: make([]string, len(columns))}
		if !k.Until.IsZero() && k.Until.Before(today) {
			row.Over = k.Until
		}
		row.TooOld = row.Over.IsZero() && maxAge > 0 && row.Age > maxAge
		n := len(b.Rows)
		if n == 0 || !row.sameBut(b.Rows[n-1]) {
			b.Rows = append(b.Rows, row)
			n++
		}
		b.Rows[n-1].Values[slices.Index(columns, k.Side)] = k.Value.String()
	}
}

// sameBut says whether two rows differ in their values alone.
func (r boardRow) sameBut(o boardRow) bool {
	return r.From == o.From && r.To == o.To && r.Per == o.Per && r.Date == o.Date && r.Over == o.Over
}

// byUse puts the currencies of the trade before all others.
func byUse(a, b money.Currency) int {
	rank := func(cur money.Currency) int {
		if i := slices.Index(commonCurrencies, string(cur)); i >= 0 {
			return i
		}
		return len(commonCurrencies)
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
}

var decisions = map[ratebook.Decision]state{
	ratebook.Undecided: {msg("waits"), "due"},
	ratebook.Confirmed: {msg("confirmed"), "ok"},
	ratebook.Followed:  {msg("confirmed with another"), "ok"},
	ratebook.Rejected:  {msg("rejected"), "bad"},
	ratebook.Withdrawn: {msg("replaced by the publisher"), "draft"},
}

// heldRates returns held rates as the page shows them.
func heldRates(list []ratebook.Held) (out []heldRate) {
	for _, h := range list {
		out = append(out, heldRate{Held: h, Source: publisherLabel(h.Rate.Source), Side: sideLabel(h.Rate.Side),
			Percent: percentOf(h.Share), Who: whoLabel(h.DecidedBy), What: decisions[h.Decision]})
	}
	return out
}

// whoLabel returns who did something; of no Format where nobody is named.
func whoLabel(name string) Message {
	if known, ok := actors[name]; ok || name == "" {
		return known
	}
	return plain(name)
}

// backOr returns the page of ours that a form came from, or another where it says none.
func backOr(c fiber.Ctx, otherwise string) string {
	if back := c.FormValue("back"); back != "" {
		return localPath(back)
	}
	return otherwise
}

// decideRate serves POST /rates/held: a person confirms or rejects a value.
func (s *Server) decideRate(c fiber.Ctx) error {
	id, reason := c.FormValue("id"), strings.TrimSpace(c.FormValue("reason"))
	var err error
	switch c.FormValue("decision") {
	case "confirm":
		var done ratebook.Confirmation
		if done, err = ratebook.Confirm(c.Context(), s.store, s.who(c), id, reason); err == nil {
			s.flash(c, confirmedMessage(done))
		}
	case "reject":
		if err = ratebook.Reject(c.Context(), s.store, s.who(c), id, reason); err == nil {
			s.flash(c, msg("Rejected. The value is kept apart and does not come back."))
		}
	default:
		return fiber.ErrBadRequest
	}
	if found := (trade.Faults)(nil); errors.As(err, &found) { // of the reason, which the page's own fields keep short enough
		return &trade.Error{Code: trade.Invalid, Field: "reason", Format: "%s: %s", Args: []any{msg("Reason"), found[0]}}
	}
	if err := s.flashConflict(c, err); err != nil {
		return err
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(backOr(c, heldPath))
}

// confirmedMessage names the value that was confirmed.
func confirmedMessage(done ratebook.Confirmation) Message {
	r := done.Rate
	text := r.Per.String() + " " + string(r.From) + " = " + r.Value.String() + " " + string(r.To)
	if done.With > 0 {
		return msg("Confirmed: %s of %s, and %s later ones that were held with it.", text, r.Date.String(), strconv.Itoa(done.With))
	}
	return msg("Confirmed: %s of %s.", text, r.Date.String())
}

// deskName is who acts as long as there is no sign-in.
const deskName = "desk"

// strangerName is who asks for what anybody may see.
const strangerName = "stranger"

// rateQuery returns an address with what is set of these.
func rateQuery(path string, pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

package ratebook

import (
	"slices"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/ratebook"
	"woolroad/app/web/page"
	"woolroad/app/web/page/table"
	"woolroad/app/web/say"
)

// rateFiles adds the routes of the files of the board's and the rules' lists.
func (s *pages) rateFiles(app *fiber.App) {
	table.Routes(app, "/rates/export", s.exportRates)
	table.Routes(app, "/rates/board", s.exportBoard)
	table.Routes(app, "/rates/held", s.exportHeld)
	table.Routes(app, "/rates/sources", s.exportSources)
	table.Routes(app, "/rates/rules", s.exportRules)
	table.Routes(app, "/rates/rules/choices", s.exportChoices)
}

// exportBoard serves GET /rates/board.csv and .xlsx: the last rate of each series, as the
// board shows them.
func (s *pages) exportBoard(c fiber.Ctx) error {
	board, err := ratebook.Look(c.Context(), s.Store, s.Who(c), heldShown)
	if err != nil {
		return err
	}
	all := c.Query("all") != ""
	shown := slices.DeleteFunc(board.Last, func(k ratebook.StoredRate) bool { return !all && forgotten(k, board.Today) })
	age := table.Column[ratebook.StoredRate]{Head: say.Msg("Age in days"), Cell: func(k ratebook.StoredRate) any { return k.Rate.Age(board.Today) }}
	return table.Send(s.Desk, c, table.File[ratebook.StoredRate]{Name: "rates", Title: say.Msg("Rates"), Columns: append(slices.Clone(rateColumns), age), Rows: table.RowsOf(shown)})
}

var heldColumns = table.Columns[page.HeldRate]{
	{Head: say.Msg("From"), Cell: func(h page.HeldRate) any { return string(h.Rate.From) }},
	{Head: say.Msg("To"), Cell: func(h page.HeldRate) any { return string(h.Rate.To) }},
	{Head: say.Msg("Per"), Cell: func(h page.HeldRate) any { return h.Rate.Per }},
	{Head: say.Msg("Value"), Cell: func(h page.HeldRate) any { return h.Rate.Value }},
	{Head: say.Msg("Side"), Cell: func(h page.HeldRate) any { return h.Side }},
	{Head: say.Msg("Source"), Cell: func(h page.HeldRate) any { return h.Source }},
	{Head: say.Msg("Published for"), Cell: func(h page.HeldRate) any { return h.Rate.Date }},
	{Head: say.Msg("Previous value"), Cell: func(h page.HeldRate) any { return h.Last.Value }},
	{Head: say.Msg("Previous units"), Cell: func(h page.HeldRate) any { return h.Last.Per }},
	{Head: say.Msg("Previously published for"), Cell: func(h page.HeldRate) any { return h.Last.Date }},
	{Head: say.Msg("Difference above, per cent"), Cell: func(h page.HeldRate) any { return h.Share.Mul(exact.Int(100)).Trim(0) }},
	{Head: say.Msg("Held since"), Cell: func(h page.HeldRate) any { return h.At }},
	{Head: say.Msg("State"), Cell: func(h page.HeldRate) any { return h.What.Label }},
	{Head: say.Msg("Decided"), Cell: func(h page.HeldRate) any {
		if h.Decision == ratebook.Undecided {
			return nil
		}
		return h.DecidedAt
	}},
	{Head: say.Msg("Decided by"), Cell: func(h page.HeldRate) any { return h.Who }},
	{Head: say.Msg("Reason"), Cell: func(h page.HeldRate) any { return h.Reason }},
}

// exportHeld serves GET /rates/held.csv and .xlsx: the held rates that wait for a
// decision, and those decided last.
func (s *pages) exportHeld(c fiber.Ctx) error {
	board, err := ratebook.Look(c.Context(), s.Store, s.Who(c), heldShown)
	if err != nil {
		return err
	}
	rows := append(page.HeldRates(board.Waiting), page.HeldRates(board.Decided)...)
	return table.Send(s.Desk, c, table.File[page.HeldRate]{Name: "held-rates", Title: say.Msg("Held rates"), Columns: heldColumns, Rows: table.RowsOf(rows)})
}

// cameOf returns a cell that cell fills from the last request to a publisher; it is empty
// for a publisher that was never asked.
func cameOf(cell func(ratebook.Fetch) any) func(feedState) any {
	return func(f feedState) any {
		if !f.Asked() {
			return nil
		}
		return cell(f.Last)
	}
}

var sourceColumns = table.Columns[feedState]{
	{Head: say.Msg("Source"), Cell: func(f feedState) any { return f.Name }},
	{Head: say.Msg("State"), Cell: func(f feedState) any { return f.State.Label }},
	{Head: say.Msg("Newest rate"), Cell: func(f feedState) any { return f.Newest }},
	{Head: say.Msg("Last request"), Cell: cameOf(func(r ratebook.Fetch) any { return r.Started })},
	{Head: say.Msg("New"), Cell: cameOf(func(r ratebook.Fetch) any { return r.Added })},
	{Head: say.Msg("Already saved"), Cell: cameOf(func(r ratebook.Fetch) any { return r.Unchanged })},
	{Head: say.Msg("Corrected"), Cell: cameOf(func(r ratebook.Fetch) any { return r.Corrected })},
	{Head: say.Msg("Held"), Cell: cameOf(func(r ratebook.Fetch) any { return r.Held })},
	{Head: say.Msg("Left out"), Cell: cameOf(func(r ratebook.Fetch) any { return r.Skipped })},
	{Head: say.Msg("Why it failed"), Cell: func(f feedState) any { return f.Fault }},
	{Head: say.Msg("Next request"), Cell: func(f feedState) any { return f.Next }},
}

// exportSources serves GET /rates/sources.csv and .xlsx: the publishers and their feeds.
func (s *pages) exportSources(c fiber.Ctx) error {
	board, err := ratebook.Look(c.Context(), s.Store, s.Who(c), heldShown)
	if err != nil {
		return err
	}
	feeds := s.feeds(board.Sources)
	for i := range feeds {
		feeds[i].in(board.Zone)
	}
	return table.Send(s.Desk, c, table.File[feedState]{Name: "rate-sources", Title: say.Msg("Sources"), Columns: sourceColumns, Rows: table.RowsOf(feeds)})
}

var ruleColumns = table.Columns[ratebook.Rule]{
	{Head: say.Msg("Rule"), Cell: func(r ratebook.Rule) any { return say.Bilingual(r.Name, r.NameZH) }},
	{Head: say.Msg("Source"), Cell: func(r ratebook.Rule) any { return say.SourceLabel(r.Source) }},
	{Head: say.Msg("Side"), Cell: func(r ratebook.Rule) any { return say.SideLabel(r.Side) }},
	{Head: say.Msg("Reference date"), Cell: func(r ratebook.Rule) any { return ruleDays[r.Day] }},
	{Head: say.Msg("Cross currency"), Cell: func(r ratebook.Rule) any { return string(r.Via) }},
	{Head: say.Msg("Maximum age in days"), Cell: func(r ratebook.Rule) any {
		if r.MaxAge == 0 {
			return say.Msg("any")
		}
		return r.MaxAge
	}},
}

// exportRules serves GET /rates/rules.csv and .xlsx: the rules for rates.
func (s *pages) exportRules(c fiber.Ctx) error {
	book, err := ratebook.LookAtRules(c.Context(), s.Store, s.Who(c))
	if err != nil {
		return err
	}
	return table.Send(s.Desk, c, table.File[ratebook.Rule]{Name: "rate-rules", Title: say.Msg("Rules"), Columns: ruleColumns, Rows: table.RowsOf(book.Rules)})
}

var choiceColumns = table.Columns[choiceRow]{
	{Head: say.Msg("Buyer"), Cell: func(r choiceRow) any { return r.Buyer }},
	{Head: say.Msg("Into"), Cell: func(r choiceRow) any { return r.Into }},
	{Head: say.Msg("What for"), Cell: func(r choiceRow) any { return r.Purpose }},
	{Head: say.Msg("Rule"), Cell: func(r choiceRow) any { return r.Label }},
}

// exportChoices serves GET /rates/rules/choices.csv and .xlsx: the rules by buyer,
// currency and purpose.
func (s *pages) exportChoices(c fiber.Ctx) error {
	book, err := ratebook.LookAtRules(c.Context(), s.Store, s.Who(c))
	if err != nil {
		return err
	}
	var rows []choiceRow
	for _, is := range book.Choices {
		row := choiceRowOf(is, nil)
		row.Label = say.Plain(is.Rule)
		for _, r := range book.Rules {
			if r.ID == is.Rule {
				row.Label = say.Bilingual(r.Name, r.NameZH)
			}
		}
		rows = append(rows, row)
	}
	return table.Send(s.Desk, c, table.File[choiceRow]{Name: "rate-choices", Title: say.Msg("Rules by buyer and currency"), Columns: choiceColumns, Rows: table.RowsOf(rows)})
}

// heldShown is the number of decided rates that the board shows.
const heldShown = 10

// forgotten reports whether the last rate of a series is so old that the board does not
// show the series, but only counts it.
func forgotten(k ratebook.StoredRate, today civil.Date) bool {
	return k.Rate.Age(today) > aYear && (k.Until.IsZero() || k.Until.Before(today))
}

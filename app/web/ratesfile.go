package web

import (
	"slices"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/ratebook"
	"woolroad/rates"
)

// rateFiles routes the files of the lists that the board and the rules show.
func (s *Server) rateFiles(app *fiber.App) {
	bothFiles(app, "/rates/export", s.exportRates)
	bothFiles(app, "/rates/board", s.exportBoard)
	bothFiles(app, "/rates/held", s.exportHeld)
	bothFiles(app, "/rates/sources", s.exportSources)
	bothFiles(app, "/rates/rules", s.exportRules)
	bothFiles(app, "/rates/rules/choices", s.exportChoices)
}

// exportBoard serves GET /rates/board.csv and .xlsx: the last rate of each series, as the
// board has them.
func (s *Server) exportBoard(c fiber.Ctx) error {
	board, err := ratebook.Look(c.Context(), s.store, s.who(c), heldShown)
	if err != nil {
		return err
	}
	all := c.Query("all") != ""
	shown := slices.DeleteFunc(board.Last, func(k ratebook.StoredRate) bool { return !all && forgotten(k, board.Today) })
	age := column[ratebook.StoredRate]{msg("Age in days"), func(k ratebook.StoredRate) any { return rates.Age(k.Rate, board.Today) }}
	return sendList(s, c, listFile[ratebook.StoredRate]{"rates", msg("Rates"), append(slices.Clone(rateColumns), age), read(shown)})
}

var heldColumns = columns[heldRate]{
	{msg("From"), func(h heldRate) any { return string(h.Rate.From) }},
	{msg("To"), func(h heldRate) any { return string(h.Rate.To) }},
	{msg("Per"), func(h heldRate) any { return h.Rate.Per }},
	{msg("Value"), func(h heldRate) any { return h.Rate.Value }},
	{msg("Side"), func(h heldRate) any { return h.Side }},
	{msg("Source"), func(h heldRate) any { return h.Source }},
	{msg("Published for"), func(h heldRate) any { return h.Rate.Date }},
	{msg("Value before"), func(h heldRate) any { return h.Last.Value }},
	{msg("Per, before"), func(h heldRate) any { return h.Last.Per }},
	{msg("Published before for"), func(h heldRate) any { return h.Last.Date }},
	{msg("More apart than, per cent"), func(h heldRate) any { return h.Share.Mul(exact.Int(100)).Trim(0) }},
	{msg("Held since"), func(h heldRate) any { return h.At }},
	{msg("State"), func(h heldRate) any { return h.What.Label }},
	{msg("Decided"), func(h heldRate) any {
		if h.Decision == ratebook.Undecided {
			return nil
		}
		return h.DecidedAt
	}},
	{msg("Decided by"), func(h heldRate) any { return h.Who }},
	{msg("Reason"), func(h heldRate) any { return h.Reason }},
}

// exportHeld serves GET /rates/held.csv and .xlsx: the values that wait, and those that
// were looked at last.
func (s *Server) exportHeld(c fiber.Ctx) error {
	board, err := ratebook.Look(c.Context(), s.store, s.who(c), heldShown)
	if err != nil {
		return err
	}
	rows := append(heldRates(board.Waiting), heldRates(board.Decided)...)
	return sendList(s, c, listFile[heldRate]{"held-rates", msg("Held rates"), heldColumns, read(rows)})
}

// cameOf is a cell of a source that was asked.
func cameOf(cell func(ratebook.Fetch) any) func(feedState) any {
	return func(f feedState) any {
		if !f.Asked() {
			return nil
		}
		return cell(f.Last)
	}
}

var sourceColumns = columns[feedState]{
	{msg("Source"), func(f feedState) any { return f.Name }},
	{msg("State"), func(f feedState) any { return f.State.Label }},
	{msg("Newest rate"), func(f feedState) any { return f.Newest }},
	{msg("Last asked"), cameOf(func(r ratebook.Fetch) any { return r.Started })},
	{msg("New"), cameOf(func(r ratebook.Fetch) any { return r.Added })},
	{msg("There already"), cameOf(func(r ratebook.Fetch) any { return r.Unchanged })},
	{msg("Corrected"), cameOf(func(r ratebook.Fetch) any { return r.Corrected })},
	{msg("Held"), cameOf(func(r ratebook.Fetch) any { return r.Held })},
	{msg("Left out"), cameOf(func(r ratebook.Fetch) any { return r.Skipped })},
	{msg("Why it failed"), func(f feedState) any { return f.Fault }},
	{msg("Next"), func(f feedState) any { return f.Next }},
}

// exportSources serves GET /rates/sources.csv and .xlsx.
func (s *Server) exportSources(c fiber.Ctx) error {
	board, err := ratebook.Look(c.Context(), s.store, s.who(c), heldShown)
	if err != nil {
		return err
	}
	feeds := s.feeds(board.Sources)
	for i := range feeds {
		feeds[i].in(board.Zone)
	}
	return sendList(s, c, listFile[feedState]{"rate-sources", msg("Sources"), sourceColumns, read(feeds)})
}

var ruleColumns = columns[ratebook.Rule]{
	{msg("Rule"), func(r ratebook.Rule) any { return bilingual(r.Name, r.NameZH) }},
	{msg("Source"), func(r ratebook.Rule) any { return sourceLabel(r.Source) }},
	{msg("Side"), func(r ratebook.Rule) any { return sideLabel(r.Side) }},
	{msg("The day that counts"), func(r ratebook.Rule) any { return ruleDays[r.Day] }},
	{msg("Crossed through"), func(r ratebook.Rule) any { return string(r.Via) }},
	{msg("Oldest, in days"), func(r ratebook.Rule) any {
		if r.MaxAge == 0 {
			return msg("any")
		}
		return r.MaxAge
	}},
}

// exportRules serves GET /rates/rules.csv and .xlsx.
func (s *Server) exportRules(c fiber.Ctx) error {
	book, err := ratebook.LookAtRules(c.Context(), s.store, s.who(c))
	if err != nil {
		return err
	}
	return sendList(s, c, listFile[ratebook.Rule]{"rate-rules", msg("Rules"), ruleColumns, read(book.Rules)})
}

var choiceColumns = columns[choiceRow]{
	{msg("Buyer"), func(r choiceRow) any { return r.Buyer }},
	{msg("Into"), func(r choiceRow) any { return r.Into }},
	{msg("What for"), func(r choiceRow) any { return r.Purpose }},
	{msg("Rule"), func(r choiceRow) any { return r.Rule }},
}

// exportChoices serves GET /rates/rules/choices.csv and .xlsx: who takes which rule, by its
// short name.
func (s *Server) exportChoices(c fiber.Ctx) error {
	book, err := ratebook.LookAtRules(c.Context(), s.store, s.who(c))
	if err != nil {
		return err
	}
	var rows []choiceRow
	for _, is := range book.Choices {
		rows = append(rows, choiceRowOf(is, nil))
	}
	return sendList(s, c, listFile[choiceRow]{"rate-choices", msg("Who takes which rule"), choiceColumns, read(rows)})
}

// heldShown is how many decided values the board shows.
const heldShown = 10

// forgotten says whether the board only counts a series, as its last rate is too old.
func forgotten(k ratebook.StoredRate, today civil.Date) bool {
	return rates.Age(k.Rate, today) > aYear && (k.Until.IsZero() || k.Until.Before(today))
}

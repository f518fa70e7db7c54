package ratebook

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/ratebook"
	"woolroad/app/trade"
	"woolroad/app/typing"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
)

type manualPage struct {
	page.Base
	Faults []page.FieldFault
	Form   manualForm
	Fields []page.Field
	Common []string
	List   []enteredRate
}

// manualForm is a rate as it was typed. Its Source is a value of page.EnterableKey.
type manualForm struct {
	Source, From, To, Value, Per, Date, Until, Reason string
	Sure                                              bool
	Back                                              string
}

// enteredRate is a rate that a person entered, as a list shows it.
type enteredRate struct {
	ratebook.Entry
	Label say.Message
	Side  say.Message // without Format: the source has one side only
	By    say.Message
	Link  string
}

// entriesShown is the number of entered rates that the page lists.
const entriesShown = 100

var manualTmpl = page.Parse[manualPage]("ratebook/new.html")

// showManual serves GET /rates/new: the form that enters a rate. ?source=, ?from=, ?to=
// and ?date= fill it; ?back= is the page of ours to which it leads.
func (s *pages) showManual(c fiber.Ctx) error {
	f := manualForm{Source: c.Query("source"), From: c.Query("from"), To: c.Query("to"), Per: "1", Date: c.Query("date"), Back: c.Query("back")}
	return s.manualPage(c, fiber.StatusOK, f, page.NewSaid())
}

// manualPage answers with the form f, what is said about its fields, and the rates
// entered last.
func (s *pages) manualPage(c fiber.Ctx, status int, f manualForm, about page.Said) error {
	there, err := ratebook.LookAtEntries(c.Context(), s.Store, s.Who(c), entriesShown)
	if err != nil {
		return err
	}
	if c.Method() == fiber.MethodGet && f.Date == "" { // a form that was sent stays as it was typed
		f.Date = there.Today.String()
	}
	p := manualPage{Base: s.Base(c, say.Msg("Enter a rate")), Form: f, Common: page.CommonCurrencies}
	p.Fields = about.AttachTo(f.fields())
	p.Faults, p.Faulty = about.Summary(p.Fields...), about.Any()
	for _, e := range there.Entries {
		p.List = append(p.List, enteredRate{e, say.SourceLabel(e.Source), say.SideOf(e.Source, e.Side), say.WhoLabel(e.Who), page.RateLink(e.From, e.To, e.Date)})
	}
	return manualTmpl.Render(c, status, p)
}

// enterManual serves POST /rates/new: it saves the entered rate.
func (s *pages) enterManual(c fiber.Ctx) error {
	f := manualForm{Source: c.FormValue("source"), From: c.FormValue("from"), To: c.FormValue("to"), Value: c.FormValue("value"), Per: c.FormValue("per"),
		Date: c.FormValue("date"), Until: c.FormValue("until"), Reason: c.FormValue("reason"), Sure: c.FormValue("sure") != "", Back: c.FormValue("back")}
	r, err := ratebook.Enter(c.Context(), s.Store, s.Who(c), f.typed())
	if found := (trade.Faults)(nil); errors.As(err, &found) {
		about := page.NewSaid()
		for _, f := range found {
			if f.Pointer == "/source" { // no list offered that source, and the fault's own sentence is for programs
				about.Fault("source", say.Msg("Choose a rule or a source from the list."))
				continue
			}
			about.Fault(strings.TrimPrefix(f.Pointer, "/"), f)
		}
		return s.manualPage(c, fiber.StatusUnprocessableEntity, f, about)
	}
	if err != nil {
		return err
	}
	saved, back := say.Msg("The rate is saved: %s %s = %s %s from %s on."), page.BackOr(c, "/rates/new#entered")
	if f.Source == string(rates.Contract) && page.NamesRate(back) {
		saved = say.Msg("The rate is saved: %s %s = %s %s from %s on. Now choose this rate for the order below.")
	}
	saved.Args = []any{r.Per.String(), string(r.From), r.Value.String(), string(r.To), r.Date}
	s.Flash(c, saved)
	return c.Redirect().Status(fiber.StatusSeeOther).To(back)
}

// typed returns what was typed, for the operation to read.
func (f manualForm) typed() ratebook.TypedRate {
	source, side, _ := strings.Cut(f.Source, ":")
	return ratebook.TypedRate{Source: source, Side: side, From: string(page.ReadCurrency(f.From)), To: string(page.ReadCurrency(f.To)), Value: page.ReadNumber(f.Value, typing.Money(string(page.ReadCurrency(f.To)))), Per: page.ReadNumber(f.Per, nil),
		Date: page.PlainDay(f.Date), Until: page.PlainDay(f.Until), Reason: f.Reason, Sure: f.Sure}
}

// fields returns the fields of the form but the tick box.
func (f manualForm) fields() []page.Field {
	var own, published []page.Choice
	for _, e := range ratebook.Enterables {
		value := page.EnterableKey(e)
		one := page.Choice{Value: value, Label: say.SourceLabel(e.ID), Chosen: value == f.Source}
		if side := say.SideOf(e.ID, e.Side); side.Format != "" {
			one.Label = say.Msg("%s, %s", one.Label, side)
		}
		if e.Published {
			published = append(published, one)
		} else {
			own = append(own, one)
		}
	}
	return []page.Field{
		{ID: "source", Label: say.Msg("Whose rate"), Kind: page.Select, Choices: own, More: published, MoreLabel: say.Msg("A published rate that the feed lacks"), Wide: true},
		{ID: "per", Label: say.Msg("Units"), Value: f.Per, Kind: page.Number, Hint: say.Msg("1 or 100, as published")},
		{ID: "from", Label: say.Msg("From currency"), Value: f.From, Kind: page.Currency},
		{ID: "value", Label: say.Msg("Value"), Value: f.Value, Kind: page.Number, Hint: say.Msg("with all decimals")},
		{ID: "to", Label: say.Msg("To currency"), Value: f.To, Kind: page.Currency},
		{ID: "date", Label: say.Msg("Valid from"), Value: f.Date, Kind: page.Date, Hint: say.Msg("For a published rate, the day that it is published for")},
		{ID: "until", Label: say.Msg("Until"), Value: f.Until, Kind: page.Date, Hint: say.Msg("Leave empty if the rate applies until the next one.")},
		{ID: "reason", Label: say.Msg("Source of the rate"), Value: f.Reason, Hint: say.Msg("For example the bank's letter, the number of a notice, or a web page. Documents mark such a rate as entered, unless it is a publisher's own."), Wide: true, Most: 300},
	}
}

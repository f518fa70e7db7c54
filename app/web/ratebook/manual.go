package ratebook

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/ratebook"
	"woolroad/app/trade"
	"woolroad/app/typing"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
)

type manualPage struct {
	page.Base
	*form.Form
	Back   string
	Common []string
	List   []enteredRate
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

// manualForm is the form that enters a rate. The values of its source are those of
// page.EnterableKey.
var manualForm = func() *form.Rules {
	var own, published []page.Choice
	for _, e := range ratebook.Enterables {
		one := page.Choice{Value: page.EnterableKey(e), Label: say.SourceLabel(e.ID)}
		if side := say.SideOf(e.ID, e.Side); side.Format != "" {
			one.Label = say.Msg("%s, %s", one.Label, side)
		}
		if e.Published {
			published = append(published, one)
		} else {
			own = append(own, one)
		}
	}
	return form.Of(
		page.Field{ID: "source", Label: say.Msg("Whose rate"), Kind: page.Select, Choices: own, More: published, MoreLabel: say.Msg("A published rate that the feed lacks"), Wide: true},
		page.Field{ID: "per", Label: say.Msg("Units"), Kind: page.Number, Hint: say.Msg("1 or 100, as published")},
		page.Field{ID: "from", Label: say.Msg("From currency"), Kind: page.Currency},
		page.Field{ID: "value", Label: say.Msg("Value"), Kind: page.Number, Hint: say.Msg("with all decimals")},
		page.Field{ID: "to", Label: say.Msg("To currency"), Kind: page.Currency},
		page.Field{ID: "date", Label: say.Msg("Valid from"), Kind: page.Date, Hint: say.Msg("For a published rate, the day that it is published for")},
		page.Field{ID: "until", Label: say.Msg("Until"), Kind: page.Date, Hint: say.Msg("Leave empty if the rate applies until the next one.")},
		page.Field{ID: "reason", Label: say.Msg("Source of the rate"), Hint: say.Msg("For example the bank's letter, the number of a notice, or a web page. Documents mark such a rate as entered, unless it is a publisher's own."), Wide: true, Most: 300},
		page.Field{ID: "sure", Label: say.Msg("I have checked twice: the rate is right, even if it moved more than 10 %% or differs from the rate saved for that day."), Kind: page.Tick},
	)
}()

// showManual serves GET /rates/new: the form that enters a rate, filled from the address,
// as with ?source=, ?from=, ?to= and ?date=; ?back= is the page of ours to which it leads.
func (s *pages) showManual(c fiber.Ctx) error {
	f := manualForm.Read(c)
	f.Clear("/sure") // no link ticks it for the person who saves
	f.Set("/per", cmp.Or(f.Value("/per"), "1"))
	return s.manualPage(c, fiber.StatusOK, f, c.Query("back"))
}

// manualPage answers with the form f, which leads back to that page, and the rates
// entered last.
func (s *pages) manualPage(c fiber.Ctx, status int, f *form.Form, back string) error {
	there, err := ratebook.LookAtEntries(c.Context(), s.Store, s.Who(c), entriesShown)
	if err != nil {
		return err
	}
	if c.Method() == fiber.MethodGet && f.Value("/date") == "" { // a form that was sent stays as it was typed
		f.Set("/date", there.Today.String())
	}
	p := manualPage{Base: s.Base(c, say.Msg("Enter a rate")), Form: f, Back: back, Common: page.CommonCurrencies}
	p.Faulty = f.Refused()
	for _, e := range there.Entries {
		p.List = append(p.List, enteredRate{e, say.SourceLabel(e.Source), say.SideOf(e.Source, e.Side), say.WhoLabel(e.Who), page.RateLink(e.From, e.To, e.Date)})
	}
	return manualTmpl.Render(c, status, p)
}

// enterManual serves POST /rates/new: it saves the entered rate.
func (s *pages) enterManual(c fiber.Ctx) error {
	f := manualForm.Read(c)
	r, err := ratebook.Enter(c.Context(), s.Store, s.Who(c), typedRate(f))
	if found := (trade.Faults)(nil); errors.As(err, &found) {
		f.Judge(slices.DeleteFunc(slices.Clone(found), ofSource))
		if slices.ContainsFunc(found, ofSource) { // no list offered that source, and the fault's own sentence is for programs
			f.Fault("/source", say.Msg("Choose a rule or a source from the list."))
		}
		return s.manualPage(c, fiber.StatusUnprocessableEntity, f, c.FormValue("back"))
	}
	if err != nil {
		return err
	}
	saved, back := say.Msg("The rate is saved: %s %s = %s %s from %s on."), page.BackOr(c, "/rates/new#entered")
	if f.Value("/source") == string(rates.Contract) && page.NamesRate(back) {
		saved = say.Msg("The rate is saved: %s %s = %s %s from %s on. Now choose this rate for the order below.")
	}
	saved.Args = []any{r.Per.Grouped(), string(r.From), r.Value.Grouped(), string(r.To), r.Date}
	s.Flash(c, saved)
	return c.Redirect().Status(fiber.StatusSeeOther).To(back)
}

// ofSource reports whether a fault is about the source of a rate.
func ofSource(f trade.Fault) bool { return f.Pointer == "/source" }

// typedRate returns what is typed, for the operation to read.
func typedRate(f *form.Form) ratebook.TypedRate {
	source, side, _ := strings.Cut(f.Value("/source"), ":")
	return ratebook.TypedRate{Source: source, Side: side, From: f.Value("/from"), To: f.Value("/to"), Value: page.ReadNumber(f.Value("/value"), typing.Money(f.Value("/to"))),
		Per: f.Value("/per"), Date: f.Value("/date"), Until: f.Value("/until"), Reason: f.Value("/reason"), Sure: f.Value("/sure") != ""}
}

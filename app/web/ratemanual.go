package web

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
)

type manualPage struct {
	Base
	Faults []fieldFault
	Form   manualForm
	Fields []rateField
	Common []string
	List   []enteredRate
}

// manualForm is a rate as it was typed. Source is what choiceOf calls it.
type manualForm struct {
	Source, From, To, Value, Per, Date, Until, Reason string
	Sure                                              bool
	Back                                              string
}

// enteredRate is a rate that somebody entered, for the list.
type enteredRate struct {
	ratebook.Entry
	Label Message
	Side  Message // of no Format: the source has one
	By    Message
	Link  string
}

// entriesShown is how many entered rates the page lists.
const entriesShown = 100

var manualTmpl = parse[manualPage]("ratebook/new.html")

// showManual serves GET /rates/new. What the address says is filled in already: ?source=,
// ?from=, ?to= and ?date=; ?back= is a page of ours to go on to.
func (s *Server) showManual(c fiber.Ctx) error {
	f := manualForm{Source: c.Query("source"), From: c.Query("from"), To: c.Query("to"), Per: "1", Date: c.Query("date"), Back: c.Query("back")}
	return s.manualPage(c, fiber.StatusOK, f, nil)
}

func (s *Server) manualPage(c fiber.Ctx, status int, f manualForm, faults []fieldFault) error {
	there, err := ratebook.LookAtEntries(c.Context(), s.store, s.who(c), entriesShown)
	if err != nil {
		return err
	}
	if c.Method() == fiber.MethodGet && f.Date == "" { // what was typed stays as it was
		f.Date = there.Today.String()
	}
	p := manualPage{Base: s.base(c, "rates", msg("Enter a rate")), Form: f, Common: commonCurrencies}
	p.Faulty = len(faults) > 0
	p.Fields = f.fields(faults)
	p.Faults = labelled(faults, p.Fields...)
	for _, e := range there.Entries {
		p.List = append(p.List, enteredRate{e, sourceLabel(e.Source), sideOf(e.Source, e.Side), whoLabel(e.Who), rateLink(e.From, e.To, e.Date)})
	}
	return manualTmpl.render(c, status, p)
}

// enterManual serves POST /rates/new.
func (s *Server) enterManual(c fiber.Ctx) error {
	f := manualForm{Source: c.FormValue("source"), From: c.FormValue("from"), To: c.FormValue("to"), Value: c.FormValue("value"), Per: c.FormValue("per"),
		Date: c.FormValue("date"), Until: c.FormValue("until"), Reason: c.FormValue("reason"), Sure: c.FormValue("sure") != "", Back: c.FormValue("back")}
	r, err := ratebook.Enter(c.Context(), s.store, s.who(c), f.typed())
	if found := (trade.Faults)(nil); errors.As(err, &found) {
		faults := faultsAt(found)
		for i := range faults {
			if faults[i].Field == "source" { // which no list offered: its sentence is for programs
				faults[i].Message = msg("Choose a rule or a source of the list.")
			}
		}
		return s.manualPage(c, fiber.StatusUnprocessableEntity, f, faults)
	}
	if err != nil {
		return err
	}
	s.flash(c, msg("Kept: %s %s = %s %s from %s on.", r.Per.String(), string(r.From), r.Value.String(), string(r.To), r.Date.String()))
	return c.Redirect().Status(fiber.StatusSeeOther).To(backOr(c, "/rates/new#entered"))
}

// typed returns what was typed, for the operation.
func (f manualForm) typed() ratebook.TypedRate {
	source, side, _ := strings.Cut(f.Source, ":")
	return ratebook.TypedRate{Source: source, Side: side, From: string(typedCurrency(f.From)), To: string(typedCurrency(f.To)), Value: typedNumber(f.Value, nil), Per: typedNumber(f.Per, nil),
		Date: plainDay(f.Date), Until: plainDay(f.Until), Reason: f.Reason, Sure: f.Sure}
}

// plainDay returns a day as people type it, in the plain way. What is no day stays as it was
// typed, for whoever reads it to refuse.
func plainDay(text string) string {
	if day, ok := typedDay(text); ok {
		return day.String()
	}
	return strings.TrimSpace(text)
}

// fields returns the fields of the form, but for the tick.
func (f manualForm) fields(faults []fieldFault) []rateField {
	var own, published []choice
	for _, e := range ratebook.Enterables {
		value := choiceOf(e)
		one := choice{Value: value, Label: sourceLabel(e.ID), Chosen: value == f.Source}
		if side := sideOf(e.ID, e.Side); side.Format != "" {
			one.Label = msg("%s, %s", one.Label, side)
		}
		if e.Published {
			published = append(published, one)
		} else {
			own = append(own, one)
		}
	}
	return fieldsWith(faults,
		rateField{ID: "source", Label: msg("Whose rate"), Kind: "select", Choices: own, More: published, MoreLabel: msg("A publisher's figure that its feed has not brought"), Wide: true},
		rateField{ID: "per", Label: msg("Units"), Value: f.Per, Kind: "number", Hint: msg("1 or 100, as it is published")},
		rateField{ID: "from", Label: msg("Of the currency"), Value: f.From, Kind: "currency"},
		rateField{ID: "value", Label: msg("Are worth"), Value: f.Value, Kind: "number", Hint: msg("with all its decimals")},
		rateField{ID: "to", Label: msg("In the currency"), Value: f.To, Kind: "currency"},
		rateField{ID: "date", Label: msg("Holds from"), Value: f.Date, Kind: "date", Hint: msg("Of a publisher's figure, the day that it is published for")},
		rateField{ID: "until", Label: msg("Until"), Value: f.Until, Kind: "date", Hint: msg("Empty: until there is another")},
		rateField{ID: "reason", Label: msg("Where it is from"), Value: f.Reason, Hint: msg("The bank's letter, the notice's number, the page where it stands. Papers mark such a rate as entered, but for a publisher's own figure."), Wide: true},
	)
}

// choiceOf returns what the form calls a source and its side: "contract", "nrb:sell".
func choiceOf(e ratebook.Enterable) string {
	if sideOf(e.ID, e.Side).Format == "" {
		return string(e.ID)
	}
	return string(e.ID) + ":" + string(e.Side)
}

// sideOf returns what a side of a source's rates is called where it has more than one;
// else a Message of no Format.
func sideOf(id rates.SourceID, side money.Side) Message {
	sides := 0
	for _, e := range ratebook.Enterables {
		if e.ID == id {
			sides++
		}
	}
	if sides < 2 {
		return Message{}
	}
	return sideLabel(side)
}

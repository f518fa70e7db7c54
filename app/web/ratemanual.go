package web

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/exact"
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

// manualForm is a rate as it was typed.
type manualForm struct {
	Source, From, To, Value, Per, Date, Until, Reason string
	Sure                                              bool
}

// enteredRate is a rate that somebody entered, for the list.
type enteredRate struct {
	ratebook.Entry
	Label Message
	By    Message
	Link  string
}

// entriesShown is how many entered rates the page lists.
const entriesShown = 100

var manualTmpl = parse[manualPage]("rates-new.html")

// showManual serves GET /rates/new.
func (s *Server) showManual(c fiber.Ctx) error {
	f := manualForm{Source: c.Query("source"), From: c.Query("from"), To: c.Query("to"), Per: "1"}
	return s.manualPage(c, fiber.StatusOK, f, nil)
}

func (s *Server) manualPage(c fiber.Ctx, status int, f manualForm, faults []fieldFault) error {
	there, err := ratebook.LookAtEntries(c.Context(), s.store, s.who(c), entriesShown)
	if err != nil {
		return err
	}
	if c.Method() == fiber.MethodGet { // what was typed stays as it was
		f.Date = there.Today.String()
	}
	p := manualPage{Base: s.base(c, "rates", msg("Enter a rate")), Form: f, Faults: faults, Common: commonCurrencies}
	p.Faulty = len(faults) > 0
	p.Fields = f.fields(faults)
	for _, e := range there.Entries {
		p.List = append(p.List, enteredRate{e, sourceLabel(e.Source), whoLabel(e.Who), rateLink(e.From, e.To, e.Date)})
	}
	return manualTmpl.render(c, status, p)
}

// enterManual serves POST /rates/new.
func (s *Server) enterManual(c fiber.Ctx) error {
	f := manualForm{Source: c.FormValue("source"), From: c.FormValue("from"), To: c.FormValue("to"), Value: c.FormValue("value"), Per: c.FormValue("per"),
		Date: c.FormValue("date"), Until: c.FormValue("until"), Reason: c.FormValue("reason"), Sure: c.FormValue("sure") != ""}
	if len(f.Reason) > maxReason {
		return s.manualPage(c, fiber.StatusUnprocessableEntity, f, []fieldFault{{"reason", msg("The reason is too long; %d letters are enough.", maxReason)}})
	}
	m := f.rate()
	err := ratebook.Enter(c.Context(), s.store, s.who(c), m)
	if wrong := (trade.Faults)(nil); errors.As(err, &wrong) {
		var faults []fieldFault
		for _, w := range wrong {
			faults = append(faults, fieldFault{strings.TrimPrefix(w.Pointer, "/"), w})
		}
		return s.manualPage(c, fiber.StatusUnprocessableEntity, f, faults)
	}
	if err != nil {
		return err
	}
	s.flash(c, msg("Kept: %s %s = %s %s from %s on.", m.Per.String(), string(m.From), m.Value.String(), string(m.To), m.Date.String()))
	return c.Redirect().Status(fiber.StatusSeeOther).To("/rates/new#entered")
}

// rate is what was typed. What cannot be read comes as a value that the store
// refuses with what to write instead.
func (f manualForm) rate() ratebook.Entry {
	m := ratebook.Entry{Source: rates.SourceID(f.Source), From: typedCurrency(f.From), To: typedCurrency(f.To), Reason: strings.TrimSpace(f.Reason), Sure: f.Sure}
	if e, ok := rates.EnteredOf(m.Source); ok { // what every rate of the source has need not be typed
		m.From, m.To = orElse(m.From, e.From), orElse(m.To, e.To)
	}
	if n, err := exact.Parse(typedNumber(f.Value)); err == nil {
		m.Value = n
	}
	if n, err := exact.Parse(typedNumber(f.Per)); err == nil {
		m.Per = n
	}
	m.Date, _ = typedDay(f.Date)
	if strings.TrimSpace(f.Until) != "" {
		var ok bool
		if m.Until, ok = typedDay(f.Until); !ok {
			m.Until = civil.Date{Year: 1} // no day, and not the lack of one
		}
	}
	return m
}

func orElse(is, usual money.Currency) money.Currency {
	if is == "" {
		return usual
	}
	return is
}

// fields are the form's, but for the tick.
func (f manualForm) fields(faults []fieldFault) []rateField {
	var sources []choice
	for _, e := range rates.EnteredSources {
		sources = append(sources, choice{Value: string(e.ID), Label: sourceLabel(e.ID), Chosen: string(e.ID) == f.Source})
	}
	return fieldsWith(faults,
		rateField{ID: "source", Label: msg("Whose rate"), Kind: "select", Choices: sources, Wide: true},
		rateField{ID: "per", Label: msg("Units"), Value: f.Per, Kind: "number", Hint: msg("1 or 100, as it is published")},
		rateField{ID: "from", Label: msg("Of the currency"), Value: f.From, Kind: "currency"},
		rateField{ID: "value", Label: msg("Are worth"), Value: f.Value, Kind: "number", Hint: msg("with all its decimals")},
		rateField{ID: "to", Label: msg("In the currency"), Value: f.To, Kind: "currency"},
		rateField{ID: "date", Label: msg("Holds from"), Value: f.Date, Kind: "date"},
		rateField{ID: "until", Label: msg("Until"), Value: f.Until, Kind: "date", Hint: msg("Empty: until there is another")},
		rateField{ID: "reason", Label: msg("Where it is from"), Value: f.Reason, Hint: msg("The bank's letter, the notice's number, the page where it stands. Papers are marked that the rate was entered."), Wide: true},
	)
}

package web

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/trade"
	"woolroad/app/typing"
	"woolroad/rates"
)

type convertPage struct {
	Base
	Faults   []fieldFault
	Form     convertForm
	Fields   []rateField
	rules    []choice
	sources  []choice
	Common   []string
	Answer   *converted
	None     *trade.Error // why there is no answer
	Lack     *lack        // what helps where the rate is missing, too old or held
	Reversed string       // the same the other way round
}

// convertForm is what is asked, as it was typed.
type convertForm struct{ Amount, From, To, Day, By string }

// converted is an amount in another currency and how it came about.
type converted struct {
	Amount, Is money.Amount
	Rate       money.Rate
	Rule       Message
	Why        Message
	Age        int
	Stale      *trade.Error // no document is issued with it, and why
	Path       []pathStep
	Crossed    bool
}

// pathStep is a published figure on the way, and where it is shown.
type pathStep struct {
	rates.Step
	Source, Side Message
	Link         string
}

var convertTmpl = parse[convertPage]("ratebook/convert.html")

// convert serves GET /rates/convert.
func (s *Server) convert(c fiber.Ctx) error {
	f := convertForm{c.Query("amount"), c.Query("from"), c.Query("to"), c.Query("day"), c.Query("by")}
	p := convertPage{Base: s.base(c, "rates", msg("Convert an amount")), Form: f, Common: commonCurrencies}
	asked := f.Amount != ""
	p.Form.fill()
	q, faults := p.Form.query()
	p.Faults = faults
	var question *ratebook.Question
	if asked && len(faults) == 0 {
		question = &q.Question
	}
	found, err := ratebook.FindToShow(c.Context(), s.store, s.who(c), question)
	if err != nil {
		return err
	}
	if p.Form.Day == "" {
		p.Form.Day = found.Today.String()
	}
	p.offer(found.Rules)
	if question != nil {
		if err := p.answer(q, found); err != nil {
			return err
		}
		if why := cmp.Or(found.Missing, found.Stale); why != nil {
			l, err := s.lackOf(c, p.Base, warning{Message: why}, why, need{back: p.Here})
			if err != nil {
				return err
			}
			p.Lack = &l
		}
	}
	if !asked {
		p.Faults = nil
	}
	p.Fields = p.Form.fields(p.Faults, p.rules, p.sources)
	if !asked {
		return convertTmpl.render(c, fiber.StatusOK, p)
	}
	if len(p.Faults) > 0 {
		p.Faulty = true
		return convertTmpl.render(c, fiber.StatusUnprocessableEntity, p)
	}
	p.Reversed = rateQuery("/rates/convert", "amount", f.Amount, "from", f.To, "to", f.From, "day", f.Day)
	return convertTmpl.render(c, fiber.StatusOK, p)
}

// fill puts in what is usual where nothing was typed, but for the day, which is today.
func (f *convertForm) fill() {
	for field, usual := range map[*string]string{&f.From: "USD", &f.To: "CNY"} {
		if *field == "" {
			*field = usual
		}
	}
}

// fields returns the fields of the form.
func (f convertForm) fields(faults []fieldFault, rules, sources []choice) []rateField {
	rules = append([]choice{{Label: msg("as papers do"), Chosen: f.By == ""}}, rules...)
	return fieldsWith(faults,
		rateField{ID: "amount", Label: msg("Amount"), Value: f.Amount, Kind: "number"},
		rateField{ID: "from", Label: msg("From"), Value: f.From, Kind: "currency"},
		rateField{ID: "to", Label: msg("To"), Value: f.To, Kind: "currency"},
		rateField{ID: "day", Label: msg("Day"), Value: f.Day, Kind: "date"},
		rateField{ID: "by", Label: msg("By which rate"), Kind: "select", Choices: rules, More: sources, MoreLabel: msg("Sources"), Wide: true},
	)
}

// conversion is what is asked.
type conversion struct {
	amount money.Amount
	ratebook.Question
}

// query reads the form, or says what is wrong with it.
func (f convertForm) query() (q conversion, faults []fieldFault) {
	fault := func(wrong bool, field string, m Message) {
		if wrong {
			faults = append(faults, fieldFault{field, m})
		}
	}
	from, errFrom := money.ParseCurrency(string(typedCurrency(f.From)))
	to, errTo := money.ParseCurrency(string(typedCurrency(f.To)))
	n, unread := trade.Figure(f.Amount, typing.Money(string(typedCurrency(f.From))))
	switch unread.Code {
	case "":
	case trade.FaultTwoReadings:
		faults = append(faults, fieldFault{"amount", unread})
	default:
		fault(true, "amount", msg("Write the amount like 1234.50 or 1,234.50."))
	}
	fault(errFrom != nil, "from", msg("“%s” is no currency; write its code, like USD.", f.From))
	fault(errTo != nil, "to", msg("“%s” is no currency; write its code, like USD.", f.To))
	fault(errFrom == nil && from == to, "to", msg("Both currencies are the same; choose another one."))
	if unread.Code == "" && errFrom == nil {
		var err error
		q.amount, err = money.Parse(n.Trim(from.Digits()).String(), from)
		fault(err != nil, "amount", msg("Write the amount in whole coins of %s, with at most %s decimals, and not above 16 digits.", string(from), decimalsText(from)))
	}
	q.From, q.To = from, to
	if f.Day != "" {
		var ok bool
		q.Day, ok = typedDay(f.Day)
		fault(!ok, "day", msg("%s is no day; write it like 2026-04-03.", f.Day))
	}
	if source, side, bySource := strings.Cut(f.By, ":"); bySource {
		q.Source, q.Side = rates.SourceID(source), money.Side(side)
		fault(!slices.Contains(rates.Sources(), q.Source), "by", msg("Choose a rule or a source of the list."))
	} else {
		q.Rule = f.By
	}
	return q, faults
}

func decimalsText(cur money.Currency) string { return exact.Int(int64(cur.Digits())).String() }

// offer lists the rules and sources to choose by.
func (p *convertPage) offer(rules []ratebook.Rule) {
	for _, r := range rules {
		p.rules = append(p.rules, choice{Value: r.ID, Label: bilingual(r.Name, r.NameZH)})
	}
	for _, r := range rates.Rules {
		value := string(r.Source) + ":" + string(r.Side)
		if !slices.ContainsFunc(p.sources, func(c choice) bool { return c.Value == value }) {
			p.sources = append(p.sources, choice{Value: value, Label: msg("%s, %s", sourceLabel(r.Source), sideLabel(r.Side))})
		}
	}
	p.rules, p.sources = chosen(p.rules, p.Form.By), chosen(p.sources, p.Form.By)
}

// answer converts by the rate that was found, or says why there is none.
func (p *convertPage) answer(q conversion, found ratebook.Found) (err error) {
	if found.Missing != nil {
		p.None = found.Missing
		return nil
	}
	a, out := found.Answer, &converted{Amount: q.amount, Stale: found.Stale}
	out.Is, err = a.Rate.Convert(q.amount)
	if errors.Is(err, money.ErrTooLarge) {
		p.None = &trade.Error{Code: trade.Invalid, Field: "amount", Format: "The amount in %s has more digits than any amount may have.", Args: []any{string(q.To)}}
		return nil
	}
	if err != nil {
		return err
	}
	out.Rate, out.Rule, out.Age, out.Path = a.Rate, bilingual(a.Rule.Name, a.Rule.NameZH), a.Age(), pathOf(a)
	out.Crossed, out.Why = len(a.Path) > 1, whyOf(a)
	p.Answer = out
	return nil
}

// whyOf returns why it is this rate, with the rule's name in the page's language.
func whyOf(a rates.Answer) Message {
	format, args := a.Why()
	m := Message{format, slices.Clone(args)}
	m.Args[0] = bilingual(a.Rule.Name, a.Rule.NameZH)
	m.Args[1] = publisherLabel(a.Rate.Source)
	return m
}

func pathOf(a rates.Answer) (all []pathStep) {
	for _, step := range a.Path {
		r := step.Published
		all = append(all, pathStep{step, publisherLabel(r.Source), sideLabel(r.Side), rateLink(r.From, r.To, r.Date)})
	}
	return all
}

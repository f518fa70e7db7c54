package ratebook

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
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
)

type convertPage struct {
	page.Base
	Faults   []page.FieldFault
	Form     convertForm
	Fields   []page.Field
	rules    []page.Choice
	sources  []page.Choice
	Common   []string
	Answer   *converted
	None     *trade.Error // why there is no answer
	Lack     *page.Lack   // what helps where the rate is missing, too old or held
	Reversed string       // the address that converts the other way round
}

// convertForm is a question for a conversion, as it was typed.
type convertForm struct{ Amount, From, To, Day, By string }

// converted is an amount in another currency, with the rate and how it was found.
type converted struct {
	Amount, Is money.Amount
	Rate       money.Rate
	Rule       say.Message
	Why        say.Message
	Age        int
	Stale      *trade.Error // why no document is issued with the rate; nil: one may be
	Path       []pathStep
	Crossed    bool
}

// pathStep is one published figure of those that a rate was made from, with its link.
type pathStep struct {
	rates.Step
	Source, Side say.Message
	Link         string
}

var convertTmpl = page.Parse[convertPage]("ratebook/convert.html")

// convert serves GET /rates/convert: an amount in another currency, and how it was
// computed.
func (s *pages) convert(c fiber.Ctx) error {
	f := convertForm{c.Query("amount"), c.Query("from"), c.Query("to"), c.Query("day"), c.Query("by")}
	p := convertPage{Base: s.Base(c, say.Msg("Convert an amount")), Form: f, Common: page.CommonCurrencies}
	asked := f.Amount != ""
	p.Form.fill()
	q, about := p.Form.query()
	var question *ratebook.Question
	if asked && !about.Any() {
		question = &q.Question
	}
	found, err := ratebook.FindToShow(c.Context(), s.Store, s.Who(c), question)
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
			l, err := s.LackOf(c, p.Base, page.Warning{Message: why}, why, page.Need{Back: p.Here, Contract: page.RateQuery("/rates/convert", "amount", f.Amount, "from", f.From, "to", f.To, "day", f.Day, "by", string(rates.Contract))})
			if err != nil {
				return err
			}
			p.Lack = &l
		}
	}
	if !asked {
		about = page.NewSaid()
	}
	p.Fields = about.AttachTo(p.Form.fields(p.rules, p.sources))
	p.Faults, p.Faulty = about.Summary(p.Fields...), about.Any()
	if !asked {
		return convertTmpl.Render(c, fiber.StatusOK, p)
	}
	if p.Faulty {
		return convertTmpl.Render(c, fiber.StatusUnprocessableEntity, p)
	}
	p.Reversed = page.RateQuery("/rates/convert", "amount", f.Amount, "from", f.To, "to", f.From, "day", f.Day)
	return convertTmpl.Render(c, fiber.StatusOK, p)
}

// fill sets the usual currencies where none were typed.
func (f *convertForm) fill() {
	for field, usual := range map[*string]string{&f.From: "USD", &f.To: "CNY"} {
		if *field == "" {
			*field = usual
		}
	}
}

// fields returns the fields of the form.
func (f convertForm) fields(rules, sources []page.Choice) []page.Field {
	rules = append([]page.Choice{{Label: say.Msg("the same as on documents"), Chosen: f.By == ""}}, rules...)
	return []page.Field{
		{ID: "amount", Label: say.Msg("Amount"), Value: f.Amount, Kind: page.Number},
		{ID: "from", Label: say.Msg("From"), Value: f.From, Kind: page.Currency},
		{ID: "to", Label: say.Msg("To"), Value: f.To, Kind: page.Currency},
		{ID: "day", Label: say.Msg("Day"), Value: f.Day, Kind: page.Date},
		{ID: "by", Label: say.Msg("Rate to use"), Kind: page.Select, Choices: rules, More: sources, MoreLabel: say.Msg("Sources"), Wide: true},
	}
}

// conversion is a question for a conversion, read from the form.
type conversion struct {
	amount money.Amount
	ratebook.Question
}

// query returns the question that was typed, and the faults of what cannot be read.
func (f convertForm) query() (q conversion, about page.Said) {
	about = page.NewSaid()
	fault := func(wrong bool, field string, m say.Message) {
		if wrong {
			about.Fault(field, m)
		}
	}
	from, errFrom := money.ParseCurrency(string(page.ReadCurrency(f.From)))
	to, errTo := money.ParseCurrency(string(page.ReadCurrency(f.To)))
	n, unread := trade.Figure(f.Amount, typing.Money(string(page.ReadCurrency(f.From))))
	switch unread.Code {
	case "":
	case trade.FaultTwoReadings:
		about.Fault("amount", unread)
	default:
		fault(true, "amount", say.Msg("Write the amount like 1234.50 or 1,234.50."))
	}
	fault(errFrom != nil, "from", say.Msg("“%s” is not a currency; write its code, like USD.", f.From))
	fault(errTo != nil, "to", say.Msg("“%s” is not a currency; write its code, like USD.", f.To))
	fault(errFrom == nil && from == to, "to", say.Msg("Both currencies are the same; choose another one."))
	if unread.Code == "" && errFrom == nil {
		var err error
		q.amount, err = money.Parse(n.Trim(from.Digits()).String(), from)
		fault(err != nil, "amount", say.Msg("Write the amount in whole minor units of %s, with at most %s decimals and 16 digits.", string(from), decimalsText(from)))
	}
	q.From, q.To = from, to
	if f.Day != "" {
		var ok bool
		q.Day, ok = page.ReadDay(f.Day)
		fault(!ok, "day", say.Msg("%s is not a date; write it like 2026-04-03.", f.Day))
	}
	if source, side, bySource := strings.Cut(f.By, ":"); bySource {
		q.Source, q.Side = rates.SourceID(source), money.Side(side)
		fault(!slices.Contains(rates.Sources(), q.Source), "by", say.Msg("Choose a rule or a source from the list."))
	} else {
		q.Rule = f.By
	}
	return q, about
}

// decimalsText returns the number of decimals of a currency as text.
func decimalsText(cur money.Currency) string { return exact.Int(int64(cur.Digits())).String() }

// offer fills the page with the rules and sources by which a rate can be chosen.
func (p *convertPage) offer(rules []ratebook.Rule) {
	for _, r := range rules {
		p.rules = append(p.rules, page.Choice{Value: r.ID, Label: say.Bilingual(r.Name, r.NameZH)})
	}
	for _, r := range rates.Rules {
		value := string(r.Source) + ":" + string(r.Side)
		if !slices.ContainsFunc(p.sources, func(c page.Choice) bool { return c.Value == value }) {
			p.sources = append(p.sources, page.Choice{Value: value, Label: say.Msg("%s, %s", say.SourceLabel(r.Source), say.SideLabel(r.Side))})
		}
	}
	p.rules, p.sources = page.Chosen(p.rules, p.Form.By), page.Chosen(p.sources, p.Form.By)
}

// answer converts the amount by the rate that was found, or stores why there is no
// answer. Its error is that of a conversion that is wrong for another reason than its
// size.
func (p *convertPage) answer(q conversion, found ratebook.Found) (err error) {
	if found.Missing != nil {
		p.None = found.Missing
		return nil
	}
	a, out := found.Answer, &converted{Amount: q.amount, Stale: found.Stale}
	out.Is, err = a.Rate.Convert(q.amount)
	if errors.Is(err, money.ErrTooLarge) {
		p.None = &trade.Error{Code: trade.Invalid, Field: "amount", Format: "The amount in %s has too many digits; convert a smaller amount.", Args: []any{string(q.To)}}
		return nil
	}
	if err != nil {
		return err
	}
	out.Rate, out.Rule, out.Age, out.Path = a.Rate, say.Bilingual(a.Rule.Name, a.Rule.NameZH), a.Age(), pathOf(a)
	out.Crossed, out.Why = len(a.Path) > 1, whyOf(a)
	p.Answer = out
	return nil
}

// whyOf returns the sentence that says why this rate was chosen, with the names that
// pages give its rule and publisher.
func whyOf(a rates.Answer) say.Message {
	format, args := a.Why()
	m := say.Message{Format: format, Args: slices.Clone(args)}
	m.Args[0] = say.Bilingual(a.Rule.Name, a.Rule.NameZH)
	m.Args[1] = say.PublisherLabel(a.Rate.Source)
	return m
}

// pathOf returns the published figures that an answer was made from.
func pathOf(a rates.Answer) (all []pathStep) {
	for _, step := range a.Path {
		r := step.Published
		all = append(all, pathStep{step, say.PublisherLabel(r.Source), say.SideLabel(r.Side), page.RateLink(r.From, r.To, r.Date)})
	}
	return all
}

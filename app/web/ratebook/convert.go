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
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
)

type convertPage struct {
	page.Base
	*form.Form
	Common   []string
	Answer   *converted
	None     *trade.Error // why there is no answer
	Lack     *page.Lack   // what helps where the rate is missing, too old or held
	Reversed string       // the address that converts the other way round
}

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

// convertForm is the form of a question for a conversion.
var convertForm = form.Of(
	page.Field{ID: "amount", Label: say.Msg("Amount"), Kind: page.Number},
	page.Field{ID: "from", Label: say.Msg("From"), Kind: page.Currency},
	page.Field{ID: "to", Label: say.Msg("To"), Kind: page.Currency},
	page.Field{ID: "day", Label: say.Msg("Day"), Kind: page.Date},
	page.Field{ID: "by", Label: say.Msg("Rate to use"), Kind: page.Select, MoreLabel: say.Msg("Sources"), Wide: true},
)

// convert serves GET /rates/convert: an amount in another currency, and how it was
// computed.
func (s *pages) convert(c fiber.Ctx) error {
	f := convertForm.Read(c)
	for pointer, usual := range map[string]string{"/from": "USD", "/to": "CNY"} {
		f.Set(pointer, cmp.Or(f.Value(pointer), usual))
	}
	p := convertPage{Base: s.Base(c, say.Msg("Convert an amount")), Form: f, Common: page.CommonCurrencies}
	amount, from, to, day := f.Value("/amount"), f.Value("/from"), f.Value("/to"), f.Value("/day")
	asked := amount != ""
	var q conversion
	var question *ratebook.Question
	if asked {
		if q = conversionOf(f); !f.Refused() {
			question = &q.Question
		}
	}
	found, err := ratebook.FindToShow(c.Context(), s.Store, s.Who(c), question)
	if err != nil {
		return err
	}
	f.Set("/day", cmp.Or(day, found.Today.String()))
	f.Offer("/by", rulesToUse(found.Rules), sourcesToUse())
	if question != nil {
		if err := p.answer(q, found); err != nil {
			return err
		}
		if why := cmp.Or(found.Missing, found.Stale); why != nil {
			l, err := s.LackOf(c, p.Base, page.Warning{Message: why}, why, page.Need{Back: p.Here, Contract: page.RateQuery("/rates/convert", "amount", amount, "from", from, "to", to, "day", day, "by", string(rates.Contract))})
			if err != nil {
				return err
			}
			p.Lack = &l
		}
		p.Reversed = page.RateQuery("/rates/convert", "amount", amount, "from", to, "to", from, "day", day)
	}
	if p.Faulty = f.Refused(); p.Faulty {
		return convertTmpl.Render(c, fiber.StatusUnprocessableEntity, p)
	}
	return convertTmpl.Render(c, fiber.StatusOK, p)
}

// conversion is a question for a conversion, read from the form.
type conversion struct {
	amount money.Amount
	ratebook.Question
}

// conversionOf returns the question that is typed, and sets the faults of what cannot be
// read at their fields.
func conversionOf(f *form.Form) (q conversion) {
	fault := func(wrong bool, pointer string, m say.Message) {
		if wrong {
			f.Fault(pointer, m)
		}
	}
	from, errFrom := money.ParseCurrency(f.Value("/from"))
	to, errTo := money.ParseCurrency(f.Value("/to"))
	n, unread := trade.Figure(f.Value("/amount"), typing.Money(f.Value("/from")))
	switch unread.Code {
	case "":
	case trade.FaultTwoReadings:
		f.Fault("/amount", unread)
	default:
		f.Fault("/amount", say.Msg("Write the amount like 1234.50 or 1,234.50."))
	}
	fault(errFrom != nil, "/from", say.Msg("“%s” is not a currency; write its code, like USD.", f.Value("/from")))
	fault(errTo != nil, "/to", say.Msg("“%s” is not a currency; write its code, like USD.", f.Value("/to")))
	fault(errFrom == nil && from == to, "/to", say.Msg("Both currencies are the same; choose another one."))
	if unread.Code == "" && errFrom == nil {
		var err error
		q.amount, err = money.Parse(n.Trim(from.Digits()).String(), from)
		fault(err != nil, "/amount", say.Msg("Write the amount in whole minor units of %s, with at most %s decimals and 16 digits.", string(from), decimalsText(from)))
	}
	q.From, q.To = from, to
	if day := f.Value("/day"); day != "" {
		var ok bool
		q.Day, ok = page.ReadDay(day)
		fault(!ok, "/day", say.Msg("%s is not a date; write it like 2026-04-03.", day))
	}
	if source, side, bySource := strings.Cut(f.Value("/by"), ":"); bySource {
		q.Source, q.Side = rates.SourceID(source), money.Side(side)
		fault(!slices.Contains(rates.Sources(), q.Source), "/by", say.Msg("Choose a rule or a source from the list."))
	} else {
		q.Rule = f.Value("/by")
	}
	return q
}

// decimalsText returns the number of decimals of a currency as text.
func decimalsText(cur money.Currency) string { return exact.Int(int64(cur.Digits())).String() }

// rulesToUse returns the rules by which a rate can be chosen.
func rulesToUse(rules []ratebook.Rule) []page.Choice {
	all := []page.Choice{{Label: say.Msg("the same as on documents")}}
	for _, r := range rules {
		all = append(all, page.Choice{Value: r.ID, Label: say.Bilingual(r.Name, r.NameZH)})
	}
	return all
}

// sourcesToUse returns the sources by whose side a rate can be chosen.
func sourcesToUse() (all []page.Choice) {
	for _, r := range rates.Rules {
		value := string(r.Source) + ":" + string(r.Side)
		if !slices.ContainsFunc(all, func(c page.Choice) bool { return c.Value == value }) {
			all = append(all, page.Choice{Value: value, Label: say.Msg("%s, %s", say.SourceLabel(r.Source), say.SideLabel(r.Side))})
		}
	}
	return all
}

// answer fills the page with the amount at the rate that was found, or with the reason why
// there is none: that of found, or an Invalid error for a result of too many digits. It
// returns any other error of the conversion.
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

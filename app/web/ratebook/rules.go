package ratebook

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
)

type rulesPage struct {
	page.Base
	Faults   []page.FieldFault
	Rules    []ruleRow
	Choices  []choiceRow
	Form     *ruleForm // the form that is open; nil: none
	Fields   []page.Field
	Conflict *page.Conflict // with what somebody else has saved since
	New      []page.Field
	Common   []string
	about    page.Said
}

// ruleRow is a rule for rates in words.
type ruleRow struct {
	ratebook.Rule
	Label, Source, Side, Day say.Message
	Edit                     string
}

// choiceRow is the rule for a buyer, a currency and a purpose, as a row of the list.
type choiceRow struct {
	ratebook.Choice
	Buyer   say.Message
	Into    say.Message
	Purpose say.Message
	BuyerID string
	Rules   []page.Choice
	Label   say.Message // the name of its rule
}

// ruleForm is a rule as it was typed.
type ruleForm struct{ ID, Name, NameZH, Source, Side, Day, Via, MaxAge, Version string }

var rulesTmpl = page.Parse[rulesPage]("ratebook/rules.html")

// ruleDays are the words for the days whose rate a rule takes.
var ruleDays = map[rates.Day]say.Message{
	rates.TheDay:     say.Msg("the requested day"),
	rates.MonthFirst: say.Msg("the first day of its month"),
}

// purposes are the words for what a rate is used for, in the order of the list.
var purposes = []struct {
	is    ratebook.Purpose
	label say.Message
}{
	{ratebook.OnDocument, say.Msg("shown on documents")}, {ratebook.InBooks, say.Msg("booked")}, {ratebook.ForCustoms, say.Msg("for customs")},
}

// showRules serves GET /rates/rules: rules and choices. ?edit= opens the form of a rule,
// or an empty form for "new".
func (s *pages) showRules(c fiber.Ctx) error {
	return s.rulesPage(c, fiber.StatusOK, func(p *rulesPage) error {
		id := c.Query("edit")
		if id == "new" {
			p.Form = &ruleForm{Source: string(rates.NRB), Side: string(money.Sell), Day: string(rates.TheDay), MaxAge: "10", Version: "0"}
			return nil
		}
		for _, r := range p.Rules {
			if r.ID == id {
				f := ruleFormOf(r.Rule)
				p.Form = &f
			}
		}
		return nil
	})
}

// rulesPage answers with the rules and choices. change may change the page before it is
// drawn, as to fill in what was typed. Its errors are those of the database and of
// change.
func (s *pages) rulesPage(c fiber.Ctx, status int, change func(*rulesPage) error) error {
	book, err := ratebook.LookAtRules(c.Context(), s.Store, s.Who(c))
	if err != nil {
		return err
	}
	p := rulesPage{Base: s.Base(c, say.Msg("Rules for rates")), Common: page.CommonCurrencies, about: page.NewSaid()}
	for _, r := range book.Rules {
		p.Rules = append(p.Rules, ruleRow{r, say.Bilingual(r.Name, r.NameZH), say.SourceLabel(r.Source), say.SideLabel(r.Side), ruleDays[r.Day], page.RateQuery("/rates/rules", "edit", r.ID) + "#rule"})
	}
	for _, is := range book.Choices {
		p.Choices = append(p.Choices, choiceRowOf(is, p.ruleChoices(is.Rule)))
	}
	var buyers []page.Choice
	for _, b := range book.Buyers {
		buyers = append(buyers, page.Choice{Value: b.ID, Label: say.Plain(b.Party.Name + " · " + b.Party.Country)})
	}
	p.New = []page.Field{
		{ID: "buyer", Label: say.Msg("Buyer"), Kind: page.Select, Choices: append([]page.Choice{{Label: say.Msg("every buyer")}}, buyers...)},
		{ID: "currency", Label: say.Msg("Into"), Kind: page.Currency, Hint: say.Msg("Leave empty for every currency.")},
		{ID: "purpose", Label: say.Msg("What for"), Kind: page.Select, Choices: purposeChoices("")},
		{ID: "chosen-rule", Label: say.Msg("Rule"), Kind: page.Select, Choices: p.ruleChoices("")},
	}
	if err := change(&p); err != nil {
		return err
	}
	if p.Form != nil {
		p.Fields = p.about.AttachTo(p.Form.fields())
	}
	p.New = p.about.AttachTo(p.New)
	p.Faults, p.Faulty = p.about.Summary(append(slices.Clone(p.Fields), p.New...)...), p.about.Any() || p.Conflict != nil
	return rulesTmpl.Render(c, status, p)
}

// ruleChoices returns a choice for each rule; the one with that ID is marked.
func (p *rulesPage) ruleChoices(chosen string) (all []page.Choice) {
	for _, r := range p.Rules {
		all = append(all, page.Choice{Value: r.ID, Label: r.Label, Chosen: r.ID == chosen})
	}
	return all
}

// purposeChoices returns a choice for each purpose; the given one is marked.
func purposeChoices(chosen string) (all []page.Choice) {
	for _, p := range purposes {
		all = append(all, page.Choice{Value: string(p.is), Label: p.label, Chosen: string(p.is) == chosen})
	}
	return all
}

// choiceRowOf returns a choice of a rule as a row of the list.
func choiceRowOf(is ratebook.ChoiceOf, rules []page.Choice) choiceRow {
	row := choiceRow{Choice: is.Choice, Buyer: say.Msg("every buyer"), Into: say.Msg("every currency"), BuyerID: is.Choice.Buyer, Rules: rules}
	if is.BuyerName != "" {
		row.Buyer = say.Plain(is.BuyerName)
	}
	if is.Currency != "" {
		row.Into = say.Plain(string(is.Currency))
	}
	for _, p := range purposes {
		if p.is == is.Purpose {
			row.Purpose = p.label
		}
	}
	return row
}

// ruleFormOf returns the form filled from a stored rule.
func ruleFormOf(r ratebook.Rule) ruleForm {
	return ruleForm{r.ID, r.Name, r.NameZH, string(r.Source), string(r.Side), string(r.Day), string(r.Via), strconv.Itoa(r.MaxAge), strconv.FormatInt(r.Version, 10)}
}

// Label returns the name of the rule.
func (f ruleForm) Label() say.Message { return say.Bilingual(f.Name, f.NameZH) }

// Fresh reports whether the rule is a new one.
func (f ruleForm) Fresh() bool { return f.Version == "0" }

// fields returns the fields of the form.
func (f ruleForm) fields() []page.Field {
	var sources, sides, days []page.Choice
	for _, id := range rates.Sources() {
		sources = append(sources, page.Choice{Value: string(id), Label: say.SourceLabel(id), Chosen: string(id) == f.Source})
	}
	for _, s := range say.RateSides {
		sides = append(sides, page.Choice{Value: string(s.Side), Label: s.Label, Chosen: string(s.Side) == f.Side})
	}
	for _, d := range []rates.Day{rates.TheDay, rates.MonthFirst} {
		days = append(days, page.Choice{Value: string(d), Label: ruleDays[d], Chosen: string(d) == f.Day})
	}
	return []page.Field{
		{ID: "name", Label: say.Msg("Name in English"), Value: f.Name, Hint: say.Msg("Documents print it."), Wide: true, Most: 300},
		{ID: "name_zh", Label: say.Msg("Name in Chinese"), Value: f.NameZH, Wide: true, Most: 300},
		{ID: "source", Label: say.Msg("Source"), Kind: page.Select, Choices: sources},
		{ID: "side", Label: say.Msg("Side"), Kind: page.Select, Choices: sides},
		{ID: "day", Label: say.Msg("Reference date"), Kind: page.Select, Choices: days, Hint: say.Msg("The last rate published on or before this date is used.")},
		{ID: "via", Label: say.Msg("Cross currency"), Value: f.Via, Kind: page.Currency, Hint: say.Msg("Leave empty to use no cross rates.")},
		{ID: "max_age", Label: say.Msg("Maximum age in days"), Value: f.MaxAge, Kind: page.Number, Hint: say.Msg("0 means any age")},
	}
}

// typed returns what was typed, for the operation to read.
func (f ruleForm) typed() ratebook.TypedRule {
	return ratebook.TypedRule{ID: f.ID, Name: f.Name, NameZH: f.NameZH, Source: f.Source, Side: f.Side, Day: f.Day, Via: string(page.ReadCurrency(f.Via)), MaxAge: page.ReadNumber(f.MaxAge, nil)}
}

// saveRule serves POST /rates/rules: it saves a rule.
func (s *pages) saveRule(c fiber.Ctx) error {
	f := ruleForm{c.FormValue("id"), c.FormValue("name"), c.FormValue("name_zh"), c.FormValue("source"), c.FormValue("side"), c.FormValue("day"),
		c.FormValue("via"), c.FormValue("max_age"), c.FormValue("version")}
	if f.Fresh() && f.ID == "" {
		f.ID = shortName(f.Name)
	}
	r, err := ratebook.SaveRule(c.Context(), s.Store, s.Who(c), f.typed(), page.SentVersion(c))
	found, conflict := (trade.Faults)(nil), (*trade.Error)(nil)
	switch {
	case errors.As(err, &found):
		return s.rulesPage(c, fiber.StatusUnprocessableEntity, func(p *rulesPage) error {
			if f.Fresh() { // the ID was made of the name
				found = atName(found)
				f.ID = ""
			}
			p.about, p.Form = page.SaidOf(found), &f
			return nil
		})
	case errors.As(err, &conflict) && conflict.Code == trade.Conflict:
		return s.ruleConflict(c, f)
	case err != nil:
		return err
	}
	name := r.Name
	if s.Lang(c) == say.Chinese {
		name = r.NameZH
	}
	s.Flash(c, say.Msg("The rule “%s” is saved. Issued documents keep their rates and rule names.", name))
	return c.Redirect().Status(fiber.StatusSeeOther).To("/rates/rules")
}

// shortName returns the ID, made of a rule's English name, by which order files name the
// rule.
func shortName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	short := ""
	for _, w := range words {
		if len(short)+1+len(w) > 40 {
			break
		}
		short = strings.TrimPrefix(short+"-"+w, "-")
	}
	return short
}

// atName returns the faults with those of the short name moved to the name that it was
// made of, unless the name has a fault already.
func atName(found trade.Faults) (all trade.Faults) {
	for _, f := range found {
		if f.Pointer == "/id" {
			if slices.ContainsFunc(found, func(f trade.Fault) bool { return f.Pointer == "/name" }) {
				continue
			}
			f.Pointer = "/name"
		}
		all = append(all, f)
	}
	return all
}

// ruleConflict answers with the form, and shows what somebody else has saved beside what
// was typed.
func (s *pages) ruleConflict(c fiber.Ctx, f ruleForm) error {
	return s.rulesPage(c, fiber.StatusConflict, func(p *rulesPage) error {
		p.Form = &f
		for _, stored := range p.Rules {
			if stored.ID == strings.TrimSpace(f.ID) {
				p.Conflict = &page.Conflict{Changed: page.SinceOpened("", time.Time{}), Version: stored.Version, Drop: "/rates/rules",
					Rows: page.Differences(ruleFormOf(stored.Rule).fields(), f.fields())}
			}
		}
		return nil
	})
}

// saveChoice serves POST /rates/rules/choices: it chooses a rule for a buyer, a currency
// and a purpose, or withdraws that choice.
func (s *pages) saveChoice(c fiber.Ctx) error {
	typed := ratebook.TypedChoice{Buyer: c.FormValue("buyer"), Currency: string(page.ReadCurrency(c.FormValue("currency"))), Purpose: c.FormValue("purpose"), Rule: c.FormValue("chosen-rule")}
	version, _ := strconv.ParseInt(c.FormValue("version"), 10, 64) // none: a new one
	drop := c.FormValue("do") == "drop"
	save := ratebook.SaveChoice
	if drop {
		save = ratebook.DropChoice
	}
	err := save(c.Context(), s.Store, s.Who(c), typed, version)
	found, conflict := (trade.Faults)(nil), (*trade.Error)(nil)
	switch {
	case errors.As(err, &found):
		return s.choicePage(c, fiber.StatusUnprocessableEntity, choiceFaults(found))
	case errors.As(err, &conflict) && conflict.Code == trade.Conflict:
		about := page.NewSaid()
		about.Fault("", conflict)
		return s.choicePage(c, fiber.StatusConflict, about)
	}
	if err != nil {
		return err
	}
	if drop {
		s.Flash(c, say.Msg("The choice is withdrawn. The more general choice applies again."))
	} else {
		s.Flash(c, say.Msg("The choice is saved. New documents follow it."))
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To("/rates/rules#choices")
}

// choicePage answers with the rules and the choice as it was typed, with its faults.
func (s *pages) choicePage(c fiber.Ctx, status int, about page.Said) error {
	return s.rulesPage(c, status, func(p *rulesPage) error {
		p.about = about
		for i := range p.New {
			f := &p.New[i]
			f.Value = c.FormValue(f.ID)
			f.Choices = page.Chosen(f.Choices, f.Value)
		}
		return nil
	})
}

// choiceFaults returns the faults of a choice at the fields of its form. The field of the
// rule has another id than its pointer, since the form of a rule is on the same page.
func choiceFaults(found trade.Faults) page.Said {
	about := page.SaidOf(found)
	about.Move("rule", "chosen-rule")
	return about
}

package web

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
)

type rulesPage struct {
	Base
	Faults  []fieldFault
	Rules   []ruleRow
	Choices []choiceRow
	Form    *ruleForm // open; nil: none is
	Fields  []rateField
	Kept    *ruleRow // what somebody else has made of the rule since
	New     []rateField
	Common  []string
}

// ruleRow is a rule in words.
type ruleRow struct {
	ratebook.Rule
	Label, Source, Side, Day Message
	Edit                     string
}

// choiceRow is who takes which rule.
type choiceRow struct {
	ratebook.Choice
	Buyer   Message
	Into    Message
	Purpose Message
	BuyerID string
	Rules   []choice
}

// ruleForm is a rule as it was typed.
type ruleForm struct{ ID, Name, NameZH, Source, Side, Day, Via, MaxAge, Version string }

var rulesTmpl = parse[rulesPage]("ratebook/rules.html")

var ruleDays = map[rates.Day]Message{
	rates.TheDay:     msg("the day that is asked for"),
	rates.MonthFirst: msg("the first day of its month"),
}

// purposes are what a rate is wanted for, in their order.
var purposes = []struct {
	is    ratebook.Purpose
	label Message
}{
	{ratebook.OnDocument, msg("shown on papers")}, {ratebook.InBooks, msg("booked")}, {ratebook.ForCustoms, msg("for customs")},
}

// showRules serves GET /rates/rules. ?edit= opens a rule's form, "new" an empty one.
func (s *Server) showRules(c fiber.Ctx) error {
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

// rulesPage shows rules and choices; change fills in what was typed.
func (s *Server) rulesPage(c fiber.Ctx, status int, change func(*rulesPage) error) error {
	book, err := ratebook.LookAtRules(c.Context(), s.store, s.who(c))
	if err != nil {
		return err
	}
	p := rulesPage{Base: s.base(c, "rates", msg("Rules for rates")), Common: commonCurrencies}
	for _, r := range book.Rules {
		p.Rules = append(p.Rules, ruleRow{r, bilingual(r.Name, r.NameZH), sourceLabel(r.Source), sideLabel(r.Side), ruleDays[r.Day], rateQuery("/rates/rules", "edit", r.ID) + "#rule"})
	}
	for _, is := range book.Choices {
		p.Choices = append(p.Choices, choiceRowOf(is, p.ruleChoices(is.Rule)))
	}
	var buyers []choice
	for _, b := range book.Buyers {
		buyers = append(buyers, choice{Value: b.ID, Label: plain(b.Party.Name + " · " + b.Party.Country)})
	}
	p.New = fieldsWith(nil,
		rateField{ID: "buyer", Label: msg("Buyer"), Kind: "select", Choices: append([]choice{{Label: msg("every buyer")}}, buyers...)},
		rateField{ID: "currency", Label: msg("Into"), Kind: "currency", Hint: msg("Empty: every currency")},
		rateField{ID: "purpose", Label: msg("What for"), Kind: "select", Choices: purposeChoices("")},
		rateField{ID: "chosen-rule", Label: msg("Rule"), Kind: "select", Choices: p.ruleChoices("")},
	)
	if err := change(&p); err != nil {
		return err
	}
	p.Faulty = len(p.Faults) > 0
	if p.Form != nil {
		p.Fields = p.Form.fields(p.Faults)
	}
	p.Faults = labelled(p.Faults, append(p.Fields, p.New...)...)
	return rulesTmpl.render(c, status, p)
}

func (p *rulesPage) ruleChoices(chosen string) (all []choice) {
	for _, r := range p.Rules {
		all = append(all, choice{r.ID, r.Label, r.ID == chosen})
	}
	return all
}

func purposeChoices(chosen string) (all []choice) {
	for _, p := range purposes {
		all = append(all, choice{string(p.is), p.label, string(p.is) == chosen})
	}
	return all
}

func choiceRowOf(is ratebook.ChoiceOf, rules []choice) choiceRow {
	row := choiceRow{Choice: is.Choice, Buyer: msg("every buyer"), Into: msg("every currency"), BuyerID: is.Choice.Buyer, Rules: rules}
	if is.BuyerName != "" {
		row.Buyer = plain(is.BuyerName)
	}
	if is.Currency != "" {
		row.Into = plain(string(is.Currency))
	}
	for _, p := range purposes {
		if p.is == is.Purpose {
			row.Purpose = p.label
		}
	}
	return row
}

func ruleFormOf(r ratebook.Rule) ruleForm {
	return ruleForm{r.ID, r.Name, r.NameZH, string(r.Source), string(r.Side), string(r.Day), string(r.Via), strconv.Itoa(r.MaxAge), strconv.FormatInt(r.Version, 10)}
}

// Label is what the rule is called.
func (f ruleForm) Label() Message { return bilingual(f.Name, f.NameZH) }

// Fresh says whether the rule is a new one.
func (f ruleForm) Fresh() bool { return f.Version == "0" }

// fields returns the fields of the form.
func (f ruleForm) fields(faults []fieldFault) []rateField {
	var sources, sides, days []choice
	for _, id := range rates.Sources() {
		sources = append(sources, choice{string(id), sourceLabel(id), string(id) == f.Source})
	}
	for _, s := range rateSides {
		sides = append(sides, choice{string(s.side), s.label, string(s.side) == f.Side})
	}
	for _, d := range []rates.Day{rates.TheDay, rates.MonthFirst} {
		days = append(days, choice{string(d), ruleDays[d], string(d) == f.Day})
	}
	fields := []rateField{
		{ID: "name", Label: msg("Name in English"), Value: f.Name, Hint: msg("Papers print it."), Wide: true},
		{ID: "name_zh", Label: msg("Name in Chinese"), Value: f.NameZH, Wide: true},
		{ID: "source", Label: msg("Source"), Kind: "select", Choices: sources},
		{ID: "side", Label: msg("Side"), Kind: "select", Choices: sides},
		{ID: "day", Label: msg("The day that counts"), Kind: "select", Choices: days, Hint: msg("The rate is the last published on or before it.")},
		{ID: "via", Label: msg("Crossed through"), Value: f.Via, Kind: "currency", Hint: msg("Empty: its figures are not crossed")},
		{ID: "max_age", Label: msg("Oldest, in days"), Value: f.MaxAge, Kind: "number", Hint: msg("0: any age")},
	}
	return fieldsWith(faults, fields...)
}

// typed returns what was typed, for the operation.
func (f ruleForm) typed() ratebook.TypedRule {
	return ratebook.TypedRule{ID: f.ID, Name: f.Name, NameZH: f.NameZH, Source: f.Source, Side: f.Side, Day: f.Day, Via: string(typedCurrency(f.Via)), MaxAge: typedNumber(f.MaxAge, nil)}
}

// saveRule serves POST /rates/rules.
func (s *Server) saveRule(c fiber.Ctx) error {
	f := ruleForm{c.FormValue("id"), c.FormValue("name"), c.FormValue("name_zh"), c.FormValue("source"), c.FormValue("side"), c.FormValue("day"),
		c.FormValue("via"), c.FormValue("max_age"), c.FormValue("version")}
	if f.Fresh() && f.ID == "" {
		f.ID = shortName(f.Name)
	}
	r, err := ratebook.SaveRule(c.Context(), s.store, s.who(c), f.typed(), versionOf(f.Version))
	found, conflict := (trade.Faults)(nil), (*trade.Error)(nil)
	switch {
	case errors.As(err, &found):
		return s.rulesPage(c, fiber.StatusUnprocessableEntity, func(p *rulesPage) error {
			if f.Fresh() { // its short name was made of the name
				found = atName(found)
				f.ID = ""
			}
			p.Faults, p.Form = faultsAt(found), &f
			return nil
		})
	case errors.As(err, &conflict) && conflict.Code == trade.Conflict:
		return s.ruleConflict(c, f, conflict)
	case err != nil:
		return err
	}
	name := r.Name
	if s.lang(c) == Chinese {
		name = r.NameZH
	}
	s.flash(c, msg("The rule “%s” is kept. What is issued keeps the rate and the name that it was issued with.", name))
	return c.Redirect().Status(fiber.StatusSeeOther).To("/rates/rules")
}

// shortName makes of a rule's English name what order files name it by.
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

// atName puts what is wrong with a short name that was made of a name at the name, once.
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

// ruleConflict shows what somebody else has made of the rule beside what was typed;
// saving again stores that in its place.
func (s *Server) ruleConflict(c fiber.Ctx, f ruleForm, sentence *trade.Error) error {
	return s.rulesPage(c, fiber.StatusConflict, func(p *rulesPage) error {
		for i, stored := range p.Rules {
			if stored.ID == strings.TrimSpace(f.ID) {
				p.Kept, f.Version = &p.Rules[i], strconv.FormatInt(stored.Version, 10)
			}
		}
		p.Faults, p.Form = []fieldFault{{"", sentence}}, &f
		return nil
	})
}

// saveChoice serves POST /rates/rules/choices: takes a rule for a buyer, a
// currency and a purpose, or takes that back.
func (s *Server) saveChoice(c fiber.Ctx) error {
	typed := ratebook.TypedChoice{Buyer: c.FormValue("buyer"), Currency: string(typedCurrency(c.FormValue("currency"))), Purpose: c.FormValue("purpose"), Rule: c.FormValue("chosen-rule")}
	version, _ := strconv.ParseInt(c.FormValue("version"), 10, 64) // none: a new one
	drop := c.FormValue("do") == "drop"
	save := ratebook.SaveChoice
	if drop {
		save = ratebook.DropChoice
	}
	err := save(c.Context(), s.store, s.who(c), typed, version)
	found, conflict := (trade.Faults)(nil), (*trade.Error)(nil)
	switch {
	case errors.As(err, &found):
		return s.choicePage(c, fiber.StatusUnprocessableEntity, choiceFaults(found))
	case errors.As(err, &conflict) && conflict.Code == trade.Conflict:
		return s.choicePage(c, fiber.StatusConflict, []fieldFault{{"", conflict}})
	}
	if err != nil {
		return err
	}
	if drop {
		s.flash(c, msg("Taken back. The more general choice holds again."))
	} else {
		s.flash(c, msg("Kept. New papers follow it."))
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To("/rates/rules#choices")
}

// choicePage shows the rules and what is wrong with a choice, as it was typed.
func (s *Server) choicePage(c fiber.Ctx, status int, faults []fieldFault) error {
	return s.rulesPage(c, status, func(p *rulesPage) error {
		p.Faults, p.New = faults, fieldsWith(faults, p.New...)
		for i := range p.New {
			f := &p.New[i]
			f.Value = c.FormValue(f.ID)
			f.Choices = chosen(f.Choices, f.Value)
		}
		return nil
	})
}

// choiceFaults returns faults at the fields of a choice. That of its rule has another id than
// its pointer's name, since the page's other form is a rule.
func choiceFaults(found trade.Faults) []fieldFault {
	all := faultsAt(found)
	for i := range all {
		if all[i].Field == "rule" {
			all[i].Field = "chosen-rule"
		}
	}
	return all
}

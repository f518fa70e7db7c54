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
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
)

type rulesPage struct {
	page.Base
	Rules   []ruleRow
	Choices []choiceRow
	Open    *openRule  // the form of a rule that is open; nil: none
	New     *form.Form // the form of a choice
	Common  []string
}

// Faults returns the faults of both forms.
func (p rulesPage) Faults() []page.FieldFault {
	if p.Open == nil {
		return p.New.Faults()
	}
	return append(p.Open.Faults(), p.New.Faults()...)
}

// openRule is the form of a rule, with the rule's ID; it is empty for a new rule that has
// none yet.
type openRule struct {
	*form.Form
	ID string
}

// Label returns the name of the rule.
func (r openRule) Label() say.Message { return say.Bilingual(r.Value("/name"), r.Value("/name_zh")) }

// Fresh reports whether the rule is a new one.
func (r openRule) Fresh() bool { return r.Version == "0" }

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

// Field returns the field for the rule of a choice, which has no label to be seen: the row
// says what it is for.
func (r choiceRow) Field() []page.Field {
	return []page.Field{{ID: "rule-" + strings.ToLower(r.BuyerID+"-"+string(r.Currency)+"-"+string(r.Choice.Purpose)), Name: choiceForm.ID("/rule"), Kind: page.Select, Choices: r.Rules,
		Label: say.Msg("Rule for %s, into %s, %s", r.Buyer, r.Into, r.Purpose), Unseen: true}}
}

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

// ruleForm is the form of a rule.
var ruleForm = func() *form.Rules {
	var sources, sides, days []page.Choice
	for _, id := range rates.Sources() {
		sources = append(sources, page.Choice{Value: string(id), Label: say.SourceLabel(id)})
	}
	for _, s := range say.RateSides {
		sides = append(sides, page.Choice{Value: string(s.Side), Label: s.Label})
	}
	for _, d := range []rates.Day{rates.TheDay, rates.MonthFirst} {
		days = append(days, page.Choice{Value: string(d), Label: ruleDays[d]})
	}
	return form.Of(
		page.Field{ID: "name", Label: say.Msg("Name in English"), Hint: say.Msg("Documents print it."), Wide: true, Most: 300},
		page.Field{ID: "name_zh", Label: say.Msg("Name in Chinese"), Wide: true, Most: 300},
		page.Field{ID: "source", Label: say.Msg("Source"), Kind: page.Select, Choices: sources},
		page.Field{ID: "side", Label: say.Msg("Side"), Kind: page.Select, Choices: sides},
		page.Field{ID: "day", Label: say.Msg("Reference date"), Kind: page.Select, Choices: days, Hint: say.Msg("The last rate published on or before this date is used.")},
		page.Field{ID: "via", Label: say.Msg("Cross currency"), Kind: page.Currency, Hint: say.Msg("Leave empty to use no cross rates.")},
		page.Field{ID: "max_age", Label: say.Msg("Maximum age in days"), Kind: page.Number, Hint: say.Msg("0 means any age")},
	)
}()

// formOfRule returns the form filled from a stored rule, or from the usual values of a new
// one.
func formOfRule(r ratebook.Rule) *form.Form {
	f := ruleForm.New()
	for pointer, text := range map[string]string{"/name": r.Name, "/name_zh": r.NameZH, "/source": string(r.Source), "/side": string(r.Side),
		"/day": string(r.Day), "/via": string(r.Via), "/max_age": strconv.Itoa(r.MaxAge)} {
		f.Set(pointer, text)
	}
	f.Version = page.VersionText(r.Version)
	return f
}

// choiceForm is the form of a choice among the rules, below that of a rule.
var choiceForm = func() *form.Rules {
	var all []page.Choice
	for _, p := range purposes {
		all = append(all, page.Choice{Value: string(p.is), Label: p.label})
	}
	r := form.Of(
		page.Field{ID: "buyer", Label: say.Msg("Buyer"), Kind: page.Select, Wide: true},
		page.Field{ID: "currency", Label: say.Msg("Into"), Kind: page.Currency, Hint: say.Msg("Leave empty for every currency.")},
		page.Field{ID: "purpose", Label: say.Msg("What for"), Kind: page.Select, Choices: all},
		page.Field{ID: "rule", Label: say.Msg("Rule"), Kind: page.Select, Wide: true},
	)
	r.Prefix = "chosen-"
	return r
}()

// showRules serves GET /rates/rules: rules and choices. ?edit= opens the form of a rule,
// or an empty form for "new".
func (s *pages) showRules(c fiber.Ctx) error {
	return s.rulesPage(c, fiber.StatusOK, choiceForm.New(), func(p *rulesPage, _ ratebook.RuleBook) {
		id := c.Query("edit")
		if id == "new" {
			p.Open = &openRule{Form: formOfRule(ratebook.Rule{Rule: rates.Rule{Source: rates.NRB, Side: money.Sell, Day: rates.TheDay, MaxAge: 10}})}
		}
		for _, r := range p.Rules {
			if r.ID == id {
				p.Open = &openRule{formOfRule(r.Rule), id}
			}
		}
	})
}

// rulesPage answers with the rules and choices, and the form of a choice. change may change
// the page before it is drawn, as to open the form of a rule. The errors of rulesPage are
// those of the database.
func (s *pages) rulesPage(c fiber.Ctx, status int, choice *form.Form, change func(*rulesPage, ratebook.RuleBook)) error {
	book, err := ratebook.LookAtRules(c.Context(), s.Store, s.Who(c))
	if err != nil {
		return err
	}
	p := rulesPage{Base: s.Base(c, say.Msg("Rules for rates")), Common: page.CommonCurrencies, New: choice}
	var rules []page.Choice
	for _, r := range book.Rules {
		label := say.Bilingual(r.Name, r.NameZH)
		p.Rules = append(p.Rules, ruleRow{r, label, say.SourceLabel(r.Source), say.SideLabel(r.Side), ruleDays[r.Day], page.RateQuery("/rates/rules", "edit", r.ID) + "#rule"})
		rules = append(rules, page.Choice{Value: r.ID, Label: label})
	}
	for _, is := range book.Choices {
		p.Choices = append(p.Choices, choiceRowOf(is, page.Chosen(rules, is.Rule)))
	}
	buyers := []page.Choice{{Label: say.Msg("every buyer")}}
	for _, b := range book.Buyers {
		buyers = append(buyers, page.Choice{Value: b.ID, Label: say.Plain(b.Party.Name + " · " + b.Party.Country)})
	}
	choice.Offer("/buyer", buyers, nil)
	choice.Offer("/rule", rules, nil)
	change(&p, book)
	p.Faulty = choice.Refused() || p.Open != nil && p.Open.Refused()
	return rulesTmpl.Render(c, status, p)
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

// saveRule serves POST /rates/rules: it saves a rule.
func (s *pages) saveRule(c fiber.Ctx) error {
	rule := openRule{ruleForm.Read(c), strings.TrimSpace(c.FormValue("id"))}
	if rule.Fresh() && rule.ID == "" {
		rule.ID = shortName(rule.Value("/name"))
	}
	typed := ratebook.TypedRule{ID: rule.ID, Name: rule.Value("/name"), NameZH: rule.Value("/name_zh"), Source: rule.Value("/source"),
		Side: rule.Value("/side"), Day: rule.Value("/day"), Via: rule.Value("/via"), MaxAge: rule.Value("/max_age")}
	r, err := ratebook.SaveRule(c.Context(), s.Store, s.Who(c), typed, page.SentVersion(c))
	if err != nil {
		return s.ruleRefused(c, rule, err)
	}
	name := r.Name
	if s.Lang(c) == say.Chinese {
		name = r.NameZH
	}
	s.Flash(c, say.Msg("The rule “%s” is saved. Issued documents keep their rates and rule names.", name))
	return c.Redirect().Status(fiber.StatusSeeOther).To("/rates/rules")
}

// ruleRefused answers with the form of a rule and its faults, or with what somebody else
// has saved since. It returns an error that is about something else.
func (s *pages) ruleRefused(c fiber.Ctx, rule openRule, err error) error {
	found, conflict := (trade.Faults)(nil), (*trade.Error)(nil)
	switch {
	case errors.As(err, &found):
		if rule.Fresh() { // the ID was made of the name
			found, rule.ID = atName(found), ""
		}
		rule.Judge(found)
		return s.rulesPage(c, fiber.StatusUnprocessableEntity, choiceForm.New(), func(p *rulesPage, _ ratebook.RuleBook) { p.Open = &rule })
	case errors.As(err, &conflict) && conflict.Code == trade.Conflict:
		return s.rulesPage(c, fiber.StatusConflict, choiceForm.New(), func(p *rulesPage, book ratebook.RuleBook) {
			p.Open = &rule
			for _, stored := range book.Rules {
				if stored.ID == rule.ID {
					rule.Differ(page.SinceOpened("", time.Time{}), stored.Version, "/rates/rules", formOfRule(stored))
				}
			}
		})
	}
	return err
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

// saveChoice serves POST /rates/rules/choices: it chooses a rule for a buyer, a currency
// and a purpose, or withdraws that choice.
func (s *pages) saveChoice(c fiber.Ctx) error {
	f := choiceForm.Read(c)
	typed := ratebook.TypedChoice{Buyer: f.Value("/buyer"), Currency: f.Value("/currency"), Purpose: f.Value("/purpose"), Rule: f.Value("/rule")}
	save, done := ratebook.SaveChoice, say.Msg("The choice is saved. New documents follow it.")
	if c.FormValue("do") == "drop" {
		save, done = ratebook.DropChoice, say.Msg("The choice is withdrawn. The more general choice applies again.")
	}
	err := save(c.Context(), s.Store, s.Who(c), typed, page.SentVersion(c))
	found, conflict := (trade.Faults)(nil), (*trade.Error)(nil)
	switch {
	case errors.As(err, &found):
		f.Judge(found)
		return s.rulesPage(c, fiber.StatusUnprocessableEntity, f, func(*rulesPage, ratebook.RuleBook) {})
	case errors.As(err, &conflict) && conflict.Code == trade.Conflict:
		return s.rulesPage(c, fiber.StatusConflict, f, func(p *rulesPage, book ratebook.RuleBook) {
			for _, stored := range p.Choices {
				if stored.BuyerID == typed.Buyer && string(stored.Currency) == typed.Currency && string(stored.Choice.Purpose) == typed.Purpose {
					theirs := choiceForm.Read(c)
					theirs.Set("/rule", stored.Rule)
					theirs.Offer("/rule", stored.Rules, nil)
					f.Differ(page.SinceOpened("", time.Time{}), stored.Version, "/rates/rules#choices", theirs)
					return
				}
			}
			f.Fault("", conflict) // the choice is withdrawn
		})
	}
	if err != nil {
		return err
	}
	s.Flash(c, done)
	return c.Redirect().Status(fiber.StatusSeeOther).To("/rates/rules#choices")
}

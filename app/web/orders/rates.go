package orders

import (
	"strings"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
)

// In the form of an order, one list says where the rate of a total in another currency is
// from. Its values are the desk's rules by their IDs, a source and its side as "nrb:sell",
// and ownRate. The order file has a key for each.

// ownRate is a rate that the order states itself.
const ownRate = ":own"

// rateChosen is what the list of a total says.
func (f *orderForm) rateChosen(at string) string {
	switch source := f.Value(at + "/source"); {
	case f.Value(at+"/rule") != "":
		return f.Value(at + "/rule")
	case source != "":
		return source + ":" + f.Value(at+"/side")
	case f.Value(at+"/currency") == "" && f.Value(at+"/rate/value") == "":
		return rates.ByDefault // a new row
	}
	return ownRate
}

// chooseRates puts what was chosen in the lists where the order file has it.
func (f *orderForm) chooseRates() {
	totals := f.Find("/totals_in")
	if totals == nil {
		return
	}
	for _, key := range totals.Keys {
		at := "/totals_in/" + key
		rule := totals.Parts[key].Parts["rule"]
		if rule == nil || rule.Text == "" {
			continue
		}
		source, side, named := strings.Cut(rule.Text, ":")
		switch {
		case rule.Text == ownRate:
			rule.Text, source, side = "", "", ""
		case named:
			rule.Text = ""
		default:
			source, side = "", ""
		}
		for part, text := range map[string]string{"/source": source, "/side": side} {
			if text != "" || f.Find(at+part) != nil {
				f.Set(at+part, text)
			}
		}
	}
}

// dropRates takes out the rates that orders stated themselves where another was chosen
// since: was has what the lists said before, by "was:" and the place of the total.
func (f *orderForm) dropRates(was map[string]string) {
	for name, value := range was {
		if at, ok := strings.CutPrefix(name, "was:"); ok && value == ownRate && f.Find(at) != nil && f.rateChosen(at) != ownRate {
			f.Clear(at + "/rate")
			f.Set(at+"/rate/per", usual["/totals_in/*/rate/per"])
		}
	}
}

// rateChoices are what the list of a total offers, the desk's own rule first.
func (p orderFormPage) rateChoices(at, chosen string) []page.Choice {
	desk := say.Msg("By the desk's rule")
	if rule, known := p.desk[money.Currency(p.form.Value(at+"/currency"))]; known {
		desk = say.Msg("By the desk's rule: %s", say.Bilingual(rule.Name, rule.NameZH))
	}
	list := []page.Choice{{Value: rates.ByDefault, Label: desk}}
	for _, r := range p.rules {
		list = append(list, page.Choice{Value: r.ID, Label: say.Bilingual(r.Name, r.NameZH)})
	}
	list = append(list, page.Choice{Value: ownRate, Label: say.Msg("A rate of your own, entered below")})
	for i := range list {
		list[i].Chosen = list[i].Value == chosen
		if list[i].Chosen {
			return list
		}
	}
	source, side, named := strings.Cut(chosen, ":")
	label := say.Msg("Unknown rule: %s", chosen)
	if named {
		label = say.SourceLabel(rates.SourceID(source))
		if s, known := say.Sides[money.Side(side)]; known {
			label = say.Msg("%s, %s", label, s)
		}
	}
	return append(list, page.Choice{Value: chosen, Label: label, Chosen: true})
}

// RateChosen is what the list of a total says.
func (r rowSection) RateChosen() string { return r.form.rateChosen(r.At) }

// OwnRate says whether the fields of a rate that the order states itself start open.
func (r rowSection) OwnRate() bool { return r.RateChosen() == ownRate || r.Open(r.At+"/rate") }

// deskRules are the desk's rules for rates and which of them it takes by itself.
type deskRules struct {
	rules []ratebook.Rule
	desk  map[money.Currency]rates.Rule
}

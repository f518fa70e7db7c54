package orders

import (
	"strings"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
)

// In the form of an order, one list chooses the rate of each total in another currency. Its
// values are the desk's rules by their IDs, a source and its side as "nrb:sell", and
// ownRate. The order file has a key of its own for each of these.

// ownRate is the value of the list for a rate that the order states itself.
const ownRate = ":own"

// rateChosen returns the value of the list for the total at a pointer.
func (f *orderForm) rateChosen(at string) string {
	switch source := f.Value(at + "/source"); {
	case f.Value(at+"/rule") != "":
		return f.Value(at + "/rule")
	case source != "":
		return source + ":" + f.Value(at+"/side")
	case f.Value(at+"/currency") == "" && f.Value(at+"/rate/value") == "":
		return rates.ByDefault // a new row has no currency yet
	}
	return ownRate
}

// chooseRates turns the value of each total's list into the keys of the order file.
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

// dropRates removes the rate that a total stated itself where another rate was chosen
// since. was has the earlier value of each list under "was:" and the total's pointer.
func (f *orderForm) dropRates(was map[string]string) {
	for name, value := range was {
		if at, ok := strings.CutPrefix(name, "was:"); ok && value == ownRate && f.Find(at) != nil && f.rateChosen(at) != ownRate {
			f.Clear(at + "/rate")
			f.Set(at+"/rate/per", usual["/totals_in/*/rate/per"])
		}
	}
}

// rateChoices returns what the list of a total offers: the desk's own rule first, and
// last a chosen value that is none of the others.
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

// RateChosen returns the value of the list for this row's total.
func (r rowSection) RateChosen() string { return r.form.rateChosen(r.At) }

// OwnRate reports whether the fields of the order's own rate are drawn open.
func (r rowSection) OwnRate() bool { return r.RateChosen() == ownRate || r.Open(r.At+"/rate") }

// deskRules are the desk's rules for rates, with the rule that it uses for each currency
// where an order chooses none.
type deskRules struct {
	rules []ratebook.Rule
	desk  map[money.Currency]rates.Rule
}

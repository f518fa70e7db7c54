package orders

import (
	"slices"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/trade"
	"woolroad/app/trade/orderfile"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// fieldID returns the id of the field or section for a pointer.
func fieldID(pointer string) string { return orderRules.ID(pointer) }

// Field returns the field for a value of the order file, by its pointer.
func (p orderFormPage) Field(pointer string) page.Field {
	f := p.form.Field(pointer)
	if orderfile.PatternOf(pointer) == say.RateOfTotal {
		at := pointer[:len(pointer)-len("/rule")]
		f.Value = p.form.rateChosen(at)
		f.Kind, f.Need, f.Wide, f.Choices = page.Select, page.Needed, true, p.rateChoices(at, f.Value)
	}
	return f
}

// drawn returns how the field for a value of the order file is drawn, by its pointer.
func drawn(_ *form.Form, pointer string) page.Field {
	cut := strings.LastIndexByte(pointer, '/')
	key := pointer[cut+1:]
	f := page.Field{Name: pointer, Label: labelOf(pointer), Hint: hintOf(pointer), List: lists[key], Choices: choices(key)}
	if f.List == placesList {
		f.Suggest = "/places"
	}
	switch orderShape.At(pointer).Kind {
	case form.Number:
		f.Kind = page.Number
	case form.Date:
		f.Kind = page.Date
	case form.Truth:
		f.Kind, f.Ticked = page.Tick, "true"
	case form.Lines:
		if orderfile.PatternOf(pointer) != lotsOfLine {
			f.Kind = page.Lines
		}
	}
	if f.Choices != nil {
		f.Kind, f.List = page.Select, ""
	}
	if key == "description" || key == "specification" || key == "text" && isRemark(pointer) {
		f.Kind = page.Lines
	}
	switch {
	case strings.HasPrefix(key, "regain_"): // the hint says when
	case strings.HasPrefix(pointer, "/delivery/"), strings.Contains(pointer, "/agreed/"): // which the order need not have
		f.Need = page.Optional
	case slices.Contains(orderShape.At(pointer[:cut]).Required, key):
		f.Need = page.Needed
	default:
		f.Need = page.Optional
	}
	f.Wide = f.Kind == page.Lines || key == "text"
	return f
}

// labels are the labels of fields, by pattern, where the word for the order file's key
// says too little.
var labels = map[string]say.Message{
	"/number":                               say.Msg("Order number"),
	"/terms/place":                          say.Msg("Named place"),
	"/payment/text":                         say.Msg("Terms of payment"),
	"/lots/*/number":                        say.Msg("Lot number"),
	"/lots/*/package":                       say.Msg("Kind of package"),
	"/lots/*/basis":                         say.Msg("Sold by"),
	"/lots/*/regain_standard":               say.Msg("Agreed regain, per cent"),
	"/lots/*/regain_measured":               say.Msg("Measured regain, per cent"),
	"/lots/*/bales/*/number":                say.Msg("Bale"),
	"/lots/*/bales/*/gross":                 say.Msg("Gross, kg"),
	"/lots/*/bales/*/tare":                  say.Msg("Tare, kg"),
	"/lines/*/hs6":                          say.Msg("HS subheading"),
	"/lines/*/agreed/quantity":              say.Msg("Agreed quantity"),
	"/lines/*/agreed/unit":                  say.Msg("Unit"),
	"/lines/*/agreed/of":                    say.Msg("The quantity is of"),
	"/lines/*/agreed/more_percent":          say.Msg("Tolerance upwards, per cent"),
	"/lines/*/agreed/less_percent":          say.Msg("Tolerance downwards, per cent"),
	"/lines/*/agreed/basis":                 say.Msg("Sold by"),
	"/lines/*/agreed/regain_standard":       say.Msg("Agreed regain, per cent"),
	"/delivery/from":                        say.Msg("Deliver from"),
	"/delivery/to":                          say.Msg("Deliver by"),
	"/totals_in/*/rate/value":               say.Msg("Own rate: units of this currency"),
	"/totals_in/*/rate/per":                 say.Msg("Own rate: for units of the order's currency"),
	"/totals_in/*/rate/source":              say.Msg("Own rate: source"),
	"/totals_in/*/rate/date":                say.Msg("Own rate: date"),
	"/charges/insurance_rate_percent":       say.Msg("Insurance rate on 110 %% of the total, per cent"),
	"/lots/*/test/certificate":              say.Msg("Test certificate"),
	"/lots/*/test/date":                     say.Msg("Date of the test"),
	"/credit/number":                        say.Msg("Number of the letter of credit"),
	"/credit/date":                          say.Msg("Date of the letter of credit"),
	"/route/mode":                           say.Msg("Mode of transport"),
	"/totals_in/*/currency":                 say.Msg("Currency"),
	say.RateOfTotal:                         say.Msg("Rate to use"),
	"/seller/banks/*/name":                  say.Msg("Bank"),
	"/seller/banks/*/address":               say.Msg("Address of the bank"),
	"/seller/banks/*/intermediary/name":     say.Msg("Intermediary bank"),
	"/seller/banks/*/intermediary/address":  say.Msg("Address of the intermediary bank"),
	"/seller/banks/*/intermediary/swift":    say.Msg("SWIFT code of the intermediary bank"),
	"/seller/banks/*/intermediary/account":  say.Msg("Account of the bank at the intermediary bank"),
	"/lots/*/test/regain_percent":           say.Msg("Measured regain on the certificate, per cent"),
	"/lots/*/test/vegetable_matter_percent": say.Msg("Vegetable matter, per cent"),
}

// labelOf returns the label of the field for a pointer.
func labelOf(pointer string) say.Message {
	key := pointer[strings.LastIndexByte(pointer, '/')+1:]
	if m, ok := labels[orderfile.PatternOf(pointer)]; ok {
		return m
	}
	switch {
	case strings.Contains(pointer, "/ids_confirmed/"):
		return form.ReasonLabel(key)
	case strings.Contains(pointer, "/ids/"):
		return say.NumberLabel(key)
	case strings.Contains(pointer, "/hs/"):
		return say.Msg("Tariff code of %s", key)
	}
	if m, ok := say.Places[key]; ok {
		return m
	}
	return say.Plain(key)
}

// PlaceOf returns the place of a field in words, as say.PlaceOf has it, with the label that
// the form gives to the field. A bale keeps the words of say.PlaceOf, because the labels of
// its fields are heads of columns.
func PlaceOf(pointer string) say.Message {
	place := say.PlaceOf(pointer, nil)
	if label, ok := labels[orderfile.PatternOf(pointer)]; ok && !strings.Contains(pointer, "/bales/") {
		place.Args[len(place.Args)-1] = label
	}
	return place
}

// hints say, by pattern, how to fill in a field where that is not plain.
var hints = map[string]say.Message{
	"/number":                         say.Msg("Letters A–Z, digits, - . and _, like SO-2026-0041."),
	"/buyer/address":                  say.Msg("Enter one line of the address per line."),
	"/consignee/address":              say.Msg("Enter one line of the address per line."),
	"/notify/address":                 say.Msg("Enter one line of the address per line."),
	"/seller/address":                 say.Msg("Enter one line of the address per line."),
	"/marks":                          say.Msg("Enter the marks on the bales, line by line."),
	"/charges/discount":               say.Msg("Enter either an amount or a per cent."),
	"/charges/insurance_rate_percent": say.Msg("For CIF and CIP; the amount is computed from the rate. Enter either a rate or an amount."),
	"/remarks/*/text":                 say.Msg("Documents print it as it is written here; line breaks are read as spaces."),
	"/terms/incoterm":                 say.Msg("FAS, FOB, CFR and CIF are for sea and inland waterway only."),
	"/lots/*/regain_standard":         say.Msg("Only for a lot sold by its invoice mass."),
	"/lots/*/regain_measured":         say.Msg("Only for a lot sold by its invoice mass."),
	"/lots/*/mass_decimals":           say.Msg("The invoice mass is rounded once, to this many decimals of a kilogram."),
}

// hintOf returns the hint of the field for a pointer, or a Message without Format.
func hintOf(pointer string) say.Message {
	if strings.Contains(pointer, "/ids_confirmed/") {
		return form.ReasonHint
	}
	return hints[orderfile.PatternOf(pointer)]
}

// lists are the ids of the lists that suggest values, by the key of the field.
var lists = map[string]string{
	"country": "countries", "origin": "countries", "currency": "currencies", "hs6": "subheadings",
	"place": placesList, "loading": placesList, "destination": placesList, "discharge": placesList, "border": placesList,
}

// placesList is the id of the list that suggests places. It begins with those of the
// desk's lanes.
const placesList = "places"

// choices returns the values of a field that has only a few, or nil for any other field.
func choices(key string) []page.Choice {
	out := []page.Choice{{Label: say.Msg("Choose")}}
	switch key {
	case "price_per", "unit", "of":
		out = nil
	case "partial_shipments":
		out[0].Label = say.Msg("The credit does not say")
	}
	add := func(value string, label say.Message) { out = append(out, page.Choice{Value: value, Label: label}) }
	switch {
	case key == "product":
		for _, v := range codes.Products() {
			add(v.Name, say.Bilingual(v.Name, v.NameZH+" · "+v.Name))
		}
	case key == "package":
		for _, v := range codes.Packages() {
			add(v.Code, say.Msg("%s · %s", v.Code, say.Bilingual(v.Name, v.NameZH)))
		}
	case key == "incoterm":
		for _, v := range codes.Incoterms() {
			add(string(v.Code), say.Msg("%s · %s", string(v.Code), say.Bilingual(v.Name, v.NameZH)))
		}
	case key == "mode":
		for _, v := range codes.Modes() {
			add(string(v.Code), say.Bilingual(v.Name, v.NameZH))
		}
	case key == "basis":
		add("conditioned", say.Msg("Invoice mass, by regain"))
		add("net", say.Msg("Net mass"))
	case key == "unit":
		for _, v := range []string{trade.Kilograms, trade.Tonnes} {
			add(v, say.QuantityUnits[v])
		}
	case key == "of":
		for _, v := range []string{trade.InvoiceMass, trade.NetMass} {
			add(v, say.QuantitiesOf[v])
		}
	case key == "mass_decimals":
		for _, v := range []string{"0", "1", "2", "3"} {
			add(v, say.Plain(v))
		}
	case key == "price_per":
		for _, v := range []string{"1", "100", "1000"} {
			add(v, say.PriceUnits[v])
		}
	case key == "partial_shipments":
		for _, v := range []string{trade.PartialAllowed, trade.PartialNotAllowed} {
			add(v, say.PartialShipments[v])
		}
	default:
		return nil
	}
	return out
}

// note stores faults and warnings at the fields that they are about, and in the lists at
// the head of the page.
func (p *orderFormPage) note(faults trade.Faults) {
	p.form.Judge(nil)
	p.form.AskToConfirm(faults)
	question, questions := p.form.commas(), 0 // questions counts the faults that the question is about
	defer func() {
		if more := len(faults.Errors()) - mostNoted - questions; more > 0 {
			p.Faults = append(p.Faults, page.FieldFault{Field: "", Message: say.Msg("More faults: %d. Correct these first.", more)})
		}
	}()
	for _, f := range faults {
		at := partOf(f.Pointer)
		if question != nil && isAskedAbout(f) {
			if questions++; questions == 1 {
				p.Faults = append(p.Faults, page.FieldFault{Field: "commas", Message: question.Ask()})
			}
			p.form.Fault(at, say.Msg("%s or %s?", f.Args[1], f.Args[2]))
			continue
		}
		if !f.Warning && len(p.Faults) == mostNoted {
			continue
		}
		said := say.Spoken(f, nil)
		if f.Code == trade.FaultNoRateNamed { // the fault's own sentence is about files
			said = say.Msg("No rate is chosen; choose one from the list, or enter your own.")
		}
		if f.Warning {
			p.Warnings = append(p.Warnings, formWarning{fieldID(at), PlaceOf(f.Pointer), said})
			continue
		}
		if page.NotGiven(f) {
			p.form.Fault(at, say.Msg("Fill this in."))
			p.Faults = append(p.Faults, page.FieldFault{Field: fieldID(at), Message: say.Msg("Fill in: %s", PlaceOf(f.Pointer))})
			continue
		}
		p.form.Fault(at, said)
		p.Faults = append(p.Faults, page.FieldFault{Field: fieldID(at), Message: say.Msg("%s: %s", PlaceOf(f.Pointer), said)})
	}
}

// mostNoted is the number of faults that a form names at once.
const mostNoted = 500

// FieldOf returns the id of the field for a pointer, or of the section where it has no
// field.
func FieldOf(pointer string) string { return fieldID(partOf(pointer)) }

// partOf returns the pointer of the field in which what lies at a pointer is typed, or of
// the section where it has no field.
func partOf(pointer string) string {
	for pointer != "" && orderShape.At(pointer) == nil {
		pointer = pointer[:strings.LastIndexByte(pointer, '/')]
	}
	if pattern := orderfile.PatternOf(pointer); pattern == "/totals_in/*/source" || pattern == "/totals_in/*/side" { // one list sets source, side and rule
		pointer = pointer[:strings.LastIndexByte(pointer, '/')] + "/rule"
	}
	return pointer
}

// Open reports whether there is a fault at one of the pointers or below it, so that their
// section must be drawn open.
func (p orderFormPage) Open(pointers ...string) bool {
	return slices.ContainsFunc(pointers, p.form.FaultyAt)
}

// Filled reports whether a part has more than the usual values of a new row.
func (p orderFormPage) Filled(pointer string) bool {
	n := p.form.Find(pointer)
	return n != nil && !p.form.Empty(n, orderfile.PatternOf(pointer))
}

// FaultsAt returns the faults of a part as a whole.
func (p orderFormPage) FaultsAt(pointer string) []any { return p.form.FaultsAt(pointer) }

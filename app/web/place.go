package web

import (
	"slices"
	"strconv"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/rates"
)

// placeOf is where a JSON Pointer points to in an order, as people say it: "Lot
// LHW26-031 › Bale 17 › Tare". Lots and bales have their own numbers where the
// order is given, and are counted where it is nil.
func placeOf(pointer string, o *trade.Order) Message {
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	var steps []any
	for i := 0; i < len(parts); i++ {
		if parts[i] == "" {
			continue
		}
		name := strings.ReplaceAll(strings.ReplaceAll(parts[i], "~1", "/"), "~0", "~")
		entry, isEntry := -1, false
		if i+1 < len(parts) {
			n, err := strconv.Atoi(parts[i+1])
			entry, isEntry = n, err == nil
		}
		label, listed := places[name], entries[name]
		switch {
		case isEntry && listed.Format != "":
			steps = append(steps, Message{listed.Format, []any{numberAt(o, parts[:i+2], entry)}})
			i++
		case i > 0 && (parts[i-1] == "ids" || parts[i-1] == "ids_confirmed") && slices.Contains(codes.PartyIDKinds(), name):
			steps = append(steps, numberLabel(name))
		case label.Format != "":
			steps = append(steps, label)
		default:
			steps = append(steps, plain(name))
		}
	}
	if len(steps) == 0 {
		return msg("The whole order")
	}
	return Message{strings.Repeat("%s › ", len(steps)-1) + "%s", steps}
}

// valueOfOrder is a value of an order file as people say it: where its rates are from has
// a name. Nothing is a Message of no Format.
func valueOfOrder(pointer, text string) Message {
	if text == "" {
		return Message{}
	}
	switch patternOf(pointer) {
	case "/totals_in/*/source":
		return sourceLabel(rates.SourceID(text))
	case "/totals_in/*/side":
		if side, known := sides[money.Side(text)]; known {
			return side
		}
	case rateOfTotal:
		if text == rates.ByDefault {
			return msg("By the desk's rule")
		}
		if r, known := rates.RuleOf(text); known {
			return bilingual(r.Name, r.NameZH)
		}
	}
	return plain(text)
}

// spoken is what a fault says, with the places that it names as people say them.
func spoken(f trade.Fault, o *trade.Order) Message {
	m := withNames(Message{f.Format, slices.Clone(f.Args)}, f.Err)
	for i, a := range m.Args {
		if id, ok := a.(string); ok && f.Code == trade.FaultSourceOfOtherCurrency && slices.Contains(rates.Sources(), rates.SourceID(id)) {
			m.Args[i] = sourceLabel(rates.SourceID(id))
		}
		if pointer, ok := a.(string); ok && isPlace(pointer) {
			m.Args[i] = placeOf(pointer, o)
		}
	}
	return m
}

// isPlace says whether a text is the JSON Pointer of something that an order has.
func isPlace(text string) bool {
	if !strings.HasPrefix(text, "/") {
		return false
	}
	for step := range strings.SplitSeq(text[1:], "/") {
		_, err := strconv.Atoi(step)
		if err != nil && places[step].Format == "" && entries[step].Format == "" && !slices.Contains(codes.PartyIDKinds(), step) && len(step) != 2 {
			return false
		}
	}
	return true
}

// numberAt is the number that a lot or a bale is called by, or how manieth an
// entry is.
func numberAt(o *trade.Order, at []string, entry int) string {
	counted := strconv.Itoa(entry + 1)
	if o == nil || at[0] != "lots" {
		return counted
	}
	lot, err := strconv.Atoi(at[1])
	if err != nil || lot < 0 || lot >= len(o.Lots) {
		return counted
	}
	number := o.Lots[lot].Number
	if len(at) == 4 && at[2] == "bales" {
		if entry < 0 || entry >= len(o.Lots[lot].Bales) {
			return counted
		}
		number = o.Lots[lot].Bales[entry].Number
	}
	if number == "" {
		return counted
	}
	return number
}

// entries are what a list's entries are called.
var entries = map[string]Message{
	"lots":      msg("Lot %s"),
	"bales":     msg("Bale %s"),
	"lines":     msg("Line %s"),
	"address":   msg("Address, line %s"),
	"marks":     msg("Marks, line %s"),
	"banks":     msg("Account %s"),
	"totals_in": msg("Total in another currency %s"),
}

// places are what an order file's keys are called.
var places = map[string]Message{
	"number":                   msg("Number"),
	"date":                     msg("Date"),
	"seller":                   msg("Seller"),
	"buyer":                    msg("Buyer"),
	"consignee":                msg("Consignee"),
	"notify":                   msg("Notify party"),
	"name":                     msg("Name"),
	"name_local":               msg("Name in its own script"),
	"address":                  msg("Address"),
	"country":                  msg("Country"),
	"ids":                      msg("Registered numbers"),
	"ids_confirmed":            msg("Confirmed numbers"),
	"contact":                  msg("Contact"),
	"phone":                    msg("Telephone"),
	"email":                    msg("E-mail"),
	"banks":                    msg("Accounts"),
	"swift":                    msg("SWIFT code"),
	"account":                  msg("Account number"),
	"iban":                     msg("IBAN"),
	"contract":                 msg("Contract"),
	"buyer_reference":          msg("Buyer's reference"),
	"credit":                   msg("Letter of credit"),
	"issuing_bank":             msg("Issuing bank"),
	"currency":                 msg("Currency"),
	"terms":                    msg("Terms"),
	"incoterm":                 msg("Incoterm"),
	"place":                    msg("Place"),
	"edition":                  msg("Edition"),
	"payment":                  msg("Payment"),
	"text":                     msg("Wording"),
	"deposit_percent":          msg("Deposit in per cent"),
	"route":                    msg("Route"),
	"mode":                     msg("Mode of transport"),
	"loading":                  msg("Place of loading"),
	"border":                   msg("Border crossing"),
	"discharge":                msg("Place of discharge"),
	"destination":              msg("Destination"),
	"truck":                    msg("Truck"),
	"vessel":                   msg("Vessel"),
	"flight":                   msg("Flight"),
	"container":                msg("Container"),
	"seal":                     msg("Seal"),
	"marks":                    msg("Marks"),
	"lots":                     msg("Lots"),
	"product":                  msg("Product"),
	"package":                  msg("Package"),
	"basis":                    msg("Basis"),
	"regain_standard":          msg("Agreed regain"),
	"regain_measured":          msg("Measured regain"),
	"mass_decimals":            msg("Decimals of the invoice mass"),
	"test":                     msg("Test"),
	"certificate":              msg("Certificate"),
	"mean_fibre_diameter_um":   msg("Mean fibre diameter, µm"),
	"length_mm":                msg("Length, mm"),
	"vegetable_matter_percent": msg("Vegetable matter, per cent"),
	"grease_percent":           msg("Grease, per cent"),
	"coarse_hair_per_mille":    msg("Coarse hair, per mille"),
	"impurity_per_mille":       msg("Impurity, per mille"),
	"colour":                   msg("Colour"),
	"bales":                    msg("Bales"),
	"gross":                    msg("Gross mass"),
	"tare":                     msg("Tare"),
	"lines":                    msg("Lines"),
	"description":              msg("Description"),
	"hs6":                      msg("HS subheading"),
	"hs":                       msg("Tariff codes"),
	"origin":                   msg("Origin"),
	"unit":                     msg("Unit"),
	"price":                    msg("Price"),
	"charges":                  msg("Charges"),
	"discount_percent":         msg("Discount in per cent"),
	"freight":                  msg("Freight"),
	"insurance":                msg("Insurance"),
	"insurance_rate_percent":   msg("Insurance rate in per cent"),
	"totals_in":                msg("Totals in other currencies"),
	"source":                   msg("Source"),
	"side":                     msg("Side"),
	"rule":                     msg("Rate rule"),
	"rate":                     msg("Rate"),
	"value":                    msg("Value"),
	"per":                      msg("Per"),
}

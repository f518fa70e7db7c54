package say

import (
	"slices"
	"strconv"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/app/trade/orderfile"
	"woolroad/rates"
)

// RateOfTotal is the pattern of the pointer to the rule by which a total in another
// currency is converted.
const RateOfTotal = "/totals_in/*/rule"

// PlaceOf returns the place of a JSON Pointer in an order in words: "Lot LHW26-031 › Bale
// 17 › Tare". It names lots and bales by their own numbers where the order is given, and
// counts them where o is nil.
func PlaceOf(pointer string, o *trade.Order) Message {
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
		label, listed := Places[name], entries[name]
		switch {
		case isEntry && listed.Format != "":
			steps = append(steps, Message{listed.Format, []any{numberAt(o, parts[:i+2], entry)}})
			i++
		case i > 0 && (parts[i-1] == "ids" || parts[i-1] == "ids_confirmed") && slices.Contains(codes.PartyIDKinds(), name):
			steps = append(steps, NumberLabel(name))
		case label.Format != "":
			steps = append(steps, label)
		default:
			steps = append(steps, Plain(name))
		}
	}
	if len(steps) == 0 {
		return Msg("The whole order")
	}
	return Message{strings.Repeat("%s › ", len(steps)-1) + "%s", steps}
}

// ValueOfOrder returns a value of an order file in words: sources, sides and rules of
// rates, places and countries have names. For an empty text it returns a Message without
// Format, but what an absent price_per or no_charge stands for.
func ValueOfOrder(pointer, text string) Message {
	if text == "" {
		return absent[pointer[strings.LastIndexByte(pointer, '/')+1:]]
	}
	if slices.Contains(orderfile.Localities, pointer) {
		return LocalityInFull(text)
	}
	if strings.HasSuffix(pointer, "/country") || strings.HasSuffix(pointer, "/origin") {
		return CountryName(text)
	}
	switch orderfile.PatternOf(pointer) {
	case "/totals_in/*/source":
		return SourceLabel(rates.SourceID(text))
	case "/totals_in/*/side":
		if side, known := Sides[money.Side(text)]; known {
			return side
		}
	case "/lines/*/price_per":
		if unit, known := PriceUnits[text]; known {
			return unit
		}
	case "/lines/*/no_charge":
		return Msg("yes")
	case "/lines/*/agreed/unit":
		if unit, known := QuantityUnits[text]; known {
			return unit
		}
	case "/lines/*/agreed/of":
		if mass, known := QuantitiesOf[text]; known {
			return mass
		}
	case "/credit/partial_shipments":
		if said, known := PartialShipments[text]; known {
			return said
		}
	case "/remarks/*/documents/*":
		return KindNamed(text)
	case RateOfTotal:
		if text == rates.ByDefault {
			return Msg("By the desk's rule")
		}
		if r, known := rates.RuleOf(text); known {
			return Bilingual(r.Name, r.NameZH)
		}
	}
	return Plain(text)
}

// ofSources are the codes of faults whose sentences name a source of rates.
var ofSources = []trade.FaultCode{trade.FaultSourceOfOtherCurrency, trade.FaultSideMissing, trade.FaultSideNotForSource}

// Spoken returns the sentence of a fault, with the places and sources that it names in
// words.
func Spoken(f trade.Fault, o *trade.Order) Message {
	m := withNames(Message{f.Format, slices.Clone(f.Args)}, f.Err)
	for i, a := range m.Args {
		if id, ok := a.(string); ok && slices.Contains(ofSources, f.Code) && slices.Contains(rates.Sources(), rates.SourceID(id)) {
			m.Args[i] = SourceLabel(rates.SourceID(id))
		}
		if pointer, ok := a.(string); ok && isPlace(pointer) {
			m.Args[i] = PlaceOf(pointer, o)
		}
	}
	return m
}

// isPlace reports whether a text is the JSON Pointer of a part of an order.
func isPlace(text string) bool {
	if !strings.HasPrefix(text, "/") {
		return false
	}
	for step := range strings.SplitSeq(text[1:], "/") {
		_, err := strconv.Atoi(step)
		if err != nil && Places[step].Format == "" && entries[step].Format == "" && !slices.Contains(codes.PartyIDKinds(), step) && len(step) != 2 {
			return false
		}
	}
	return true
}

// PriceUnits are the words for how many kilograms cost a price, by the key of an order file.
var PriceUnits = map[string]Message{"1": Msg("1 kg"), "100": Msg("100 kg"), "1000": Msg("1000 kg (tonne)")}

// QuantityUnits are the words for the units of agreed quantities.
var QuantityUnits = map[string]Message{trade.Kilograms: Msg("kg"), trade.Tonnes: Msg("tonnes")}

// QuantitiesOf are the words for the mass that an agreed quantity is of.
var QuantitiesOf = map[string]Message{trade.InvoiceMass: Msg("invoice mass"), trade.NetMass: Msg("net mass")}

// absent are the words for what an order file means that does not have a key.
var absent = map[string]Message{"price_per": PriceUnits["1"], "no_charge": Msg("no")}

// PartialShipments are the words for what a credit says of partial shipments.
var PartialShipments = map[string]Message{trade.PartialAllowed: Msg("allowed"), trade.PartialNotAllowed: Msg("not allowed")}

// numberAt returns the number of the lot or bale at a place, or the entry's position in
// its list, from 1, where it has no number or is neither.
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

// entries are the words for an entry of a list, by the list's key.
var entries = map[string]Message{
	"lots":      Msg("Lot %s"),
	"bales":     Msg("Bale %s"),
	"lines":     Msg("Line %s"),
	"address":   Msg("Address, line %s"),
	"marks":     Msg("Marks, line %s"),
	"remarks":   Msg("Remark %s"),
	"documents": Msg("Document %s"),
	"banks":     Msg("Account %s"),
	"totals_in": Msg("Total in another currency %s"),
}

// Places are the words for the keys of an order file.
var Places = map[string]Message{
	"number":                         Msg("Number"),
	"date":                           Msg("Date"),
	"seller":                         Msg("Seller"),
	"buyer":                          Msg("Buyer"),
	"consignee":                      Msg("Consignee"),
	"notify":                         Msg("Notify party"),
	"name":                           Msg("Name"),
	"name_local":                     Msg("Name in its own script"),
	"address":                        Msg("Address"),
	"country":                        Msg("Country"),
	"ids":                            Msg("Registered numbers"),
	"ids_confirmed":                  Msg("Confirmed numbers"),
	"contact":                        Msg("Contact"),
	"phone":                          Msg("Telephone"),
	"email":                          Msg("E-mail"),
	"banks":                          Msg("Accounts"),
	"swift":                          Msg("SWIFT code"),
	"account":                        Msg("Account number"),
	"iban":                           Msg("IBAN"),
	"intermediary":                   Msg("Intermediary bank"),
	"contract":                       Msg("Contract"),
	"buyer_reference":                Msg("Buyer's reference"),
	"credit":                         Msg("Letter of credit"),
	"issuing_bank":                   Msg("Issuing bank"),
	"partial_shipments":              Msg("Partial shipments"),
	"currency":                       Msg("Currency"),
	"terms":                          Msg("Terms"),
	"incoterm":                       Msg("Incoterm"),
	"place":                          Msg("Place"),
	"edition":                        Msg("Edition"),
	"payment":                        Msg("Payment"),
	"text":                           Msg("Wording"),
	"deposit_percent":                Msg("Deposit, per cent"),
	"route":                          Msg("Route"),
	"mode":                           Msg("Mode of transport"),
	"loading":                        Msg("Place of loading"),
	"border":                         Msg("Border crossing"),
	"discharge":                      Msg("Place of discharge"),
	"destination":                    Msg("Destination"),
	"truck":                          Msg("Truck"),
	"vessel":                         Msg("Vessel"),
	"flight":                         Msg("Flight"),
	"container":                      Msg("Container"),
	"seal":                           Msg("Seal"),
	"delivery":                       Msg("Delivery period"),
	"from":                           Msg("First day"),
	"to":                             Msg("Last day"),
	"marks":                          Msg("Marks"),
	"remarks":                        Msg("Remarks"),
	"documents":                      Msg("Documents that print it"),
	"lots":                           Msg("Lots"),
	"product":                        Msg("Product"),
	"species":                        Msg("Species"),
	"county":                         Msg("County of origin"),
	"cooperative":                    Msg("Cooperative"),
	"package":                        Msg("Package"),
	"basis":                          Msg("Basis"),
	"regain_standard":                Msg("Agreed regain"),
	"regain_measured":                Msg("Measured regain"),
	"mass_decimals":                  Msg("Decimals of the invoice mass"),
	"test":                           Msg("Test"),
	"certificate":                    Msg("Certificate"),
	"laboratory":                     Msg("Laboratory"),
	"mean_fibre_diameter_cv_percent": Msg("CV of the fibre diameter, per cent"),
	"ash_percent":                    Msg("Ash, per cent"),
	"regain_percent":                 Msg("Measured regain, per cent"),
	"mean_fibre_diameter_um":         Msg("Mean fibre diameter, µm"),
	"length_mm":                      Msg("Length, mm"),
	"vegetable_matter_percent":       Msg("Vegetable matter, per cent"),
	"grease_percent":                 Msg("Grease, per cent"),
	"coarse_hair_per_mille":          Msg("Coarse hair, per mille"),
	"impurity_per_mille":             Msg("Impurity, per mille"),
	"colour":                         Msg("Colour"),
	"bales":                          Msg("Bales"),
	"gross":                          Msg("Gross mass"),
	"tare":                           Msg("Tare"),
	"lines":                          Msg("Lines"),
	"description":                    Msg("Description"),
	"specification":                  Msg("Specification"),
	"agreed":                         Msg("Agreement"),
	"quantity":                       Msg("Agreed quantity"),
	"of":                             Msg("The quantity is of"),
	"more_percent":                   Msg("Tolerance upwards, per cent"),
	"less_percent":                   Msg("Tolerance downwards, per cent"),
	"hs6":                            Msg("HS subheading"),
	"hs":                             Msg("Tariff codes"),
	"origin":                         Msg("Origin"),
	"unit":                           Msg("Unit"),
	"price":                          Msg("Price"),
	"price_per":                      Msg("Price per"),
	"no_charge":                      Msg("Free sample"),
	"charges":                        Msg("Charges"),
	"discount":                       Msg("Discount"),
	"discount_percent":               Msg("Discount, per cent"),
	"freight":                        Msg("Freight"),
	"insurance":                      Msg("Insurance"),
	"insurance_rate_percent":         Msg("Insurance rate, per cent"),
	"totals_in":                      Msg("Totals in other currencies"),
	"source":                         Msg("Source"),
	"side":                           Msg("Side"),
	"rule":                           Msg("Rate rule"),
	"rate":                           Msg("Rate"),
	"value":                          Msg("Value"),
	"per":                            Msg("Per"),
}

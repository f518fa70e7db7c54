package page

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/app/web/say"
)

// PartyForm is a party as it was typed into the form.
type PartyForm struct {
	Name, NameLocal, Address, Country string
	Contact, Phone, Email             string
	IDs, Confirmed                    map[string]string // by their kinds
	Banks                             []BankForm
	Seller                            bool // the party has accounts
	OfThisDesk                        bool // the browser may fill in the data of the person who uses it
}

// BankForm is an account of a party as it was typed.
type BankForm struct{ Currency, Name, Address, SWIFT, Account, IBAN string }

// maxAccounts is the number of accounts that a seller may have.
const maxAccounts = 20

// PartyFormOf returns the party form that a browser sent. It reads accounts for a seller
// alone.
func PartyFormOf(c fiber.Ctx, seller bool) PartyForm {
	get := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	f := PartyForm{
		Name: get("party-name"), NameLocal: get("party-name_local"), Address: trimLines(c.FormValue("party-address")),
		Country: ReadCountry(HalfWidth(get("party-country"))), Contact: get("party-contact"), Phone: HalfWidth(get("party-phone")),
		Email: HalfWidth(get("party-email")), IDs: map[string]string{}, Confirmed: map[string]string{}, Seller: seller,
	}
	for _, kind := range codes.PartyIDKinds() {
		f.IDs[kind], f.Confirmed[kind] = HalfWidth(get(idField(kind))), get(reasonField(kind))
	}
	for i := range maxAccounts {
		name := bankField(i, "")
		if !seller || !c.Request().PostArgs().Has(name+"name") {
			break
		}
		f.Banks = append(f.Banks, BankForm{
			strings.ToUpper(HalfWidth(get(name + "currency"))), get(name + "name"), get(name + "address"),
			HalfWidth(get(name + "swift")), HalfWidth(get(name + "account")), HalfWidth(get(name + "iban")),
		})
	}
	return f
}

func idField(kind string) string           { return "party-ids-" + kind }
func reasonField(kind string) string       { return "party-ids_confirmed-" + kind }
func bankField(i int, field string) string { return "party-banks-" + strconv.Itoa(i) + "-" + field }
func (f BankForm) empty() bool             { return f == BankForm{} }

// trimLines returns the lines of a text that are not blank, without blanks around them.
func trimLines(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// FormOfParty returns the form filled from a stored party.
func FormOfParty(p trade.Party, seller bool) PartyForm {
	f := PartyForm{
		Name: p.Name, NameLocal: p.NameLocal, Address: strings.Join(p.Address, "\n"), Country: p.Country,
		Contact: p.Contact, Phone: p.Phone, Email: p.Email, IDs: map[string]string{}, Confirmed: map[string]string{}, Seller: seller,
	}
	maps.Copy(f.Confirmed, p.Confirmed)
	for _, id := range p.IDs {
		f.IDs[id.Kind] = id.Value
	}
	for _, b := range p.Banks {
		f.Banks = append(f.Banks, BankForm{string(b.Currency), b.Name, b.Address, b.SWIFT, b.Account, b.IBAN})
	}
	return f
}

// Party returns the party that was typed, unchecked.
func (f PartyForm) Party() trade.Party {
	p := trade.Party{
		Name: f.Name, NameLocal: f.NameLocal, Country: f.Country, Contact: f.Contact, Phone: f.Phone, Email: f.Email,
	}
	for line := range strings.Lines(f.Address) {
		p.Address = append(p.Address, strings.TrimSpace(line))
	}
	for _, kind := range codes.PartyIDKinds() {
		if value := f.IDs[kind]; value != "" {
			p.IDs = append(p.IDs, trade.ID{Kind: kind, Value: value})
		}
		if reason := f.Confirmed[kind]; reason != "" {
			if p.Confirmed == nil {
				p.Confirmed = map[string]string{}
			}
			p.Confirmed[kind] = reason
		}
	}
	for _, b := range f.Banks {
		p.Banks = append(p.Banks, trade.Bank{
			Currency: money.Currency(b.Currency), Name: b.Name, Address: b.Address, SWIFT: b.SWIFT, Account: b.Account, IBAN: b.IBAN})
	}
	return p
}

// PartyFields are the fields of a party's form as they are drawn.
type PartyFields struct {
	Main, Reach []Field // who it is, and how to reach it
	Numbers     []Field // registered numbers that the party's country or every country gives
	Others      []Field // registered numbers that other countries give
	OthersOpen  bool
	Banks       []bankFields
	WithBanks   bool
	MayAdd      bool
	said        Said
}

// bankFields are the fields of one account as they are drawn.
type bankFields struct {
	Number int
	Index  int
	Fields []Field
}

// Fields returns the fields of the form in the groups of the page, each with its faults
// and warnings. A number that the party's country or every country gives is in Numbers,
// those of the country first; any other is in Others. Others is open if the country is not
// known yet, or if Others has a value or a fault. Where a number fails its check, or has a
// reason already, the field for the reason why the number is right follows it.
func (f PartyForm) Fields(faults trade.Faults) PartyFields {
	p := PartyFields{said: saidOfParty(faults), WithBanks: f.Seller, MayAdd: len(f.Banks) < maxAccounts}
	auto := func(token string) string {
		if f.OfThisDesk {
			return token
		}
		return "off" // the browser would fill in the person at the desk, not the buyer
	}
	p.Main = p.said.AttachTo([]Field{
		{ID: "party-name", Label: say.Msg("Name"), Value: f.Name, Auto: auto("organization"), Need: Needed, Wide: true},
		{ID: "party-name_local", Label: say.Msg("Name in its own script"), Value: f.NameLocal, Auto: "off", Need: Optional},
		{ID: "party-country", Label: say.Msg("Country"), Value: f.Country, Kind: Select, Auto: auto("country"), Need: Needed, Live: "/parties/numbers",
			Choices: Chosen(countryChoices(f.Country), f.Country)},
		{ID: "party-address", Label: say.Msg("Address"), Value: f.Address, Kind: Lines, Auto: auto("street-address"), Need: Needed, Wide: true,
			Hint: say.Msg("Enter one line of the address per line, as documents print it, with the country last.")},
	})
	p.Reach = p.said.AttachTo([]Field{
		{ID: "party-contact", Label: say.Msg("Contact"), Value: f.Contact, Auto: auto("name"), Need: Optional},
		{ID: "party-phone", Label: say.Msg("Telephone"), Value: f.Phone, Kind: Phone, Auto: auto("tel"), Need: Optional},
		{ID: "party-email", Label: say.Msg("E-mail"), Value: f.Email, Kind: Email, Auto: auto("email"), Need: Optional},
	})
	p.OthersOpen = f.Country == "" // then the number may be from any country
	var ofEveryCountry []Field
	for _, kind := range codes.PartyIDKinds() {
		fields := []Field{{ID: idField(kind), Label: say.NumberLabel(kind), Value: f.IDs[kind], Kind: Code, Auto: "off", Need: Optional}}
		if f.Confirmed[kind] != "" || slices.ContainsFunc(faults, func(x trade.Fault) bool { return x.Pointer == "/ids/"+kind && trade.MayConfirm(x) }) {
			fields = append(fields, Field{ID: reasonField(kind), Label: ItIsTheirs(kind), Value: f.Confirmed[kind], Hint: WhenConfirmed, Auto: "off", Need: Optional})
		}
		fields = p.said.AttachTo(fields)
		switch codes.IDCountry(kind) {
		case f.Country:
			p.Numbers = append(p.Numbers, fields...)
		case "":
			ofEveryCountry = append(ofEveryCountry, fields...)
		default:
			p.Others = append(p.Others, fields...)
			p.OthersOpen = p.OthersOpen || fields[0].Value != "" || slices.ContainsFunc(fields, func(f Field) bool { return len(f.Faults) > 0 })
		}
	}
	p.Numbers = append(p.Numbers, ofEveryCountry...)
	for i, b := range f.Banks {
		at := func(field string) string { return bankField(i, field) }
		p.Banks = append(p.Banks, bankFields{Number: i + 1, Index: i, Fields: p.said.AttachTo([]Field{
			{ID: at("currency"), Label: say.Msg("Currency"), Value: b.Currency, Kind: Code, List: "currencies", Auto: "off", Need: Needed},
			{ID: at("name"), Label: say.Msg("Bank"), Value: b.Name, Auto: "off", Need: Needed},
			{ID: at("address"), Label: say.Msg("Address of the bank"), Value: b.Address, Auto: "off", Need: Needed},
			{ID: at("swift"), Label: say.Msg("SWIFT code"), Value: b.SWIFT, Kind: Code, Auto: "off", Need: Optional},
			{ID: at("account"), Label: say.Msg("Account number"), Value: b.Account, Kind: Code, Auto: "off", Need: Needed},
			{ID: at("iban"), Label: say.Msg("IBAN"), Value: b.IBAN, Kind: Code, Auto: "off", Need: Optional},
		})})
	}
	return p
}

// ItIsTheirs returns the label of the field in which a person gives the reason why a
// registered number that fails its check is right.
func ItIsTheirs(kind string) say.Message {
	return say.Msg("%s: this is the company's own number because …", say.NumberLabel(kind))
}

// WhenConfirmed is the hint of that field: what the reason does.
var WhenConfirmed = say.Msg("Fill this in only if the company's own documents show exactly this number. The reason is saved with the number; it may have at most 300 characters.")

// All returns the fields in the order of the page.
func (p PartyFields) All() []Field {
	out := slices.Concat(p.Main, p.Numbers, p.Others, p.Reach)
	for _, b := range p.Banks {
		for _, in := range b.Fields {
			in.Label = say.Msg("Account %s › %s", strconv.Itoa(b.Number), in.Label)
			out = append(out, in)
		}
	}
	return out
}

// Summary returns all faults of the party for the head of the page.
func (p PartyFields) Summary() []FieldFault { return p.said.Summary(p.All()...) }

// saidOfParty returns the faults and warnings of a party, each at the field it is about.
func saidOfParty(faults trade.Faults) Said {
	s := NewSaid()
	for _, f := range faults {
		steps := strings.Split(strings.TrimPrefix(f.Pointer, "/"), "/")
		var sentence any = f
		if steps[0] == "address" && len(steps) > 1 {
			if n, err := strconv.Atoi(steps[1]); err == nil {
				sentence = say.Msg("%s: %s", say.Msg("Address, line %s", strconv.Itoa(n+1)), f)
			}
			steps = steps[:1]
		}
		if NotGiven(f) { // a person in front of a form has fields, and no keys or lists
			sentence = say.Msg("This field is required; fill it in.")
		}
		id := "party-" + strings.Join(steps, "-")
		if f.Warning {
			s.notes[id] = append(s.notes[id], sentence)
		} else {
			s.Fault(id, sentence)
		}
	}
	return s
}

// lanes are the codes of the countries with which the desk deals most.
var lanes = []string{"NP", "IN", "CN"}

// countryChoices returns a choice for each country, those of lanes first. A typed country
// that does not exist is the last choice, so that the person sees it and can correct it.
func countryChoices(typed string) []Choice {
	all := codes.Countries()
	slices.SortStableFunc(all, func(a, b codes.Country) int {
		place := func(c codes.Country) int {
			if i := slices.Index(lanes, c.Code); i >= 0 {
				return i
			}
			return len(lanes)
		}
		if d := cmp.Compare(place(a), place(b)); d != 0 {
			return d
		}
		return strings.Compare(a.Name, b.Name)
	})
	out := []Choice{{Label: say.Msg("Choose")}}
	known := typed == ""
	for _, c := range all {
		out = append(out, Choice{Value: c.Code, Label: say.Bilingual(c.Name, c.NameZH)})
		known = known || c.Code == typed
	}
	if !known {
		out = append(out, Choice{Value: typed, Label: say.Plain(typed)})
	}
	return out
}

// Edited adds or removes an account where the button that sent the form asks for that,
// and reports whether it did. Any other button saves the form, which is up to the caller.
func (f *PartyForm) Edited(do string) bool {
	if do == "add" {
		if len(f.Banks) < maxAccounts {
			f.Banks = append(f.Banks, BankForm{})
		}
		return true
	}
	if i, err := strconv.Atoi(strings.TrimPrefix(do, "remove:")); err == nil && strings.HasPrefix(do, "remove:") && i >= 0 && i < len(f.Banks) {
		f.Banks = slices.Delete(f.Banks, i, i+1)
		return true
	}
	return false
}

// Tidy removes the accounts in which nothing was typed.
func (f *PartyForm) Tidy() { f.Banks = slices.DeleteFunc(f.Banks, BankForm.empty) }

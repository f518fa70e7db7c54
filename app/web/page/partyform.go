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

// PartyForm is a party as it is typed.
type PartyForm struct {
	Name, NameLocal, Address, Country string
	Contact, Phone, Email             string
	IDs, Confirmed                    map[string]string // by their kinds
	Banks                             []BankForm
	Seller                            bool // who has accounts
	Own                               bool // whose browser this is may fill in who they are
}

// BankForm is an account as it is typed.
type BankForm struct{ Currency, Name, Address, SWIFT, Account, IBAN string }

// maxAccounts is as many as a seller may have.
const maxAccounts = 20

// PartyFormOf is what a browser sent.
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

// trimLines are the lines that say something.
func trimLines(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// FormOfParty is the form of a party that is kept.
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

// Party is what was typed, as it stands.
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

// PartyFields is the form of a party as it is drawn.
type PartyFields struct {
	Main, Reach []Field // who it is, and how to reach it
	Numbers     []Field // that its country or all countries give
	Others      []Field // that other countries give
	OthersOpen  bool
	Banks       []bankFields
	WithBanks   bool
	MayAdd      bool
	said        Said
}

// bankFields is an account as it is drawn.
type bankFields struct {
	Number int
	Index  int
	Fields []Field
}

// Fields are the form's, with what is said of them.
func (f PartyForm) Fields(faults trade.Faults) PartyFields {
	p := PartyFields{said: saidOfParty(faults), WithBanks: f.Seller, MayAdd: len(f.Banks) < maxAccounts}
	auto := func(token string) string {
		if f.Own {
			return token
		}
		return "off" // it would be the person at the desk and not their buyer
	}
	p.Main = p.said.On([]Field{
		{ID: "party-name", Label: say.Msg("Name"), Value: f.Name, Auto: auto("organization"), Need: Needed},
		{ID: "party-name_local", Label: say.Msg("Name in its own script"), Value: f.NameLocal, Auto: "off", Need: Optional},
		{ID: "party-country", Label: say.Msg("Country"), Value: f.Country, Kind: Select, Auto: auto("country"), Need: Needed, Live: "/parties/numbers",
			Choices: Chosen(countryChoices(f.Country), f.Country)},
		{ID: "party-address", Label: say.Msg("Address"), Value: f.Address, Kind: Lines, Auto: auto("street-address"), Need: Needed, Wide: true,
			Hint: say.Msg("Enter one line of the address per line, as documents print it, with the country last.")},
	})
	p.Reach = p.said.On([]Field{
		{ID: "party-contact", Label: say.Msg("Contact"), Value: f.Contact, Auto: auto("name"), Need: Optional},
		{ID: "party-phone", Label: say.Msg("Telephone"), Value: f.Phone, Kind: Phone, Auto: auto("tel"), Need: Optional},
		{ID: "party-email", Label: say.Msg("E-mail"), Value: f.Email, Kind: Email, Auto: auto("email"), Need: Optional},
	})
	p.OthersOpen = f.Country == "" // then it may be any of them
	for _, kind := range codes.PartyIDKinds() {
		country := codes.IDCountry(kind)
		in := []Field{{ID: idField(kind), Label: say.NumberLabel(kind), Value: f.IDs[kind], Kind: Code, Auto: "off", Need: Optional}}
		if f.Confirmed[kind] != "" || slices.ContainsFunc(faults, func(x trade.Fault) bool { return x.Pointer == "/ids/"+kind && trade.MayConfirm(x) }) {
			in = append(in, Field{ID: reasonField(kind), Label: ItIsTheirs(kind), Value: f.Confirmed[kind], Hint: WhenConfirmed, Auto: "off", Need: Optional})
		}
		in = p.said.On(in)
		if country == "" || country == f.Country {
			p.Numbers = append(p.Numbers, in...)
			continue
		}
		p.Others = append(p.Others, in...)
		p.OthersOpen = p.OthersOpen || in[0].Value != "" || slices.ContainsFunc(in, func(in Field) bool { return len(in.Faults) > 0 })
	}
	// Those of its country stand before those that any country gives.
	slices.SortStableFunc(p.Numbers, func(a, b Field) int {
		world := func(in Field) int {
			if codes.IDCountry(in.ID[strings.LastIndexByte(in.ID, '-')+1:]) == "" {
				return 1
			}
			return 0
		}
		return cmp.Compare(world(a), world(b))
	})
	for i, b := range f.Banks {
		at := func(field string) string { return bankField(i, field) }
		p.Banks = append(p.Banks, bankFields{i + 1, i, p.said.On([]Field{
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

// ItIsTheirs is what a person says of a number that fails its check, to go on with the
// reason.
func ItIsTheirs(kind string) say.Message {
	return say.Msg("%s: this is the company's own number because …", say.NumberLabel(kind))
}

// WhenConfirmed says what such a reason does.
var WhenConfirmed = say.Msg("Fill this in only if the company's own documents show exactly this number. The reason is saved with the number; it may have at most 300 characters.")

// All are the fields in the order of the page.
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

// Summary are the faults of the whole party.
func (p PartyFields) Summary() []FieldFault { return p.said.Summary(p.All()...) }

// saidOfParty puts what was found at the fields that it is about.
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

// lanes are the countries that the desk deals with most.
var lanes = []string{"NP", "IN", "CN"}

// countryChoices are all countries, those of the lanes first. A country that
// there is not is kept, to be put right.
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

// Edited carries out what a button of the form asks for beside keeping it: a row
// for an account more or less. It says whether that was all.
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

// Tidy takes out the accounts of which nothing was typed.
func (f *PartyForm) Tidy() { f.Banks = slices.DeleteFunc(f.Banks, BankForm.empty) }

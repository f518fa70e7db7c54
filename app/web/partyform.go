package web

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
	"woolroad/app/typing"
)

// partyForm is a party as it is typed.
type partyForm struct {
	Name, NameLocal, Address, Country string
	Contact, Phone, Email             string
	IDs, Confirmed                    map[string]string // by their kinds
	Banks                             []bankForm
	Seller                            bool // who has accounts
	Own                               bool // whose browser this is may fill in who they are
}

// bankForm is an account as it is typed.
type bankForm struct{ Currency, Name, Address, SWIFT, Account, IBAN string }

// maxAccounts is as many as a seller may have.
const maxAccounts = 20

// partyFormOf is what a browser sent.
func partyFormOf(c fiber.Ctx, seller bool) partyForm {
	get := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	f := partyForm{
		Name: get("party-name"), NameLocal: get("party-name_local"), Address: trimLines(c.FormValue("party-address")),
		Country: typedCountry(halfWidth(get("party-country"))), Contact: get("party-contact"), Phone: halfWidth(get("party-phone")),
		Email: halfWidth(get("party-email")), IDs: map[string]string{}, Confirmed: map[string]string{}, Seller: seller,
	}
	for _, kind := range codes.PartyIDKinds() {
		f.IDs[kind], f.Confirmed[kind] = halfWidth(get(idField(kind))), get(reasonField(kind))
	}
	for i := range maxAccounts {
		name := bankField(i, "")
		if !seller || !c.Request().PostArgs().Has(name+"name") {
			break
		}
		f.Banks = append(f.Banks, bankForm{
			strings.ToUpper(halfWidth(get(name + "currency"))), get(name + "name"), get(name + "address"),
			halfWidth(get(name + "swift")), halfWidth(get(name + "account")), halfWidth(get(name + "iban")),
		})
	}
	return f
}

func idField(kind string) string           { return "party-ids-" + kind }
func reasonField(kind string) string       { return "party-ids_confirmed-" + kind }
func bankField(i int, field string) string { return "party-banks-" + strconv.Itoa(i) + "-" + field }
func (f bankForm) empty() bool             { return f == bankForm{} }

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

// halfWidth is a code or the number of something in plain letters and digits.
func halfWidth(text string) string { return strings.TrimSpace(typing.Plain(text)) }

// formOfParty is the form of a party that is kept.
func formOfParty(p trade.Party, seller bool) partyForm {
	f := partyForm{
		Name: p.Name, NameLocal: p.NameLocal, Address: strings.Join(p.Address, "\n"), Country: p.Country,
		Contact: p.Contact, Phone: p.Phone, Email: p.Email, IDs: map[string]string{}, Confirmed: map[string]string{}, Seller: seller,
	}
	maps.Copy(f.Confirmed, p.Confirmed)
	for _, id := range p.IDs {
		f.IDs[id.Kind] = id.Value
	}
	for _, b := range p.Banks {
		f.Banks = append(f.Banks, bankForm{string(b.Currency), b.Name, b.Address, b.SWIFT, b.Account, b.IBAN})
	}
	return f
}

// party is what was typed, as it stands.
func (f partyForm) party() trade.Party {
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

// partyFields is the form of a party as it is drawn.
type partyFields struct {
	Main, Reach []input // who it is, and how to reach it
	Numbers     []input // that its country or all countries give
	Others      []input // that other countries give
	OthersOpen  bool
	Banks       []bankFields
	WithBanks   bool
	MayAdd      bool
	said        said
}

// bankFields is an account as it is drawn.
type bankFields struct {
	Number int
	Index  int
	Fields []input
}

// fields are the form's, with what is said of them.
func (f partyForm) fields(faults trade.Faults) partyFields {
	p := partyFields{said: saidOfParty(faults), WithBanks: f.Seller, MayAdd: len(f.Banks) < maxAccounts}
	auto := func(token string) string {
		if f.Own {
			return token
		}
		return "off" // it would be the person at the desk and not their buyer
	}
	p.Main = p.said.on([]input{
		{ID: "party-name", Label: msg("Name"), Value: f.Name, Auto: auto("organization"), Required: true},
		{ID: "party-name_local", Label: msg("Name in its own script"), Value: f.NameLocal, Auto: "off"},
		{ID: "party-country", Label: msg("Country"), Value: f.Country, Kind: "choice", Auto: auto("country"), Required: true, Live: "/parties/numbers",
			Choices: chosen(countryChoices(f.Country), f.Country)},
		{ID: "party-address", Label: msg("Address"), Value: f.Address, Kind: "lines", Auto: auto("street-address"), Required: true, Wide: true,
			Hint: msg("One line of the address in each line, as papers print it, with the country last.")},
	})
	p.Reach = p.said.on([]input{
		{ID: "party-contact", Label: msg("Contact"), Value: f.Contact, Auto: auto("name")},
		{ID: "party-phone", Label: msg("Telephone"), Value: f.Phone, Kind: "tel", Auto: auto("tel")},
		{ID: "party-email", Label: msg("E-mail"), Value: f.Email, Kind: "email", Auto: auto("email")},
	})
	p.OthersOpen = f.Country == "" // then it may be any of them
	for _, kind := range codes.PartyIDKinds() {
		country := codes.IDCountry(kind)
		in := []input{{ID: idField(kind), Label: numberLabel(kind), Value: f.IDs[kind], Kind: "code", Auto: "off"}}
		if f.Confirmed[kind] != "" || slices.ContainsFunc(faults, func(x trade.Fault) bool { return x.Pointer == "/ids/"+kind && trade.MayConfirm(x) }) {
			in = append(in, input{ID: reasonField(kind), Label: itIsTheirs(kind), Value: f.Confirmed[kind], Hint: whenConfirmed, Auto: "off"})
		}
		in = p.said.on(in)
		if country == "" || country == f.Country {
			p.Numbers = append(p.Numbers, in...)
			continue
		}
		p.Others = append(p.Others, in...)
		p.OthersOpen = p.OthersOpen || in[0].Value != "" || slices.ContainsFunc(in, func(in input) bool { return len(in.Faults) > 0 })
	}
	// Those of its country stand before those that any country gives.
	slices.SortStableFunc(p.Numbers, func(a, b input) int {
		world := func(in input) int {
			if codes.IDCountry(in.ID[strings.LastIndexByte(in.ID, '-')+1:]) == "" {
				return 1
			}
			return 0
		}
		return cmp.Compare(world(a), world(b))
	})
	for i, b := range f.Banks {
		at := func(field string) string { return bankField(i, field) }
		p.Banks = append(p.Banks, bankFields{i + 1, i, p.said.on([]input{
			{ID: at("currency"), Label: msg("Currency"), Value: b.Currency, Kind: "code", List: "currencies", Auto: "off", Required: true},
			{ID: at("name"), Label: msg("Bank"), Value: b.Name, Auto: "off", Required: true},
			{ID: at("address"), Label: msg("Address of the bank"), Value: b.Address, Auto: "off", Required: true},
			{ID: at("swift"), Label: msg("SWIFT code"), Value: b.SWIFT, Kind: "code", Auto: "off"},
			{ID: at("account"), Label: msg("Account number"), Value: b.Account, Kind: "code", Auto: "off", Required: true},
			{ID: at("iban"), Label: msg("IBAN"), Value: b.IBAN, Kind: "code", Auto: "off"},
		})})
	}
	return p
}

// itIsTheirs is what a person says of a number that fails its check, to go on with the
// reason.
func itIsTheirs(kind string) Message {
	return msg("%s: it is this company's own number, because …", numberLabel(kind))
}

// whenConfirmed says what such a reason does.
var whenConfirmed = msg("Only if the number stands so on the company's own papers. The reason is kept with the number, in at most 300 characters.")

// all are the fields in the order of the page.
func (p partyFields) all() []input {
	out := slices.Concat(p.Main, p.Numbers, p.Others, p.Reach)
	for _, b := range p.Banks {
		for _, in := range b.Fields {
			in.Label = msg("Account %s › %s", strconv.Itoa(b.Number), in.Label)
			out = append(out, in)
		}
	}
	return out
}

// summary are the faults of the whole party.
func (p partyFields) summary() []fieldFault { return p.said.summary(p.all()...) }

// saidOfParty puts what was found at the fields that it is about.
func saidOfParty(faults trade.Faults) said {
	s := newSaid()
	for _, f := range faults {
		steps := strings.Split(strings.TrimPrefix(f.Pointer, "/"), "/")
		var sentence any = f
		if steps[0] == "address" && len(steps) > 1 {
			if n, err := strconv.Atoi(steps[1]); err == nil {
				sentence = msg("%s: %s", msg("Address, line %s", strconv.Itoa(n+1)), f)
			}
			steps = steps[:1]
		}
		if notGiven(f) { // a person in front of a form has fields, and no keys or lists
			sentence = msg("This is needed; fill it in.")
		}
		id := "party-" + strings.Join(steps, "-")
		if f.Warning {
			s.notes[id] = append(s.notes[id], sentence)
		} else {
			s.fault(id, sentence)
		}
	}
	return s
}

// notGiven says whether a fault is that nothing is there.
func notGiven(f trade.Fault) bool {
	return f.Code == trade.FaultMissing || f.Code == trade.FaultEmptyList
}

// numberLabel is what papers print before a number of that kind, and who gives
// it.
func numberLabel(kind string) Message {
	en, zh := codes.IDLabel(kind)
	if country, err := codes.LookupCountry(codes.IDCountry(kind)); err == nil {
		en += " (" + country.Name + ")" // which the Chinese says already
	}
	return bilingual(en, zh)
}

// lanes are the countries that the desk deals with most.
var lanes = []string{"NP", "IN", "CN"}

// countryChoices are all countries, those of the lanes first. A country that
// there is not is kept, to be put right.
func countryChoices(typed string) []choice {
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
	out := []choice{{Label: msg("Choose")}}
	known := typed == ""
	for _, c := range all {
		out = append(out, choice{Value: c.Code, Label: bilingual(c.Name, c.NameZH)})
		known = known || c.Code == typed
	}
	if !known {
		out = append(out, choice{Value: typed, Label: plain(typed)})
	}
	return out
}

// edited carries out what a button of the form asks for beside keeping it: a row
// for an account more or less. It says whether that was all.
func (f *partyForm) edited(do string) bool {
	if do == "add" {
		if len(f.Banks) < maxAccounts {
			f.Banks = append(f.Banks, bankForm{})
		}
		return true
	}
	if i, err := strconv.Atoi(strings.TrimPrefix(do, "remove:")); err == nil && strings.HasPrefix(do, "remove:") && i >= 0 && i < len(f.Banks) {
		f.Banks = slices.Delete(f.Banks, i, i+1)
		return true
	}
	return false
}

// tidy takes out the accounts of which nothing was typed.
func (f *partyForm) tidy() { f.Banks = slices.DeleteFunc(f.Banks, bankForm.empty) }

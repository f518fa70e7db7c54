package form

import (
	"slices"
	"strconv"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/app/trade/texts"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// maxAccounts is the number of accounts that a seller may have.
const maxAccounts = 20

// OfParty returns the rules of a form with the fields of a party at a pointer, followed
// by more. own says that the party is the one whose desk this is, so that a browser may
// fill in the data of the person who uses it.
func OfParty(at string, own bool, more ...page.Field) *Rules {
	r := Of(append(partyFields(at, own), more...)...)
	r.Most, r.Missing = maxAccounts, say.Msg("This field is required; fill it in.") // a person has fields, and no keys or lists
	return r
}

// partyFields declares the fields of a party at a pointer, as OfParty has them.
func partyFields(at string, own bool) []page.Field {
	auto := func(token string) string {
		if own {
			return token
		}
		return "off" // the browser would fill in the person at the desk, not the buyer
	}
	fields := []page.Field{
		{ID: "name", Label: say.Msg("Name"), Auto: auto("organization"), Need: page.Needed, Wide: true},
		{ID: "name_local", Label: say.Msg("Name in its own script"), Auto: "off", Need: page.Optional},
		{ID: "country", Label: say.Msg("Country"), Kind: page.Country, Auto: auto("country"), Need: page.Needed, Live: "/parties/numbers?at=" + at},
		{ID: "address", Label: say.Msg("Address"), Kind: page.Lines, Auto: auto("street-address"), Need: page.Needed, Wide: true,
			Hint: say.Msg("Enter one line of the address per line, as documents print it, with the country last.")},
	}
	for _, kind := range codes.PartyIDKinds() {
		fields = append(fields,
			page.Field{ID: "ids/" + kind, Label: say.NumberLabel(kind), Kind: page.Code, Auto: "off", Need: page.Optional},
			page.Field{ID: "ids_confirmed/" + kind, Label: ReasonLabel(kind), Hint: ReasonHint, Auto: "off", Need: page.Optional})
	}
	fields = append(fields,
		page.Field{ID: "contact", Label: say.Msg("Contact"), Auto: auto("name"), Need: page.Optional},
		page.Field{ID: "phone", Label: say.Msg("Telephone"), Kind: page.Phone, Auto: auto("tel"), Need: page.Optional},
		page.Field{ID: "email", Label: say.Msg("E-mail"), Kind: page.Email, Auto: auto("email"), Need: page.Optional},
	)
	for _, f := range []page.Field{
		{ID: "currency", Label: say.Msg("Currency"), Kind: page.Currency, Need: page.Needed},
		{ID: "name", Label: say.Msg("Bank"), Need: page.Needed},
		{ID: "address", Label: say.Msg("Address of the bank"), Need: page.Needed},
		{ID: "swift", Label: say.Msg("SWIFT code"), Kind: page.Code, Need: page.Optional},
		{ID: "account", Label: say.Msg("Account number"), Kind: page.Code, Need: page.Needed},
		{ID: "iban", Label: say.Msg("IBAN"), Kind: page.Code, Need: page.Optional},
		{ID: "intermediary/name", Label: say.Msg("Intermediary bank"), Hint: say.Msg("The bank through which the money reaches this one; leave it empty if there is none."), Need: page.Optional},
		{ID: "intermediary/address", Label: say.Msg("Address of the intermediary bank"), Need: page.Optional},
		{ID: "intermediary/swift", Label: say.Msg("SWIFT code of the intermediary bank"), Kind: page.Code, Need: page.Optional},
		{ID: "intermediary/account", Label: say.Msg("Account of the bank at the intermediary bank"), Kind: page.Code, Need: page.Optional},
	} {
		f.ID, f.Auto, f.Place = "banks/*/"+f.ID, "off", say.Msg("Account %s › %s", "", f.Label)
		fields = append(fields, f)
	}
	for i := range fields {
		fields[i].ID = strings.TrimPrefix(at+"/"+fields[i].ID, "/")
	}
	return fields
}

// ReasonLabel returns the label of the field in which a person gives the reason why a
// registered number that fails its check is right.
func ReasonLabel(kind string) say.Message {
	return say.Msg("%s: this is the company's own number because …", say.NumberLabel(kind))
}

// ReasonHint is the hint of the field with that reason.
var ReasonHint = say.Msg("Fill this in only if the company's own documents show exactly this number. The reason is saved with the number; it may have at most 300 characters.")

// FillParty fills the fields of the party at a pointer from a party.
func (f *Form) FillParty(at string, p trade.Party) {
	for pointer, text := range texts.Of(trade.Order{Seller: p}, texts.Stored) {
		if rest, of := strings.CutPrefix(pointer, "/seller"); of {
			f.Fill(at+rest, text)
		}
	}
}

// PartyOf returns the party that is typed at a pointer, unchecked.
func (f *Form) PartyOf(at string) trade.Party {
	get := func(key string) string { return f.Value(at + "/" + key) }
	p := trade.Party{
		Name: get("name"), NameLocal: get("name_local"), Address: SplitLines(get("address")), Country: get("country"),
		Contact: get("contact"), Phone: get("phone"), Email: get("email"),
	}
	for _, kind := range codes.PartyIDKinds() {
		if value := get("ids/" + kind); value != "" {
			p.IDs = append(p.IDs, trade.ID{Kind: kind, Value: value})
		}
		if reason := get("ids_confirmed/" + kind); reason != "" {
			if p.Confirmed == nil {
				p.Confirmed = map[string]string{}
			}
			p.Confirmed[kind] = reason
		}
	}
	for i := range f.Rows(at + "/banks") {
		of := func(key string) string { return get("banks/" + strconv.Itoa(i) + "/" + key) }
		b := trade.Bank{Currency: money.Currency(of("currency")), Name: of("name"), Address: of("address"), SWIFT: of("swift"), Account: of("account"), IBAN: of("iban")}
		through := trade.Intermediary{Name: of("intermediary/name"), Address: of("intermediary/address"), SWIFT: of("intermediary/swift"), Account: of("intermediary/account")}
		if through != (trade.Intermediary{}) {
			b.Intermediary = &through
		}
		p.Banks = append(p.Banks, b)
	}
	return p
}

// Party is the part of a form that is about one party, in the groups of the page.
type Party struct {
	*Form
	At     string // the pointer of the party
	Seller bool   // the party has accounts
}

// byKey returns the fields of the party that have these keys.
func (p Party) byKey(keys ...string) (all []page.Field) {
	for _, key := range keys {
		all = append(all, p.Field(p.At+"/"+key))
	}
	return all
}

// Main returns the fields that say who the party is.
func (p Party) Main() []page.Field { return p.byKey("name", "name_local", "country", "address") }

// Reach returns the fields that say how to reach the party.
func (p Party) Reach() []page.Field { return p.byKey("contact", "phone", "email") }

// Number returns the field of a registered number. The field for the reason why the number
// is right follows it where the number fails its check, or has a reason already.
func (p Party) Number(kind string) []page.Field {
	if at := p.At + "/ids/" + kind; p.Value(p.At+"/ids_confirmed/"+kind) == "" && !p.MayConfirm(at) {
		return p.byKey("ids/" + kind)
	}
	return p.byKey("ids/"+kind, "ids_confirmed/"+kind)
}

// Numbers returns the fields of the registered numbers that the party's country gives, and
// after them of those that every country gives.
func (p Party) Numbers() []page.Field {
	country := p.Value(p.At + "/country")
	own := p.numbersOf(func(of string) bool { return of != "" && of == country })
	return append(own, p.numbersOf(func(of string) bool { return of == "" })...)
}

// Others returns the fields of the registered numbers that other countries give.
func (p Party) Others() []page.Field {
	country := p.Value(p.At + "/country")
	return p.numbersOf(func(of string) bool { return of != "" && of != country })
}

// numbersOf returns the fields of the registered numbers of the countries that are picked.
func (p Party) numbersOf(picked func(country string) bool) (all []page.Field) {
	for _, kind := range codes.PartyIDKinds() {
		if picked(codes.IDCountry(kind)) {
			all = append(all, p.Number(kind)...)
		}
	}
	return all
}

// OthersOpen reports whether the numbers of other countries are drawn open: the country is
// not known yet, or one of them has a value or a fault.
func (p Party) OthersOpen() bool {
	return p.Value(p.At+"/country") == "" || slices.ContainsFunc(p.Others(), func(f page.Field) bool { return f.Value != "" || len(f.Faults) > 0 })
}

// Account is one account of a party as it is drawn.
type Account struct {
	Number int
	Do     string // what the button that removes it sends
	Fields []page.Field
	// Through are the fields of the bank through which the money reaches the account.
	Through []page.Field
}

// ThroughOpen reports whether the fields of the intermediary bank are drawn open: one of
// them has a value or a fault.
func (a Account) ThroughOpen() bool {
	return slices.ContainsFunc(a.Through, func(f page.Field) bool { return f.Value != "" || len(f.Faults) > 0 })
}

// Accounts returns the accounts of the party.
func (p Party) Accounts() (all []Account) {
	for i := range p.Rows(p.At + "/banks") {
		at := "banks/" + strconv.Itoa(i) + "/"
		all = append(all, Account{i + 1, "remove:" + p.At + "/banks/" + strconv.Itoa(i),
			p.byKey(at+"currency", at+"name", at+"address", at+"swift", at+"account", at+"iban"),
			p.byKey(at+"intermediary/name", at+"intermediary/address", at+"intermediary/swift", at+"intermediary/account")})
	}
	return all
}

// MayAdd reports whether there is room for one more account.
func (p Party) MayAdd() bool { return p.Rows(p.At+"/banks") < maxAccounts }

package trade

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
)

// CheckParty checks a party as a person typed it, by the rules of an order's parties. It
// returns the party and all its faults. An empty text counts as absent, and only a seller
// may have accounts. Pointers begin at the party: "/ids/np_pan". The party is complete,
// with its numbers as documents print them, only if Faults.Err is nil.
func CheckParty(typed Party, seller bool) (Party, Faults) {
	f := newFindings()
	p := f.checkParty("", typed, seller)
	f.partyRules("", p)
	return p, f.sortedFaults(func() any { return typed.file() })
}

// checkParty checks the values of the party at a place, and returns the party without
// those that it refuses.
func (f *findings) checkParty(at string, p Party, seller bool) Party {
	if f.refused[at] {
		return Party{}
	}
	out := Party{
		Name:      f.required(at, "name", p.Name, LongText),
		NameLocal: f.text(at, "name_local", p.NameLocal, LongText),
		Country:   lookup(f, at+"/country", f.plainCode(at, "country", p.Country), codes.FindCountry).Code,
		Contact:   f.text(at, "contact", p.Contact, LongText),
		Phone:     f.plainText(at, "phone", p.Phone),
		Email:     f.checkEmail(at, p.Email),
	}
	out.Confirmed = f.checkConfirmed(at, p)
	out.IDs = f.checkIDs(at+"/ids", p.IDs, out.Confirmed)
	if f.fitsFilled(at+"/address", len(p.Address), maxAddress) {
		out.Address = f.texts(at+"/address", p.Address)
	}
	switch banks := at + "/banks"; {
	case !seller && len(p.Banks) > 0:
		f.refuseAccounts(banks)
	case f.fits(banks, len(p.Banks), maxBanks):
		out.Banks = checkAll(p.Banks, func(i int, b Bank) Bank { return f.checkBank(banks+"/"+strconv.Itoa(i), b) })
	}
	return out
}

// checkOtherParty checks a party that may be absent, because it is the buyer.
func (f *findings) checkOtherParty(at string, p *Party) *Party {
	if p == nil {
		return nil
	}
	out := f.checkParty(at, *p, false)
	return &out
}

// checkIDs checks the numbers that a party is registered under, and returns the good ones
// in the form that documents print. It takes a number that fails its check where
// confirmed has a person's reason for its kind.
func (f *findings) checkIDs(at string, ids []ID, confirmed map[string]string) []ID {
	known := codes.PartyIDKinds()
	var out []ID
	for _, id := range ids {
		if !slices.Contains(known, id.Kind) {
			f.reportUnknownKey(at, id.Kind, known)
			continue
		}
		s := f.listText(at, id.Kind, typing.Plain(id.Value), shortText)
		plain := codes.CanonicalID(id.Kind, s)
		if confirmed[id.Kind] == "" || plain == "" { // nothing but hyphens is no number
			plain = f.id(at+"/"+id.Kind, id.Kind, s)
		}
		if plain != "" {
			out = append(out, ID{id.Kind, plain})
		}
	}
	return out
}

// maxReason is how many characters a person's reason for a number may have.
const maxReason = 300

// checkConfirmed returns a person's reasons for numbers that fail their checks, by the
// kinds of the numbers, or nil. It warns of a reason whose number passes, since the
// number may have failed an older rule, and refuses a reason without its number.
func (f *findings) checkConfirmed(party string, p Party) map[string]string {
	at := party + "/ids_confirmed"
	if f.refused[at] {
		return nil
	}
	known, out := codes.PartyIDKinds(), map[string]string{}
	for _, kind := range slices.Sorted(maps.Keys(p.Confirmed)) {
		pointer := at + "/" + kind
		if !slices.Contains(known, kind) {
			f.reportUnknownKey(at, kind, known)
			continue
		}
		reason := f.listText(at, kind, p.Confirmed[kind], maxReason)
		if reason == "" || f.refused[party+"/ids"] {
			continue
		}
		i := slices.IndexFunc(p.IDs, func(id ID) bool { return id.Kind == kind })
		if i < 0 {
			f.refuse(pointer, FaultConfirmedNothing, "This confirms a number that is missing; enter the number, or remove the confirmation.")
			continue
		}
		label, _ := codes.IDLabel(kind)
		if warning, err := codes.CheckID(kind, typing.Plain(p.IDs[i].Value)); warning == nil && err == nil {
			f.warn(pointer, FaultConfirmedNeedlessly, "%s %s passes its check and needs no confirmation; remove the confirmation.", label, codes.CanonicalID(kind, typing.Plain(p.IDs[i].Value)))
		}
		out[kind] = reason
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// MayConfirm reports whether a fault or warning says that a party's number fails its own
// check, so that a person may confirm the number with a reason.
func MayConfirm(f Fault) bool {
	list, kind := f.Pointer[:max(0, strings.LastIndexByte(f.Pointer, '/'))], f.Pointer[strings.LastIndexByte(f.Pointer, '/')+1:]
	return strings.HasSuffix(list, "/ids") && strings.HasPrefix(string(f.Code), kind+".") && !strings.Contains(string(f.Code), ".not_of_")
}

// checkBank checks an account, and returns it without the values that it refuses.
func (f *findings) checkBank(at string, b Bank) Bank {
	if f.refused[at] {
		return Bank{}
	}
	return Bank{
		Currency: f.currency(at, b.Currency),
		Name:     f.required(at, "name", b.Name, LongText),
		Address:  f.required(at, "address", b.Address, LongText),
		SWIFT:    f.id(at+"/swift", codes.BIC, f.text(at, "swift", typing.Plain(b.SWIFT), shortText)),
		Account:  f.required(at, "account", typing.Plain(b.Account), LongText),
		IBAN:     f.id(at+"/iban", codes.IBAN, f.text(at, "iban", typing.Plain(b.IBAN), shortText)),

		Intermediary: f.checkIntermediary(at+"/intermediary", b.Intermediary),
	}
}

// checkIntermediary checks the bank before an account's bank, which may be absent, and
// returns it without the values that it refuses.
func (f *findings) checkIntermediary(at string, b *Intermediary) *Intermediary {
	if b == nil || f.refused[at] {
		return nil
	}
	return &Intermediary{
		Name:    f.required(at, "name", b.Name, LongText),
		Address: f.text(at, "address", b.Address, LongText),
		SWIFT:   f.id(at+"/swift", codes.BIC, f.text(at, "swift", typing.Plain(b.SWIFT), shortText)),
		Account: f.text(at, "account", typing.Plain(b.Account), LongText),
	}
}

// checkEmail returns a party's e-mail address, or "" where it has none or checkEmail
// refuses it.
func (f *findings) checkEmail(at, address string) string {
	s := f.plainText(at, "email", address)
	name, host, _ := strings.Cut(s, "@")
	if s != "" && (name == "" || host == "" || strings.ContainsAny(s, " ,;<>") || strings.Contains(host, "@")) {
		f.refuse(at+"/email", FaultNotAnEmail, "%q is not an e-mail address; write one, like export@example.com.", orderfile.Clip(s))
		return ""
	}
	return s
}

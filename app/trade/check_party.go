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

// CheckParty checks a party as somebody has typed it, by the rules of an order's
// parties, and returns all its faults at once. An empty text is absent; only a
// seller may have accounts. Pointers begin at the party: "/ids/np_pan". The party
// is complete, and its numbers are in the form that documents print, only if
// Faults.Err is nil.
func CheckParty(typed Party, seller bool) (Party, Faults) {
	f := newFindings()
	p := f.partyValues("", typed, seller)
	f.party("", p)
	return p, f.sorted(func() any { return typed.file() })
}

func (f *findings) partyValues(at string, p Party, seller bool) Party {
	if f.bad[at] {
		return Party{}
	}
	out := Party{
		Name:      f.required(at, "name", p.Name, LongText),
		NameLocal: f.text(at, "name_local", p.NameLocal, LongText),
		Country:   lookup(f, at+"/country", f.code(at, "country", p.Country), codes.FindCountry).Code,
		Contact:   f.text(at, "contact", p.Contact, LongText),
		Phone:     f.numbered(at, "phone", p.Phone),
		Email:     f.email(at, p.Email),
	}
	out.Confirmed = f.confirmed(at, p)
	out.IDs = f.ids(at+"/ids", p.IDs, out.Confirmed)
	if f.filled(at+"/address", len(p.Address), maxAddress) {
		out.Address = f.texts(at+"/address", p.Address)
	}
	switch banks := at + "/banks"; {
	case !seller && len(p.Banks) > 0:
		f.notTheSeller(banks)
	case f.fits(banks, len(p.Banks), maxBanks):
		out.Banks = checked(p.Banks, func(i int, b Bank) Bank { return f.bank(banks+"/"+strconv.Itoa(i), b) })
	}
	return out
}

// otherParty checks a party that may be absent, because it is the buyer.
func (f *findings) otherParty(at string, p *Party) *Party {
	if p == nil {
		return nil
	}
	out := f.partyValues(at, *p, false)
	return &out
}

// ids are the party's numbers. One that fails its check stands if a person has
// confirmed it.
func (f *findings) ids(at string, ids []ID, confirmed map[string]string) []ID {
	known := codes.PartyIDKinds()
	var out []ID
	for _, id := range ids {
		if !slices.Contains(known, id.Kind) {
			f.unknown(at, id.Kind, known)
			continue
		}
		s := f.entry(at, id.Kind, typing.Plain(id.Value), shortText)
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

// maxReason is how many characters the reason of a confirmation may have.
const maxReason = 300

// confirmed are the reasons for which numbers that fail their checks are the party's
// own. A reason that no number needs is warned of, for a later rule may take the
// number; one without its number is a fault.
func (f *findings) confirmed(party string, p Party) map[string]string {
	at := party + "/ids_confirmed"
	if f.bad[at] {
		return nil
	}
	known, out := codes.PartyIDKinds(), map[string]string{}
	for _, kind := range slices.Sorted(maps.Keys(p.Confirmed)) {
		pointer := at + "/" + kind
		if !slices.Contains(known, kind) {
			f.unknown(at, kind, known)
			continue
		}
		reason := f.entry(at, kind, p.Confirmed[kind], maxReason)
		if reason == "" || f.bad[party+"/ids"] {
			continue
		}
		i := slices.IndexFunc(p.IDs, func(id ID) bool { return id.Kind == kind })
		if i < 0 {
			f.refuse(pointer, FaultConfirmedNothing, "This confirms a number that is not given; give the number, or take the confirmation out.")
			continue
		}
		label, _ := codes.IDLabel(kind)
		if warning, err := codes.CheckID(kind, typing.Plain(p.IDs[i].Value)); warning == nil && err == nil {
			f.warn(pointer, FaultConfirmedNeedlessly, "%s %s fits its check and needs no confirmation; take the confirmation out.", label, codes.CanonicalID(kind, typing.Plain(p.IDs[i].Value)))
		}
		out[kind] = reason
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// MayConfirm says whether a fault or warning is that a party's number fails its own
// check, so that a person may confirm the number with a reason.
func MayConfirm(f Fault) bool {
	list, kind := f.Pointer[:max(0, strings.LastIndexByte(f.Pointer, '/'))], f.Pointer[strings.LastIndexByte(f.Pointer, '/')+1:]
	return strings.HasSuffix(list, "/ids") && strings.HasPrefix(string(f.Code), kind+".") && !strings.Contains(string(f.Code), ".not_of_")
}

func (f *findings) bank(at string, b Bank) Bank {
	if f.bad[at] {
		return Bank{}
	}
	return Bank{
		Currency: f.currency(at, b.Currency),
		Name:     f.required(at, "name", b.Name, LongText),
		Address:  f.required(at, "address", b.Address, LongText),
		SWIFT:    f.id(at+"/swift", codes.BIC, f.text(at, "swift", typing.Plain(b.SWIFT), shortText)),
		Account:  f.required(at, "account", typing.Plain(b.Account), LongText),
		IBAN:     f.id(at+"/iban", codes.IBAN, f.text(at, "iban", typing.Plain(b.IBAN), shortText)),
	}
}

func (f *findings) email(at, address string) string {
	s := f.numbered(at, "email", address)
	name, host, _ := strings.Cut(s, "@")
	if s != "" && (name == "" || host == "" || strings.ContainsAny(s, " ,;<>") || strings.Contains(host, "@")) {
		f.refuse(at+"/email", FaultNotAnEmail, "%q is not an e-mail address; write one, like export@example.com.", orderfile.Clip(s))
		return ""
	}
	return s
}

package trade

import (
	"slices"
	"strings"

	"woolroad/app/codes"
)

func readParty(v value, seller bool) Party {
	k := v.fields()
	defer k.close()
	p := Party{
		Name:      k.need("name").text(longText),
		NameLocal: k.may("name_local").text(longText),
		Country:   lookup(k.need("country"), codes.LookupCountry).Code,
		Contact:   k.may("contact").text(longText),
		Phone:     k.may("phone").text(longText),
		Email:     k.may("email").email(),
		IDs:       readIDs(k.may("ids")),
	}
	for _, line := range k.need("address").filled(maxAddress) {
		p.Address = append(p.Address, line.text(longText))
	}
	if seller {
		for _, bank := range k.may("banks").list(maxBanks) {
			p.Banks = append(p.Banks, readBank(bank))
		}
	} else if banks := k.may("banks"); banks.given() {
		banks.bad("Bank accounts are the seller's only; take them out.")
	}
	return p
}

// readOther reads a party that may be absent, because it is the buyer.
func readOther(v value) *Party {
	if !v.given() {
		return nil
	}
	p := readParty(v, false)
	return &p
}

func readIDs(v value) []ID {
	k := v.fields()
	defer k.close()
	for _, kind := range codes.PartyIDKinds() {
		k.may(kind)
	}
	if k.node == nil {
		return nil
	}
	var ids []ID
	for _, kind := range k.node.keys {
		if !slices.Contains(codes.PartyIDKinds(), kind) {
			continue // close reports it
		}
		if s := k.may(kind).id(kind); s != "" {
			ids = append(ids, ID{kind, s})
		}
	}
	return ids
}

func readBank(v value) Bank {
	k := v.fields()
	defer k.close()
	return Bank{
		Currency: k.need("currency").currency(),
		Name:     k.need("name").text(longText),
		Address:  k.need("address").text(longText),
		SWIFT:    k.may("swift").id(codes.BIC),
		Account:  k.need("account").text(longText),
		IBAN:     k.may("iban").id(codes.IBAN),
	}
}

func (v value) email() string {
	s := v.text(longText)
	name, host, _ := strings.Cut(s, "@")
	if s != "" && (name == "" || host == "" || strings.ContainsAny(s, " ,;<>") || strings.Contains(host, "@")) {
		v.bad("%q is not an e-mail address; write one, like export@example.com.", clip(s))
		return ""
	}
	return s
}

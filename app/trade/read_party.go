package trade

import (
	"slices"

	"woolroad/app/codes"
)

func readParty(v value, seller bool) Party {
	k := v.fields()
	defer k.close()
	p := Party{
		Name:      k.text("name"),
		NameLocal: k.may("name_local").text(),
		Country:   k.text("country"),
		Contact:   k.may("contact").text(),
		Phone:     k.may("phone").text(),
		Email:     k.may("email").text(),
		IDs:       readIDs(k.may("ids")),
		Confirmed: readConfirmed(k.may("ids_confirmed")),
		Address:   k.need("address").texts(),
	}
	if seller {
		for _, bank := range k.may("banks").list() {
			p.Banks = append(p.Banks, readBank(bank))
		}
	} else if banks := k.may("banks"); banks.given() {
		banks.notTheSeller(banks.pointer)
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

// readIDs reads the identifiers, and texts of kinds that are not known too.
func readIDs(v value) []ID {
	k := v.fields()
	if k.node == nil {
		return nil
	}
	known := codes.PartyIDKinds()
	var ids []ID
	for i, kind := range k.node.keys {
		switch isKnown := slices.Contains(known, kind); {
		case isKnown || k.node.items[i].kind == text:
			ids = append(ids, ID{kind, k.may(kind).entry()})
		default:
			k.unknown(k.pointer, kind, known)
		}
	}
	return ids
}

// readConfirmed reads the reasons by the kinds of the numbers that they are for.
func readConfirmed(v value) map[string]string {
	if !v.is(object) || len(v.node.keys) == 0 {
		return nil
	}
	out := map[string]string{}
	for i, kind := range v.node.keys {
		item := v.node.items[i]
		out[kind] = value{v.findings, item.pointer, item}.entry()
	}
	return out
}

func readBank(v value) Bank {
	k := v.fields()
	defer k.close()
	return Bank{
		Currency: k.currency("currency"),
		Name:     k.text("name"),
		Address:  k.text("address"),
		SWIFT:    k.may("swift").text(),
		Account:  k.text("account"),
		IBAN:     k.may("iban").text(),
	}
}

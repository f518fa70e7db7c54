package trade

import (
	"slices"

	"woolroad/app/codes"
	"woolroad/app/trade/orderfile"
)

func (v value) readParty(seller bool) Party {
	k := v.fields()
	defer k.close()
	p := Party{
		Name:      k.text("name"),
		NameLocal: k.may("name_local").text(),
		Country:   k.text("country"),
		Contact:   k.may("contact").text(),
		Phone:     k.may("phone").text(),
		Email:     k.may("email").text(),
		IDs:       k.may("ids").readIDs(),
		Confirmed: k.may("ids_confirmed").readConfirmed(),
		Address:   k.need("address").texts(),
	}
	if seller {
		for _, bank := range k.may("banks").list() {
			p.Banks = append(p.Banks, bank.readBank())
		}
	} else if banks := k.may("banks"); banks.given() {
		banks.notTheSeller(banks.pointer)
	}
	return p
}

// readOther reads a party that may be absent, because it is the buyer.
func (v value) readOther() *Party {
	if !v.given() {
		return nil
	}
	p := v.readParty(false)
	return &p
}

// readIDs reads the identifiers, and texts of kinds that are not known too.
func (v value) readIDs() []ID {
	k := v.fields()
	if k.node == nil {
		return nil
	}
	known := codes.PartyIDKinds()
	var ids []ID
	for i, kind := range k.node.Keys {
		switch isKnown := slices.Contains(known, kind); {
		case isKnown || k.node.Items[i].Kind == orderfile.Text:
			ids = append(ids, ID{kind, k.may(kind).entry()})
		default:
			k.unknown(k.pointer, kind, known)
		}
	}
	return ids
}

// readConfirmed reads the reasons by the kinds of the numbers that they are for.
func (v value) readConfirmed() map[string]string {
	if !v.is(orderfile.Object) || len(v.node.Keys) == 0 {
		return nil
	}
	out := map[string]string{}
	for i, kind := range v.node.Keys {
		item := v.node.Items[i]
		out[kind] = value{v.findings, item.Pointer, item}.entry()
	}
	return out
}

func (v value) readBank() Bank {
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

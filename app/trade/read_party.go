package trade

import (
	"slices"

	"woolroad/app/codes"
	"woolroad/app/trade/orderfile"
)

// readParty reads a party. It refuses accounts of a party that is not the seller.
func (v value) readParty() Party {
	k := v.fields()
	defer k.reportOthers()
	p := Party{
		Name:      k.text("name"),
		NameLocal: k.optional("name_local").text(),
		Country:   k.text("country"),
		Contact:   k.optional("contact").text(),
		Phone:     k.optional("phone").text(),
		Email:     k.optional("email").text(),
		IDs:       k.optional("ids").readIDs(),
		Confirmed: k.optional("ids_confirmed").readConfirmed(),
		Address:   k.must("address").texts(),
	}
	banks := k.optional("banks")
	if v.pointer != "/seller" && banks.given() {
		banks.refuseAccounts(banks.pointer)
		return p
	}
	for _, bank := range banks.list() {
		p.Banks = append(p.Banks, bank.readBank())
	}
	return p
}

// readOptionalParty reads the consignee or the notify party. It returns nil where the file
// has none: then the buyer is that party.
func (v value) readOptionalParty() *Party {
	if !v.given() {
		return nil
	}
	p := v.readParty()
	return &p
}

// readIDs reads the numbers that a party is registered under. It reads texts of unknown
// kinds too, which Check reports.
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
			ids = append(ids, ID{kind, k.optional(kind).maybeEmptyText()})
		default:
			k.reportUnknownKey(k.pointer, kind, known)
		}
	}
	return ids
}

// readConfirmed reads a person's reasons for numbers that fail their checks, by the kinds
// of the numbers.
func (v value) readConfirmed() map[string]string {
	if !v.expect(orderfile.Object) || len(v.node.Keys) == 0 {
		return nil
	}
	out := map[string]string{}
	for i, kind := range v.node.Keys {
		item := v.node.Items[i]
		out[kind] = value{v.findings, item.Pointer, item}.maybeEmptyText()
	}
	return out
}

// readBank reads an account.
func (v value) readBank() Bank {
	k := v.fields()
	defer k.reportOthers()
	return Bank{
		Currency: k.currency("currency"),
		Name:     k.text("name"),
		Address:  k.text("address"),
		SWIFT:    k.optional("swift").text(),
		Account:  k.text("account"),
		IBAN:     k.optional("iban").text(),

		Intermediary: k.optional("intermediary").readIntermediary(),
	}
}

// readIntermediary reads the bank before an account's bank, which may be absent.
func (v value) readIntermediary() *Intermediary {
	if !v.given() {
		return nil
	}
	k := v.fields()
	defer k.reportOthers()
	return &Intermediary{
		Name:    k.text("name"),
		Address: k.optional("address").text(),
		SWIFT:   k.optional("swift").text(),
		Account: k.optional("account").text(),
	}
}

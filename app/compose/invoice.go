package compose

import (
	"maps"
	"slices"

	"woolroad/app/codes"
	"woolroad/app/trade"
	"woolroad/documents"
)

// invoice composes the priced part of an invoice. The errors are a *codes.Problem about
// an unknown code, and those of money.Amount.Words.
func (c Consignment) invoice() (documents.Invoice, error) {
	o, t := c.Order, c.Totals
	words, err := t.Total.Words()
	if err != nil {
		return documents.Invoice{}, err
	}
	origins, err := c.origins()
	if err != nil {
		return documents.Invoice{}, err
	}
	inv := documents.Invoice{
		Currency: t.Currency, Payment: o.Payment.Text,
		Goods:     t.Goods,
		Discount:  documents.Charge{Amount: t.Discount},
		Freight:   documents.Charge{Amount: t.Freight},
		Insurance: documents.Charge{Amount: t.Insurance},
		Total:     t.Total, Words: words, Balance: t.Total,
		Banks:       c.banks(),
		Declaration: declaration(origins),
	}
	if p := o.Charges.DiscountPercent; p != nil {
		inv.Discount.Percent = p.String()
	}
	if p := o.Charges.InsuranceRatePercent; p != nil {
		inv.Insurance.Percent = p.String()
	}
	if t.Deposit != nil {
		inv.Deposit = &documents.Charge{Amount: *t.Deposit}
		if p := o.Payment.DepositPercent; p != nil {
			inv.Deposit.Percent = p.String()
		}
		inv.Balance = *t.Balance
	}
	for _, c := range t.In {
		inv.In = append(inv.In, documents.Converted{Amount: c.Amount, Rate: c.Rate})
	}
	for i, l := range o.Lines {
		line, err := c.line(l, t.Lines[i])
		if err != nil {
			return documents.Invoice{}, err
		}
		inv.Lines = append(inv.Lines, line)
	}
	for i, l := range o.Lots {
		lt := t.Lots[i]
		mass := documents.LotMass{Lot: l.Number, Net: lt.Net, Regain: l.Regain, InvoiceMass: lt.InvoiceMass}
		if l.Test != nil {
			mass.Certificate, mass.Findings = certificate(*l.Test), findings(*l.Test)
		}
		inv.Masses = append(inv.Masses, mass)
	}
	return inv, nil
}

// line composes a line of the invoice. The error is a *codes.Problem about an unknown
// code.
func (c Consignment) line(l trade.Line, t trade.LineTotals) (documents.InvoiceLine, error) {
	p, err := codes.LookupProduct(l.Product)
	if err != nil {
		return documents.InvoiceLine{}, err
	}
	origin, err := codes.LookupCountry(l.Origin)
	if err != nil {
		return documents.InvoiceLine{}, err
	}
	kinds, err := c.kindsOf(l)
	if err != nil {
		return documents.InvoiceLine{}, err
	}
	return documents.InvoiceLine{
		Description: l.Description, Product: documents.Bilingual{EN: p.Name, ZH: p.NameZH}, Species: p.Species.Name,
		HS6: l.HS6, HS: c.tariffCodes(l), Origin: origin.Name, Lots: l.Lots,
		Packages: t.Bales, Kinds: kinds, Gross: t.Gross, Net: t.Net, InvoiceMass: t.Quantity, Price: l.Price, Amount: t.Amount, CustomsValue: t.CustomsValue,
	}, nil
}

// banks returns the seller's accounts in the order's currency.
func (c Consignment) banks() []documents.Bank {
	var out []documents.Bank
	for _, b := range c.Order.Seller.Banks {
		if b.Currency == c.Order.Currency {
			out = append(out, documents.Bank{
				Name: b.Name, Address: b.Address, SWIFT: b.SWIFT, Account: b.Account, IBAN: b.IBAN,
				Currency: b.Currency, Beneficiary: c.Order.Seller.Name,
				Intermediary: (*documents.Intermediary)(b.Intermediary),
			})
		}
	}
	return out
}

// tariffCodes returns a line's tariff codes by country, the exporter's country first and
// the others in alphabetical order.
func (c Consignment) tariffCodes(l trade.Line) []documents.ID {
	var out []documents.ID
	for _, country := range slices.Sorted(maps.Keys(l.HS)) {
		id := documents.ID{Label: country, Value: l.HS[country]}
		if country == c.Order.Seller.Country {
			out = slices.Insert(out, 0, id)
		} else {
			out = append(out, id)
		}
	}
	return out
}

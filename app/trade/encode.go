package trade

import (
	"encoding/json"
	"errors"
	"fmt"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/trade/orderfile"
)

// ErrDeposit reports an order whose deposit is an amount, for which order files have no key.
var ErrDeposit = errors.New("an order file cannot hold a deposit as an amount")

// Encode writes an order as an order file, always the same bytes for the same order.
// Decode reads the file back. The error is ErrDeposit for what an order file cannot hold.
func Encode(o Order) ([]byte, error) {
	if o.Payment.Deposit != nil {
		return nil, fmt.Errorf("encode order %s: %w", o.Number, ErrDeposit)
	}
	b, err := orderfile.Encode(o.file())
	if err != nil {
		return nil, fmt.Errorf("encode order %s: %w", o.Number, err)
	}
	return b, nil
}

// EncodeParty writes a party as an order file has it. DecodeParty reads it back.
func EncodeParty(p Party) ([]byte, error) {
	b, err := orderfile.Encode(p.file())
	if err != nil {
		return nil, fmt.Errorf("encode party %s: %w", p.Name, err)
	}
	return b, nil
}

// DecodeParty reads a party that EncodeParty has written, and returns encoding/json's error
// for another text. It checks none of the party's values.
func DecodeParty(data []byte) (Party, error) {
	var f orderfile.Party
	if err := json.Unmarshal(data, &f); err != nil {
		return Party{}, fmt.Errorf("decode a party: %w", err)
	}
	return partyFrom(f), nil
}

// EncodeLot writes a lot with its bales as an order file has it.
func EncodeLot(lot Lot) ([]byte, error) {
	b, err := orderfile.Encode(lot.file())
	if err != nil {
		return nil, fmt.Errorf("encode lot %s: %w", lot.Number, err)
	}
	return b, nil
}

// file returns the order as an order file has it.
func (o Order) file() orderfile.Order {
	f := orderfile.Order{
		Number: o.Number, Date: o.Date.String(),
		Seller: o.Seller.file(), Buyer: o.Buyer.file(),
		Contract: o.Contract, BuyerReference: o.BuyerReference, Currency: string(o.Currency),
		Terms:   orderfile.Terms{Incoterm: string(o.Terms.Incoterm), Place: o.Terms.Place, Edition: o.Terms.Edition},
		Payment: orderfile.Payment{Text: o.Payment.Text, DepositPercent: o.Payment.DepositPercent},
		Route: orderfile.Route{
			Mode: string(o.Route.Mode), Loading: o.Route.Loading, Destination: o.Route.Destination,
			Border: o.Route.Border, Discharge: o.Route.Discharge, Truck: o.Route.Truck, Vessel: o.Route.Vessel,
			Flight: o.Route.Flight, Container: o.Route.Container, Seal: o.Route.Seal,
		},
		Marks: o.Marks, Lots: []orderfile.Lot{}, Lines: []orderfile.Line{},
	}
	if p := o.Delivery; p != nil {
		f.Delivery = &orderfile.Period{From: p.From.String(), To: p.To.String()}
	}
	for _, r := range o.Remarks {
		f.Remarks = append(f.Remarks, orderfile.Remark(r))
	}
	if o.Consignee != nil {
		p := o.Consignee.file()
		f.Consignee = &p
	}
	if o.Notify != nil {
		p := o.Notify.file()
		f.Notify = &p
	}
	if c := o.Credit; c != nil {
		f.Credit = &orderfile.Credit{Number: c.Number, Date: c.Date.String(), IssuingBank: c.IssuingBank, PartialShipments: c.PartialShipments}
	}
	for _, l := range o.Lots {
		f.Lots = append(f.Lots, l.file())
	}
	for _, l := range o.Lines {
		line := orderfile.Line{
			Product: l.Product, Description: l.Description, Specification: l.Specification, HS6: l.HS6, HS: l.HS, Origin: l.Origin,
			Lots: filledList(l.Lots), Unit: l.Unit, Price: l.Price.Number(), NoCharge: l.NoCharge,
		}
		if a := l.Agreed; a != nil {
			line.Agreed = &orderfile.Agreed{
				Quantity: a.Quantity, Unit: a.Unit, Of: a.Of, MorePercent: a.More, LessPercent: a.Less,
				Basis: "net", RegainStandard: a.Regain, MassDecimals: a.MassDecimals,
			}
			if a.Regain != nil {
				line.Agreed.Basis = "conditioned"
			}
		}
		if per := l.Price.Per(); per != "1" {
			line.PricePer = per
		}
		f.Lines = append(f.Lines, line)
	}
	if o.Charges != (Charges{}) {
		c := o.Charges
		f.Charges = &orderfile.Charges{
			Discount: figureOf(c.Discount), DiscountPercent: c.DiscountPercent, Freight: figureOf(c.Freight),
			Insurance: figureOf(c.Insurance), InsuranceRatePercent: c.InsuranceRatePercent,
		}
	}
	for _, t := range o.TotalsIn {
		out := orderfile.Total{Currency: string(t.Currency), Source: t.Source, Side: string(t.Side), Rule: t.Rule}
		if r := t.Rate; r != nil {
			out.Rate = &orderfile.Rate{Value: r.Value, Per: r.Per, Source: r.Source, Date: r.Date.String()}
		}
		f.TotalsIn = append(f.TotalsIn, out)
	}
	return f
}

// figureOf returns the figure of an amount that may be absent, without its currency.
func figureOf(a *money.Amount) *exact.Number {
	if a == nil {
		return nil
	}
	n := a.Number()
	return &n
}

// filledList returns a copy of a list that is never nil: JSON writes a list without entries
// as [], and a nil one as null.
func filledList(texts []string) []string { return append([]string{}, texts...) }

// file returns the party as an order file has it.
func (p Party) file() orderfile.Party {
	f := orderfile.Party{
		Name: p.Name, NameLocal: p.NameLocal, Address: filledList(p.Address), Country: p.Country, Confirmed: p.Confirmed,
		Contact: p.Contact, Phone: p.Phone, Email: p.Email,
	}
	for _, id := range p.IDs {
		f.IDs = append(f.IDs, orderfile.ID(id))
	}
	for _, b := range p.Banks {
		f.Banks = append(f.Banks, orderfile.Bank{
			Currency: string(b.Currency), Name: b.Name, Address: b.Address, SWIFT: b.SWIFT, Account: b.Account, IBAN: b.IBAN,
			Intermediary: (*orderfile.Intermediary)(b.Intermediary),
		})
	}
	return f
}

// partyFrom returns the party that an order file has.
func partyFrom(f orderfile.Party) Party {
	p := Party{
		Name: f.Name, NameLocal: f.NameLocal, Address: f.Address, Country: f.Country, Confirmed: f.Confirmed,
		Contact: f.Contact, Phone: f.Phone, Email: f.Email,
	}
	for _, id := range f.IDs {
		p.IDs = append(p.IDs, ID(id))
	}
	for _, b := range f.Banks {
		p.Banks = append(p.Banks, Bank{
			Currency: money.Currency(b.Currency), Name: b.Name, Address: b.Address, SWIFT: b.SWIFT, Account: b.Account, IBAN: b.IBAN,
			Intermediary: (*Intermediary)(b.Intermediary),
		})
	}
	return p
}

// file returns the lot as an order file has it.
func (l Lot) file() orderfile.Lot {
	f := orderfile.Lot{
		Number: l.Number, Product: l.Product, Species: l.Species, County: l.County, Cooperative: l.Cooperative, Package: l.Package,
		Basis: "net", MassDecimals: l.MassDecimals, Bales: []orderfile.Bale{},
	}
	if r := l.Regain; r != nil {
		f.Basis, f.RegainStandard, f.RegainMeasured = "conditioned", &r.Standard, &r.Measured
	}
	if t := l.Test; t != nil {
		f.Test = &orderfile.Test{
			Certificate: t.Certificate, Laboratory: t.Laboratory, MeanFibreDiameter: t.MeanFibreDiameter, DiameterCVPercent: t.DiameterCVPercent,
			Length: t.Length, VegetableMatterPercent: t.VegetableMatterPercent, GreasePercent: t.GreasePercent,
			AshPercent: t.AshPercent, RegainPercent: t.RegainPercent,
			CoarseHairPerMille: t.CoarseHairPerMille, ImpurityPerMille: t.ImpurityPerMille, Colour: t.Colour,
		}
		if t.Date != nil {
			f.Test.Date = t.Date.String()
		}
	}
	for _, b := range l.Bales {
		f.Bales = append(f.Bales, orderfile.Bale{Number: b.Number, Gross: b.Gross.Number(), Tare: b.Tare.Number()})
	}
	return f
}

package trade

import (
	"errors"
	"fmt"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
)

// Totals are an order's figures, each computed in this package and nowhere else.
type Totals struct {
	Currency  money.Currency
	Lots      []LotTotals  // as Order.Lots
	Lines     []LineTotals // as Order.Lines
	Goods     money.Amount // sum of the lines' amounts
	Discount  money.Amount
	Freight   money.Amount
	Insurance money.Amount
	Total     money.Amount  // Goods − Discount + Freight + Insurance
	Deposit   *money.Amount // nil: none asked for
	Balance   *money.Amount // Total − Deposit, below zero where more was paid in advance; nil: no deposit
	In        []Converted   // as Order.TotalsIn
	Packages  int
	Gross     fibre.Mass
	Tare      fibre.Mass
	Net       fibre.Mass
}

// LotTotals are a lot's figures.
type LotTotals struct {
	Number      string
	Bales       int
	Gross       fibre.Mass
	Tare        fibre.Mass
	Net         fibre.Mass
	InvoiceMass fibre.Mass // rounded once, here
}

// LineTotals are a line's figures.
type LineTotals struct {
	Bales    int
	Gross    fibre.Mass
	Net      fibre.Mass
	Quantity fibre.Mass   // sum of its lots' invoice masses; of a line without lots the agreed quantity
	Amount   money.Amount // Quantity × price, rounded once, here; zero for a line without charge
	// CustomsValue is Quantity × price, rounded once, here, of a line without charge; nil: of
	// any other line, whose value is its Amount.
	CustomsValue *money.Amount
}

// A Converted is the total in another currency, with the rate that gave it.
type Converted struct {
	Amount money.Amount
	Rate   money.Rate
}

// ErrRates reports rates that are not the ones an order asks for.
var ErrRates = errors.New("the rates are not those of the order's totals_in")

// Totals adds up an order in which Check finds no errors. rates has one rate for each of
// TotalsIn, from the order's currency into that one; where the order gives the Rate
// itself, Totals uses that and ignores the entry in rates. The error is a Fault for an
// unknown currency of the order, a line without a price, or a figure of more than 18
// digits; ErrRates where rates are too many, too few, between other currencies or of a
// later day than the order's; and money.ErrRate for a rate that is not above zero.
func (o Order) Totals(rates []money.Rate) (Totals, error) { return newSums(o).totals(rates) }

// totals returns all figures of the order. rates has one rate for each of the order's
// TotalsIn. The errors are those of Order.Totals: a Fault, ErrRates and money.ErrRate.
func (s *sums) totals(rates []money.Rate) (Totals, error) {
	t, err := s.whole()
	if err != nil {
		return Totals{}, err
	}
	o := s.order
	if len(rates) != len(o.TotalsIn) {
		return Totals{}, fmt.Errorf("%d rates for %d currencies: %w", len(rates), len(o.TotalsIn), ErrRates)
	}
	for i, want := range o.TotalsIn {
		rate := rates[i]
		if want.Rate != nil {
			rate = *want.Rate
		}
		if rate.From != o.Currency || rate.To != want.Currency || rate.Date.After(o.Date) {
			return Totals{}, fmt.Errorf("%s to %s of %s for %s: %w", rate.From, rate.To, rate.Date, want.Currency, ErrRates)
		}
		c, err := s.convert(i, t.Total, rate)
		if err != nil {
			return Totals{}, err
		}
		t.In = append(t.In, c)
	}
	return t, nil
}

// tooLarge returns the fault of a figure that has too many digits to be held.
func tooLarge(pointer string) Fault {
	return Fault{Pointer: pointer, Code: FaultTooLarge, Format: "The result has more than 18 digits; check the masses, prices and rates."}
}

// charge computes the total from the goods and the charges. The error is a Fault.
func (t *Totals) charge(c Charges) (err error) {
	t.Discount, t.Freight, t.Insurance = money.Zero(t.Currency), money.Zero(t.Currency), money.Zero(t.Currency)
	if c.Discount != nil {
		t.Discount = *c.Discount
	}
	if c.DiscountPercent != nil {
		if t.Discount, err = t.Goods.Percent(*c.DiscountPercent); err != nil {
			return tooLarge("/charges/discount_percent")
		}
	}
	if c.Freight != nil {
		t.Freight = *c.Freight
	}
	before, err := t.Goods.Sub(t.Discount)
	if err == nil {
		before, err = before.Add(t.Freight)
	}
	if err != nil {
		return tooLarge("/charges/freight")
	}
	if c.InsuranceRatePercent != nil {
		if t.Total, err = before.GrossUp(insured, *c.InsuranceRatePercent); err != nil {
			return tooLarge("/charges/insurance_rate_percent")
		}
		if t.Insurance, err = t.Total.Sub(before); err != nil {
			return tooLarge("/charges/insurance_rate_percent")
		}
		return nil
	}
	if c.Insurance != nil {
		t.Insurance = *c.Insurance
	}
	if t.Total, err = before.Add(t.Insurance); err != nil {
		return tooLarge("/charges/insurance")
	}
	return nil
}

// payInAdvance computes the deposit and the balance from the total. A consignment's part of a
// deposit may be more than the consignment comes to, and the balance is below zero then. The
// error is a Fault.
func (t *Totals) payInAdvance(p Payment) error {
	deposit := p.Deposit
	if p.DepositPercent != nil {
		part, err := t.Total.Percent(*p.DepositPercent)
		if err != nil {
			return tooLarge("/payment/deposit_percent")
		}
		deposit = &part
	}
	if deposit == nil {
		return nil
	}
	balance, err := t.Total.Sub(*deposit)
	if err != nil {
		return tooLarge("/payment/deposit_percent")
	}
	t.Deposit, t.Balance = deposit, &balance
	return nil
}

// insured is the per cent of the CIF or CIP value that is insured, Incoterms
// 2020 A5.
var insured = exact.Int(110)

// Totals returns the lot's figures, with its invoice mass rounded once.
func (lot Lot) Totals() LotTotals {
	AddedUp.Add(1)
	t := LotTotals{Number: lot.Number, Bales: len(lot.Bales)}
	for _, b := range lot.Bales {
		t.Gross, t.Tare = t.Gross.Add(b.Gross), t.Tare.Add(b.Tare)
	}
	t.Net = t.Gross.Sub(t.Tare)
	if lot.Regain != nil {
		t.InvoiceMass = lot.Regain.InvoiceMass(t.Net, lot.MassDecimals)
	} else {
		t.InvoiceMass = t.Net.Rounded(lot.MassDecimals)
	}
	return t
}

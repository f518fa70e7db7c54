package trade

import (
	"encoding/json"

	"woolroad/app/trade/orderfile"
)

// MarshalJSON writes the figures for other programs, as texts and without those that were
// not asked for: the lots by their numbers, and each mass and amount as documents print
// it.
func (t Totals) MarshalJSON() ([]byte, error) {
	out := orderfile.Figures{
		Currency: string(t.Currency),
		Goods:    t.Goods.String(), Discount: t.Discount.String(), Freight: t.Freight.String(),
		Insurance: t.Insurance.String(), Total: t.Total.String(),
		Packages: t.Packages, Gross: t.Gross.Number(), Tare: t.Tare.Number(), Net: t.Net.Number(),
	}
	for _, l := range t.Lots {
		out.Lots = append(out.Lots, orderfile.LotFigures{
			Number: l.Number, Bales: l.Bales,
			Gross: l.Gross.Number(), Tare: l.Tare.Number(), Net: l.Net.Number(), InvoiceMass: l.InvoiceMass.Number(),
		})
	}
	for _, l := range t.Lines {
		figures := orderfile.LineFigures{Quantity: l.Quantity.Number(), Amount: l.Amount.String()}
		if l.CustomsValue != nil {
			figures.CustomsValue = l.CustomsValue.String()
		}
		out.Lines = append(out.Lines, figures)
	}
	if t.Deposit != nil && t.Balance != nil {
		out.Deposit, out.Balance = t.Deposit.String(), t.Balance.String()
	}
	for _, c := range t.In {
		out.In = append(out.In, orderfile.TotalFigures{
			Currency: string(c.Amount.Currency()), Amount: c.Amount.String(),
			Value: c.Rate.Value.String(), Per: c.Rate.Per.String(), Date: c.Rate.Date.String(),
		})
	}
	return json.Marshal(out)
}

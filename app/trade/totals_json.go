package trade

import (
	"bytes"
	"encoding/json"

	"woolroad/app/fibre"
)

// MarshalJSON writes the figures for other programs, as texts and without those that were
// not asked for: the lots by their numbers, and each mass and amount as documents print
// it.
func (t Totals) MarshalJSON() ([]byte, error) {
	out := totalsJSON{
		Currency: string(t.Currency), Lots: t.Lots,
		Goods: t.Goods.String(), Discount: t.Discount.String(), Freight: t.Freight.String(),
		Insurance: t.Insurance.String(), Total: t.Total.String(),
		Packages: t.Packages, Gross: t.Gross, Tare: t.Tare, Net: t.Net,
	}
	for _, l := range t.Lines {
		out.Lines = append(out.Lines, lineJSON{l.Quantity, l.Amount.String()})
	}
	if t.Deposit != nil && t.Balance != nil {
		out.Deposit, out.Balance = t.Deposit.String(), t.Balance.String()
	}
	for _, c := range t.In {
		out.In = append(out.In, convertedJSON{
			string(c.Amount.Currency()), c.Amount.String(),
			c.Rate.Value.String(), c.Rate.Per.String(), c.Rate.Date.String(),
		})
	}
	return json.Marshal(out)
}

type totalsJSON struct {
	Currency  string          `json:"currency"`
	Lots      lotsJSON        `json:"lots"`
	Lines     []lineJSON      `json:"lines"`
	Goods     string          `json:"goods"`
	Discount  string          `json:"discount"`
	Freight   string          `json:"freight"`
	Insurance string          `json:"insurance"`
	Total     string          `json:"total"`
	Deposit   string          `json:"deposit,omitempty"`
	Balance   string          `json:"balance,omitempty"`
	In        []convertedJSON `json:"totals_in,omitempty"`
	Packages  int             `json:"packages"`
	Gross     fibre.Mass      `json:"gross"`
	Tare      fibre.Mass      `json:"tare"`
	Net       fibre.Mass      `json:"net"`
}

type lotJSON struct {
	Bales       int        `json:"bales"`
	Gross       fibre.Mass `json:"gross"`
	Tare        fibre.Mass `json:"tare"`
	Net         fibre.Mass `json:"net"`
	InvoiceMass fibre.Mass `json:"invoice_mass"`
}

type lineJSON struct {
	Quantity fibre.Mass `json:"quantity"`
	Amount   string     `json:"amount"`
}

type convertedJSON struct {
	Currency string `json:"currency"`
	Amount   string `json:"amount"`
	Value    string `json:"value"`
	Per      string `json:"per"`
	Date     string `json:"date"`
}

// A lotsJSON is an object of the lots by their numbers, in the order's order.
type lotsJSON []LotTotals

// MarshalJSON writes the object that a map would give, but in the order's order.
func (lots lotsJSON) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, l := range lots {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(l.Number)
		if err != nil {
			return nil, err
		}
		figures, err := json.Marshal(lotJSON{l.Bales, l.Gross, l.Tare, l.Net, l.InvoiceMass})
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(figures)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

package orderfile

import (
	"bytes"
	"encoding/json"

	"woolroad/app/exact"
)

// Figures are what an order comes to, for other programs. Amounts and masses are texts,
// as documents print them; what was not asked for is left out.
type Figures struct {
	Currency  string         `json:"currency"`
	Lots      LotsFigures    `json:"lots"`
	Lines     []LineFigures  `json:"lines"`
	Goods     string         `json:"goods"`
	Discount  string         `json:"discount"`
	Freight   string         `json:"freight"`
	Insurance string         `json:"insurance"`
	Total     string         `json:"total"`
	Deposit   string         `json:"deposit,omitempty"`
	Balance   string         `json:"balance,omitempty"`
	In        []TotalFigures `json:"totals_in,omitempty"`
	Packages  int            `json:"packages"`
	Gross     exact.Number   `json:"gross"`
	Tare      exact.Number   `json:"tare"`
	Net       exact.Number   `json:"net"`
}

// LotFigures are what a lot comes to.
type LotFigures struct {
	Number      string       `json:"-"` // the key, in LotsFigures
	Bales       int          `json:"bales"`
	Gross       exact.Number `json:"gross"`
	Tare        exact.Number `json:"tare"`
	Net         exact.Number `json:"net"`
	InvoiceMass exact.Number `json:"invoice_mass"`
}

// LineFigures are what a line comes to.
type LineFigures struct {
	Quantity     exact.Number `json:"quantity"`
	Amount       string       `json:"amount"`
	CustomsValue string       `json:"customs_value,omitempty"` // of a line without charge
}

// TotalFigures are the total in another currency, with the rate that gave it.
type TotalFigures struct {
	Currency string `json:"currency"`
	Amount   string `json:"amount"`
	Value    string `json:"value"`
	Per      string `json:"per"`
	Date     string `json:"date"`
}

// LotsFigures are the lots' figures, as an object whose keys are the lots' numbers.
type LotsFigures []LotFigures

// MarshalJSON writes the object that a map would give, but in the order of the list.
func (lots LotsFigures) MarshalJSON() ([]byte, error) {
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
		figures, err := json.Marshal(l)
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

package documents

import (
	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
)

// CommercialInvoice is the seller's bill for goods sent abroad. Its total is
// the sum of its printed lines and charges; other currencies are for
// information.
type CommercialInvoice struct {
	Header
	Invoice
}

// Invoice is the priced part of an invoice and of the combined form.
type Invoice struct {
	Currency  money.Currency `json:"currency"`
	Payment   string         `json:"payment"`
	Lines     []InvoiceLine  `json:"lines"`
	Goods     money.Amount   `json:"goods"`
	Discount  Charge         `json:"discount"`
	Freight   Charge         `json:"freight"`
	Insurance Charge         `json:"insurance"`
	Total     money.Amount   `json:"total"`
	Words     string         `json:"words"`
	Deposit   *Charge        `json:"deposit,omitempty"`
	Balance   money.Amount   `json:"balance"` // the total where there is no deposit
	In        []Converted    `json:"totals_in,omitempty"`
	Masses    []LotMass      `json:"masses"`
	Banks     []Bank         `json:"banks,omitempty"` // none: as advised
	// Declaration is what the exporter certifies by signing.
	Declaration Bilingual `json:"declaration"`
}

// InvoiceLine is one kind of goods at one price.
type InvoiceLine struct {
	Description string       `json:"description"`
	Product     Bilingual    `json:"product"`
	Species     string       `json:"species"` // scientific name, set in italics
	HS6         string       `json:"hs6"`
	HS          []ID         `json:"hs,omitempty"` // by country: "CN", "5101210090"
	Origin      string       `json:"origin"`
	Lots        []string     `json:"lots"`
	Packages    int          `json:"packages"`
	Kinds       []Packages   `json:"kinds,omitempty"` // where the shipment has more than one kind
	Gross       fibre.Mass   `json:"gross"`
	Net         fibre.Mass   `json:"net"`
	InvoiceMass fibre.Mass   `json:"invoice_mass"`
	Price       money.Price  `json:"price"`
	Amount      money.Amount `json:"amount"` // zero for goods without charge
	// CustomsValue is the value of goods without charge, for customs only. nil: of all others
	CustomsValue *money.Amount `json:"customs_value,omitempty"`
}

// Charge is an amount and, where one was agreed, the percentage it comes from.
type Charge struct {
	Percent string       `json:"percent,omitempty"` // as agreed: "1.5"
	Amount  money.Amount `json:"amount"`
}

// Converted is the total in another currency and the rate that it was converted at.
type Converted struct {
	Amount money.Amount `json:"amount"`
	Rate   money.Rate   `json:"rate"`
}

// LotMass is the calculation of a lot's invoice mass, and what the laboratory found.
type LotMass struct {
	Lot         string        `json:"lot"`
	Net         fibre.Mass    `json:"net"`
	Regain      *fibre.Regain `json:"regain,omitempty"` // nil: sold by net mass
	InvoiceMass fibre.Mass    `json:"invoice_mass"`
	Certificate string        `json:"certificate,omitempty"` // "XZFI-2026-0318 of 27 March 2026"
	Findings    []string      `json:"findings,omitempty"`    // "33.8 µm", "grease 0.61 %"
}

// Bank is the account that the buyer pays into.
type Bank struct {
	Name        string         `json:"name"`
	Address     string         `json:"address"`
	SWIFT       string         `json:"swift,omitempty"`
	Account     string         `json:"account"`
	IBAN        string         `json:"iban,omitempty"`
	Currency    money.Currency `json:"currency"`
	Beneficiary string         `json:"beneficiary"`
	// Intermediary is the bank through which the money reaches this one. nil: none
	Intermediary *Intermediary `json:"intermediary,omitempty"`
}

// Intermediary is the bank through which money reaches an account at another bank.
type Intermediary struct {
	Name    string `json:"name"`
	Address string `json:"address,omitempty"`
	SWIFT   string `json:"swift,omitempty"`
	Account string `json:"account,omitempty"` // of the account's bank, there
}

// Kind returns KindCommercialInvoice.
func (inv *CommercialInvoice) Kind() Kind { return KindCommercialInvoice }

// PrintedTotal returns the invoice's total.
func (inv *Invoice) PrintedTotal() money.Amount { return inv.Total }

// Conversions returns the total in other currencies.
func (inv *Invoice) Conversions() []Converted { return inv.In }

// Check adds the invoice's sums up again. The error is ErrSum.
func (inv *CommercialInvoice) Check() error {
	return firstError(inv.Header.check(), inv.Invoice.check(&inv.Header))
}

// check adds up the lines, charges and totals again, converts the total again, and
// compares the sums of packages and masses with the header. The error is ErrSum.
func (inv *Invoice) check(h *Header) error {
	goods := money.Zero(inv.Currency)
	var packages int
	var gross, net fibre.Mass
	for i, l := range inv.Lines {
		amount, err := l.Price.Times(l.InvoiceMass.Number())
		if err != nil {
			return wrong("line %d: %v", i+1, err)
		}
		value := l.Amount
		if l.CustomsValue != nil {
			value = *l.CustomsValue
			if l.Amount.Sign() != 0 {
				return wrong("line %d is without charge and comes to %s", i+1, l.Amount)
			}
		}
		if amount.Minor() != value.Minor() {
			return wrong("line %d: %s × %s for %s is %s and not %s", i+1, l.InvoiceMass, l.Price, l.Price.Per(), amount, value)
		}
		if goods, err = goods.Add(l.Amount); err != nil {
			return wrong("line %d: %v", i+1, err)
		}
		packages, gross, net = packages+l.Packages, gross.Add(l.Gross), net.Add(l.Net)
	}
	total, err := goods.Sub(inv.Discount.Amount)
	for _, a := range []money.Amount{inv.Freight.Amount, inv.Insurance.Amount} {
		if err == nil {
			total, err = total.Add(a)
		}
	}
	if err != nil {
		return wrong("total: %v", err)
	}
	balance := total
	if inv.Deposit != nil {
		if balance, err = total.Sub(inv.Deposit.Amount); err != nil {
			return wrong("balance: %v", err)
		}
	}
	for _, c := range inv.In {
		a, err := c.Rate.Convert(inv.Total)
		if err != nil {
			return wrong("total in %s: %v", c.Amount.Currency(), err)
		}
		if a.Currency() != c.Amount.Currency() || a.Minor() != c.Amount.Minor() {
			return wrong("the total in %s is %s and not %s", a.Currency(), a, c.Amount)
		}
	}
	return firstError(
		same("goods", goods, inv.Goods), same("total", total, inv.Total), same("balance", balance, inv.Balance),
		sameText("packages", exact.Int(int64(packages)).String(), exact.Int(int64(h.PackageCount)).String()),
		sameMass("gross mass", gross, h.Gross), sameMass("net mass", net, h.Net),
		inv.checkMasses(),
	)
}

// checkWords spells the total again. The error is ErrSum. It is not part of Check,
// because an issued document keeps its words when the program's spelling changes. A nil
// invoice passes.
func (inv *Invoice) checkWords() error {
	if inv == nil {
		return nil
	}
	words, err := inv.Total.Words()
	if err != nil {
		return wrong("words: %v", err)
	}
	return sameText("total in words", words, inv.Words)
}

// checkMasses checks that each lot's invoice mass follows from its net mass and regain, and
// that the lots of each line add up to the line's invoice mass. Every error is ErrSum, also
// that of a lot that is not on the document.
func (inv *Invoice) checkMasses() error {
	byLot := make(map[string]fibre.Mass, len(inv.Masses))
	for _, m := range inv.Masses {
		// Without a regain, the invoice mass is the rounded net mass.
		want := m.Net.Rounded(m.InvoiceMass.Decimals())
		if m.Regain != nil {
			want = m.Regain.InvoiceMass(m.Net, m.InvoiceMass.Decimals())
		}
		if err := sameMass("invoice mass of lot "+m.Lot, want, m.InvoiceMass); err != nil {
			return err
		}
		byLot[m.Lot] = m.InvoiceMass
	}
	for i, l := range inv.Lines {
		var sum fibre.Mass
		for _, lot := range l.Lots {
			m, ok := byLot[lot]
			if !ok {
				return wrong("line %d: lot %s is not on the document", i+1, lot)
			}
			sum = sum.Add(m)
		}
		if sum.Cmp(l.InvoiceMass) != 0 {
			return wrong("line %d: its lots weigh %s kg, but the line says %s kg", i+1, sum, l.InvoiceMass)
		}
	}
	return nil
}

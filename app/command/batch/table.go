package batch

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"woolroad/app/command/output"
	"woolroad/app/money"
)

// Print writes an order's totals as a table that a person can check.
func (r Result) Print(w io.Writer) error {
	var b bytes.Buffer
	o := r.order
	p := output.To(&b)
	p.Line("\n%s · %s · %s %s · %s", o.Number, o.Buyer.Name, o.Terms.Incoterm, o.Terms.Place, r.Folder)
	if err := p.Err; err != nil {
		return err
	}
	if err := r.masses(&b); err != nil {
		return err
	}
	if err := r.sums(&b); err != nil {
		return err
	}
	for line := range bytes.Lines(b.Bytes()) {
		if _, err := fmt.Fprintln(w, strings.TrimRight(string(line), " \n")); err != nil {
			return err
		}
	}
	return nil
}

// masses writes the masses of each lot, and of all lots.
func (r Result) masses(w io.Writer) error {
	t := r.Totals
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	p := output.To(table)
	p.Line("lot\tpackages\tgross kg\ttare kg\tnet kg\tinvoice mass kg\t")
	for _, l := range t.Lots {
		p.Line("%s\t%d\t%s\t%s\t%s\t%s\t", l.Number, l.Bales, l.Gross.Grouped(), l.Tare.Grouped(), l.Net.Grouped(), l.InvoiceMass.Grouped())
	}
	if len(t.Lots) > 1 {
		p.Line("all\t%d\t%s\t%s\t%s\t\t", t.Packages, t.Gross.Grouped(), t.Tare.Grouped(), t.Net.Grouped())
	}
	if p.Err != nil {
		return p.Err
	}
	return table.Flush()
}

// sums writes the lines, the charges and the totals, each with its calculation.
func (r Result) sums(w io.Writer) error {
	o, t := r.order, r.Totals
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	p := output.To(table)
	row := func(what string, a money.Amount, how string) {
		p.Line("%s\t%s\t%s\t %s", what, a.Currency(), a.Grouped(), how)
	}
	for i, l := range t.Lines {
		price := o.Lines[i].Price
		how := fmt.Sprintf("%s kg × %s", l.Quantity.Grouped(), price.Grouped())
		if per := price.Per(); per != "1" {
			how += " per " + per + " kg"
		}
		if value := l.CustomsValue; value != nil {
			how += " = " + value.Grouped() + ", a value for customs only; free of charge"
		}
		row(fmt.Sprintf("line %d", i+1), l.Amount, how)
	}
	row("goods", t.Goods, "")
	if t.Discount.Sign() != 0 {
		how := "taken off"
		if percent := o.Charges.DiscountPercent; percent != nil {
			how = percent.String() + " %, taken off"
		}
		row("discount", t.Discount, how)
	}
	if t.Freight.Sign() != 0 {
		row("freight", t.Freight, "")
	}
	if t.Insurance.Sign() != 0 {
		how := ""
		if rate := o.Charges.InsuranceRatePercent; rate != nil {
			how = rate.String() + " % of 110 % of the total"
		}
		row("insurance", t.Insurance, how)
	}
	row("TOTAL", t.Total, "")
	if t.Deposit != nil {
		how := ""
		if p := o.Payment.DepositPercent; p != nil {
			how = p.String() + " %"
		}
		row("deposit", *t.Deposit, how)
		row("balance", *t.Balance, "")
	}
	for _, c := range t.In {
		row("total in "+string(c.Amount.Currency()), c.Amount, output.Rate(c.Rate))
	}
	if p.Err != nil {
		return p.Err
	}
	return table.Flush()
}

package command

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"woolroad/app/money"
)

// print writes an order's totals as a table that a person can check.
func (r result) print(w io.Writer) error {
	var b bytes.Buffer
	o := r.order
	p := printer{w: &b}
	p.line("\n%s · %s · %s %s · %s", o.Number, o.Buyer.Name, o.Terms.Incoterm, o.Terms.Place, r.Folder)
	if err := p.err; err != nil {
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
func (r result) masses(w io.Writer) error {
	t := r.Totals
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	p := printer{w: table}
	p.line("lot\tpackages\tgross kg\ttare kg\tnet kg\tinvoice mass kg\t")
	for _, l := range t.Lots {
		p.line("%s\t%d\t%s\t%s\t%s\t%s\t", l.Number, l.Bales, l.Gross.Grouped(), l.Tare.Grouped(), l.Net.Grouped(), l.InvoiceMass.Grouped())
	}
	if len(t.Lots) > 1 {
		p.line("all\t%d\t%s\t%s\t%s\t\t", t.Packages, t.Gross.Grouped(), t.Tare.Grouped(), t.Net.Grouped())
	}
	if p.err != nil {
		return p.err
	}
	return table.Flush()
}

// sums writes the lines, the charges and the totals, each with its calculation.
func (r result) sums(w io.Writer) error {
	o, t := r.order, r.Totals
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	p := printer{w: table}
	row := func(what string, a money.Amount, how string) {
		p.line("%s\t%s\t%s\t %s", what, a.Currency(), a.Grouped(), how)
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
		row("deposit", *t.Deposit, o.Payment.DepositPercent.String()+" %")
		row("balance", *t.Balance, "")
	}
	for _, c := range t.In {
		row("total in "+string(c.Amount.Currency()), c.Amount, rateText(c.Rate))
	}
	if p.err != nil {
		return p.err
	}
	return table.Flush()
}

// rateText writes out a rate with its unit, source, side and date.
func rateText(r money.Rate) string {
	figure := fmt.Sprintf("%s per %s %s", r.Value, r.Per, r.From)
	if r.Through != "" {
		figure = fmt.Sprintf("%s / %s per %s", r.Value, r.Per, r.Through)
	}
	return strings.Join([]string{figure, r.Source, string(r.Side), r.Date.String()}, ", ")
}

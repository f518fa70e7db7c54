package command

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"woolroad/app/money"
)

// print writes an order's totals as a table that a person can check.
func (r result) print(w io.Writer) error {
	o, t := r.order, r.totals
	fmt.Fprintf(w, "\n%s · %s · %s %s · %s\n", o.Number, o.Buyer.Name, o.Terms.Incoterm, o.Terms.Place, r.Folder)

	masses := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(masses, "lot\tpackages\tgross kg\ttare kg\tnet kg\tinvoice mass kg\t")
	for _, l := range t.Lots {
		fmt.Fprintf(masses, "%s\t%d\t%s\t%s\t%s\t%s\t\n", l.Number, l.Bales, l.Gross.Grouped(), l.Tare.Grouped(), l.Net.Grouped(), l.InvoiceMass.Grouped())
	}
	if len(t.Lots) > 1 {
		fmt.Fprintf(masses, "all\t%d\t%s\t%s\t%s\t\t\n", t.Packages, t.Gross.Grouped(), t.Tare.Grouped(), t.Net.Grouped())
	}
	if err := masses.Flush(); err != nil {
		return err
	}

	sums := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(what string, a money.Amount, how string) {
		fmt.Fprintf(sums, "%s\t%s\t%s\t %s\n", what, a.Currency(), a.Grouped(), how)
	}
	for i, l := range t.Lines {
		row(fmt.Sprintf("line %d", i+1), l.Amount, fmt.Sprintf("%s kg × %s", l.Quantity.Grouped(), o.Lines[i].Price.Grouped()))
	}
	row("goods", t.Goods, "")
	if t.Discount.Sign() != 0 {
		row("discount", t.Discount, o.Charges.DiscountPercent.String()+" %, taken off")
	}
	if t.Freight.Sign() != 0 {
		row("freight", t.Freight, "")
	}
	if t.Insurance.Sign() != 0 {
		row("insurance", t.Insurance, "")
	}
	row("TOTAL", t.Total, "")
	if t.Deposit != nil {
		row("deposit", *t.Deposit, o.Payment.DepositPercent.String()+" %")
		row("balance", *t.Balance, "")
	}
	for _, c := range t.In {
		how := fmt.Sprintf("%s per %s %s", c.Rate.Value, c.Rate.Per, c.Rate.From)
		if c.Rate.Through != "" {
			how = fmt.Sprintf("%s / %s per %s", c.Rate.Value, c.Rate.Per, c.Rate.Through)
		}
		row("total in "+string(c.Amount.Currency()), c.Amount, strings.Join([]string{how, c.Rate.Source, string(c.Rate.Side), c.Rate.Date.String()}, ", "))
	}
	return sums.Flush()
}

package shipping

import (
	"errors"
	"slices"

	"woolroad/app/money"
	"woolroad/app/trade"
)

// A Share is what one consignment bears of the charges that were agreed for its whole order,
// and of the order's deposit. All four are amounts, in the order's currency, even where the
// order agrees on a per cent.
type Share struct {
	Discount, Freight, Insurance, Deposit money.Amount
}

// An Agreed is what was agreed for an order as a whole: the value of its goods, and the
// charges and the deposit that its consignments share.
type Agreed struct {
	Goods money.Amount
	Share
}

// AgreedFor returns what an order comes to as it was agreed. An order with a per cent of
// discount, of insurance or of deposit agrees on the amount to which it comes here; what is
// shipped in the end does not change that amount. The error is a Fault.
func AgreedFor(o trade.Order) (Agreed, error) {
	o.TotalsIn = nil
	t, err := o.Totals(nil)
	if err != nil {
		return Agreed{}, err
	}
	return Agreed{t.Goods, shareIn(t)}, nil
}

// shareIn returns what an order's totals have of charges and deposit.
func shareIn(t trade.Totals) Share {
	s := Share{Discount: t.Discount, Freight: t.Freight, Insurance: t.Insurance, Deposit: money.Zero(t.Currency)}
	if t.Deposit != nil {
		s.Deposit = *t.Deposit
	}
	return s
}

// A Taken is what one consignment bears by its current invoice.
type Taken struct {
	Consignment string // its ID
	Closing     bool   // the office has marked it as its order's last
	Share       Share
}

// A Ledger says how an order's agreed charges and deposit are shared by its consignments.
//
//   - A consignment's share of a charge is the charge × the consignment's goods ÷ the agreed
//     goods, rounded once to the minor unit, and at most what remains.
//   - The closing consignment takes all that remains, and no consignment comes after it.
//   - An invoice that supersedes another keeps its share, whatever its own goods come to.
//   - An order that ends without a closing consignment leaves the Remainder, for a debit note
//     or a waiver.
//
// So all current invoices of a closed order charge what was agreed, to the digit. Where more
// goods are shipped than agreed, the charges are used up before the last consignment, which
// may bear nothing. Where the agreed goods are worth nothing, being free samples, there is
// nothing to share by: no consignment bears anything but the closing one, which bears all.
type Ledger struct {
	Agreed Agreed
	Taken  []Taken // of consignments with a current invoice, in the order of issue
}

// Closing returns the ID of the consignment that has closed the order, or "".
func (l Ledger) Closing() string {
	for _, t := range l.Taken {
		if t.Closing {
			return t.Consignment
		}
	}
	return ""
}

// Remainder returns what no current invoice charges yet. The errors are money's: of amounts
// in different currencies, or too large.
func (l Ledger) Remainder() (Share, error) {
	rest := l.Agreed.Share
	for _, t := range l.Taken {
		var err error
		if rest, err = rest.with(t.Share, money.Amount.Sub); err != nil {
			return Share{}, err
		}
	}
	return rest, nil
}

// Share returns what a consignment with these goods bears, whether it is issued next or only
// drafted. closing says that the office has marked it as its order's last. The error is a
// Conflict where the order is closed already, and where the consignment would come to less
// than nothing because the discount that remains is more than its goods.
func (l Ledger) Share(goods money.Amount, closing bool) (Share, error) {
	if by := l.Closing(); by != "" {
		return Share{}, &trade.Error{Code: trade.Conflict, Field: "closing",
			Format: "Shipment %s has closed this order, and its invoice took what remained of the charges; cancel that invoice first.", Args: []any{by}}
	}
	rest, err := l.Remainder()
	if err != nil {
		return Share{}, err
	}
	bears := rest
	if !closing {
		if bears, err = l.Agreed.share(goods, rest); err != nil {
			return Share{}, err
		}
	}
	return bears, bears.fits(goods)
}

// Issue returns the ledger with a consignment's first invoice, and the consignment's share.
// The errors are Share's, and a Conflict for a consignment with a current invoice.
func (l Ledger) Issue(consignment string, goods money.Amount, closing bool) (Ledger, Share, error) {
	if l.at(consignment) >= 0 {
		return l, Share{}, &trade.Error{Code: trade.Conflict, Field: "shipment",
			Format: "Shipment %s has its invoice of this order already; supersede that one.", Args: []any{consignment}}
	}
	share, err := l.Share(goods, closing)
	if err != nil {
		return l, Share{}, err
	}
	l.Taken = append(slices.Clone(l.Taken), Taken{consignment, closing, share})
	return l, share, nil
}

// Supersede returns the share that an invoice keeps which supersedes a consignment's current
// one. The ledger stays as it is, closed or not. The error is NotFound for a consignment
// without a current invoice, and a Conflict where the new goods are worth less than the
// discount.
func (l Ledger) Supersede(consignment string, goods money.Amount) (Share, error) {
	i := l.at(consignment)
	if i < 0 {
		return Share{}, noInvoice(consignment)
	}
	share := l.Taken[i].Share
	return share, share.fits(goods)
}

// Cancel returns the ledger without a consignment whose invoice was cancelled by a credit
// note: its share remains for others. Cancelling the closing one opens the order again. The
// error is NotFound for a consignment without a current invoice.
func (l Ledger) Cancel(consignment string) (Ledger, error) {
	i := l.at(consignment)
	if i < 0 {
		return l, noInvoice(consignment)
	}
	l.Taken = slices.Delete(slices.Clone(l.Taken), i, i+1)
	return l, nil
}

// at returns the place of a consignment in Taken, or -1.
func (l Ledger) at(consignment string) int {
	return slices.IndexFunc(l.Taken, func(t Taken) bool { return t.Consignment == consignment })
}

// noInvoice makes the NotFound error of a consignment without a current invoice.
func noInvoice(consignment string) error {
	return &trade.Error{Code: trade.NotFound, Field: "shipment", Format: "Shipment %s has no current invoice of this order.", Args: []any{consignment}}
}

// share returns what goods bear of what was agreed, and of each charge at most what remains.
func (a Agreed) share(goods money.Amount, rest Share) (Share, error) {
	return a.with(rest, func(agreed, left money.Amount) (money.Amount, error) {
		part, err := agreed.Share(goods, a.Goods)
		switch {
		case errors.Is(err, money.ErrShare):
			return money.Zero(a.Goods.Currency()), nil
		case err != nil:
			return money.Amount{}, err
		case part.Minor() > left.Minor():
			return left, nil
		}
		return part, nil
	})
}

// with returns f of each of two shares' amounts, and the first error of f.
func (s Share) with(o Share, f func(a, b money.Amount) (money.Amount, error)) (out Share, err error) {
	for _, p := range []struct {
		to   *money.Amount
		a, b money.Amount
	}{
		{&out.Discount, s.Discount, o.Discount},
		{&out.Freight, s.Freight, o.Freight},
		{&out.Insurance, s.Insurance, o.Insurance},
		{&out.Deposit, s.Deposit, o.Deposit},
	} {
		if *p.to, err = f(p.a, p.b); err != nil {
			return Share{}, err
		}
	}
	return out, nil
}

// fits refuses, with a Conflict, a share that leaves less than nothing of the goods to pay. A
// deposit may be more than is to pay: the buyer has paid too much in advance then, and the
// balance is below zero.
func (s Share) fits(goods money.Amount) error {
	before, err := money.Sum(goods.Currency(), goods, s.Freight, s.Insurance)
	if err != nil {
		return err
	}
	total, err := before.Sub(s.Discount)
	if err != nil {
		return err
	}
	if total.Sign() < 0 {
		return &trade.Error{Code: trade.Conflict, Field: "closing",
			Format: "The discount that remains, %[1]s %[2]s, is more than the goods and charges of this shipment, %[1]s %[3]s; issue it without closing the order, and credit what remains.",
			Args:   []any{string(goods.Currency()), s.Discount.Grouped(), before.Grouped()}}
	}
	return nil
}

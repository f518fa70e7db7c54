package issue

import (
	"context"
	"fmt"
	"slices"

	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/trade"
)

// recent is how many of the latest orders a price is compared with.
const recent = 5

// oddPrices returns warnings about prices that are far from those of the latest other
// orders of the same product in the same currency. It leaves out orders of several
// products, which do not tell what one of them costs.
func oddPrices(ctx context.Context, t *store.Tx, l *Look) (trade.Faults, error) {
	var faults trade.Faults
	earlier := map[string][]Earlier{}
	for i, line := range l.Judged.Order.Lines {
		if line.Product == "" || line.Price.Currency() == "" || line.NoCharge {
			continue
		}
		if _, known := earlier[line.Product]; !known {
			of, err := earlierOf(ctx, t, l.Info.ID, line)
			if err != nil {
				return nil, err
			}
			earlier[line.Product] = of
		}
		if fault, odd := OddPrice(fmt.Sprintf("/lines/%d/price", i), line, earlier[line.Product]); odd {
			faults = append(faults, fault)
		}
	}
	return faults, nil
}

// earlierOf returns the prices of the latest orders with the line's product and currency,
// except of the order with that ID.
func earlierOf(ctx context.Context, t *store.Tx, id string, line trade.Line) ([]Earlier, error) {
	currency := line.Price.Currency()
	list, err := t.Orders(ctx, store.OrderFilter{Currency: currency, Product: line.Product}, store.ByDate, true, store.Paging{Limit: 2 * recent})
	if err != nil {
		return nil, err
	}
	var out []Earlier
	for _, o := range list.Rows {
		if o.ID == id || o.Mass.Sign() <= 0 || o.Total.Sign() <= 0 || !slices.Equal(o.Products, []string{line.Product}) || len(out) == recent {
			continue
		}
		per := o.Total.Number().Quo(o.Mass.Number(), currency.Digits())
		out = append(out, Earlier{Number: o.Number, PerKg: money.HoldPrice(per, currency)})
	}
	return out, nil
}

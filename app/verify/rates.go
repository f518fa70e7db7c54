package verify

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/documents"
)

// A usedRate is a published figure that a document prints: per units of from are value
// units of to.
type usedRate struct {
	source, side, from, to, date, value, per string
}

// rates notes the published figures that the document's totals in other currencies are
// converted with. A rate that an order states itself is stored in the order alone.
func (d *beside) rates() {
	priced, is := d.content.(documents.Priced)
	if !is {
		return
	}
	for _, in := range priced.Conversions() {
		r := in.Rate
		if r.Side == money.Stated {
			continue
		}
		use := func(from, to money.Currency, value, per exact.Number) {
			note(d.c, d.c.rates, usedRate{r.Source, string(r.Side), string(from), string(to), r.Date.String(), value.String(), per.String()}, d.row.Number)
		}
		if r.Through == "" {
			use(r.From, r.To, r.Value, r.Per)
		} else {
			use(r.Through, r.To, r.Value, exact.Int(1))
			use(r.Through, r.From, r.Per, exact.Int(1))
		}
	}
}

// checkRates looks for each figure that a document prints among the rates that are stored,
// also those that are held, in either direction.
func (c *checker) checkRates(ctx context.Context) error {
	used := slices.SortedFunc(maps.Keys(c.rates), func(a, b usedRate) int {
		return cmp.Or(cmp.Compare(c.rates[a], c.rates[b]), cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)))
	})
	for _, u := range used {
		there, err := c.isStored(ctx, u)
		if err != nil {
			return err
		}
		if !there {
			c.wrong(store.Stored, c.rates[u], "it is converted at %s %s for %s %s of %s (%s, %s), and no such rate is stored (rates).", u.value, u.to, u.per, u.from, u.date, u.source, u.side)
		}
	}
	return eachRow(ctx, c.t, []string{"m.source", "m.from_currency", "m.to_currency", "m.date"}, `
		FROM manual_rates m WHERE NOT EXISTS (
			SELECT 1 FROM rates r WHERE r.source = m.source AND r.side = m.side AND r.from_currency = m.from_currency
				AND r.to_currency = m.to_currency AND r.date = m.date AND r.version = m.version)
		ORDER BY m.date, m.source`, func(row []string) {
		c.wrong(store.Stored, "", "the rate from %s to %s of %s by %s was entered (manual_rates) and is not stored (rates).", row[1], row[2], row[3], row[0])
	})
}

// isStored reports whether a figure is stored for the day, in this direction or the other.
func (c *checker) isStored(ctx context.Context, u usedRate) (bool, error) {
	for _, table := range []string{"rates", "held_rates"} {
		rows, err := c.t.Texts(ctx, `
			SELECT `+fields("from_currency", "value", "per")+` FROM `+table+`
			WHERE source = $1 AND side = $2 AND date = $3 AND (from_currency = $4 AND to_currency = $5 OR from_currency = $5 AND to_currency = $4)`,
			u.source, u.side, u.date, u.from, u.to)
		if err != nil {
			return false, fmt.Errorf("look for a rate of %s: %w", u.date, err)
		}
		for _, row := range rows {
			r := strings.Split(row, unit)
			from, value, per := r[0], r[1], r[2]
			if from == u.to {
				value, per = per, value
			}
			if sameShare(value, per, u.value, u.per) {
				return true, nil
			}
		}
	}
	return false, nil
}

// sameShare reports whether two figures, each a value for so many units, convert alike: 160
// for 100 and 1.6 for 1 do. It returns false where one of the four texts is no number.
func sameShare(value, per, otherValue, otherPer string) bool {
	var n [4]exact.Number
	for i, s := range []string{value, otherPer, otherValue, per} {
		var err error
		if n[i], err = exact.Parse(s); err != nil {
			return false
		}
	}
	return n[0].Mul(n[1]).Cmp(n[2].Mul(n[3])) == 0
}

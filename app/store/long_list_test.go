//go:build long

package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/store/words"
	"woolroad/app/trade"
)

// One page of each list is one operation:
//
//	go test -tags long -run - -bench LongOrderList -benchtime 300x -timeout 1h ./app/store

// BenchmarkLongOrderList reads pages of a list of 1,000 and of 100,000 orders by
// turns, so that whatever else the machine does slows both. The medians over
// 100,000 are to be within 1.2 times those over 1,000.
func BenchmarkLongOrderList(b *testing.B) {
	sizes := []int{1_000, 100_000}
	eachBench(b, func(b *testing.B, w Where) {
		var stores []*Store
		for range sizes {
			if w.URL != "" {
				stores = append(stores, openAt(b, migrated.Postgres(b)))
			} else {
				stores = append(stores, openAt(b, migrated.SQLite(b)))
			}
		}
		for i, s := range stores {
			fillOrders(b, s, sizes[i])
		}
		for _, page := range []struct {
			name string
			f    OrderFilter
			by   OrderSort
			desc bool
			deep bool
		}{
			{"first", OrderFilter{}, ByDate, true, false},
			{"deep", OrderFilter{}, ByDate, true, true},
			{"byNumber", OrderFilter{}, ByNumber, false, false},
			{"byTotal", OrderFilter{}, ByTotal, true, false},
			{"byTotalDeep", OrderFilter{}, ByTotal, false, true},
			{"byMass", OrderFilter{}, ByMass, true, false},
			{"open", OrderFilter{Status: trade.OrderOpen}, ByDate, true, false},
			{"buyer", OrderFilter{Buyer: "Buyer 7"}, ByDate, true, false},
			{"openByTotal", OrderFilter{Status: trade.OrderOpen, Currency: "USD"}, ByTotal, true, false},
			{"product", OrderFilter{Product: "cashmere"}, ByDate, true, false},
			{"issuedProduct", OrderFilter{Product: "cashmere", Status: trade.OrderIssued}, ByDate, true, false},
			{"number", OrderFilter{Text: "so-000777"}, ByDate, true, false},
			{"word", OrderFilter{Text: "buyer"}, ByDate, true, false},
		} {
			cursors := make([]string, len(stores))
			for i, s := range stores {
				if page.deep {
					cursors[i] = inTheMiddle(b, s, page.by, page.desc, sizes[i])
				}
			}
			byTurns(b, page.name, sizes, func(i int) {
				view(b, stores[i], func(tx *Tx) error {
					_, err := tx.Orders(b.Context(), page.f, page.by, page.desc, Paging{Limit: 50, Cursor: cursors[i]})
					return err
				})
			})
		}
		byTurns(b, "search", sizes, func(i int) { found(b, stores[i], "000777") })
		byTurns(b, "sums", sizes, func(i int) {
			view(b, stores[i], func(tx *Tx) error { _, err := tx.OrderSums(b.Context(), OrderFilter{}); return err })
		})
	})
}

// BenchmarkLongSearch searches 10,000 orders and filters their list by a part of the buyer's
// name. On two cores that others use too, one took 0.2 to 4 ms on SQLite and 0.3 to 6 ms on
// PostgreSQL, and 15 ms there for a part that all buyers' names have:
//
//	go test -tags long -run - -bench LongSearch -benchtime 30x ./app/store
func BenchmarkLongSearch(b *testing.B) {
	eachBench(b, func(b *testing.B, w Where) {
		s := openAt(b, w)
		fillOrders(b, s, 10_000)
		total := money.FromMinor(7777*104729%100_000_000, "INR") // of the order of that number
		for _, search := range []struct{ name, text string }{
			{"number", "so-7777"}, {"amount", total.Grouped()}, {"amountInCurrency", "INR " + total.Grouped()},
			{"everyOrder", "so"}, {"everyOrderAndNone", "so buyer zzz"},
		} {
			b.Run(search.name, func(b *testing.B) {
				for b.Loop() {
					found(b, s, search.text)
				}
			})
		}
		for _, part := range []string{"uyer 7", "UYER", "zzz"} {
			b.Run("ordersOf/"+part, func(b *testing.B) {
				for b.Loop() {
					view(b, s, func(tx *Tx) error {
						_, err := tx.Orders(b.Context(), OrderFilter{Buyer: part}, ByDate, true, Paging{})
						return err
					})
				}
			})
		}
	})
}

// byTurns measures f for each size, by its index, and reports the medians.
func byTurns(b *testing.B, name string, sizes []int, f func(int)) {
	b.Run(name, func(b *testing.B) {
		took := make([][]time.Duration, len(sizes))
		for b.Loop() {
			for i := range sizes {
				before := b.Elapsed()
				f(i)
				took[i] = append(took[i], b.Elapsed()-before)
			}
		}
		for i, t := range took {
			slices.Sort(t)
			b.ReportMetric(float64(t[len(t)/2].Microseconds()), fmt.Sprintf("µs/%d", sizes[i]))
		}
	})
}

// inTheMiddle returns the cursor of a page half way through the list.
func inTheMiddle(b *testing.B, s *Store, by OrderSort, desc bool, size int) (out string) {
	b.Helper()
	view(b, s, func(tx *Tx) error {
		o, err := scanOrder(tx.QueryRowContext(b.Context(), `SELECT `+orderInfoColumns+` FROM order_list o ORDER BY `+
			db.Sort{Columns: orderColumns[by], Desc: desc}.By(false)+` LIMIT 1 OFFSET $1`, size/2))
		if err != nil {
			return err
		}
		out, err = db.Sort{Name: string(by), Desc: desc}.After(by.keysOf(o))
		return err
	})
	return out
}

// fillOrders stores rows for that many orders in the tables that lists read.
func fillOrders(b *testing.B, s *Store, size int) {
	b.Helper()
	const at = 5000
	for from := 0; from < size; from += at {
		update(b, s, func(tx *Tx) error {
			var orders, list, products, found [][]any
			for i := from; i < min(from+at, size); i++ {
				id, number, date := fmt.Sprintf("%08x", i*2654435761%(1<<32)), fmt.Sprintf("SO-%06d", i), civil.Date{Year: 2020, Month: 1, Day: 1}.AddDays(i*7919%2300).String()
				buyer, currency := fmt.Sprintf("Buyer %d", i%10), []string{"USD", "INR", "CNY", "EUR"}[i*31%4]
				status, product := []string{"open", "issued"}[i%2], []string{"scoured wool", "cashmere", "yak wool", "wool tops"}[i*17%4]
				total, incoterm := int64(i)*104729%100_000_000, []string{"CPT", "FCA", "CIP"}[i%3]
				orders = append(orders, []any{id, number, date, buyer, currency, total, incoterm, status, "{}"})
				list = append(list, []any{id, number, date, buyer, "NP", currency, total, int64(i) * 7727 % 9_000_000, incoterm, "Kathmandu", status, product, "", "", 1})
				products = append(products, []any{product, id, date, number})
				found = append(found, words.Rows(words.Order, id, words.Of(number, buyer)...)...)
				found = append(found, words.Rows(words.Order, id, words.OfAmount(money.FromMinor(total, money.Currency(currency)).String(), currency)...)...)
				if i < 10 {
					found = append(found, words.Rows(words.PartOfName, buyer, words.Parts(buyer)...)...)
				}
			}
			for _, rows := range []struct {
				into string
				rows [][]any
			}{
				{"orders (id, number, date, buyer, currency, total_minor, incoterm, status, body)", orders},
				{"order_list (id, number, date, buyer, country, currency, total_minor, grams, incoterm, place, status, products, changed_at, changed_by, version)", list},
				{"order_products (product, order_id, date, number)", products},
				{words.Columns, found},
			} {
				if err := tx.InsertMany(b.Context(), rows.into, rows.rows); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if s.Engine() == db.PostgreSQL { // which its autovacuum does in time
		if _, err := shell(b, s).ExecContext(b.Context(), `ANALYZE`); err != nil {
			b.Fatal(err)
		}
	}
}

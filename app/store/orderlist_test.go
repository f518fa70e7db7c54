package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/codes"
	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/documents"
)

// numbers returns the numbers of orders.
func numbers(list []OrderInfo) (out []string) {
	for _, o := range list {
		out = append(out, o.Number)
	}
	return out
}

// variedOrders stores n orders that differ in all that lists sort and filter by.
func variedOrders(t testing.TB, s *Store, n int) {
	t.Helper()
	template := sampleOrder(t, kathmandu, "template")
	template.TotalsIn, template.Charges, template.Seller.Banks = nil, trade.Charges{}, nil
	err := s.Update(t.Context(), tashi, func(tx *Tx) error {
		for i := range n {
			if _, err := tx.AddOrder(t.Context(), varied(template, i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// varied returns the i-th of many orders.
func varied(o trade.Order, i int) trade.Order {
	o.Number = fmt.Sprintf("SO-%05d", i)
	o.Date = civil.Date{Year: 2026, Month: 1, Day: 1}.AddDays(i * 7 % 90)
	o.Buyer.Name, o.Buyer.IDs = fmt.Sprintf("Buyer %c Pvt. Ltd.", 'A'+i%5), nil
	o.Currency = []money.Currency{"USD", "INR", "CNY"}[i%3]
	o.Terms.Incoterm = []codes.Incoterm{"CPT", "FCA"}[i%2]
	lot := o.Lots[0]
	lot.Number, lot.Bales = fmt.Sprintf("XZ-%05d", i), lot.Bales[:1+i%4]
	line := o.Lines[0]
	price, err := money.ParsePrice(fmt.Sprintf("%d.5", 1+i%7), o.Currency)
	if err != nil {
		panic(err)
	}
	line.Lots, line.Price = []string{lot.Number}, price
	if i%10 == 0 {
		line.Product, lot.Product, line.HS6, line.HS = "cashmere", "cashmere", "5102.11", nil
	}
	o.Lots, o.Lines = []trade.Lot{lot}, []trade.Line{line}
	return o
}

// walk goes through a list, and back, and returns what it met each way.
func walk(t *testing.T, s *Store, f OrderFilter, by OrderSort, desc bool, limit int) (there, back []string) {
	t.Helper()
	read := func(cursor string) (p Page[OrderInfo]) {
		err := s.view(t.Context(), tashi, func(tx *Tx) (err error) {
			p, err = tx.Orders(t.Context(), f, by, desc, Paging{Limit: limit, Cursor: cursor})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := read("")
	if p.Prev != "" {
		t.Error("before the first page there is another")
	}
	there = numbers(p.Rows)
	for p.Next != "" {
		p = read(p.Next)
		there = append(there, numbers(p.Rows)...)
	}
	back = numbers(p.Rows)
	for p.Prev != "" {
		p = read(p.Prev)
		back = append(numbers(p.Rows), back...)
	}
	return there, back
}

func TestOrdersAreListedInEveryOrder(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		variedOrders(t, s, 57)
		var all []OrderInfo
		err := s.view(t.Context(), tashi, func(tx *Tx) error {
			p, err := tx.Orders(t.Context(), OrderFilter{}, ByNumber, false, Paging{Limit: 100})
			all = p.Rows
			return err
		})
		if err != nil || len(all) != 57 {
			t.Fatalf("%d orders, %v", len(all), err)
		}
		cashmere := func(o OrderInfo) bool { return slices.Contains(o.Products, "cashmere") }
		for _, filter := range []struct {
			name  string
			f     OrderFilter
			picks func(OrderInfo) bool
		}{
			{"all", OrderFilter{}, func(OrderInfo) bool { return true }},
			{"a buyer's", OrderFilter{Buyer: "Buyer B Pvt. Ltd."}, func(o OrderInfo) bool { return o.Buyer == "Buyer B Pvt. Ltd." }},
			{"a currency's", OrderFilter{Currency: "INR"}, func(o OrderInfo) bool { return o.Total.Currency() == "INR" }},
			{"a product's", OrderFilter{Product: "cashmere"}, cashmere},
			{"a term's", OrderFilter{Incoterm: "FCA"}, func(o OrderInfo) bool { return o.Incoterm == "FCA" }},
			{"open ones", OrderFilter{Status: trade.OrderOpen}, func(OrderInfo) bool { return true }},
			{"issued ones", OrderFilter{Status: trade.OrderIssued}, func(OrderInfo) bool { return false }},
			{"of some days", OrderFilter{From: civil.Date{Year: 2026, Month: 1, Day: 10}, To: civil.Date{Year: 2026, Month: 2, Day: 10}},
				func(o OrderInfo) bool { return o.Date.String() >= "2026-01-10" && o.Date.String() <= "2026-02-10" }},
			{"with words", OrderFilter{Text: "pvt buyer so-0001"}, func(o OrderInfo) bool {
				return o.Number >= "SO-00010" && o.Number <= "SO-00019" || o.Number == "SO-00001" // which is written so with fewer zeros
			}},
			{"with a part of a buyer's name", OrderFilter{Buyer: "YER  b pv"}, func(o OrderInfo) bool { return o.Buyer == "Buyer B Pvt. Ltd." }},
			{"with a part of all buyers' names", OrderFilter{Buyer: "uyer"}, func(OrderInfo) bool { return true }},
			{"with what is in no name", OrderFilter{Buyer: "%"}, func(OrderInfo) bool { return false }},
			{"with a lot", OrderFilter{Text: "00007"}, func(o OrderInfo) bool { return o.Number == "SO-00007" }},
			{"with signs alone", OrderFilter{Text: "--"}, func(OrderInfo) bool { return false }},
			{"several at once", OrderFilter{Buyer: "Buyer A Pvt. Ltd.", Product: "cashmere", Status: trade.OrderOpen, Text: "buyer"},
				func(o OrderInfo) bool { return o.Buyer == "Buyer A Pvt. Ltd." && cashmere(o) }},
		} {
			for by, less := range map[OrderSort]func(a, b OrderInfo) int{
				ByNumber: func(a, b OrderInfo) int { return 0 },
				ByDate:   func(a, b OrderInfo) int { return a.Date.DaysSince(b.Date) },
				ByBuyer:  func(a, b OrderInfo) int { return compare(a.Buyer, b.Buyer) },
				ByTotal: func(a, b OrderInfo) int {
					if c := compare(string(a.Total.Currency()), string(b.Total.Currency())); c != 0 {
						return c
					}
					return a.Total.Number().Cmp(b.Total.Number())
				},
				ByMass: func(a, b OrderInfo) int { return a.Mass.Cmp(b.Mass) },
			} {
				want := slices.DeleteFunc(slices.Clone(all), func(o OrderInfo) bool { return !filter.picks(o) })
				slices.SortFunc(want, func(a, b OrderInfo) int {
					if c := less(a, b); c != 0 {
						return c
					}
					return compare(a.Number, b.Number)
				})
				for _, desc := range []bool{false, true} {
					if desc {
						slices.Reverse(want)
					}
					there, back := walk(t, s, filter.f, by, desc, 10)
					if !slices.Equal(there, numbers(want)) || !slices.Equal(back, numbers(want)) {
						t.Errorf("%s by %s, descending %v:\nthere %v\nback  %v\nwant  %v", filter.name, by, desc, there, back, numbers(want))
					}
				}
			}
			checkSums(t, s, filter.name, filter.f, slices.DeleteFunc(slices.Clone(all), func(o OrderInfo) bool { return !filter.picks(o) }))
		}
	})
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func checkSums(t *testing.T, s *Store, name string, f OrderFilter, want []OrderInfo) {
	t.Helper()
	err := s.view(t.Context(), tashi, func(tx *Tx) error {
		got, err := tx.OrderSums(t.Context(), f)
		if err != nil {
			return err
		}
		mass := exact.Int(0)
		for _, o := range want {
			mass = mass.Add(o.Mass.Number())
		}
		if got.Orders != len(want) || got.Mass.Number().Cmp(mass) != 0 {
			t.Errorf("%s: %d orders of %s kg, want %d of %s", name, got.Orders, got.Mass, len(want), mass)
		}
		for _, c := range got.Totals {
			sum, n := money.Zero(c.Total.Currency()), 0
			for _, o := range want {
				if o.Total.Currency() == c.Total.Currency() {
					n++
					if sum, err = sum.Add(o.Total); err != nil {
						return err
					}
				}
			}
			if n != c.Count || sum.String() != c.Total.String() {
				t.Errorf("%s: %d make %s %s, want %d and %s", name, c.Count, c.Total, c.Total.Currency(), n, sum)
			}
		}
		return nil
	})
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

func TestAListStaysWholeWhileOrdersAreAdded(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		variedOrders(t, s, 40)
		template := sampleOrder(t, kathmandu, "template")
		seen := map[string]int{}
		cursor := ""
		for i := 0; ; i++ {
			var p Page[OrderInfo]
			err := s.view(t.Context(), tashi, func(tx *Tx) (err error) {
				p, err = tx.Orders(t.Context(), OrderFilter{}, ByDate, true, Paging{Limit: 7, Cursor: cursor})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range p.Rows {
				seen[o.Number]++
			}
			if cursor = p.Next; cursor == "" {
				break
			}
			o := varied(template, 100+i)
			o.TotalsIn, o.Charges = nil, trade.Charges{}
			add(t, s, o)
		}
		for i := range 40 {
			if n := seen[fmt.Sprintf("SO-%05d", i)]; n != 1 {
				t.Errorf("order %d was met %d times", i, n)
			}
		}
		for number, n := range seen {
			if n > 1 {
				t.Errorf("%s was met %d times", number, n)
			}
		}
	})
}

func TestMangledCursorsAreRefused(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		variedOrders(t, s, 3)
		err := s.view(t.Context(), tashi, func(tx *Tx) error {
			p, err := tx.Orders(t.Context(), OrderFilter{}, ByDate, false, Paging{Limit: 1})
			if err != nil {
				return err
			}
			good := p.Next
			for i := range good {
				bad := []byte(good)
				bad[i] ^= 1
				if _, err := tx.Orders(t.Context(), OrderFilter{}, ByDate, false, Paging{Cursor: string(bad)}); codeOf(err) != trade.Invalid {
					t.Errorf("with byte %d changed: %v, want Invalid", i, err)
				}
			}
			for _, bad := range []string{"x", "%", good[1:], good + good} {
				if _, err := tx.Orders(t.Context(), OrderFilter{}, ByDate, false, Paging{Cursor: bad}); codeOf(err) != trade.Invalid {
					t.Errorf("%q: %v, want Invalid", bad, err)
				}
			}
			if _, err := tx.Orders(t.Context(), OrderFilter{}, ByDate, true, Paging{Cursor: good}); codeOf(err) != trade.Invalid {
				t.Errorf("another list's: %v, want Invalid", err)
			}
			for _, limit := range []int{-1, 101} {
				if _, err := tx.Orders(t.Context(), OrderFilter{}, ByDate, true, Paging{Limit: limit}); codeOf(err) != trade.Invalid {
					t.Errorf("limit %d: %v, want Invalid", limit, err)
				}
			}
			_, err = tx.Orders(t.Context(), OrderFilter{}, "colour", true, Paging{})
			if codeOf(err) != trade.Invalid {
				t.Errorf("by colour: %v, want Invalid", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestTheSecondSaveShowsWhatIsThere(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-1")
		add(t, s, o)
		_, info, err := s.Order(t.Context(), "SO-1")
		if err != nil || info.Version != 1 {
			t.Fatalf("%+v, %v", info, err)
		}
		first, second := o, o
		first.Contract, second.Contract = "of Tashi", "of Pema"
		if got, err := s.ChangeOrder(t.Context(), tashi, info.ID, first, 1); got != Changed || err != nil {
			t.Fatalf("ChangeOrder = %s, %v", got, err)
		}
		_, err = s.ChangeOrder(t.Context(), Who{Name: "Pema", At: noon.Add(time.Minute)}, info.ID, second, 1)
		stale := (*Stale[trade.Order])(nil)
		if !errors.As(err, &stale) || codeOf(err) != trade.Conflict {
			t.Fatalf("the second save: %v, want Stale", err)
		}
		if stale.Now.Contract != "of Tashi" || stale.Version != 2 || stale.By != "Tashi" || !stale.At.Equal(noon.Truncate(time.Microsecond)) {
			t.Errorf("what is there now: %q, version %d by %s at %s", stale.Now.Contract, stale.Version, stale.By, stale.At)
		}
		if got, err := s.ChangeOrder(t.Context(), tashi, info.ID, first, 2); got != Unchanged || err != nil {
			t.Errorf("the same again = %s, %v", got, err)
		}
		if _, err := s.ChangeOrder(t.Context(), tashi, "none", first, 2); codeOf(err) != trade.NotFound {
			t.Errorf("no such order: %v", err)
		}
	})
}

func TestANumberMayChangeUntilDocumentsNameIt(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-1")
		add(t, s, o)
		other := sampleOrder(t, nhavaSheva, "SO-2")
		add(t, s, other)
		_, info, err := s.Order(t.Context(), "SO-1")
		if err != nil {
			t.Fatal(err)
		}
		o.Number = "SO-2"
		if _, err := s.ChangeOrder(t.Context(), tashi, info.ID, o, 1); codeOf(err) != trade.Conflict {
			t.Errorf("a number that is taken: %v", err)
		}
		o.Number = "SO-3"
		if _, err := s.ChangeOrder(t.Context(), tashi, info.ID, o, 1); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Order(t.Context(), "SO-1"); codeOf(err) != trade.NotFound {
			t.Errorf("the old number: %v", err)
		}
		if _, err := s.issue(t.Context(), tashi, asks("SO-3", documents.KindPackingList, "k")); err != nil {
			t.Fatal(err)
		}
		_, info, err = s.Order(t.Context(), "SO-3")
		if err != nil || info.Status != trade.OrderIssued || info.Version != 2 {
			t.Errorf("%+v, %v; want version 2, issued", info, err)
		}
		o.Number = "SO-4"
		if _, err := s.ChangeOrder(t.Context(), tashi, info.ID, o, 2); codeOf(err) != trade.Conflict {
			t.Errorf("a number that documents name: %v", err)
		}
		o.Number, o.Contract = "SO-3", "another"
		if _, err := s.ChangeOrder(t.Context(), tashi, info.ID, o, 2); err != nil {
			t.Errorf("the rest may change: %v", err)
		}
	})
}

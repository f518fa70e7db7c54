package demo

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/codes"
	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/orders"
	"woolroad/app/ratebook"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/rates"
)

var (
	lhasa = time.FixedZone("CST", 8*60*60)
	today = time.Date(2026, 11, 23, 12, 0, 0, 0, lhasa)
	tashi = store.Who{Name: "Tashi", At: today}
)

const address = "http://127.0.0.1:8080"

func opened(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Where{Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// seen is what there is in a demo.
type seen struct {
	orders, open, issued int
	corrected            []string // the reasons
	currencies           map[money.Currency]bool
	products, kinds      map[string]bool
}

// look walks a demo that was filled that day and checks each document.
func look(t *testing.T, s *store.Store, now time.Time) seen {
	t.Helper()
	out := seen{currencies: map[money.Currency]bool{}, products: map[string]bool{}, kinds: map[string]bool{}}
	for _, d := range planned(t, now) {
		_, err := store.View(t.Context(), s, tashi, func(tx *store.Tx) (seen, error) {
			_, info, err := tx.Order(t.Context(), d.Number)
			if err != nil {
				return out, err
			}
			out.orders++
			out.currencies[info.Total.Currency()] = true
			for _, p := range info.Products {
				out.products[p] = true
			}
			if info.Status == trade.OrderOpen {
				out.open++
			}
			issued, err := tx.IssuedFor(t.Context(), info.ID)
			for _, one := range issued {
				out.issued++
				out.kinds[string(one.Kind)] = true
				if one.Reason != "" {
					out.corrected = append(out.corrected, one.Reason)
				}
				p, err := tx.Document(t.Context(), one.Number)
				if err != nil {
					return out, err
				}
				if h := p.Head(); !h.Demo || h.CheckAddress != address {
					t.Errorf("%s of %s: demo %v, check address %q", one.Number, d.Number, h.Demo, h.CheckAddress)
				}
				if one.Date.Before(d.Date) || one.IssuedAt.After(now) {
					t.Errorf("%s is of %s, at %s, and its order of %s", one.Number, one.Date, one.IssuedAt, d.Date)
				}
			}
			return out, err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// planned returns the samples and the orders of a day's demo.
func planned(t *testing.T, now time.Time) []deal {
	t.Helper()
	known, err := samples()
	if err != nil {
		t.Fatal(err)
	}
	made, err := plan(now, known[0].Order.Seller)
	if err != nil {
		t.Fatal(err)
	}
	return append(known, made...)
}

func TestDemoIsAHalfYearOfADesk(t *testing.T) {
	s := opened(t)
	if err := Fill(t.Context(), s, Options{Now: today, Address: address}); err != nil {
		t.Fatal(err)
	}
	got := look(t, s, today)
	if got.orders != 43 || got.open < 3 || got.open > 10 || got.issued < 60 {
		t.Errorf("%d orders, %d of them open, %d documents", got.orders, got.open, got.issued)
	}
	slices.Sort(got.corrected)
	if len(slices.Compact(got.corrected)) != 4 {
		t.Errorf("documents were corrected because %q, want four reasons", got.corrected)
	}
	if len(got.currencies) != 5 || len(got.products) != 3 || len(got.kinds) != 3 {
		t.Errorf("currencies %v, products %v, kinds of document %v", got.currencies, got.products, got.kinds)
	}
	if is, err := s.IsDemo(t.Context(), tashi); !is || err != nil {
		t.Errorf("it is a demo: %v, %v", is, err)
	}
	report, err := s.Verify(t.Context(), tashi, nil)
	if err != nil || report.Wrong != nil || report.Documents != got.issued {
		t.Errorf("verify: %+v, %v", report, err)
	}
}

func TestDemoOfAnyDayIsWhole(t *testing.T) {
	for _, day := range []time.Time{
		time.Date(2026, 4, 4, 9, 0, 0, 0, time.UTC), // between two samples, one of which has no date yet
		time.Date(2024, 2, 29, 23, 59, 0, 0, time.UTC),
	} {
		s := opened(t)
		if err := Fill(t.Context(), s, Options{Now: day, Address: address}); err != nil {
			t.Errorf("%s: %v", day, err)
			continue
		}
		if got := look(t, s, day.In(lhasa)); got.orders != 43 || got.issued < 55 {
			t.Errorf("%s: %d orders, %d documents", day, got.orders, got.issued)
		}
	}
}

// TestANewcomersFirstOrderCanBeIssued issues an order of the demo's own day with its
// total in other currencies by the desk's rules, for each day of the week.
func TestANewcomersFirstOrderCanBeIssued(t *testing.T) {
	for _, now := range []time.Time{today, time.Date(2026, 11, 22, 7, 0, 0, 0, lhasa), time.Date(2026, 4, 4, 12, 0, 0, 0, lhasa), time.Date(2027, 2, 28, 23, 0, 0, 0, lhasa)} {
		s := opened(t)
		if err := Fill(t.Context(), s, Options{Now: now, Address: address}); err != nil {
			t.Fatal(err)
		}
		who := store.Who{Name: "Tashi", At: now}
		for i, currency := range []money.Currency{"USD", "EUR"} {
			o := planned(t, now)[0].Order
			for j := range o.Lots {
				lot := fmt.Sprintf("NEW-%d-%d", i, j)
				for k := range o.Lines {
					o.Lines[k].Lots = slices.Clone(o.Lines[k].Lots)
					for l, number := range o.Lines[k].Lots {
						if number == o.Lots[j].Number {
							o.Lines[k].Lots[l] = lot
						}
					}
				}
				o.Lots[j].Number = lot
			}
			for k := range o.Lines {
				price, err := money.ParsePrice("6.5", currency)
				if err != nil {
					t.Fatal(err)
				}
				o.Lines[k].Price = price
			}
			o.Number, o.Date, o.Currency, o.Charges, o.Credit = fmt.Sprintf("NEW-%d", i), civil.DateOf(now), currency, trade.Charges{}, nil
			o.TotalsIn = []trade.TotalIn{{Currency: "NPR", Rule: rates.ByDefault}, {Currency: "CNY", Rule: rates.ByDefault}, {Currency: "INR", Rule: rates.ByDefault}}
			if _, err := orders.Add(t.Context(), s, who, orders.Judge(o), orders.Source{}); err != nil {
				t.Fatal(err)
			}
			if _, err := issue.Issue(t.Context(), s, who, issue.Request{Order: o.Number}); err != nil {
				t.Errorf("%s, an order in %s: %v", now.Format(time.DateOnly), currency, err)
			}
		}
		h, err := ratebook.LookAtPair(t.Context(), s, who, "USD", "NPR", civil.Date{}, func(all rates.Span) rates.Span { return all })
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range h.Rates {
			if real := r.Date.Year == 2026 && r.Date.Month == time.April && r.Date.Day <= 5; !real && r.Feed != invented {
				t.Errorf("the rate of %s was read from %q, which does not say that it is invented", r.Date, r.Feed)
			} else if real && r.Feed == invented {
				t.Errorf("the recorded rate of %s is invented", r.Date)
			}
		}
	}
}

// TestTheHalfYearHasTotalsInCNY holds that an accountant finds each document that bills
// in a currency of the central parity with its total in CNY, by the rule of the books.
func TestTheHalfYearHasTotalsInCNY(t *testing.T) {
	s, now := opened(t), time.Date(2026, 11, 22, 7, 0, 0, 0, lhasa)
	if err := Fill(t.Context(), s, Options{Now: now, Address: address}); err != nil {
		t.Fatal(err)
	}
	for _, currency := range []money.Currency{"USD", "EUR"} {
		sums, err := issue.AddUp(t.Context(), s, store.Who{Name: "Tashi", At: now}, store.IssuedFilter{Currency: currency, From: civil.DateOf(now).AddDays(-halfYear)})
		if err != nil || sums.CNY == nil || sums.CNY.Missing != 0 || sums.CNY.Count == 0 {
			t.Errorf("in %s: %+v, %v; want a total in CNY of each document", currency, sums.CNY, err)
		}
	}
}

// TestSomethingWaitsForANewcomer holds that a demo has a draft that its form can read and
// one held rate, of a currency in which nothing is sold.
func TestSomethingWaitsForANewcomer(t *testing.T) {
	for _, now := range []time.Time{today, time.Date(2026, 4, 8, 9, 30, 0, 0, lhasa), time.Date(2026, 11, 28, 9, 0, 0, 0, lhasa)} {
		s := opened(t)
		if err := Fill(t.Context(), s, Options{Now: now, Address: address}); err != nil {
			t.Fatal(err)
		}
		drafts, err := orders.Drafts(t.Context(), s, tashi, store.Paging{})
		if err != nil || len(drafts.Rows) != 1 || drafts.Rows[0].Number != fmt.Sprintf("SO-%d-0141", now.Year()) {
			t.Errorf("%s: drafts %+v, %v; want one, with the next number", now, drafts.Rows, err)
		}
		held, err := ratebook.Waiting(t.Context(), s, tashi)
		if err != nil || len(held) != 1 || held[0].Rate.To != "JPY" || held[0].Rate.Date != civil.DateOf(workday(now)) {
			t.Errorf("%s: held %+v, %v; want the newest rate of the yen", now, held, err)
		}
		if _, err := store.View(t.Context(), s, tashi, func(tx *store.Tx) (trade.Order, error) {
			o, _, err := tx.Order(t.Context(), drafts.Rows[0].Number)
			return o, err
		}); err == nil {
			t.Errorf("%s: the draft's number is an order's", now)
		}
	}
}

func TestPlansAreTheSameAllDay(t *testing.T) {
	morning, evening := planned(t, today), planned(t, today.Add(9*time.Hour))
	for i := range morning {
		if !reflect.DeepEqual(morning[i].Order, evening[i].Order) || morning[i].after != evening[i].after {
			t.Errorf("%s is another order in the evening", morning[i].Number)
		}
	}
}

func TestPlansKeepTheRulesOnEveryDay(t *testing.T) {
	for back := range 60 {
		now := today.AddDate(0, 0, -back*13)
		numbers, lots := map[string]bool{}, map[string]bool{}
		var before trade.Order
		for _, d := range planned(t, now)[3:] {
			if numbers[d.Number] || d.Date.Before(before.Date) {
				t.Errorf("%s: order %s of %s comes twice or after one of %s", now, d.Number, d.Date, before.Date)
			}
			if w := d.Date.In(time.UTC).Weekday(); w == time.Saturday || w == time.Sunday {
				t.Errorf("%s: order %s is of a %s", now, d.Number, w)
			}
			numbers[d.Number], before = true, d.Order
			for _, l := range d.Lots {
				if lots[l.Number] {
					t.Errorf("%s: lot %s is in two orders", now, l.Number)
				}
				lots[l.Number] = true
			}
			for _, in := range d.TotalsIn {
				if in.Rate == nil || !strings.Contains(in.Rate.Source, "invented") {
					t.Errorf("%s: order %s asks for a rate that does not say that it is invented: %+v", now, d.Number, in)
				}
			}
		}
	}
}

// TestCompaniesPassTheChecks holds that companies have valid numbers and known places.
func TestCompaniesPassTheChecks(t *testing.T) {
	for _, b := range buyers {
		for kind, number := range b.party["ids"].(object) {
			if warning, err := codes.CheckID(kind, number.(string)); warning != nil || err != nil {
				t.Errorf("%s: %s %s: %v, %v", b.party["name"], kind, number, warning, err)
			}
		}
		if !strings.HasSuffix(b.party["email"].(string), ".example") {
			t.Errorf("%s has the address %s, which somebody may own", b.party["name"], b.party["email"])
		}
		for _, h := range b.habits {
			for _, place := range []string{h.way.loading, h.way.place, h.way.border, h.way.discharge} {
				if _, ok := codes.PlaceCode(place); place != "" && !ok {
					t.Errorf("%s is sent by %s, which has no code", b.party["name"], place)
				}
			}
		}
	}
}

func TestARealDeskIsNotFilled(t *testing.T) {
	s := opened(t)
	known, err := samples()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := orders.Add(t.Context(), s, tashi, orders.Judge(known[0].Order), orders.Source{}); err != nil {
		t.Fatal(err)
	}
	e := (*trade.Error)(nil)
	if err := Fill(t.Context(), s, Options{Now: today}); !errors.As(err, &e) || e.Code != trade.Conflict {
		t.Errorf("filling a real desk: %v, want a Conflict", err)
	}
	if is, err := s.IsDemo(t.Context(), tashi); is || err != nil {
		t.Errorf("it is marked now: %v, %v", is, err)
	}
}

func TestFillStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Fill(ctx, opened(t), Options{Now: today}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
}

package ratebook

import (
	"errors"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/rates"
)

// euros returns a feed of the euro's rates for a day of April, by currency and value.
func euros(day int, values ...string) rates.Feed {
	feed := rates.Feed{Source: rates.ECB}
	for i := 0; i < len(values); i += 2 {
		feed.Rates = append(feed.Rates, money.Rate{From: money.EUR, To: money.Currency(values[i]), Value: exact.Must(values[i+1]), Per: exact.Int(1), Side: money.Mid, Source: rates.ECB.Name(), Date: april(day)})
	}
	return feed
}

// TestAHistoryIsShownBesideHeldFigures holds the dollar's rate to the euro, through which
// other pairs are crossed, and looks at their history.
func TestAHistoryIsShownBesideHeldFigures(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		for i, feed := range []rates.Feed{euros(1, "USD", "1.15", "CNY", "7.92", "CHF", "1.20"), euros(2, "USD", "3.15", "CNY", "7.93", "CHF", "1.21"), selling("149.27")} {
			if _, err := Import(t.Context(), s, asks(string(rune('a'+i))), Intake{Name: "feed", Share: exact.Must("0.10")}, feed); err != nil {
				t.Fatal(err)
			}
		}
		all := func(span rates.Span) rates.Span { return span }
		for _, test := range []struct {
			from, to       money.Currency
			rates, waiting int
			crosses, held  int // ways by a third currency, and those of them that wait
			why            string
		}{
			{"EUR", "USD", 1, 1, 0, 0, "the pair's own figure waits"},
			{"EUR", "CHF", 2, 0, 0, 0, "another pair's figure waits"},
			{"USD", "NPR", 1, 0, 0, 0, "nobody publishes the euro in rupees, so that no way by it waits"},
			{"USD", "CNY", 0, 0, 1, 1, "the way by the euro waits"},
			{"CHF", "CNY", 0, 0, 1, 0, "the way by the euro has no dollar in it"},
		} {
			h, err := LookAtPair(t.Context(), s, asks(""), test.from, test.to, civil.Date{}, all)
			if err != nil {
				t.Errorf("%s/%s: %v, but %s", test.from, test.to, err, test.why)
				continue
			}
			held := 0
			for _, x := range h.Crosses {
				if x.Missing != nil && x.Held != nil && x.Held.Rate.Value.String() == "3.15" {
					held++
				}
			}
			if len(h.Rates) != test.rates || len(h.Waiting) != test.waiting || len(h.Crosses) != test.crosses || held != test.held {
				t.Errorf("%s/%s: %d rates, %d held, crosses %+v; %s", test.from, test.to, len(h.Rates), len(h.Waiting), h.Crosses, test.why)
			}
		}
		_, err := Find(t.Context(), s, asks(""), Question{From: "USD", To: "NPR", Source: rates.ECB})
		if none := (*rates.ErrNone)(nil); !errors.As(err, &none) {
			t.Errorf("USD/NPR of the European Central Bank: %v, want no rate: confirming the dollar brings none", err)
		}
	})
}

package rates_test

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"github.com/golang-sql/civil"
	"pgregory.net/rapid"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates"
)

func TestChoose(t *testing.T) {
	table := recorded(t)
	for _, test := range []struct {
		name     string
		rule     string
		from, to money.Currency
		day      string
		want     string // rate and path
		why      string
	}{
		{
			"published on the day", "nrb-sell", "USD", "NPR", "2026-04-04",
			"149.27 per 1 of 2026-04-04: × 149.27 ÷ 1 USD to NPR",
			`By the rule "NRB selling rate, the last published on or before the day": Nepal Rastra Bank published the rate for 2026-04-04, the reference date.`,
		},
		{
			"a Saturday", "fbil", "USD", "INR", "2026-03-21",
			"93.348300 per 1 of 2026-03-20: × 93.348300 ÷ 1 USD to INR",
			`By the rule "FBIL reference rate, the last published on or before the day": Financial Benchmarks India last published the rate for 2026-03-20, on or before the reference date 2026-03-21.`,
		},
		{
			"the other way round", "nrb-buy", "NPR", "INR", "2026-04-05",
			"100 per 160.00 of 2026-04-05: ÷ 160.00 × 100 INR to NPR",
			`By the rule "NRB buying rate, the last published on or before the day": Nepal Rastra Bank published the rate for 2026-04-05, the reference date.`,
		},
		{
			"a cross", "ecb", "USD", "CNY", "2026-03-18",
			"7.9214 per 1.15 of 2026-03-18 through EUR: ÷ 1.15 × 1 EUR to USD, × 7.9214 ÷ 1 EUR to CNY",
			`By the rule "ECB reference rate, crossed through EUR, the last published on or before the day": European Central Bank published both rates for 2026-03-18, the reference date, each against EUR.`,
		},
		{
			"a cross on Sunday", "ecb", "USD", "CNY", "2026-03-15",
			"7.9145 per 1.1476 of 2026-03-13 through EUR: ÷ 1.1476 × 1 EUR to USD, × 7.9145 ÷ 1 EUR to CNY",
			`By the rule "ECB reference rate, crossed through EUR, the last published on or before the day": European Central Bank last published both rates for 2026-03-13, on or before the reference date 2026-03-15, each against EUR.`,
		},
		{
			"against the euro nothing is crossed", "ecb", "USD", "EUR", "2026-03-18",
			"1 per 1.15 of 2026-03-18: ÷ 1.15 × 1 EUR to USD",
			`By the rule "ECB reference rate, crossed through EUR, the last published on or before the day": European Central Bank published the rate for 2026-03-18, the reference date.`,
		},
	} {
		rule, ok := rates.RuleOf(test.rule)
		if !ok {
			t.Fatalf("there is no rule %s", test.rule)
		}
		a, err := rates.Choose(t.Context(), table, rule, test.from, test.to, day(t, test.day))
		if err != nil {
			t.Errorf("%s: %s", test.name, err)
			continue
		}
		if got := written(a); got != test.want {
			t.Errorf("%s: %s to %s on %s =\n%s, want\n%s", test.name, test.from, test.to, test.day, got, test.want)
		}
		format, args := a.Why()
		if got := fmt.Sprintf(format, args...); got != test.why {
			t.Errorf("%s: why:\ngot  %s\nwant %s", test.name, got, test.why)
		}
	}
}

// written writes a rate and its path in one line.
func written(a rates.Answer) string {
	out := fmt.Sprintf("%s per %s of %s", a.Rate.Value, a.Rate.Per, a.Rate.Date)
	if a.Rate.Through != "" {
		out += " through " + string(a.Rate.Through)
	}
	for i, s := range a.Path {
		p := s.Published
		out += []string{": ", ", "}[min(i, 1)]
		if s.Inverted {
			out += fmt.Sprintf("÷ %s × %s %s to %s", p.Value, p.Per, p.From, p.To)
		} else {
			out += fmt.Sprintf("× %s ÷ %s %s to %s", p.Value, p.Per, p.From, p.To)
		}
	}
	return out
}

func TestNothingHolds(t *testing.T) {
	for _, test := range []struct {
		name, rule string
		from, to   money.Currency
		day        string
		want       string
	}{
		{"a publisher has none", "nrb-sell", "USD", "NPR", "2026-03-01", "There is no rate from USD to NPR by Nepal Rastra Bank (sell) on or before 2026-03-01; fetch or import one, enter the published rate, or choose another rule or source."},
		{"a middle rate has no side", "ecb", "USD", "NPR", "2026-03-01", "There is no rate from USD to NPR by European Central Bank on or before 2026-03-01: this source has no rates of this pair. Enter the bank's contract rate and choose it, or choose another rule or source."},
		{"a publisher that crosses has none", "ecb", "USD", "CNY", "2025-03-01", "There is no rate from USD to CNY by European Central Bank on or before 2025-03-01; fetch or import one, enter the published rate, or choose another rule or source."},
		{"a publisher that does not list it", "cfets", "INR", "CNY", "2026-07-29", "There is no rate from INR to CNY by China Foreign Exchange Trade System, central parity on or before 2026-07-29: this source has no rates of this pair. Enter the bank's contract rate and choose it, or choose another rule or source."},
		{"a source of two currencies alone", "peg", "USD", "NPR", "2026-03-01", "There is no rate from USD to NPR by peg of the Nepalese to the Indian rupee on or before 2026-03-01: this source has no rates of this pair. Enter the bank's contract rate and choose it, or choose another rule or source."},
		{"nobody has entered one", "peg", "INR", "NPR", "2026-03-01", "There is no rate from INR to NPR by peg of the Nepalese to the Indian rupee that is valid on 2026-03-01; enter one with its reason, or choose another rule or source."},
		{"the month's first day counts", "cfets-month-first", "USD", "CNY", "2026-03-31", "There is no rate from USD to CNY by China Foreign Exchange Trade System, central parity on or before 2026-03-01; fetch or import one, enter the published rate, or choose another rule or source."},
	} {
		rule, ok := rates.RuleOf(test.rule)
		_, err := rates.Choose(t.Context(), recorded(t), rule, test.from, test.to, day(t, test.day))
		none := (*rates.ErrNone)(nil)
		if !ok || !errors.As(err, &none) {
			t.Errorf("%s: %v, want *ErrNone", test.name, err)
			continue
		}
		format, args := none.Sentence()
		if got := fmt.Sprintf(format, args...); got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestTheMonthsFirstDay(t *testing.T) {
	var table rates.Table
	parity := func(value, date string) money.Rate {
		return money.Rate{From: "USD", To: "CNY", Value: exact.Must(value), Per: exact.Int(1), Side: money.Mid, Source: rates.CFETS.Name(), Date: day(t, date)}
	}
	table.Add(parity("7.1", "2026-04-30"), parity("7.2", "2026-05-06"), parity("7.3", "2026-06-01"), parity("7.4", "2026-06-02"))
	rule, _ := rates.RuleOf("cfets-month-first")
	for _, test := range []struct{ name, day, value, of string }{
		{"the first is a working day", "2026-06-30", "7.3", "2026-06-01"},
		{"on the first itself", "2026-06-01", "7.3", "2026-06-01"},
		{"the first is a holiday", "2026-05-31", "7.1", "2026-04-30"},
		{"on that holiday", "2026-05-01", "7.1", "2026-04-30"},
	} {
		a, err := rates.Choose(t.Context(), &table, rule, "USD", "CNY", day(t, test.day))
		if err != nil || a.Rate.Value.String() != test.value || a.Rate.Date.String() != test.of {
			t.Errorf("%s: for %s the rate is %s of %s, %v; want %s of %s", test.name, test.day, a.Rate.Value, a.Rate.Date, err, test.value, test.of)
		}
	}
}

func TestAStaleRate(t *testing.T) {
	table := recorded(t)
	rule, _ := rates.RuleOf("fbil")
	if _, err := rates.Choose(t.Context(), table, rule, "USD", "INR", day(t, "2026-03-30")); err != nil {
		t.Errorf("ten days after the last figure: %v, want a rate", err)
	}
	_, err := rates.Choose(t.Context(), table, rule, "USD", "INR", day(t, "2026-03-31"))
	stale := (*rates.ErrStale)(nil)
	if !errors.As(err, &stale) {
		t.Fatalf("eleven days after the last figure: %v, want *ErrStale", err)
	}
	want := `The last rate from USD to INR by Financial Benchmarks India, of 2026-03-20, is 11 days older than 2026-03-31; the rule "FBIL reference rate, the last published on or before the day" allows 10. Fetch or import a newer one, or enter a rate with its reason.`
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	if got := written(stale.Answer); got != "93.348300 per 1 of 2026-03-20: × 93.348300 ÷ 1 USD to INR" {
		t.Errorf("the stale answer is %s", got)
	}
	rule.MaxAge = 0
	if _, err := rates.Choose(t.Context(), table, rule, "USD", "INR", day(t, "2030-01-01")); err != nil {
		t.Errorf("a rule without an age limit: %v, want a rate", err)
	}
}

// TestAnEnteredRateHasNoAge holds that an entered rate applies until its last day, after
// which the table does not return it.
func TestAnEnteredRateHasNoAge(t *testing.T) {
	for _, e := range rates.EnteredSources {
		var table rates.Table
		table.Add(money.Rate{From: "INR", To: "CNY", Value: exact.Must("0.083"), Per: exact.Int(1), Side: e.Side, Source: e.ID.Name(), Date: day(t, "2026-04-01")})
		rule := rates.Rule{ID: "own", Source: e.ID, Side: e.Side, Day: rates.TheDay, MaxAge: 10}
		if a, err := rates.Choose(t.Context(), &table, rule, "INR", "CNY", day(t, "2026-11-30")); err != nil || a.Rate.Value.String() != "0.083" {
			t.Errorf("%s: eight months on the rate is %s, %v; want 0.083", e.ID, a.Rate.Value, err)
		}
	}
}

// TestEnteredRatesCrossOnOneDay holds that an entered rate of an earlier day is not
// crossed, because it may no longer apply.
func TestEnteredRatesCrossOnOneDay(t *testing.T) {
	rule := rates.Rule{ID: "own", Source: rates.CFETSReference, Side: money.Mid, Day: rates.TheDay, Via: "USD"}
	for _, test := range []struct {
		name, of string
		want     bool
	}{{"both of one day", "2026-04-30", true}, {"one of the month before", "2026-03-31", false}} {
		var table rates.Table
		for _, r := range []struct {
			to   money.Currency
			date string
		}{{"CNY", "2026-03-31"}, {"CNY", "2026-04-30"}, {"INR", test.of}} {
			table.Add(money.Rate{From: "USD", To: r.to, Value: exact.Int(7), Per: exact.Int(1), Side: money.Mid, Source: rates.CFETSReference.Name(), Date: day(t, r.date)})
		}
		_, err := rates.Choose(t.Context(), &table, rule, "INR", "CNY", day(t, "2026-05-02"))
		if none := (*rates.ErrNone)(nil); errors.As(err, &none) == test.want || err != nil && none == nil {
			t.Errorf("%s: %v, want a rate: %v", test.name, err, test.want)
		}
	}
}

func TestRulesAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range rates.Rules {
		if seen[r.ID] || r.ID == "" || r.Name == "" || r.NameZH == "" || r.Source == "" || r.Side == "" || r.Day == "" {
			t.Errorf("the rule %+v lacks something, or its ID is taken", r)
		}
		seen[r.ID] = true
	}
	for _, c := range []money.Currency{"NPR", "CNY", "INR", "EUR", "JPY"} {
		if !seen[rates.DefaultRule(c)] {
			t.Errorf("the default rule for %s is %q, which there is not", c, rates.DefaultRule(c))
		}
	}
	for _, test := range []struct {
		source rates.SourceID
		side   money.Side
		want   string
	}{
		{"nrb", "sell", "nrb-sell"}, {"nrb", "buy", "nrb-buy"}, {"nrb", "", "nrb-sell"},
		{"cfets", "", "cfets"}, {"fbil", "mid", "fbil"}, {"ecb", "", "ecb"}, {"boe", "", "boe-mid"}, {"fbil", "sell", "fbil-sell"},
	} {
		got, err := rates.SourceRule(t.Context(), new(rates.Table), test.source, test.side)
		if err != nil || got.ID != test.want || test.side != "" && got.Side != test.side || got.Source != test.source {
			t.Errorf("the rule of %s %s is %+v, %v; want %s", test.source, test.side, got, err, test.want)
		}
	}
}

// TestEveryPairOnEveryDay asks for each pair by its default rule on each day of
// the recordings, and after them, and compares with a walk over all figures.
func TestEveryPairOnEveryDay(t *testing.T) {
	table, all := recorded(t), everyRate(t)
	six := []money.Currency{"CNY", "USD", "EUR", "INR", "NPR", "JPY"}
	first, last := all[0].Date, all[0].Date
	for _, r := range all {
		if r.Date.Before(first) {
			first = r.Date
		}
		if r.Date.After(last) {
			last = r.Date
		}
	}
	counts := map[string]int{}
	for d := first.AddDays(-3); !d.After(last.AddDays(15)); d = d.AddDays(1) {
		for _, from := range six {
			for _, to := range six {
				if from == to {
					continue
				}
				want := naive(all, from, to, d)
				rule, _ := rates.RuleOf(rates.DefaultRule(to))
				a, err := rates.Choose(t.Context(), table, rule, from, to, d)
				none, stale := (*rates.ErrNone)(nil), (*rates.ErrStale)(nil)
				switch outcome := want.outcome(d); {
				case outcome == "none" && errors.As(err, &none):
				case outcome == "stale" && errors.As(err, &stale):
					mustReplay(t, stale.Answer, want, d)
				case outcome == "rate" && err == nil:
					mustReplay(t, a, want, d)
				default:
					t.Fatalf("%s to %s on %s = %v, %v; want %s", from, to, d, a.Rate, err, outcome)
				}
				counts[want.outcome(d)]++
			}
		}
	}
	if counts["rate"] < 500 || counts["stale"] < 500 || counts["none"] < 500 {
		t.Errorf("the recordings gave %v, want 500 of each", counts)
	}
}

// oracle is a rate as a fraction, and the day of its figures; nil for none.
type oracle struct {
	rate *big.Rat
	date civil.Date
}

func (o oracle) outcome(d civil.Date) string {
	switch {
	case o.rate == nil:
		return "none"
	case d.DaysSince(o.date) > 10:
		return "stale"
	}
	return "rate"
}

// naive returns the rate into a currency by the desk's default. It looks at every figure
// that was published.
func naive(all []money.Rate, from, to money.Currency, d civil.Date) (best oracle) {
	source, side := "European Central Bank", money.Mid
	switch to {
	case "NPR":
		source, side = "Nepal Rastra Bank", money.Sell
	case "CNY":
		source = "China Foreign Exchange Trade System, central parity"
	case "INR":
		source = "Financial Benchmarks India"
	}
	take := func(rate *big.Rat, date civil.Date) {
		if best.rate == nil || date.After(best.date) {
			best = oracle{rate, date}
		}
	}
	ratio := func(r money.Rate) *big.Rat {
		value, _ := new(big.Rat).SetString(r.Value.String())
		per, _ := new(big.Rat).SetString(r.Per.String())
		return value.Quo(value, per)
	}
	for _, r := range all {
		if r.Source != source || r.Side != side || r.Date.After(d) {
			continue
		}
		switch {
		case r.From == from && r.To == to:
			take(ratio(r), r.Date)
		case r.From == to && r.To == from:
			take(new(big.Rat).Inv(ratio(r)), r.Date)
		case source == "European Central Bank" && r.To == to:
			for _, other := range all {
				if other.Source == source && other.Date == r.Date && other.To == from {
					take(new(big.Rat).Quo(ratio(r), ratio(other)), r.Date)
				}
			}
		}
	}
	return best
}

// mustReplay multiplies the path and compares with the rate, and both with what
// they should be.
func mustReplay(t *testing.T, a rates.Answer, want oracle, d civil.Date) {
	t.Helper()
	at, product := a.Rate.From, big.NewRat(1, 1)
	for _, s := range a.Path {
		next := fraction(t, s.Published)
		from, to := s.Published.From, s.Published.To
		if s.Inverted {
			next.Inv(next)
			from, to = to, from
		}
		if from != at {
			t.Fatalf("%s on %s: a step from %s stands at %s", written(a), d, from, at)
		}
		if s.Published.Date != want.date {
			t.Errorf("%s on %s: a figure of %s, want %s", written(a), d, s.Published.Date, want.date)
		}
		at = to
		product.Mul(product, next)
	}
	if at != a.Rate.To || product.Cmp(want.rate) != 0 || fraction(t, a.Rate).Cmp(want.rate) != 0 || a.Rate.Date != want.date || a.Day != d {
		t.Errorf("%s on %s leads to %s at %s, want %s of %s", written(a), d, at, product, want.rate, want.date)
	}
}

// published draws figures of one source: against the euro as the ECB writes
// them, and of a pair written both ways round.
var published = rapid.Custom(func(t *rapid.T) []money.Rate {
	start := civil.Date{Year: 2026, Month: 2, Day: 20}
	figure := rapid.Custom(func(t *rapid.T) exact.Number {
		return exact.Shifted(rapid.Int64Range(1, 999_999_999).Draw(t, "digits"), rapid.Int32Range(0, 8).Draw(t, "decimals"))
	})
	pairs := [][2]money.Currency{{"EUR", "USD"}, {"EUR", "CNY"}, {"USD", "EUR"}, {"USD", "CNY"}}
	var out []money.Rate
	taken := map[string]bool{}
	for range rapid.IntRange(0, 30).Draw(t, "rates") {
		pair := rapid.SampledFrom(pairs).Draw(t, "pair")
		r := money.Rate{
			From: pair[0], To: pair[1], Side: money.Mid, Source: rates.ECB.Name(),
			Value: figure.Draw(t, "value"), Per: exact.Int(rapid.SampledFrom([]int64{1, 10, 100, 10_000}).Draw(t, "per")),
			Date: start.AddDays(rapid.IntRange(0, 20).Draw(t, "day")),
		}
		if key := fmt.Sprint(pair, r.Date); !taken[key] {
			taken[key] = true
			out = append(out, r)
		}
	}
	return out
})

// TestPathsAreExact holds that a rate is exactly the product of its path, and that the
// rate in the other direction is one divided by it.
func TestPathsAreExact(t *testing.T) {
	rule, _ := rates.RuleOf("ecb")
	rule.MaxAge = 0
	rapid.Check(t, func(rt *rapid.T) {
		var table rates.Table
		if left := table.Add(published.Draw(rt, "published")...); left != nil {
			rt.Fatal(left)
		}
		three := []money.Currency{"USD", "EUR", "CNY"}
		from := rapid.SampledFrom(three).Draw(rt, "from")
		to := rapid.SampledFrom(three).Filter(func(c money.Currency) bool { return c != from }).Draw(rt, "to")
		d := civil.Date{Year: 2026, Month: 2, Day: 20}.AddDays(rapid.IntRange(-2, 25).Draw(rt, "day"))
		there, err := rates.Choose(t.Context(), &table, rule, from, to, d)
		back, err2 := rates.Choose(t.Context(), &table, rule, to, from, d)
		if err != nil || err2 != nil {
			if none := (*rates.ErrNone)(nil); !errors.As(err, &none) || !errors.As(err2, &none) {
				rt.Fatalf("there %v, back %v; want a rate both ways or none both ways", err, err2)
			}
			return
		}
		product := big.NewRat(1, 1)
		for _, s := range there.Path {
			r := fraction(t, s.Published)
			if s.Inverted {
				r.Inv(r)
			}
			product.Mul(product, r)
		}
		if got := fraction(t, there.Rate); got.Cmp(product) != 0 {
			rt.Errorf("%s: the rate is %s and its path %s", written(there), got, product)
		}
		// A pair written both ways round on one day has two figures, and each
		// way takes the one that is written so.
		if there.Rate.Date == back.Rate.Date && there.Path[0].Inverted != back.Path[0].Inverted || len(there.Path) > 1 {
			if one := product.Mul(product, fraction(t, back.Rate)); one.Cmp(big.NewRat(1, 1)) != 0 {
				rt.Errorf("%s and back %s: the product is %s, want 1", written(there), written(back), one)
			}
		}
		if there.Rate.Date.After(d) || there.Age() < 0 {
			rt.Errorf("%s is later than %s", written(there), d)
		}
	})
}

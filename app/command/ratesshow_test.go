package command

import (
	"strings"
	"testing"
)

func TestRatesShow(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		desk := desktop{}
		here := func(args string) []string { return append(strings.Fields(args), one...) }
		for _, name := range []string{"nrb-2026-04-01_2026-04-05.json", "fbil-2026-03-17_2026-03-20.json", "cfets-ccpr-format.json", "ecb-exr-2026-02-17_2026-03-18.csv"} {
			desk.good(t, here("rates import "+feed(name))...)
		}
		for _, test := range []struct {
			what string
			args string
			want string // value per side source date rule
			path string
			why  string
		}{
			{"into NPR", "USD/NPR 2026-04-04", "149.27 per 1 sell by Nepal Rastra Bank of 2026-04-04: nrb-sell", "1 USD 149.27 NPR 2026-04-04", "published the rate for 2026-04-04, the reference date"},
			{"another side", "USD/NPR 2026-04-04 --source nrb --side buy", "148.67 per 1 buy by Nepal Rastra Bank of 2026-04-04: nrb-buy", "1 USD 148.67 NPR 2026-04-04", "NRB buying rate"},
			{"by a rule", "INR/NPR 2026-04-05 --rule nrb-buy", "160.00 per 100 buy by Nepal Rastra Bank of 2026-04-05: nrb-buy", "100 INR 160.00 NPR 2026-04-05", "NRB buying rate"},
			{"into INR, after a holiday", "JPY/INR 2026-03-19", "58.290000 per 100 mid by Financial Benchmarks India of 2026-03-18: fbil", "100 JPY 58.290000 INR 2026-03-18", "on or before the reference date 2026-03-19"},
			{"into CNY", "USD/CNY 2026-07-30", "6.7928 per 1 mid by China Foreign Exchange Trade System, central parity of 2026-07-29: cfets", "1 USD 6.7928 CNY 2026-07-29", "on or before the reference date 2026-07-30"},
			{"into CNY, in the month after", "USD/CNY 2026-08-31 --rule cfets-month-first", "6.7928 per 1 mid by China Foreign Exchange Trade System, central parity of 2026-07-29: cfets-month-first", "1 USD 6.7928 CNY 2026-07-29", "on or before the reference date 2026-08-01"},
			{"published the other way round", "EUR/USD 2026-03-18 --source ecb", "1.15 per 1 mid by European Central Bank of 2026-03-18: ecb", "1 EUR 1.15 USD 2026-03-18", "the reference date"},
			{"into another, crossed", "JPY/USD 2026-03-18", "1.15 per 183.49 mid by European Central Bank of 2026-03-18: ecb", "1 EUR 183.49 JPY 2026-03-18 inverted, 1 EUR 1.15 USD 2026-03-18", "each against EUR"},
		} {
			var r shownRate
			read(t, desk, &r, here("rates show "+test.args)...)
			got := r.Value.String() + " per " + r.Per.String() + " " + string(r.Side) + " by " + r.Source + " of " + r.Date.String() + ": " + r.Rule
			var path []string
			for _, s := range r.Path {
				step := strings.Join([]string{s.Per.String(), string(s.From), s.Value.String(), string(s.To), s.Date.String()}, " ")
				if s.Inverted {
					step += " inverted"
				}
				path = append(path, step)
			}
			if got != test.want || strings.Join(path, ", ") != test.path || !strings.Contains(r.Why, test.why) {
				t.Errorf("%s: rates show %s =\n%s\n%s\n%s\nwant\n%s\n%s\n%s", test.what, test.args, got, strings.Join(path, ", "), r.Why, test.want, test.path, test.why)
			}
		}
		for _, test := range []struct{ what, args, says string }{
			{"before the first day", "USD/NPR 2026-03-31", "There is no rate from USD to NPR by Nepal Rastra Bank (sell) on or before 2026-03-31; fetch or import one"},
			{"a pair of nobody's", "INR/CNY 2026-07-29", "There is no rate from INR to CNY by China Foreign Exchange Trade System, central parity on or before 2026-07-29"},
			{"a side that the source does not have", "USD/INR 2026-03-20 --source fbil --side sell", "by Financial Benchmarks India (sell)"},
			{"one that nobody has entered", "INR/NPR 2026-04-04 --source peg", "There is no rate from INR to NPR by peg of the Nepalese to the Indian rupee"},
			{"no such rule", "USD/NPR 2026-04-04 --rule own", "There is no rate rule own."},
		} {
			r := desk.run(t, here("rates show "+test.args+" --json")...)
			if r.code != 1 || !strings.Contains(r.err, test.says) || r.out != "" {
				t.Errorf("%s: exit %d, want 1 and %q\n%s\n%s", test.what, r.code, test.says, r.out, r.err)
			}
		}
		r := desk.run(t, here("rates show USD/NPR 2026-04-16 --json")...)
		var late shownRate
		decode(t, r.out, &late)
		if r.code != 1 || late.Value.String() != "149.27" || !strings.Contains(late.Stale, "11 days older than 2026-04-16") || !strings.Contains(r.err, late.Stale) {
			t.Errorf("a rate that is too old: exit %d, %+v\n%s", r.code, late, r.err)
		}
	})
}

func TestRatesShowInWords(t *testing.T) {
	desk, data := desktop{}, t.TempDir()
	desk.good(t, "rates", "import", feed("ecb-exr-2026-02-17_2026-03-18.csv"), "--data", data)
	got := desk.good(t, "rates", "show", "USD/CNY", "2026-03-18", "--rule", "ecb", "--data", data).out
	want := `1.15 USD = 7.9214 CNY
source     European Central Bank, mid
published  2026-03-18
path       1 EUR = 1.15 USD of 2026-03-18, divides
           1 EUR = 7.9214 CNY of 2026-03-18, multiplies
rule       ecb: ECB reference rate, crossed through EUR, the last published on or before the day
why        By the rule "ECB reference rate, crossed through EUR, the last published on or before the day": European Central Bank published both rates for 2026-03-18, the reference date, each against EUR.
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestRatesShowOfWhat(t *testing.T) {
	for _, test := range []struct{ what, args, says string }{
		{"nothing", "", "name a pair of currencies and a day"},
		{"no day", "USD/NPR", "name a pair of currencies and a day"},
		{"one currency", "USD 2026-04-04", `"USD" is not a pair`},
		{"an unknown currency", "USD/XXA 2026-04-04", "XXA"},
		{"a day that there is not", "USD/NPR 2026-02-30", `"2026-02-30" is not a day`},
		{"a rule and a source", "USD/NPR 2026-04-04 --rule nrb-buy --source nrb", "not both"},
		{"a side of nobody's", "USD/NPR 2026-04-04 --side buy", "--source"},
		{"an unknown source", "USD/NPR 2026-04-04 --source boe", `not "boe"`},
		{"an unknown side", "USD/NPR 2026-04-04 --source nrb --side left", `not "left"`},
	} {
		if r := run(t, strings.Fields("rates show "+test.args)...); r.code != 2 || !strings.Contains(r.err, test.says) {
			t.Errorf("%s: exit %d, want 2 and %q\n%s", test.what, r.code, test.says, r.err)
		}
	}
}

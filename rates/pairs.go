package rates

import (
	"slices"
	"strings"

	"woolroad/app/money"
)

// Pair is two currencies, in the direction in which a source gives its rates: of the one
// in the other.
type Pair struct{ From, To money.Currency }

// listed is which currencies a publisher has rates of, each against its home currency.
type listed struct {
	home  money.Currency
	given string // currencies whose rates are in home, like USD/NPR
	taken string // currencies that the rates of home are in, like EUR/USD
}

// lists holds what each publisher has in its recorded feeds. CFETS's is the list of
// Xinhua, 14 January 2025, with which the recorded pairs agree; it has neither INR nor
// NPR. Those of the European Central Bank have the currencies that it gave up with the
// currency itself.
var lists = map[SourceID]listed{
	NRB:   {home: money.NPR, given: "INR USD EUR GBP CHF AUD CAD SGD JPY CNY SAR QAR THB AED MYR KRW SEK DKK HKD KWD BHD OMR"},
	FBIL:  {home: money.INR, given: "USD EUR GBP JPY AED IDR"},
	CFETS: {home: money.CNY, given: "USD EUR JPY HKD GBP AUD NZD SGD CHF CAD", taken: "MOP MYR RUB ZAR KRW AED SAR HUF PLN DKK SEK NOK TRY MXN THB"},
	ECB: {home: money.EUR, taken: "AUD BGN BRL CAD CHF CNY CZK DKK GBP HKD HUF IDR ILS INR ISK JPY KRW MXN MYR NOK NZD PHP PLN RON SEK SGD THB TRY USD ZAR " +
		"CYP EEK HRK LTL LVL MTL ROL RUB SIT SKK TRL"},
}

// PairsOf returns the pairs whose figures give a source's rate from one currency to
// another: the pair itself as the source gives it, or where it is crossed through via
// both currencies against that one. It returns none where the source has no such rate,
// whatever is fetched or entered.
func PairsOf(id SourceID, from, to, via money.Currency) []Pair {
	if p, ok := pairOf(id, from, to); ok {
		return []Pair{p}
	}
	if via == "" {
		return nil
	}
	f, first := pairOf(id, via, from)
	t, second := pairOf(id, via, to)
	if !first || !second || f.From != via || t.From != via {
		return nil
	}
	return []Pair{f, t}
}

// pairOf returns the pair of two currencies as the source gives it, and false if it has
// none of them.
func pairOf(id SourceID, a, b money.Currency) (Pair, bool) {
	if e, entered := EnteredOf(id); entered {
		for _, p := range []Pair{{a, b}, {b, a}} {
			if a != b && (e.From == "" || e.From == p.From) && (e.To == "" || e.To == p.To) {
				return p, true
			}
		}
		return Pair{}, false
	}
	l := lists[id]
	if b != l.home {
		a, b = b, a
	}
	switch { // b is the home currency, if either is
	case b != l.home:
		return Pair{}, false
	case has(l.given, a):
		return Pair{a, b}, true
	case has(l.taken, a):
		return Pair{b, a}, true
	}
	return Pair{}, false
}

// has reports whether a currency is among some.
func has(list string, c money.Currency) bool { return slices.Contains(strings.Fields(list), string(c)) }

package rates

import (
	"slices"
	"strings"

	"woolroad/app/money"
)

// Pair is two currencies, in the direction in which a source gives its rates: one unit of
// From in To.
type Pair struct{ From, To money.Currency }

// listed is the currencies of which a publisher has rates, all against its home currency.
type listed struct {
	home  money.Currency
	given string // currencies quoted in the home currency, like USD/NPR
	taken string // currencies in which the home currency is quoted, like EUR/USD
}

// lists holds the currencies in each publisher's recorded feeds. The list of CFETS is
// that of Xinhua, 14 January 2025, with which the recorded pairs agree; it has neither
// INR nor NPR. The list of the European Central Bank includes currencies that no longer
// exist, because its history has them.
var lists = map[SourceID]listed{
	NRB:   {home: money.NPR, given: "INR USD EUR GBP CHF AUD CAD SGD JPY CNY SAR QAR THB AED MYR KRW SEK DKK HKD KWD BHD OMR"},
	FBIL:  {home: money.INR, given: "USD EUR GBP JPY AED IDR"},
	CFETS: {home: money.CNY, given: "USD EUR JPY HKD GBP AUD NZD SGD CHF CAD", taken: "MOP MYR RUB ZAR KRW AED SAR HUF PLN DKK SEK NOK TRY MXN THB"},
	ECB: {home: money.EUR, taken: "AUD BGN BRL CAD CHF CNY CZK DKK GBP HKD HUF IDR ILS INR ISK JPY KRW MXN MYR NOK NZD PHP PLN RON SEK SGD THB TRY USD ZAR " +
		"CYP EEK HRK LTL LVL MTL ROL RUB SIT SKK TRL"},
}

// PairsOf returns the pairs whose figures make up a source's rate from one currency to
// another: the pair itself in the source's direction or, where it is crossed through via,
// both currencies against via. It returns nil where the source has no such rate, whatever
// is fetched or entered.
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

// pairOf returns the pair of two currencies in the source's direction, and false if the
// source has no rate of them.
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

// has reports whether a list of currencies contains c.
func has(list string, c money.Currency) bool { return slices.Contains(strings.Fields(list), string(c)) }

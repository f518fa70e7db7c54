package store

import (
	"fmt"
	"slices"
	"testing"

	"woolroad/app/fibre"
	"woolroad/app/trade"
)

func TestWhatDiffersInALotIsSaidInGoodEnglish(t *testing.T) {
	bale := func(number, gross, tare string) trade.Bale {
		return trade.Bale{Number: number, Gross: fibre.Must(gross), Tare: fibre.Must(tare)}
	}
	one, other := bale("1", "82.1", "1.2"), bale("2", "82.1", "1.2")
	for _, test := range []struct {
		there, given []trade.Bale
		want         string
	}{
		{[]trade.Bale{one, other}, []trade.Bale{one, other}, ""},
		{[]trade.Bale{one}, []trade.Bale{one, other}, "one bale and not 2"},
		{[]trade.Bale{one, other}, []trade.Bale{one}, "2 bales and not 1"},
		{[]trade.Bale{one, other}, []trade.Bale{one, bale("3", "82.1", "1.2")}, "bale 2 where this has 3"},
		{[]trade.Bale{one}, []trade.Bale{bale("1", "82.2", "1.2")}, "bale 1 of 82.1 kg gross and not 82.2 kg"},
		{[]trade.Bale{one}, []trade.Bale{bale("1", "82.1", "1")}, "bale 1 of 1.2 kg tare and not 1 kg"},
	} {
		format, args := differenceOf(trade.Lot{Bales: slices.Clone(test.there)}, trade.Lot{Bales: test.given})
		if got := fmt.Sprintf(format, args...); got != test.want {
			t.Errorf("%v instead of %v is %q, want %q", test.there, test.given, got, test.want)
		}
	}
}

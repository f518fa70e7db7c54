package trade_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/trade"
)

// onTheShelf is a lot before an order has it.
const onTheShelf = `{"number":"LHW26-100","product":"scoured wool","species":"Ovis aries","county":"Nagqu","cooperative":"Sample Cooperative","package":"BL",
	"test":{"certificate":"XZFI-2026-0400","laboratory":"Sample Laboratory","date":"2026-03-20","mean_fibre_diameter_um":"33.2","mean_fibre_diameter_cv_percent":"22.4","ash_percent":"0.6","regain_percent":"13.62"},
	"bales":[{"number":"1","gross":"85.2","tare":"1.2"},{"number":"2","gross":"84.7 kg","tare":"1.2"}]}`

func TestALotOnTheShelf(t *testing.T) {
	lot, faults := trade.ReadLot([]byte(onTheShelf))
	if len(faults) != 0 {
		t.Fatal(faults)
	}
	if lot.Regain != nil || lot.MassDecimals != 0 || lot.County != "Nagqu" || lot.Test.RegainPercent.String() != "13.62" || lot.Totals().Net.String() != "167.5" {
		t.Errorf("the lot is %+v", lot)
	}
	b, err := trade.EncodeLot(lot)
	if err != nil {
		t.Fatal(err)
	}
	back, err := trade.DecodeLot(b)
	if err != nil {
		t.Fatal(err)
	}
	again, err := trade.EncodeLot(back)
	if err != nil || string(again) != string(b) {
		t.Errorf("stored as %s and read back as %s, %v", b, again, err)
	}
	for _, text := range []string{"", "[]", `{"number":"L"}`, string(b) + "x"} {
		if lot, err := trade.DecodeLot([]byte(text)); err == nil {
			t.Errorf("%q is the lot %+v", text, lot)
		}
	}
}

func TestFaultsOfALotOnTheShelf(t *testing.T) {
	for _, test := range []struct {
		what, from, to string
		want           []string
	}{
		{"no number", `"LHW26-100"`, `""`, []string{"empty /number"}},
		{"how it is sold", `"package":"BL"`, `"package":"BL","basis":"net"`, []string{"unknown_key /basis"}},
		{"a product that is none", `"scoured wool"`, `"wool"`, []string{"product.unknown /product"}},
		{"two faults", `"gross":"85.2","tare":"1.2"`, `"gross":"x","tare":"-1"`, []string{"not_a_number /bales/0/gross", "negative /bales/0/tare"}},
		{"a tare above the gross", `"85.2","tare":"1.2"`, `"85.2","tare":"85.2"`, []string{"bale.tare_not_below_gross /bales/0/tare"}},
		{"a bale twice", `"number":"2"`, `"number":"1"`, []string{"bale.number_twice /bales/1/number"}},
		{"a day that does not exist", `"2026-03-20"`, `"2026-02-30"`, []string{"no_such_day /test/date"}},
		{"no bales", `"bales":[`, `"bales":[],"x":[`, []string{"unknown_key /x", "empty_list /bales"}},
		{"ash of more than all", `"0.6"`, `"100.6"`, []string{"too_much /test/ash_percent"}},
	} {
		_, faults := trade.ReadLot([]byte(strings.Replace(onTheShelf, test.from, test.to, 1)))
		var got []string
		for _, f := range faults.Errors() {
			got = append(got, string(f.Code)+" "+f.Pointer)
			if strings.Contains(f.Error(), "/lots/0") {
				t.Errorf("%s: %q names a place in an order", test.what, f.Error())
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.what, diff)
		}
	}
}

package trade_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/exact"
	"woolroad/app/trade"
)

// TestAnOrderBeforeTheWoolIsWeighed adds up an order that has no lots yet, by the quantity
// that is agreed.
func TestAnOrderBeforeTheWoolIsWeighed(t *testing.T) {
	for _, test := range []struct {
		quantity, unit, of, mass, amount string
	}{
		{"24000", "KGM", "invoice_mass", "24000", "116400.00"},
		{"24000", "KGM", "net_mass", "24000", "116400.00"},
		{"24", "TNE", "invoice_mass", "24000", "116400.00"},
		{"24.5", "TNE", "invoice_mass", "24500", "118825.00"},
		{"24.123456", "TNE", "invoice_mass", "24123.456", "116998.76"}, // 116,998.7616
		{"0.000001", "TNE", "invoice_mass", "0.001", "0.00"},
		{"0.5", "KGM", "invoice_mass", "0.5", "2.43"}, // 2.425, half away from zero
	} {
		o := read(t, edited(t, sampleFile(t, kathmandu), del("/lots"), set("/lines/0/lots", `[]`), set("/lines/0/agreed", agreed),
			set("/lines/0/agreed/quantity", `"`+test.quantity+`"`), set("/lines/0/agreed/unit", `"`+test.unit+`"`), set("/lines/0/agreed/of", `"`+test.of+`"`)))
		got := total(t, o)
		if q, a := got.Lines[0].Quantity.String(), got.Lines[0].Amount.String(); q != test.mass || a != test.amount || got.Goods.String() != test.amount || got.Packages != 0 || got.Gross.Sign() != 0 {
			t.Errorf("%s %s: %s kg for %s, %d packages; want %s kg for %s and none", test.quantity, test.unit, q, a, got.Packages, test.mass, test.amount)
		}
		if f := trade.Unpacked(o); len(f) != 1 || f[0].Pointer != "/lines/0/lots" || f[0].Code != trade.FaultNothingPacked {
			t.Errorf("%s %s: nothing is packed, and the faults are %v", test.quantity, test.unit, f)
		}
	}
	if f := trade.Unpacked(read(t, sampleFile(t, kathmandu))); len(f) != 0 {
		t.Errorf("all is packed, and the faults are %v", f)
	}
}

func TestRangeOfAnAgreedQuantity(t *testing.T) {
	percent := func(s string) *exact.Number {
		if s == "" {
			return nil
		}
		n := exact.Must(s)
		return &n
	}
	for _, test := range []struct{ quantity, unit, less, more, least, most string }{
		{"24000", "KGM", "", "", "24000", "24000"},
		{"24000", "KGM", "3", "3", "23280", "24720"},
		{"6", "TNE", "5", "0", "5700", "6000"},
		{"900", "KGM", "2", "2", "882", "918"},
		{"900.55", "KGM", "", "2.5", "900.55", "923.06375"},
	} {
		a := trade.Agreed{Quantity: exact.Must(test.quantity), Unit: test.unit, Less: percent(test.less), More: percent(test.more)}
		if least, most := a.Range(); least.String() != test.least || most.String() != test.most {
			t.Errorf("%s %s, %s %% less and %s %% more: %s to %s kg, want %s to %s", test.quantity, test.unit, test.less, test.more, least, most, test.least, test.most)
		}
	}
}

// TestLotsThatAreNotWhatWasAgreed warns of lots of 5,109.3 kg invoice mass and 5,025.4 kg net.
func TestLotsThatAreNotWhatWasAgreed(t *testing.T) {
	for _, test := range []struct {
		what  string
		edits []edit
		want  []string
	}{
		{"as agreed", nil, nil},
		{"at the edge", []edit{set("/lines/0/agreed/quantity", `"5.1093"`), del("/lines/0/agreed/more_percent"), del("/lines/0/agreed/less_percent")}, nil},
		{"a tenth of a kilogram more", []edit{set("/lines/0/agreed/quantity", `"5.1092"`), del("/lines/0/agreed/more_percent")}, []string{"line.outside_tolerance /lines/0/agreed/quantity"}},
		{"a tenth of a kilogram less", []edit{set("/lines/0/agreed/quantity", `"5.1094"`), del("/lines/0/agreed/less_percent")}, []string{"line.outside_tolerance /lines/0/agreed/quantity"}},
		{"by net mass", []edit{set("/lines/0/agreed/quantity", `"6"`), set("/lines/0/agreed/of", `"net_mass"`)}, []string{"line.outside_tolerance /lines/0/agreed/quantity"}},
		{"at another regain", []edit{set("/lines/0/agreed/regain_standard", `"16"`)}, []string{"lot.not_as_agreed /lots/0/basis"}},
		{"at the same regain, written otherwise", []edit{set("/lines/0/agreed/regain_standard", `"15.00"`)}, nil},
		{"sold by net mass", []edit{set("/lines/0/agreed/basis", `"net"`), del("/lines/0/agreed/regain_standard")}, []string{"lot.not_as_agreed /lots/0/basis"}},
	} {
		o := read(t, edited(t, sampleFile(t, kathmandu), append([]edit{set("/lines/0/agreed", agreed)}, test.edits...)...))
		var got []string
		for _, f := range trade.Check(o).Warnings() {
			if f.Code == trade.FaultOutsideTolerance || f.Code == trade.FaultNotAsAgreed {
				got = append(got, string(f.Code)+" "+f.Pointer)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.what, diff)
		}
	}
}

package trade_test

import (
	"bytes"
	"testing"

	"woolroad/app/trade"
)

// TestPricesAndChargesInOtherWays adds up samples whose prices and charges are agreed in
// other ways: 5,109.3 kg in the first, and 3,215.9 kg and charges in the third.
func TestPricesAndChargesInOtherWays(t *testing.T) {
	for _, test := range []struct {
		what, sample                            string
		edits                                   []edit
		amount, customs, goods, discount, total string
	}{
		{"per kg", kathmandu, nil, "24780.11", "", "24780.11", "0.00", "25420.11"},
		{"per kg, said", kathmandu, []edit{set("/lines/0/price_per", `"1"`)}, "24780.11", "", "24780.11", "0.00", "25420.11"},
		{"per 100 kg", kathmandu, []edit{set("/lines/0/price", `"485"`), set("/lines/0/price_per", `"100"`)},
			"24780.11", "", "24780.11", "0.00", "25420.11"},
		{"per tonne", kathmandu, []edit{set("/lines/0/price", `"4850.00"`), set("/lines/0/price_per", `"1000"`)},
			"24780.11", "", "24780.11", "0.00", "25420.11"},
		// 5109.3 × 4850.123456 ÷ 1000 = 24780.735773…: rounded once, after dividing
		{"per tonne, with six decimals", kathmandu, []edit{set("/lines/0/price", `"4850.123456"`), set("/lines/0/price_per", `"1000"`)},
			"24780.74", "", "24780.74", "0.00", "25420.74"},
		{"a discount as an amount", kolkata, []edit{del("/charges/discount_percent"), set("/charges/discount", `"104455.66"`)},
			"6963709.86", "", "6963709.86", "104455.66", "7155004.20"},
		{"a free sample", sheva, []edit{set("/lines/0/no_charge", `true`), del("/charges")}, "0.00", "89924.75", "", "0.00", ""},
	} {
		got := total(t, read(t, edited(t, sampleFile(t, test.sample), test.edits...)))
		customs := ""
		if v := got.Lines[0].CustomsValue; v != nil {
			customs = v.String()
		}
		if test.goods == "" { // of the other line alone
			test.goods, test.total = got.Lines[1].Amount.String(), got.Lines[1].Amount.String()
		}
		if a := got.Lines[0].Amount.String(); a != test.amount || customs != test.customs || got.Goods.String() != test.goods ||
			got.Discount.String() != test.discount || got.Total.String() != test.total {
			t.Errorf("%s: amount %s, customs value %q, goods %s, discount %s, total %s; want %s, %q, %s, %s, %s", test.what,
				a, customs, got.Goods, got.Discount, got.Total, test.amount, test.customs, test.goods, test.discount, test.total)
		}
	}
}

func TestFaultsOfTerms(t *testing.T) {
	for _, test := range []struct {
		what string
		edit edit
		want string // the code and the place
	}{
		{"a price of 10 kg", set("/lines/0/price_per", `"10"`), "not_one_of /lines/0/price_per"},
		{"a price of a number of kg", set("/lines/0/price_per", `100`), "not_a_text /lines/0/price_per"},
		{"no charge, in words", set("/lines/0/no_charge", `"yes"`), "not_yes_or_no /lines/0/no_charge"},
		{"two discounts", set("/charges", `{"discount":"1.00","discount_percent":"1"}`), "discount.twice /charges/discount_percent"},
		{"a discount of parts of a cent", set("/charges/discount", `"1.001"`), "too_many_decimals /charges/discount"},
		{"a discount of more than all", set("/charges/discount", `"24780.11"`), ""},
		{"a credit that says perhaps", set("/credit", `{"number":"1","date":"2026-01-05","issuing_bank":"B","partial_shipments":"perhaps"}`), "not_one_of /credit/partial_shipments"},
		{"a remark without text", set("/remarks", `[{"text":""}]`), "empty /remarks/0/text"},
		{"a remark of two lines", set("/remarks", `[{"text":"a\nb"}]`), "control_character /remarks/0/text"},
		{"a remark that is a text", set("/remarks", `["WE CERTIFY"]`), "not_an_object /remarks/0"},
		{"an intermediary bank with a false BIC", set("/seller/banks/0/intermediary", `{"name":"B","swift":"LHMBXXBL"}`), "bic.country /seller/banks/0/intermediary/swift"},
		{"an intermediary bank without a name", set("/seller/banks/0/intermediary", `{"swift":"LHMBCNBL"}`), "missing /seller/banks/0/intermediary/name"},
		{"a description with a tab", set("/lines/0/description", `"white\twool"`), "control_character /lines/0/description"},
		{"a description of nothing but lines", set("/lines/0/description", `" \n "`), "empty /lines/0/description"},
	} {
		_, faults := trade.ReadOrder(bytes.NewReader(edited(t, sampleFile(t, kathmandu), test.edit)))
		got := ""
		if errs := faults.Errors(); len(errs) > 0 {
			got = string(errs[0].Code) + " " + errs[0].Pointer
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
	}
}

// TestPricePerOfAnotherUnit refuses a price that says per kg where the order says per 100
// kg: one of them is wrong.
func TestPricePerOfAnotherUnit(t *testing.T) {
	_, faults := trade.ReadOrder(bytes.NewReader(edited(t, sampleFile(t, kathmandu), set("/lines/0/price", `"USD 485/kg"`), set("/lines/0/price_per", `"100"`))))
	if errs := faults.Errors(); len(errs) != 1 || errs[0].Pointer != "/lines/0/price" {
		t.Errorf("485 per kg at a price per 100 kg: %v", faults)
	}
	o := read(t, edited(t, sampleFile(t, kathmandu), set("/lines/0/price", `"USD 485"`), set("/lines/0/price_per", `"100"`)))
	if p := o.Lines[0].Price; p.String() != "485" || p.Per() != "100" || p.One().String() != "4.85" {
		t.Errorf("the price is %s for %s kg, which is %s for one", p, p.Per(), p.One())
	}
}

func TestDescriptionsHaveLines(t *testing.T) {
	o := read(t, edited(t, sampleFile(t, kathmandu), set("/lines/0/description", `"Scoured wool\r\nwhite\n\n33.8 micron"`)))
	if want := "Scoured wool\nwhite\n\n33.8 micron"; o.Lines[0].Description != want {
		t.Errorf("the description is %q, want %q", o.Lines[0].Description, want)
	}
}

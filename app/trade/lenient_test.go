package trade_test

import (
	"os"
	"strings"
	"testing"

	"woolroad/app/trade"
)

// What editors and keyboards do to a text is no fault of the order's.
func TestReadOrderTakesWhatEditorsWrite(t *testing.T) {
	b, err := os.ReadFile("../sample/orders/" + kathmandu + ".json")
	if err != nil {
		t.Fatal(err)
	}
	sample := string(b)
	for _, test := range []struct {
		what, file, buyer, gross string
	}{
		{"a byte order mark before the text", "\ufeff" + sample, "Himal Carpet Industries Pvt. Ltd.", "82.1"},
		{"an accent typed as a letter of its own", strings.Replace(sample, "Himal Carpet", "Jose\u0301 Carpet", 1), "Jos\u00e9 Carpet Industries Pvt. Ltd.", "82.1"},
		{"a scale that weighs tenths of a gram", strings.Replace(sample, `"82.1"`, `"82.1234"`, 1), "Himal Carpet Industries Pvt. Ltd.", "82.1234"},
		{"a deposit of nothing", strings.Replace(sample, `"deposit_percent": "30"`, `"deposit_percent": "0"`, 1), "Himal Carpet Industries Pvt. Ltd.", "82.1"},
	} {
		o, faults := trade.ReadOrder(strings.NewReader(test.file))
		if err := faults.Err(); err != nil {
			t.Errorf("%s: %v", test.what, err)
			continue
		}
		if gross := o.Lots[0].Bales[0].Gross.String(); o.Buyer.Name != test.buyer || gross != test.gross {
			t.Errorf("%s: buyer %q and gross %s, want %q and %s", test.what, o.Buyer.Name, gross, test.buyer, test.gross)
		}
	}
}

// TestWhatHasOneReadingIsRead edits the sample into what people write, and wants the
// same order.
func TestWhatHasOneReadingIsRead(t *testing.T) {
	want, faults := trade.ReadOrder(strings.NewReader(string(edited(t, sampleFile(t, kathmandu)))))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	plain, err := trade.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ pointer, is, written string }{
		{"/number", `"SO-2026-0041"`, `"ＳＯ－２０２６－００４１"`},
		{"/date", `"2026-04-03"`, `"2026/4/3"`},
		{"/date", `"2026-04-03"`, `"२०२६-०४-०३"`},
		{"/currency", `"USD"`, `"usd"`},
		{"/buyer/country", `"NP"`, `"Nepal"`},
		{"/buyer/ids/np_pan", `"301234567"`, `"३०१२३४५६७"`},
		{"/terms/incoterm", `"CPT"`, `"ｃｐｔ"`},
		{"/route/mode", `"road"`, `"Road"`},
		{"/lots/0/product", `"scoured wool"`, `"Scoured Wool"`},
		{"/lots/0/package", `"BL"`, `"bl"`},
		{"/lots/0/regain_measured", `"13.42"`, `"13,42 %"`},
		{"/lots/0/bales/0/number", `"1"`, `"१"`},
		{"/lots/0/bales/0/number", `"1"`, `"１"`},
		{"/lots/0/bales/0/gross", `"82.1"`, `"82.1 kg"`},
		{"/lots/0/bales/0/gross", `"82.1"`, `"८२.१"`},
		{"/lots/0/bales/0/gross", `"82.1"`, `"82,1"`},
		{"/lines/0/product", `"scoured wool"`, `"洗净毛"`},
		{"/lines/0/hs6", `"5101.21"`, `"510121"`},
		{"/lines/0/hs6", `"5101.21"`, `"５１０１．２１"`},
		{"/lines/0/hs/CN", `"5101210090"`, `"5101.21.0090"`},
		{"/lines/0/origin", `"CN"`, `"China"`},
		{"/lines/0/origin", `"CN"`, `"中国"`},
		{"/lines/0/lots/0", `"LHW26-031"`, `"ＬＨＷ２６－０３１"`},
		{"/lines/0/price", `"4.85"`, `"USD 4.85/kg"`},
		{"/charges/freight", `"640.00"`, `"640,00 USD"`},
		{"/payment/deposit_percent", `"30"`, `"३०"`},
	} {
		if is := string(edited(t, sampleFile(t, kathmandu), set(test.pointer, test.is))); is != string(edited(t, sampleFile(t, kathmandu))) {
			t.Fatalf("the sample has not %s at %s", test.is, test.pointer)
		}
		o, faults := trade.ReadOrder(strings.NewReader(string(edited(t, sampleFile(t, kathmandu), set(test.pointer, test.written)))))
		if err := faults.Err(); err != nil {
			t.Errorf("%s %s: %v", test.pointer, test.written, err)
			continue
		}
		if got, err := trade.Encode(o); err != nil || string(got) != string(plain) {
			t.Errorf("%s %s is read as another order (%v)", test.pointer, test.written, err)
		}
	}
}

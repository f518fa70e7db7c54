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

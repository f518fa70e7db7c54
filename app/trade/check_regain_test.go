package trade_test

import (
	"testing"

	"woolroad/app/trade"
)

func TestCheckRegain(t *testing.T) {
	for _, test := range []struct{ typed, want, fault string }{
		{"16", "16", ""},
		{"18.25", "18.25", ""},
		{"15.0", "15.0", ""},
		{"", "", `"" is not a number; write digits 0-9 with at most one point between them, like 1250.5.`},
		{"-1", "", `"-1" must not be negative; write it without a sign.`},
		{"16 %", "16", ""},
		{"१६", "16", ""},
		{"16,5", "16.5", ""},
		{"16,250", "", `"16,250" can be read as 16.250 or as 16250; write the one that you mean, without the comma.`},
		{"16 kg", "", `"16 kg" is not a number; write digits 0-9 with at most one point between them, like 1250.5.`},
		{"1600", "", "1600 is too much; it may be 100 at most."},
	} {
		got, faults := trade.CheckRegain(test.typed)
		fault := ""
		if len(faults) > 0 {
			fault = faults[0].Message()
		}
		if fault != test.fault || fault == "" && got.String() != test.want {
			t.Errorf("CheckRegain(%q) = %s, %q, want %s, %q", test.typed, got, fault, test.want, test.fault)
		}
	}
}

package say

import (
	"testing"

	"woolroad/app/trade"
)

// TestFaultsNamePublishersByName looks for the names of publishers in faults of order
// files, which have only their short names.
func TestFaultsNamePublishersByName(t *testing.T) {
	for _, test := range []struct {
		fault  trade.Fault
		en, zh string
	}{
		{trade.Fault{Code: trade.FaultSideMissing, Format: "%s publishes two rates; write \"buy\" or \"sell\".", Args: []any{"nrb"}},
			"Nepal Rastra Bank publishes two rates; write \"buy\" or \"sell\".", "尼泊尔国家银行公布买入和卖出两种汇率；请写 “buy” 或 “sell”。"},
		{trade.Fault{Code: trade.FaultSideNotForSource, Format: "Only the source %s has a side; remove it.", Args: []any{"nrb"}},
			"Only the source Nepal Rastra Bank has a side; remove it.", "只有尼泊尔国家银行有买卖方向；请去掉。"},
	} {
		if got := English.Say(Spoken(test.fault, nil)); got != test.en {
			t.Errorf("%s in English: %s", test.fault.Code, got)
		}
		if got := Chinese.Say(Spoken(test.fault, nil)); got != test.zh {
			t.Errorf("%s in Chinese: %s", test.fault.Code, got)
		}
	}
}

package compose_test

import (
	"testing"

	"woolroad/app/trade"
	"woolroad/documents"
)

// TestTheExporterIsPrintable holds what the exporter may choose to what documents print.
func TestTheExporterIsPrintable(t *testing.T) {
	for _, l := range []struct {
		chosen  trade.Labels
		printed documents.Labels
	}{
		{trade.English, documents.English},
		{trade.EnglishChinese, documents.EnglishChinese},
	} {
		if documents.Labels(l.chosen) != l.printed {
			t.Errorf("the exporter's labels %q print as %q", l.chosen, l.printed)
		}
	}
	if trade.MaxCheckAddress != documents.MaxCheckAddress {
		t.Errorf("an exporter's address has up to %d bytes, and a code holds %d", trade.MaxCheckAddress, documents.MaxCheckAddress)
	}
}

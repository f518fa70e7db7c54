package compose_test

import (
	"testing"

	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

// TestTheExporterIsPrintable holds what the exporter may choose to what documents print.
func TestTheExporterIsPrintable(t *testing.T) {
	for _, l := range []struct {
		chosen  exporter.Labels
		printed documents.Labels
	}{
		{exporter.English, documents.English},
		{exporter.EnglishChinese, documents.EnglishChinese},
	} {
		if documents.Labels(l.chosen) != l.printed {
			t.Errorf("the exporter's labels %q print as %q", l.chosen, l.printed)
		}
	}
	if exporter.MaxCheckAddress != documents.MaxCheckAddress {
		t.Errorf("an exporter's address has up to %d bytes, and a code holds %d", exporter.MaxCheckAddress, documents.MaxCheckAddress)
	}
}

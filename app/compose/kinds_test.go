package compose_test

import (
	"slices"
	"testing"

	"woolroad/app/compose"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

func TestEveryKindIsComposed(t *testing.T) {
	var drawn, composed []documents.Kind
	for _, k := range documents.Kinds {
		drawn = append(drawn, k.Kind)
	}
	for _, k := range compose.Kinds {
		composed = append(composed, k.Kind)
	}
	if !slices.Equal(drawn, composed) {
		t.Errorf("documents.Kinds are %q, and composed are %q", drawn, composed)
	}
	docs, _ := issued(t, read(t, readFile(t, everyKey)), exporter.English)
	for i, p := range docs {
		if p.Kind() != composed[i] {
			t.Errorf("the row of %s composes a %s", composed[i], p.Kind())
		}
	}
}

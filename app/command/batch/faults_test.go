package batch

import (
	"errors"
	"strings"
	"testing"

	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/documents/layout"
)

func TestWhatCannotBeDrawnIsAFault(t *testing.T) {
	doc := new(documents.PackingList)
	for _, test := range []struct {
		err  error
		says []string
	}{
		{&layout.ErrGlyph{Rune: '🐑', Text: "wool 🐑", Field: "buyer name"}, []string{"The packing list", "buyer name", "🐑", "write it another way"}},
		{&documents.TooWide{Field: "price", Text: "123"}, []string{"The packing list", "123", "price", "too long", "Shorten"}},
		{&layout.ErrOffPage{Field: "number", Text: "SO-1"}, []string{"The packing list", "SO-1", "runs off the page", "Shorten"}},
		{documents.ErrSum, []string{"The packing list", "do not agree", "mistake in the program", "report"}},
	} {
		got := drawFault(trade.Order{}, doc, errors.Join(test.err))
		for _, want := range test.says {
			if !strings.Contains(got.Message(), want) {
				t.Errorf("%v gives %q, which does not say %q", test.err, got.Message(), want)
			}
		}
	}
}

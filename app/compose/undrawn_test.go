package compose_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"woolroad/app/compose"
	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/documents/layout"
)

func TestUndrawnSaysWhere(t *testing.T) {
	o := sampleOrder(t, "01-kathmandu-scoured-wool")
	o.Route.Truck, o.Contract, o.Route.Seal = "D5621", "HC/2026/17", "D56"
	o.Lots[0].Bales[2].Number = "A long bale's number"
	o.Buyer.IDs = []trade.ID{{Kind: "np_pan", Value: "301234567"}}
	wide := func(text string) error { return &documents.TooWide{Field: "cell", Text: text} }
	for _, test := range []struct {
		name string
		err  error
		want string
		says string
	}{
		{"a text as it is given", wide("A long bale's number"), "/lots/0/bales/2/number", `"A long bale's number" (cell) is too long for its place. Shorten that text.`},
		{"with more spaces", wide("A  long bale's\tnumber "), "/lots/0/bales/2/number", "Shorten"},
		{"after a label", wide("PAN 301234567"), "/buyer/ids/np_pan", "Shorten"},
		{"the longer of two", wide("Truck D5621, seal D56"), "/route/truck", "Shorten"},
		{"not in the middle of a word", wide("XD5621"), "", "Shorten"},
		{"a figure", wide("25,420.11"), "", "Shorten"},
		{"off the page", &layout.ErrOffPage{Field: "contract", Text: "HC/2026/17"}, "/contract", `"HC/2026/17" (contract) runs off the page`},
		{"a letter", &layout.ErrGlyph{Rune: '🐑', Text: "HC/2026/17", Field: "contract"}, "/contract", "U+1F411"},
	} {
		fault, is := compose.Undrawn(o, documents.KindPackingList, fmt.Errorf("PL-1: %w", test.err))
		if !is || fault.Pointer != test.want || !strings.Contains(fault.Message(), "The packing list cannot be drawn: ") || !strings.Contains(fault.Message(), test.says) {
			t.Errorf("%s: %v %v, want it at %q and %q", test.name, is, fault, test.want, test.says)
		}
	}
	for _, err := range []error{nil, errors.New("the disk is full"), documents.ErrSum} {
		if fault, is := compose.Undrawn(o, documents.KindPackingList, err); is {
			t.Errorf("%v is blamed on a text: %v", err, fault)
		}
	}
}

func TestUnprintable(t *testing.T) {
	o := sampleOrder(t, "01-kathmandu-scoured-wool")
	if faults := compose.Unprinted(o); len(faults) > 0 {
		t.Errorf("the sample: %v", faults)
	}
	o.Contract, o.Marks = "wool 🐑", []string{"A", "B\u200b"}
	faults := compose.Unprinted(o)
	if len(faults) != 2 || faults[0].Pointer != "/contract" || !strings.Contains(faults[0].Message(), "no character for") ||
		faults[1].Pointer != "/marks/1" || !strings.Contains(faults[1].Message(), "invisible character (U+200B)") {
		t.Errorf("%v", faults)
	}
}

package documents

import (
	"slices"
	"testing"
)

func TestEveryKindIsWhole(t *testing.T) {
	for i, k := range Kinds {
		if k.Kind == "" || k.Prefix == "" || k.Title == "" || k.TitleZH == "" || k.For == "" {
			t.Errorf("row %d lacks something: %+v", i, k)
		}
		if got := k.New().Kind(); got != k.Kind {
			t.Errorf("the row of %s makes a %s", k.Kind, got)
		}
		if slices.ContainsFunc(Kinds[:i], func(other KindInfo) bool { return other.Kind == k.Kind || other.Prefix == k.Prefix }) {
			t.Errorf("%s or its prefix %s stands in two rows", k.Kind, k.Prefix)
		}
		if _, known := k.Companion.Info(); k.Companion != "" && !known {
			t.Errorf("%s goes with %q, which is no kind", k.Kind, k.Companion)
		}
		if _, priced := k.New().(Priced); k.Bills != BillsNothing && !priced {
			t.Errorf("%s bills %s and prints no total", k.Kind, k.Bills)
		}
	}
}

func TestPair(t *testing.T) {
	for _, test := range []struct {
		kind, want Kind
	}{
		{KindCommercialInvoice, KindPackingList},
		{KindPackingList, KindCommercialInvoice},
		{KindCombined, ""}, // the packing list that the form names goes with the invoice
		{"bill", ""},
	} {
		if got, is := test.kind.Pair(); got != test.want || is != (test.want != "") {
			t.Errorf("%q is issued together with %q (%v), want %q", test.kind, got, is, test.want)
		}
	}
}

func TestTitlesInSentences(t *testing.T) {
	for title, want := range map[string]string{
		"Commercial invoice": "commercial invoice", "Packing list": "packing list", "GSP Form A": "GSP Form A", "Form A": "form A",
	} {
		if got := (KindInfo{Title: title}).InSentence(); got != want {
			t.Errorf("%q within a sentence is %q, want %q", title, got, want)
		}
	}
}

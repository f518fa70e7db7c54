package compose_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/app/trade/texts"
	"woolroad/documents"
)

// TestTextsHoldWhatDocumentsPrint changes each text of an order in turn and holds that
// Texts returns every text that reaches a document, with its place.
func TestTextsHoldWhatDocumentsPrint(t *testing.T) {
	var root any
	if err := json.Unmarshal(readFile(t, everyKey), &root); err != nil {
		t.Fatal(err)
	}
	const mark = "Ω"
	printed := 0
	eachText(root, "", func(pointer string, set func(string)) {
		set(mark)
		defer set("")
		data, err := json.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		o, faults := trade.ReadOrder(bytes.NewReader(data))
		if faults.Err() != nil {
			return // a code, a number or a name for something else
		}
		docs, _ := issued(t, o, exporter.English)
		through := slices.ContainsFunc(docs, func(p documents.Document) bool {
			b, err := documents.Encode(p)
			return err == nil && strings.Contains(string(b), mark)
		})
		var got []string
		for at, text := range texts.Of(o, texts.Printed) {
			if strings.Contains(text, mark) {
				got = append(got, at)
			}
		}
		if through && !slices.Equal(got, []string{pointer}) || !through && got != nil {
			t.Errorf("%s is on a document: %v, and Texts has it at %q", pointer, through, got)
		}
		if through {
			printed++
		}
	})
	if printed < 50 {
		t.Errorf("only %d texts came through", printed)
	}
}

// eachText calls f for every text of a JSON value, with a way to change it that
// takes "" for what it was.
func eachText(v any, pointer string, f func(pointer string, set func(string))) {
	visit := func(at string, inner any, put func(any)) {
		if text, ok := inner.(string); ok {
			f(at, func(s string) {
				if s == "" {
					s = text
				}
				put(s)
			})
			return
		}
		eachText(inner, at, f)
	}
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			visit(pointer+"/"+key, inner, func(n any) { v[key] = n })
		}
	case []any:
		for i, inner := range v {
			visit(fmt.Sprintf("%s/%d", pointer, i), inner, func(n any) { v[i] = n })
		}
	}
}

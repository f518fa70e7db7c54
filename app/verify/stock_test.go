package verify

import (
	"encoding/json"
	"reflect"
	"testing"

	"woolroad/app/trade/orderfile"
)

// TestLotIsReadAsJSONHasIt reads lots with rows of bales that are those of the lot, nearly
// those, or made to look like them: what is read is what the JSON says.
func TestLotIsReadAsJSONHasIt(t *testing.T) {
	for _, test := range []struct {
		says string
		body string
		rows [][]string
	}{
		{"the same bales", `{"number":"L","bales":[{"number":"1","gross":"82.10","tare":"1.2"},{"number":"2","gross":"80","tare":"1"}]}`, [][]string{{"1", "1", "82.10", "1.2"}, {"2", "2", "80", "1"}}},
		{"another mass", `{"number":"L","bales":[{"number":"1","gross":"82.1","tare":"1.2"}]}`, [][]string{{"1", "1", "82.2", "1.2"}}},
		{"one bale more", `{"number":"L","bales":[{"number":"1","gross":"82.1","tare":"1.2"}]}`, nil},
		{"no bales", `{"number":"L","bales":[]}`, nil},
		{"bales twice", `{"number":"L","bales":[{"number":"9","gross":"5","tare":"1"}],"bales":[{"number":"1","gross":"82.1","tare":"1.2"}]}`, [][]string{{"1", "1", "82.1", "1.2"}}},
		{"a key in another case", `{"number":"L","Bales":[],"bales":[{"number":"1","gross":"82.1","tare":"1.2"}]}`, [][]string{{"1", "1", "82.1", "1.2"}}},
		{"a number that ends its text", `{"number":"L","bales":[{"number":"1","gross":"5","gross":"82.1","tare":"1.2"}]}`, [][]string{{"1", `1","gross":"5`, "82.1", "1.2"}}},
		{"a number with an escape", `{"number":"L","bales":[{"number":"\u0041","gross":"82.1","tare":"1.2"}]}`, [][]string{{"1", `\u0041`, "82.1", "1.2"}}},
		{"a number that is not UTF-8", "{\"number\":\"L\",\"bales\":[{\"number\":\"\xff\",\"gross\":\"82.1\",\"tare\":\"1.2\"}]}", [][]string{{"1", "\xff", "82.1", "1.2"}}},
		{"a number with a line end", "{\"number\":\"L\",\"bales\":[{\"number\":\"1\n\",\"gross\":\"82.1\",\"tare\":\"1.2\"}]}", [][]string{{"1", "1\n", "82.1", "1.2"}}},
		{"a number in Chinese", `{"number":"L","bales":[{"number":"一","gross":"82.1","tare":"1.2"}]}`, [][]string{{"1", "一", "82.1", "1.2"}}},
		{"a mass that is no number", `{"number":"L","bales":[{"number":"1","gross":"1e2","tare":"1.2"}]}`, [][]string{{"1", "1", "1e2", "1.2"}}},
		{"a mass that is negative", `{"number":"L","bales":[{"number":"1","gross":"-8","tare":"1.2"}]}`, [][]string{{"1", "1", "-8", "1.2"}}},
		{"bales in a text", `{"number":"L,"bales":[{"number":"1","gross":"82.1","tare":"1.2"}]}`, [][]string{{"1", "1", "82.1", "1.2"}}},
		{"bales in another object", `{"test":{"colour":"white","bales":[{"number":"1","gross":"82.1","tare":"1.2"}]}`, [][]string{{"1", "1", "82.1", "1.2"}}},
		{"nothing before the bales", `,"bales":[]}`, nil},
		{"no JSON", `lot`, nil},
	} {
		var want orderfile.Lot
		bad := json.Unmarshal([]byte(test.body), &want)
		got, err := lotOf(test.body, test.rows)
		if (err != nil) != (bad != nil) || err == nil && !reflect.DeepEqual(texts(got), texts(want)) {
			t.Errorf("%s: lotOf(%s) = %v, %v; want %v, %v", test.says, test.body, texts(got), err, texts(want), bad)
		}
	}
}

// texts returns what a lot says as texts.
func texts(lot orderfile.Lot) []string {
	out := []string{lot.Number}
	for _, b := range lot.Bales {
		out = append(out, b.Number, b.Gross.String(), b.Tare.String())
	}
	return out
}

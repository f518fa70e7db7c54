package rates

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestTreeCounts starts short of the limit: a file that reaches it has seconds
// of work in it.
func TestTreeCounts(t *testing.T) {
	for _, test := range []struct {
		in   string
		want string
	}{
		{`[1,2,3]`, ""},
		{`[1,2,3,4]`, "it holds more than 3000000 values; split it by year"},
		{`{"a":[{}],"b":null}`, ""},
		{`{"a":[{}],"b":[null]}`, "it holds more than 3000000 values; split it by year"},
	} {
		tree := tree{dec: json.NewDecoder(strings.NewReader(test.in)), values: maxValues - 4}
		_, err := tree.value(0)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("four values before the limit %s = %q, want %q", test.in, got, test.want)
		}
	}
}

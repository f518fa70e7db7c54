package command

import (
	"strings"
	"testing"

	"woolroad/app/rebuild"
)

// TestRebuild damages the list of documents and makes it anew, as text and as JSON.
func TestRebuild(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		desk := desktop{}
		desk.good(t, on(one, "orders", "import", order(t, "o.json", nil))...)
		desk.good(t, on(one, "issue", numbers[0])...)
		inDatabase(t, one, `DELETE FROM issued_about`)
		r := desk.good(t, on(one, "rebuild")...)
		for _, want := range []string{"orders.status: 1 row\n", "billed: ", "order_list: 1 row\n", "issued_about: 2 rows\n", "words: "} {
			if !strings.Contains(r.out, want) {
				t.Errorf("rebuild does not say %q:\n%s", want, r.out)
			}
		}
		var all []rebuild.Table
		read(t, desk, &all, on(one, "rebuild")...)
		if len(all) != strings.Count(r.out, "\n") || all[0] != (rebuild.Table{Name: "orders.status", Rows: 1}) {
			t.Errorf("rebuild as JSON is %+v, and was as text\n%s", all, r.out)
		}
	})
}

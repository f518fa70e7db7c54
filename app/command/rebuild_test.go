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

// TestDamageOfTheFirstDayIsNamed damages the lists of a desk that was opened once, when it
// was empty: verify names that, rebuild mends it, and only lists of another version of the
// program are made again without being asked for, which is said.
func TestDamageOfTheFirstDayIsNamed(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		desk := desktop{}
		desk.good(t, on(one, "orders", "import", order(t, "o.json", nil))...)
		for _, damage := range []struct{ statement, names string }{
			{`DELETE FROM order_list`, "order_list"}, {`DELETE FROM words`, "words"}, {`UPDATE bales SET word = 'x'`, "bales"},
		} {
			inDatabase(t, one, damage.statement)
			desk.says(t, 1, damage.names, on(one, "verify")...)
			if r := desk.good(t, on(one, "rebuild")...); r.err != "" {
				t.Errorf("rebuild says %s", r.err)
			}
			desk.good(t, on(one, "verify")...)
		}
		const said = "Making all lists and search words anew, "
		for _, statement := range []string{`UPDATE listed SET version = 1`, `DELETE FROM listed`} {
			inDatabase(t, one, statement+`; DELETE FROM order_list`)
			if r := desk.good(t, on(one, "verify")...); !strings.Contains(r.out, "lists and search words are not compared") || r.err != "" {
				t.Errorf("after %s, verify says %q and %q", statement, r.out, r.err)
			}
			for _, want := range []int{1, 0} {
				if r := desk.good(t, on(one, "series")...); strings.Count(r.err, said) != want {
					t.Errorf("after %s, series says %q; want %d times %q", statement, r.err, want, said)
				}
			}
			if r := desk.good(t, on(one, "verify")...); strings.Contains(r.out+r.err, "not compared") {
				t.Errorf("after %s and a start, verify says %q", statement, r.out+r.err)
			}
		}
	})
}

package store

import (
	"strings"
	"testing"

	"woolroad/app/store/parties"
	"woolroad/app/trade"
)

// TestAnOrderThatNoRuleLetsInIsThere stores what an earlier program may have
// stored, and holds that the order is listed and read as it is, that Check has
// its fault, and that it can be corrected.
func TestAnOrderThatNoRuleLetsInIsThere(t *testing.T) {
	t.Parallel()
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		good := sampleOrder(t, kathmandu, "SO-1")
		if _, err := s.AddOrder(t.Context(), tashi, good); err != nil {
			t.Fatal(err)
		}
		file, err := trade.Encode(good)
		if err != nil {
			t.Fatal(err)
		}
		for _, test := range []struct{ name, old, new, at string }{
			{"a currency that is no longer one", `"currency":"USD"`, `"currency":"XBT"`, "/currency"},
			{"a term that is no longer one", `"incoterm":"CPT"`, `"incoterm":"DAF"`, "/terms/incoterm"},
			{"a mass of more decimals than there are", `"mass_decimals":1`, `"mass_decimals":9`, "/lots/0/mass_decimals"},
		} {
			body := strings.Replace(string(file), test.old, test.new, -1)
			if body == string(file) {
				t.Fatalf("%s: the order has no %s", test.name, test.old)
			}
			if _, err := shell(t, s).ExecContext(t.Context(), `UPDATE orders SET body = $1`, body); err != nil {
				t.Fatal(err)
			}
			if err := s.Update(t.Context(), tashi, func(tx *Tx) error { return tx.RemakeIndex(t.Context()) }); err != nil {
				t.Fatalf("%s: the lists are not made: %v", test.name, err)
			}
			o, info, err := s.Order(t.Context(), "SO-1")
			if err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			if again, err := trade.Encode(o); err != nil || string(again) != body {
				t.Errorf("%s: the order is %s (%v), want %s", test.name, again, err, body)
			}
			if faults := trade.Check(o).Errors(); !strings.Contains(faults.Error(), test.at+": ") {
				t.Errorf("%s: Check has %v, want a fault at %s", test.name, faults, test.at)
			}
			view(t, s, func(tx *Tx) error {
				list, err := tx.Orders(t.Context(), OrderFilter{}, ByNumber, false, Paging{})
				if err == nil && (len(list.Rows) != 1 || list.Rows[0].Buyer != good.Buyer.Name) {
					t.Errorf("%s: listed are %+v", test.name, list.Rows)
				}
				return err
			})
			if out, err := s.ChangeOrder(t.Context(), tashi, info.ID, good, info.Version); out != Changed || err != nil {
				t.Errorf("%s: corrected it is %q, %v", test.name, out, err)
			}
		}
	})
}

// TestWhatCannotBeReadStopsNoIndexing spoils one order, one document and one party each,
// and holds that everything else is indexed and found, whether all of the index is made or
// only old words are made again.
func TestWhatCannotBeReadStopsNoIndexing(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 2)
		for _, name := range []string{"Spoilt Wool", "Good Wool"} {
			_, err := Change(t.Context(), s, tashi, "test", name, func(tx *Tx) (string, error) {
				return parties.Add(t.Context(), tx.Tx, trade.Party{Name: name, Country: "NP"})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		db := unguarded(t, s)
		run := func(statements ...string) {
			t.Helper()
			for _, statement := range statements {
				if _, err := db.ExecContext(t.Context(), statement); err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
		}
		run(`UPDATE orders SET body = '{"number": 5}' WHERE number = 'SO-1'`,
			`UPDATE issued SET payload = '{"order": 5}' WHERE number = 'CI-2026-0001'`,
			`UPDATE parties SET body = '{"name": 5}' WHERE name = 'Spoilt Wool'`)
		for _, test := range []struct {
			name string
			old  []string
		}{
			{"old words", []string{`UPDATE words SET form = 0`}},
			{"no index", []string{`DELETE FROM listed`, `DELETE FROM words`, `DELETE FROM order_parties`, `DELETE FROM order_lots`,
				`DELETE FROM order_products`, `DELETE FROM order_list`, `DELETE FROM issued_about`}},
		} {
			run(test.old...)
			if err := s.completeIndex(t.Context(), ""); err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			view(t, s, func(tx *Tx) error {
				for _, count := range []struct {
					what, statement string
					want            int
				}{
					{"old words", `SELECT count(*) FROM words WHERE form = 0`, 0},
					{"documents with words", `SELECT count(DISTINCT ref) FROM words WHERE kind = 'document'`, 3},
					{"parties with words", `SELECT count(DISTINCT ref) FROM words WHERE kind = 'party'`, 4},
					{"names with the part wool", `SELECT count(*) FROM words WHERE kind = 'name' AND word = 'wool'`, 2},
					{"documents in lists", `SELECT count(*) FROM issued_about`, 3},
					{"orders in lists", `SELECT count(*) FROM order_list`, 2},
				} {
					var got int
					if err := tx.QueryRowContext(t.Context(), count.statement).Scan(&got); err != nil || got != count.want {
						t.Errorf("%s: %d %s (%v), want %d", test.name, got, count.what, err, count.want)
					}
				}
				return nil
			})
		}
	})
}

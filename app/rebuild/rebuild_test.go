package rebuild_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/issue"
	"woolroad/app/rebuild"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/documents"
)

// prepared is an empty database with the program's schema.
var prepared = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// tashi returns who acts, each time with another key of the request.
func tashi() store.Who {
	at := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
	return store.Who{Name: "Tashi", At: at, Clock: func() time.Time { return at }, Request: rand.Text()}
}

// each runs f on both engines with a desk that has issued documents for several orders, two
// of which sell the same lots, and superseded one; db looks at its tables.
func each(t *testing.T, f func(t *testing.T, s *store.Store, db *sql.DB)) {
	t.Parallel()
	prepared.Each(t, func(t *testing.T, w store.Where) {
		s, err := store.Open(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		driver, source := "pgx", w.URL
		if w.URL == "" {
			driver, source = "sqlite", "file:"+filepath.ToSlash(filepath.Join(w.Data, "woolroad.db"))+"?_pragma=busy_timeout(30000)"
		}
		db, err := sql.Open(driver, source)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := errors.Join(db.Close(), s.Close()); err != nil {
				t.Error(err)
			}
		}()
		for number, file := range map[string]string{
			"SO-1": "01-kathmandu-scoured-wool", "SO-2": "01-kathmandu-scoured-wool", "SO-3": "03-kolkata-yak-inr", "SO-4": "02-nhava-sheva-cashmere",
		} {
			if err := add(t, s, file, number); err != nil {
				t.Fatal(err)
			}
		}
		invoice, list := documents.KindCommercialInvoice, documents.KindPackingList
		for _, q := range []issue.Request{
			{Order: "SO-1", Kinds: []documents.Kind{invoice, list}},
			{Order: "SO-2", Kinds: []documents.Kind{list}},
			{Order: "SO-3", Kinds: []documents.Kind{documents.KindCombined}},
			{Order: "SO-1", Kinds: []documents.Kind{invoice}, Supersedes: []string{"CI-2026-0001"}, Reason: "The street was wrong."},
		} {
			if err := issued(t, s, q); err != nil {
				t.Fatal(err)
			}
		}
		f(t, s, db)
	})
}

// add stores a sample's order under another number, without totals in other currencies.
func add(t *testing.T, s *store.Store, file, number string) error {
	f, err := sample.Files.Open("orders/" + file + ".json")
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	o, faults := trade.ReadOrder(f)
	if err := faults.Err(); err != nil {
		return err
	}
	o.Number, o.TotalsIn = number, nil
	if strings.HasPrefix(number, "SO-beside") { // its lots are billed by no other order
		for i := range o.Lots {
			o.Lots[i].Number += number[len("SO-beside"):]
		}
		for _, line := range o.Lines {
			for i := range line.Lots {
				line.Lots[i] += number[len("SO-beside"):]
			}
		}
	}
	return s.Update(t.Context(), tashi(), func(tx *store.Tx) error {
		_, err := tx.AddOrder(t.Context(), o)
		return err
	})
}

// issued issues documents, without the answer.
func issued(t *testing.T, s *store.Store, q issue.Request) error {
	_, err := issue.Issue(t.Context(), s, tashi(), q)
	return err
}

// count returns how many rows a table has.
func count(t *testing.T, db *sql.DB, table string) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM `+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// contents returns all rows of the tables that are made from others, as text.
func contents(t *testing.T, db *sql.DB) (out []string) {
	t.Helper()
	for _, statement := range []string{
		`SELECT 'billed ' || lot || order_id FROM billed`,
		`SELECT 'state ' || id || status FROM orders`,
		`SELECT 'listed ' || id || number || date || buyer || country || currency || total_minor || grams || mass_decimals || incoterm || place || status || products || changed_at || changed_by || version FROM order_list`,
		`SELECT 'product ' || product || order_id || date || number FROM order_products`,
		`SELECT 'lot ' || lot || order_id FROM order_lots`,
		`SELECT 'party ' || party || role || order_id || date FROM order_parties`,
		`SELECT 'word ' || kind || word || ref || form FROM words`,
		`SELECT 'about ' || number || date || order_number || buyer || country || seal FROM issued_about`,
		`SELECT 'bale ' || lot || number || word FROM bales`,
	} {
		rows, err := db.QueryContext(t.Context(), statement)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				t.Fatal(err)
			}
			out = append(out, text)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(out)
	return out
}

// TestRebuildMakesEveryDerivedTableAsItWas damages each table that is made from others in
// several ways, and holds that rebuild makes it as it was.
func TestRebuildMakesEveryDerivedTableAsItWas(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		want := contents(t, db)
		if err := rebuild.Run(t.Context(), s, tashi(), func(rebuild.Table) {}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, contents(t, db)); diff != "" {
			t.Fatalf("what is right is made otherwise (-want +got):\n%s", diff)
		}
		for _, damage := range []string{
			`DELETE FROM billed`,
			`UPDATE billed SET order_id = (SELECT id FROM orders WHERE number = 'SO-4')`,
			`INSERT INTO billed (lot, order_id) SELECT 'invented', id FROM orders WHERE number = 'SO-4'`,
			`UPDATE orders SET status = 'open'`,
			`UPDATE orders SET status = 'issued'`,
			`DELETE FROM order_list`,
			`UPDATE order_list SET buyer = 'Somebody', country = 'DE', total_minor = 1, grams = 1, mass_decimals = 0, place = '', status = 'open', products = '', version = 77`,
			`DELETE FROM order_products`,
			`UPDATE order_products SET date = '2020-01-01', number = 'SO-none'`,
			`INSERT INTO order_products (product, order_id, date, number) SELECT 'invented', id, date, number FROM orders`,
			`DELETE FROM order_lots`,
			`INSERT INTO order_lots (lot, order_id) SELECT l.number, o.id FROM lots l, orders o WHERE NOT EXISTS (SELECT 1 FROM order_lots x WHERE x.lot = l.number AND x.order_id = o.id)`,
			`DELETE FROM order_parties`,
			`UPDATE order_parties SET date = '2020-01-01'`,
			`INSERT INTO order_parties (party, role, order_id, date) SELECT (SELECT min(id) FROM parties), 'notify', id, date FROM orders WHERE number LIKE 'SO-%' ON CONFLICT DO NOTHING`,
			`DELETE FROM issued_about`,
			`UPDATE issued_about SET country = 'Germany', seal = '', buyer = 'Somebody', order_number = '', date = '2020-01-01'`,
			`INSERT INTO issued_about (number, date, order_number, buyer, country, seal) VALUES ('CI-2026-9999', '2026-01-01', 'SO-1', 'b', 'Nepal', '')`,
			`UPDATE bales SET word = 'x'`,
			`UPDATE bales SET word = ''`,
			`DELETE FROM words`,
			`DELETE FROM words WHERE kind = 'document'`,
			`UPDATE words SET word = word || '~', form = 0`,
			`INSERT INTO words (kind, word, ref, form) VALUES ('document', 'invented', 'CI-2026-9999', 1), ('name', 'invented', 'Nobody', 1)`,
			`DELETE FROM listed`,
		} {
			if _, err := db.ExecContext(t.Context(), damage); err != nil {
				t.Fatalf("%s: %v", damage, err)
			}
			if err := rebuild.Run(t.Context(), s, tashi(), func(rebuild.Table) {}); err != nil {
				t.Fatalf("after %s: %v", damage, err)
			}
			if diff := cmp.Diff(want, contents(t, db)); diff != "" {
				t.Errorf("after %s, something else is made (-want +got):\n%s", damage, diff)
			}
		}
		report, err := s.Verify(t.Context(), tashi(), nil)
		if err != nil || report.Found() > 0 {
			t.Errorf("verify says %+v, %v", report, err)
		}
	})
}

// TestRebuildCountsRows holds what rebuild says of each table against the table, and that
// every table which a backup leaves out, since it is made from others, is made anew.
func TestRebuildCountsRows(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		var names []string
		err := rebuild.Run(t.Context(), s, tashi(), func(r rebuild.Table) {
			names = append(names, r.Name)
			table, _, _ := strings.Cut(r.Name, ".")
			if want := count(t, db, table); r.Rows != want || want == 0 {
				t.Errorf("%s is said to have %d rows and has %d", r.Name, r.Rows, want)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range []string{"billed", "order_list", "order_products", "order_lots", "order_parties", "issued_about", "words", "bales.word", "orders.status"} {
			if !slices.Contains(names, table) {
				t.Errorf("%s is not made anew", table)
			}
		}
	})
}

// TestRebuildWhileOthersIssue rebuilds while others issue and read lists: each list is whole
// whenever it is read, and what is issued meanwhile is in it.
func TestRebuildWhileOthersIssue(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		stop, faults := make(chan struct{}), make(chan error, 2)
		go func() {
			faults <- func() error {
				for i := 0; ; i++ {
					select {
					case <-stop:
						return nil
					default:
					}
					number := fmt.Sprintf("SO-beside-%d", i)
					if err := add(t, s, "01-kathmandu-scoured-wool", number); err != nil {
						return err
					}
					if err := issued(t, s, issue.Request{Order: number, Kinds: []documents.Kind{documents.KindCommercialInvoice}}); err != nil {
						return err
					}
				}
			}()
		}()
		go func() {
			faults <- func() error {
				for least := 0; ; {
					select {
					case <-stop:
						return nil
					default:
					}
					there, err := store.View(t.Context(), s, tashi(), func(tx *store.Tx) (n int, err error) {
						p, err := tx.IssuedPage(t.Context(), store.IssuedFilter{}, store.IssuedByDate, true, store.Paging{Limit: store.MaxPage})
						return len(p.Rows), err
					})
					if err != nil || there < min(least, store.MaxPage) || there == 0 {
						return errors.Join(err, fmt.Errorf("a list has %d documents and had %d", there, least))
					}
					least = there
				}
			}()
		}()
		for range 4 {
			if err := rebuild.Run(t.Context(), s, tashi(), func(rebuild.Table) {}); err != nil {
				t.Error(err)
			}
		}
		close(stop)
		for range 2 {
			if err := <-faults; err != nil {
				t.Error(err)
			}
		}
		was := contents(t, db)
		if err := rebuild.Run(t.Context(), s, tashi(), func(rebuild.Table) {}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(was, contents(t, db)); diff != "" {
			t.Errorf("rebuilt once more it is something else (-was +is):\n%s", diff)
		}
	})
}

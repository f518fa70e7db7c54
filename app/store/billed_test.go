package store

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/documents"
)

// fieldOf returns the field of an Error, or "".
func fieldOf(err error) string {
	if e := (*trade.Error)(nil); errors.As(err, &e) {
		return e.Field
	}
	return ""
}

// billedIn returns the lots that are billed, each with its order's number.
func billedIn(t testing.TB, s *Store) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := s.view(t.Context(), tashi, func(tx *Tx) error {
		return tx.Each(t.Context(), `SELECT b.lot, o.number FROM billed b JOIN orders o ON o.id = b.order_id`, nil, func(row db.Scanner) error {
			var lot, order string
			err := row.Scan(&lot, &order)
			found[lot] = order
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// bills asks for one document of an order whose lots nobody else may bill.
func bills(order string, k documents.Kind, supersedes ...string) asked {
	req := asks(order, k, order+string(k)+fmt.Sprint(supersedes))
	req.Rebill = false
	if len(supersedes) > 0 {
		req.Supersedes, req.Reason = supersedes, "It was wrong."
	}
	return req
}

func TestLotIsBilledByOneOrder(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		one, other := sampleOrder(t, kolkata, "SO-1"), sampleOrder(t, kolkata, "SO-2")
		lot := one.Lots[0].Number
		add(t, s, one)
		add(t, s, other)
		for _, test := range []struct {
			name string
			req  asked
			want trade.Code
		}{
			{"the first to bill", bills("SO-1", documents.KindCommercialInvoice), ""},
			{"once more under another order", bills("SO-2", documents.KindCommercialInvoice), trade.Conflict},
			{"with the combined form", bills("SO-2", documents.KindCombined), trade.Conflict},
			{"a packing list bills nothing", bills("SO-2", documents.KindPackingList), ""},
			{"the combined form of the same order", bills("SO-1", documents.KindCombined), trade.Conflict},
			{"a corrected invoice", bills("SO-1", documents.KindCommercialInvoice, "CI-2026-0001"), ""},
		} {
			_, err := s.issue(t.Context(), tashi, test.req)
			if codeOf(err) != test.want || err != nil && test.want == "" {
				t.Errorf("%s: %v, want %q", test.name, err, test.want)
			}
		}
		_, err := s.issue(t.Context(), tashi, bills("SO-2", documents.KindCommercialInvoice))
		if want := "Lot " + lot + " is already billed by CI-2026-0002 of order SO-1; remove it from one of the two orders."; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
		both := bills("SO-2", documents.KindCommercialInvoice)
		both.Kinds = append(both.Kinds, documents.KindCombined)
		if _, err := s.issue(t.Context(), tashi, both); codeOf(err) != trade.Invalid {
			t.Errorf("invoice and combined form in one: %v", err)
		}

		// The first order is changed to other lots, and its invoice corrected.
		_, info, err := s.Order(t.Context(), "SO-2")
		if err != nil {
			t.Fatal(err)
		}
		err = s.view(t.Context(), tashi, func(tx *Tx) error {
			elsewhere, err := tx.BilledElsewhere(t.Context(), info.ID)
			if len(elsewhere) != len(other.Lots) || elsewhere[0].Order != "SO-1" || elsewhere[0].Invoice != "CI-2026-0002" {
				t.Errorf("billed elsewhere: %+v", elsewhere)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		sell(&one, func(lot string) string { return lot + "-B" })
		if _, err := s.ReplaceOrder(t.Context(), tashi, one); err != nil {
			t.Fatal(err)
		}
		if got := billedIn(t, s)[lot]; got != "SO-1" {
			t.Errorf("before the invoice is corrected the lot is billed by %q", got)
		}
		for _, req := range []asked{bills("SO-1", documents.KindCommercialInvoice, "CI-2026-0002"), bills("SO-2", documents.KindCommercialInvoice)} {
			if _, err := s.issue(t.Context(), tashi, req); err != nil {
				t.Fatal(err)
			}
		}
		if got := billedIn(t, s); got[lot] != "SO-2" || got[lot+"-B"] != "SO-1" {
			t.Errorf("billed: %v", got)
		}
		mustVerify(t, s, 5)
	})
}

// sell gives the order's lots other numbers.
func sell(o *trade.Order, name func(string) string) {
	o.Lots, o.Lines = slices.Clone(o.Lots), slices.Clone(o.Lines)
	for i := range o.Lots {
		o.Lots[i].Number = name(o.Lots[i].Number)
	}
	for i := range o.Lines {
		o.Lines[i].Lots = slices.Clone(o.Lines[i].Lots)
		for j := range o.Lines[i].Lots {
			o.Lines[i].Lots[j] = name(o.Lines[i].Lots[j])
		}
	}
}

// TestManyBillOneLot has orders bill the same lots at once, in two series that
// do not wait for each other.
func TestManyBillOneLot(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		var all sync.WaitGroup
		good := make([]bool, 8)
		for i := range good {
			add(t, s, sampleOrder(t, kolkata, fmt.Sprintf("SO-%d", i)))
		}
		for i := range good {
			all.Go(func() {
				kind := documents.KindCommercialInvoice
				if i%2 == 1 {
					kind = documents.KindCombined
				}
				_, err := s.issue(t.Context(), tashi, bills(fmt.Sprintf("SO-%d", i), kind))
				good[i] = err == nil
				if err != nil && codeOf(err) != trade.Conflict {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := len(slices.DeleteFunc(good, func(b bool) bool { return !b })); n != 1 {
			t.Errorf("%d of 8 orders billed the same lots", n)
		}
		mustVerify(t, s, 1)
	})
}

// TestBilledLotsComeFromWhatIsIssued steps back to where nobody noted which
// lots are billed, and forward again.
func TestBilledLotsComeFromWhatIsIssued(t *testing.T) {
	t.Parallel()
	const since = 7
	eachMigrated(t, func(t *testing.T, w Where) {
		s, err := Open(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		for _, number := range []string{"SO-1", "SO-2", "SO-3"} {
			o := sampleOrder(t, kolkata, number)
			if number == "SO-3" {
				sell(&o, func(lot string) string { return lot + "-B" })
			}
			add(t, s, o)
		}
		for _, req := range []asked{
			bills("SO-1", documents.KindCommercialInvoice), bills("SO-1", documents.KindPackingList),
			bills("SO-1", documents.KindCommercialInvoice, "CI-2026-0001"),
			asks("SO-2", documents.KindCommercialInvoice, "twice, as could be once"), bills("SO-3", documents.KindCombined),
		} {
			if _, err := s.issue(t.Context(), tashi, req); err != nil {
				t.Fatal(err)
			}
		}
		want := billedIn(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		downTo(t, w, since)
		db := direct(t, w)
		for _, statement := range []string{ // the step itself is refused over what is issued
			"DROP TABLE billed", "DROP TABLE exporter", "DELETE FROM schema_steps WHERE version = 7",
		} {
			if _, err := db.ExecContext(t.Context(), statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		s = openAt(t, w)
		if diff := cmp.Diff(want, billedIn(t, s)); diff != "" || len(want) < 2 {
			t.Errorf("of %d lots:\n%s", len(want), diff)
		}
		mustVerify(t, s, 5)
	})
}

// TestWhatIsSealedSaysWhoBillsALot holds that the table billed neither lets a lot be billed
// twice nor keeps one from being billed, whatever somebody has written into it.
func TestWhatIsSealedSaysWhoBillsALot(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		one, other := sampleOrder(t, kolkata, "SO-1"), sampleOrder(t, kolkata, "SO-2")
		free := sampleOrder(t, kathmandu, "SO-3")
		for _, o := range []trade.Order{one, other, free} {
			add(t, s, o)
		}
		if _, err := s.issue(t.Context(), tashi, bills("SO-1", documents.KindCommercialInvoice)); err != nil {
			t.Fatal(err)
		}
		shell := shell(t, s)
		for _, said := range []string{
			`DELETE FROM billed`,
			`UPDATE billed SET order_id = (SELECT id FROM orders WHERE number = 'SO-2')`,
			`UPDATE billed SET order_id = (SELECT id FROM orders WHERE number = 'SO-3')`,
		} {
			if _, err := shell.ExecContext(t.Context(), said); err != nil {
				t.Fatal(err)
			}
			view(t, s, func(tx *Tx) error {
				_, info, err := tx.Order(t.Context(), "SO-2")
				if err != nil {
					return err
				}
				list, err := tx.BilledElsewhere(t.Context(), info.ID)
				if len(list) != len(other.Lots) || list[0].Invoice != "CI-2026-0001" || list[0].Order != "SO-1" {
					t.Errorf("after %s the lots of SO-2 are billed by %+v", said, list)
				}
				return err
			})
			if _, err := s.issue(t.Context(), tashi, bills("SO-2", documents.KindCommercialInvoice)); codeOf(err) != trade.Conflict {
				t.Errorf("after %s a lot is billed again: %v", said, err)
			}
		}
		for _, lot := range free.Lots { // SO-1 bills none of them
			if _, err := shell.ExecContext(t.Context(), `INSERT INTO billed (lot, order_id) SELECT $1, id FROM orders WHERE number = 'SO-1'`, lot.Number); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.issue(t.Context(), tashi, bills("SO-3", documents.KindCommercialInvoice)); err != nil {
			t.Errorf("a lot that nobody bills cannot be billed: %v", err)
		}
		if is := billedIn(t, s)[free.Lots[0].Number]; is != "SO-3" {
			t.Errorf("billed has %s for a lot of SO-3", is)
		}
	})
}

package store

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
	storedb "woolroad/app/store/db"
	"woolroad/app/store/losses"
	"woolroad/app/store/parties"
	"woolroad/app/trade"
	"woolroad/documents"
)

// TestStepBackSaysWhatItLoses goes back over each step with something in every table: what
// somebody made is named, counted and stays until the loss is accepted, with the backup
// before that.
func TestStepBackSaysWhatItLoses(t *testing.T) {
	t.Parallel()
	lost := map[int]string{
		25: "1 deleted draft",
		22: "1 note of who changed the exporter last",
		21: "1 result by which a request that is sent again is recognised",
		15: "1 mark that all of this is invented",
		13: "1 rate rule that was entered or changed, 3 choices of rate rules",
		12: "1 held rate or decision about one, 1 reason of a rate that was entered by hand",
		11: "1 result of asking a publisher for rates",
		10: "2 regains that were entered or changed, 1 note of who changed a party last, 1 note of who changed a product last",
		9:  "2 activities, 1 draft, 1 note of who changed an order last",
		8:  "1 note of who changed an order last",
		7:  "1 exporter",
		5:  "1 number series",
		4:  "1 exchange rate",
		3:  "1 lot, 1 bale",
		2:  "1 order",
		1:  "100 parties, 1 product",
	}
	changes := map[int][]string{
		22: {`UPDATE exporter SET changed_at = '2026-11-23T04:00:00.000000Z'`},
		13: {
			`INSERT INTO rate_rules (id, name, name_zh, source, side, day, via, max_age, version) VALUES ('own', 'Own', '自定', 'nrb', 'mid', 'day', '', 10, 1)`,
			`INSERT INTO rate_choices (buyer, currency, purpose, rule, version) VALUES ('i1', 'NPR', 'document', 'own', 1)`,
			`DELETE FROM rate_choices WHERE currency = '' AND purpose = 'document'`,
			`UPDATE rate_choices SET rule = 'own' WHERE buyer = '' AND currency = 'INR' AND purpose = 'document'`,
			`DELETE FROM rate_choices WHERE currency = 'INR' AND purpose = 'customs'`,
			`INSERT INTO rate_choices (buyer, currency, purpose, rule, version) VALUES ('', 'INR', 'customs', 'cbic', 1)`,
		},
		10: {
			`UPDATE regains SET version = 2 WHERE id = 'gb-9994-1988-oil-combed'`,
			`DELETE FROM regains WHERE id = 'gb-9994-1988-dry-combed'`,
			`UPDATE parties SET version = 2 WHERE id = 'i1'`,
			`UPDATE products SET changed_by = 'desk'`,
		},
		9: {`UPDATE orders SET changed_by = 'desk'`, `INSERT INTO events (subject, n, at, who, format, args, changes) VALUES ('p', 1, '', 'desk', 'Entered.', '[]', '[]')`},
		8: {`UPDATE orders SET changed_by = 'desk'`},
	}
	eachMigrated(t, func(t *testing.T, w Where) {
		db := schemaDB(t, w)
		for version := statusAt(t, w).Newest; version > 0; version = statusAt(t, w).Version {
			fill(t, db, version)
			for _, statement := range changes[version] {
				if _, err := db.ExecContext(t.Context(), statement); err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
			if lost[version] != "" {
				before := rowsIn(t, w, db)
				err := MigrateDown(t.Context(), w, false)
				want := fmt.Sprintf("The step back from %d would lose %s. Make a backup first", version, lost[version])
				if codeOf(err) != trade.Conflict || !strings.HasPrefix(err.Error(), want) {
					t.Errorf("the step back from %d: %v, want %q", version, err, want)
				}
				if diff := cmp.Diff(before, rowsIn(t, w, db)); diff != "" || statusAt(t, w).Version != version {
					t.Errorf("the step back from %d was refused and changed (-was +is):\n%s", version, diff)
				}
			}
			if err := MigrateDown(t.Context(), w, lost[version] != ""); err != nil {
				t.Fatalf("the step back from %d: %v", version, err)
			}
		}
	})
}

// TestStepsBackOverNothing goes back over all steps of a database in which nobody has
// stored anything.
func TestStepsBackOverNothing(t *testing.T) {
	t.Parallel()
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w) // which a command does before
		if _, err := s.Key(t.Context(), tashi, "forms"); err != nil {
			t.Fatal(err)
		}
		for version := statusAt(t, w).Newest; version > 0; version = statusAt(t, w).Version {
			if err := MigrateDown(t.Context(), w, false); err != nil {
				t.Fatalf("the step back from %d: %v", version, err)
			}
		}
	})
}

// TestStepBackThatFailsForgetsNothing holds that what goes before a step back goes with it
// alone: a step that fails at its end, as one does whose program is killed, leaves who
// changed the orders, and the note that the index is complete.
func TestStepBackThatFailsForgetsNothing(t *testing.T) {
	t.Parallel()
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		variedOrders(t, s, 6)
		db := schemaDB(t, w)
		for _, version := range []int{statusAt(t, w).Newest, 10, 9} {
			downTo(t, w, version)
			if _, err := db.ExecContext(t.Context(), `DELETE FROM listed`); err != nil {
				t.Fatal(err)
			}
			if _, err := db.ExecContext(t.Context(), `INSERT INTO listed (version) VALUES (1)`); err != nil {
				t.Fatal(err)
			}
			before := rowsIn(t, w, db)
			err := storedb.MigrateDown(t.Context(), w, failingDown(version), storedb.StepBack{Loses: losses.Check(true), Begins: losses.Forget})
			if err == nil || !strings.Contains(err.Error(), "nowhere") {
				t.Errorf("the step back from %d: %v", version, err)
			}
			if diff := cmp.Diff(before, rowsIn(t, w, db)); diff != "" {
				t.Errorf("the step back from %d failed and changed (-was +is):\n%s", version, diff)
			}
		}
	})
}

// failingDown returns the program's migrations, of which the step back from a version fails
// at its end.
func failingDown(version int) fs.FS {
	files := with("9999_more", goodStep).(fstest.MapFS)
	for name, f := range files {
		switch {
		case strings.Contains(name, "9999"):
			delete(files, name)
		case strings.HasSuffix(name, ".down.sql") && strings.Contains(name, fmt.Sprintf("/%04d_", version)):
			f.Data = append(f.Data, "\nINSERT INTO nowhere VALUES (1);"...)
		}
	}
	return files
}

// TestEveryVersionWithDataComesBack goes down to a version with everything that a desk
// stores, and up again: the index is as it was, issuing goes on, and all verifies.
func TestEveryVersionWithDataComesBack(t *testing.T) {
	t.Parallel()
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		variedOrders(t, s, 6)
		issueSome(t, s, 2)
		issued := 3
		for _, version := range comingBack(statusAt(t, w).Newest) {
			want := made(t, s)
			downTo(t, w, version)
			s = openAt(t, w)
			if diff := cmp.Diff(want, made(t, s)); diff != "" {
				t.Errorf("down to %d and up again, something else is made (-want +got):\n%s", version, diff)
			}
			number := fmt.Sprintf("SO-from-%d", version)
			add(t, s, sampleOrder(t, kathmandu, number))
			if _, err := s.issue(t.Context(), tashi, asks(number, documents.KindCommercialInvoice, number)); err != nil {
				t.Errorf("down to %d and up again: %v", version, err)
			}
			issued++
			mustVerify(t, s, issued)
		}
	})
}

// TestIndexOfAnOlderSchemaIsNoHindrance opens databases as a step back of an older program
// leaves them: some of the index is gone, and what belongs to it is not.
func TestIndexOfAnOlderSchemaIsNoHindrance(t *testing.T) {
	t.Parallel()
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		variedOrders(t, s, 3)
		issueSome(t, s, 2)
		want := made(t, s)
		for _, gone := range []string{"issued_about", "order_list", "order_products", "order_lots", "words WHERE kind = 'document'", "words WHERE kind = 'order'"} {
			for _, statement := range []string{`DELETE FROM ` + gone, `DELETE FROM listed`, `UPDATE order_list SET mass_decimals = 3`} {
				if _, err := shell(t, s).ExecContext(t.Context(), statement); err != nil {
					t.Fatal(err)
				}
			}
			again, err := Open(t.Context(), w)
			if err != nil {
				t.Fatalf("without %s: %v", gone, err)
			}
			if err := again.Close(); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(want, made(t, s)); diff != "" {
				t.Errorf("without %s, something else is made (-want +got):\n%s", gone, diff)
			}
		}
	})
}

// TestRenamedPartyStaysWithItsOrders makes the index anew after a party got another name:
// its orders still lead to it, and the address book gets no second one.
func TestRenamedPartyStaysWithItsOrders(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-1")
		add(t, s, o)
		there, err := View(t.Context(), s, tashi, func(tx *Tx) (parties.Info, error) {
			return parties.Named(t.Context(), tx.Tx, o.Buyer.Name, o.Buyer.Country)
		})
		if err != nil {
			t.Fatal(err)
		}
		there.Party.Name = "Himal Carpets and Rugs"
		err = s.Update(t.Context(), tashi, func(tx *Tx) error { return parties.Change(t.Context(), tx.Tx, there.ID, there.Party, there.Version) })
		if err != nil {
			t.Fatal(err)
		}
		before := count(t, shell(t, s), "parties")
		if _, err := shell(t, s).ExecContext(t.Context(), `UPDATE listed SET version = 77`); err != nil {
			t.Fatal(err)
		}
		if err := s.completeIndex(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		_, info, err := s.Order(t.Context(), "SO-1")
		if err != nil {
			t.Fatal(err)
		}
		buyer, err := View(t.Context(), s, tashi, func(tx *Tx) (string, error) { return parties.BuyerOf(t.Context(), tx.Tx, info.ID) })
		if got := count(t, shell(t, s), "parties"); err != nil || buyer != there.ID || got != before {
			t.Errorf("the order's buyer is %q of %d parties (%v), want %q of %d", buyer, got, err, there.ID, before)
		}
	})
}

// TestStepBackOverNewTermsIsRefused holds that nobody goes back to a program that cannot
// read an order: with each key that it does not know the step is refused, accepted or not,
// and without them it is taken.
func TestStepBackOverNewTermsIsRefused(t *testing.T) {
	t.Parallel()
	percent := exact.Int(1)
	discount := money.Must("1.00", money.USD)
	terms := map[string]func(o *trade.Order) error{
		"a price of 100 kg": func(o *trade.Order) (err error) {
			o.Lines[0].Price, err = o.Lines[0].Price.PerUnits("100")
			return err
		},
		"a free sample": func(o *trade.Order) error { o.Lines[0].NoCharge = true; return nil },
		"a remark":      func(o *trade.Order) error { o.Remarks = []trade.Remark{{Text: "KEEP DRY"}}; return nil },
		"a discount":    func(o *trade.Order) error { o.Charges.Discount = &discount; return nil },
		"an intermediary": func(o *trade.Order) error {
			o.Seller.Banks[0].Intermediary = &trade.Intermediary{Name: "B"}
			return nil
		},
		"a quantity": func(o *trade.Order) error {
			o.Lines[0].Agreed = &trade.Agreed{Quantity: percent, Unit: trade.Tonnes, Of: trade.NetMass}
			return nil
		},
		"a specification": func(o *trade.Order) error { o.Lines[0].Specification = "up to 33.5 micron"; return nil },
		"a delivery":      func(o *trade.Order) error { o.Delivery = &trade.Period{From: o.Date, To: o.Date}; return nil },
		"partial shipments": func(o *trade.Order) error {
			o.Credit = &trade.Credit{Number: "1", Date: o.Date, IssuingBank: "B", PartialShipments: trade.PartialAllowed}
			return nil
		},
	}
	plain := func(o *trade.Order) error {
		o.Contract, o.Charges.DiscountPercent = `"remarks": "discount":`, &percent // which only look like new keys
		return nil
	}
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		store := func(change func(*trade.Order) error) {
			o := sampleOrder(t, kathmandu, "SO-1")
			if err := change(&o); err != nil {
				t.Fatal(err)
			}
			err := s.Update(t.Context(), tashi, func(tx *Tx) error {
				_, err := tx.ReplaceOrder(t.Context(), o)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for what, change := range terms {
			store(func(*trade.Order) error { return nil })
			store(change)
			if err := MigrateDown(t.Context(), w, true); codeOf(err) != trade.Conflict || !strings.Contains(err.Error(), "and 1 of the orders") {
				t.Errorf("%s: MigrateDown = %v, want a conflict", what, err)
			}
		}
		err := s.Update(t.Context(), tashi, func(tx *Tx) error {
			_, err := tx.EnterLot(t.Context(), trade.Lot{Number: "L-1", Product: "scoured wool", Package: "BL", Bales: []trade.Bale{{Number: "1", Gross: fibre.Must("85.2"), Tare: fibre.Must("1.2")}}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		store(plain)
		if err := MigrateDown(t.Context(), w, true); codeOf(err) != trade.Conflict || !strings.Contains(err.Error(), "1 lots that are in no order") {
			t.Errorf("a lot in no order: MigrateDown = %v, want a conflict", err)
		}
		for _, table := range []string{"words WHERE kind = 'lot' AND ref", "bales WHERE lot", "lots WHERE number"} {
			if _, err := direct(t, w).ExecContext(t.Context(), `DELETE FROM `+table+` = 'L-1'`); err != nil {
				t.Fatal(err)
			}
		}
		run := func(body string) {
			if _, err := direct(t, w).ExecContext(t.Context(), `UPDATE drafts SET body = $1`, body); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := direct(t, w).ExecContext(t.Context(),
			`INSERT INTO drafts (id, version, number, buyer, changed_at, changed_by, body) VALUES ('d', 1, 'SO-2', 'b', '', '', '[]')`); err != nil {
			t.Fatal(err)
		}
		for _, typed := range []string{"/remarks/0/text|KEEP DRY", "/charges/discount|1.00", "/lines/0/price_per|1000", "/lines/0/no_charge|true",
			"/credit/partial_shipments|allowed", "/seller/banks/0/intermediary/name|B",
			"/lines/0/agreed/quantity|5.2", "/lines/0/specification|up to 33.5 micron", "/delivery/from|2026-05-01", "/delivery/to|2026-05-31"} {
			name, value, _ := strings.Cut(typed, "|")
			run(`[{"Name":"` + name + `","Value":"` + value + `"}]`)
			if err := MigrateDown(t.Context(), w, false); codeOf(err) != trade.Conflict || !strings.Contains(err.Error(), "would lose 1 draft with terms") {
				t.Errorf("a draft with %s: MigrateDown = %v, want a conflict", typed, err)
			}
		}
		run(`[{"Name":"/charges/discount","Value":""},{"Name":"/lines/0/price_per","Value":"1"},{"Name":"/lines/0/no_charge","Value":""},{"Name":"/lines/0/agreed/quantity","Value":""},{"Name":"/lines/0/agreed/unit","Value":"KGM"},{"Name":"/lines/0/specification","Value":""},{"Name":"/delivery/to","Value":""},{"Name":"/payment/text","Value":"T/T"}]`)
		if err := MigrateDown(t.Context(), w, false); err != nil {
			t.Errorf("with no new terms: MigrateDown = %v", err)
		}
	})
}

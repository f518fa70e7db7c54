package store

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/rates"
)

func TestBackupUnderLoadIsRestoredOnBothEngines(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 3)
		err := s.Update(t.Context(), func(tx *Tx) error {
			return tx.PutProduct(t.Context(), Product{Name: "scoured wool", NameZH: "洗净毛", HS6: "5101.21", Regain: &AgreedRegain{exact.Must("16.00"), "contract", sampleOrder(t, kathmandu, "").Date}})
		})
		if err != nil {
			t.Fatal(err)
		}
		r := money.Rate{From: "USD", To: "NPR", Value: exact.Must("133.500"), Per: exact.Must("1"), Side: money.Buy, Source: rates.NRB.Name(), Date: sampleOrder(t, kathmandu, "").Date}
		if _, err := s.ImportRates(t.Context(), "feed", rates.Feed{Source: rates.NRB, Rates: []money.Rate{r}}); err != nil {
			t.Fatal(err)
		}
		stop := make(chan struct{})
		var load sync.WaitGroup
		load.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				number := fmt.Sprintf("LOAD-%d", i)
				add(t, s, sampleOrder(t, kathmandu, number))
				if _, err := s.Issue(t.Context(), asks(number, documents.KindCommercialInvoice, number)); err != nil {
					t.Error(err)
				}
			}
		})
		file := filepath.Join(t.TempDir(), "backup.db")
		report, err := s.Backup(t.Context(), file)
		close(stop)
		load.Wait()
		if err != nil || report.Documents < 4 {
			t.Fatalf("Backup = %+v, %v", report, err)
		}
		if names, _ := filepath.Glob(file + "*"); len(names) != 1 {
			t.Errorf("beside the backup stand %v", names)
		}
		if _, err := s.Backup(t.Context(), file); codeOf(err) != trade.Conflict {
			t.Errorf("a second backup of that name: %v", err)
		}
		if _, err := Restore(t.Context(), Where{Data: t.TempDir()}, filepath.Join(t.TempDir(), "none")); codeOf(err) != trade.NotFound {
			t.Errorf("restore of nothing: %v", err)
		}
		eachEmpty(t, func(t *testing.T, w Where) {
			back, err := Restore(t.Context(), w, file)
			if err != nil || back.Documents != report.Documents {
				t.Fatalf("Restore = %+v, %v; want %d documents", back, err, report.Documents)
			}
			if _, err := Restore(t.Context(), w, file); codeOf(err) != trade.Conflict {
				t.Errorf("restore into a full database: %v", err)
			}
			restored := openAt(t, w)
			err = restored.View(t.Context(), func(tx *Tx) error {
				products, err := tx.Products(t.Context())
				if len(products) != 1 || products[0].Regain.Percent.String() != "16.00" {
					t.Errorf("products = %v", products)
				}
				if err != nil {
					return err
				}
				table, err := tx.Rates(t.Context())
				if err != nil {
					return err
				}
				got, err := table.On(rates.NRB, money.Buy, "USD", "NPR", r.Date)
				if got.Value.String() != "133.500" {
					t.Errorf("the rate comes back as %s", got.Value)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			add(t, restored, sampleOrder(t, kathmandu, "AFTER"))
			out, err := restored.Issue(t.Context(), asks("AFTER", documents.KindCommercialInvoice, "after"))
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf("CI-2026-%04d", report.Documents); out[0].Number != want { // one of them is a packing list
				t.Errorf("it goes on with %s, want %s", out[0].Number, want)
			}
			mustVerify(t, restored, report.Documents+1)
		})
	})
}

func TestWhatIsNoBackupIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(file, []byte("this is no database, and it is long enough to be looked at as one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), Where{Data: t.TempDir()}, file); codeOf(err) != trade.Invalid {
		t.Errorf("Restore = %v", err)
	}
}

func TestBackupRefusesWhatWasCutOff(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 2)
		db := unguarded(t, s)
		if _, err := db.ExecContext(t.Context(), `DELETE FROM issued WHERE number = 'CI-2026-0002'`); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "backup.db")
		if _, err := s.Backup(t.Context(), file); codeOf(err) != trade.Conflict {
			t.Errorf("Backup = %v, want a conflict", err)
		}
		if _, err := os.Stat(file); err == nil {
			t.Error("a file was left")
		}
	})
}

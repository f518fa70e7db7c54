package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/store/manifest"
	"woolroad/app/store/products"
	"woolroad/app/store/ratebook"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/rates"
)

func TestBackupUnderLoadIsRestoredOnBothEngines(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 3)
		err := s.Update(t.Context(), tashi, func(tx *Tx) error {
			return products.Change(t.Context(), tx.Tx, products.Product{Name: "scoured wool", NameZH: "洗净毛", HS6: "5101.21", Regain: &products.AgreedRegain{Percent: exact.Must("16.00"), Source: "contract", Date: sampleOrder(t, kathmandu, "").Date}})
		})
		if err != nil {
			t.Fatal(err)
		}
		r := money.Rate{From: "USD", To: "NPR", Value: exact.Must("133.500"), Per: exact.Must("1"), Side: money.Buy, Source: rates.NRB.Name(), Date: sampleOrder(t, kathmandu, "").Date}
		err = s.Update(t.Context(), tashi, func(tx *Tx) error {
			_, err := ratebook.Take(t.Context(), tx.Tx, ratebook.Intake{Name: "feed"}, rates.Feed{Source: rates.NRB, Rates: []money.Rate{r}})
			return err
		})
		if err != nil {
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
				if _, err := s.issue(t.Context(), tashi, asks(number, documents.KindCommercialInvoice, number)); err != nil {
					t.Error(err)
				}
			}
		})
		file := filepath.Join(t.TempDir(), "backup.db")
		report, err := s.Backup(t.Context(), tashi, file)
		close(stop)
		load.Wait()
		if err != nil || report.Documents < 4 {
			t.Fatalf("Backup = %+v, %v", report, err)
		}
		if names, _ := filepath.Glob(file + "*"); len(names) != 1 {
			t.Errorf("beside the backup stand %v", names)
		}
		if _, err := s.Backup(t.Context(), tashi, file); codeOf(err) != trade.Conflict {
			t.Errorf("a second backup of that name: %v", err)
		}
		if _, err := Restore(t.Context(), tashi, Where{Data: t.TempDir()}, filepath.Join(t.TempDir(), "none")); codeOf(err) != trade.NotFound {
			t.Errorf("restore of nothing: %v", err)
		}
		eachEmpty(t, func(t *testing.T, w Where) {
			back, err := Restore(t.Context(), tashi, w, file)
			if err != nil || back.Documents != report.Documents {
				t.Fatalf("Restore = %+v, %v; want %d documents", back, err, report.Documents)
			}
			if _, err := Restore(t.Context(), tashi, w, file); codeOf(err) != trade.Conflict {
				t.Errorf("restore into a full database: %v", err)
			}
			restored := openAt(t, w)
			err = restored.view(t.Context(), tashi, func(tx *Tx) error {
				stored, err := tx.Texts(t.Context(), `SELECT name FROM products`)
				if err != nil {
					return err
				}
				wool, err := products.Named(t.Context(), tx.Tx, "scoured wool")
				if len(stored) != 1 || wool.Regain == nil || wool.Regain.Percent.String() != "16.00" {
					t.Errorf("products = %v, and the wool is %+v", stored, wool)
				}
				if err != nil {
					return err
				}
				got, _, err := ratebook.LastPublished(t.Context(), tx.Tx, rates.Series{Source: rates.NRB, Side: money.Buy, From: "USD", To: "NPR"}, r.Date)
				if got.Value.String() != "133.500" {
					t.Errorf("the rate comes back as %s", got.Value)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			add(t, restored, sampleOrder(t, kathmandu, "AFTER"))
			out, err := restored.issue(t.Context(), tashi, asks("AFTER", documents.KindCommercialInvoice, "after"))
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

func TestBackupRefusesWhatWasCutOff(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 2)
		db := unguarded(t, s)
		if _, err := db.ExecContext(t.Context(), `DELETE FROM issued WHERE number = 'CI-2026-0002'`); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "backup.db")
		if _, err := s.Backup(t.Context(), tashi, file); codeOf(err) != trade.Conflict {
			t.Errorf("Backup = %v, want a conflict", err)
		}
		if _, err := os.Stat(file); err == nil {
			t.Error("a file was left")
		}
	})
}

// contents returns the rows of every table, as text that is the same on both engines.
var contents = storetest.Contents[Where]

func TestRestoredOverTheEnginesAndBack(t *testing.T) {
	t.Parallel()
	places := []Where{{Data: t.TempDir()}, {URL: storetest.Postgres(t)}, {URL: storetest.Postgres(t)}, {Data: t.TempDir()}}
	s := openAt(t, places[0])
	issueSome(t, s, 3)
	again := asks("SO-3", documents.KindCommercialInvoice, "again")
	again.Supersedes, again.Reason = []string{"CI-2026-0003"}, "The street was wrong."
	if _, err := s.issue(t.Context(), tashi, again); err != nil {
		t.Fatal(err)
	}
	want := contents(t, places[0])
	if len(want["issued"]) != 5 || len(want["series_register"]) != 1 {
		t.Fatalf("contents = %v", want)
	}
	for i, w := range places[1:] {
		file := filepath.Join(t.TempDir(), "backup.db")
		if _, err := s.Backup(t.Context(), tashi, file); err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(t.Context(), tashi, w, file); err != nil {
			t.Fatal(err)
		}
		s = openAt(t, w)
		mustVerify(t, s, 5)
		if diff := cmp.Diff(want, contents(t, w)); diff != "" {
			t.Errorf("restore %d, into %s (-was +is):\n%s", i+1, s.Engine(), diff)
		}
	}
}

func TestFailedRestoreLeavesNothing(t *testing.T) {
	t.Parallel()
	s := openAt(t, Where{Data: t.TempDir()})
	issueSome(t, s, 2)
	for _, test := range []struct {
		name  string
		spoil func(t *testing.T, file string)
		code  trade.Code // none: the engine's own error
	}{
		{"a document was changed", spoilSigned("UPDATE issued SET date = '2026-01-01' WHERE number = 'CI-2026-0002'"), trade.Conflict},
		{"a series is gone with its documents", spoilSigned("DELETE FROM issued WHERE kind = 'packing-list'", "DELETE FROM series WHERE kind = 'packing-list'"), trade.Conflict},
		{"an order is gone", spoilSigned("DELETE FROM orders WHERE number = 'SO-2'"), trade.Conflict},
		{"a bale is of no lot, which shows when half is copied", spoilSigned("INSERT INTO bales (lot, place, number, gross, tare) VALUES ('none', 1, '1', '85.10', '1.20')"), ""},
		{"the file was cut off", func(t *testing.T, file string) {
			if err := os.Truncate(file, 20_000); err != nil {
				t.Fatal(err)
			}
		}, trade.Invalid},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "backup.db")
			if _, err := s.Backup(t.Context(), tashi, file); err != nil {
				t.Fatal(err)
			}
			test.spoil(t, file)
			eachMigrated(t, func(t *testing.T, w Where) {
				before := contents(t, w)
				if _, err := Restore(t.Context(), tashi, w, file); err == nil || codeOf(err) != test.code {
					t.Errorf("Restore = %v, want an error of code %q", err, test.code)
				}
				if diff := cmp.Diff(before, contents(t, w)); diff != "" {
					t.Errorf("this was left behind (-was +is):\n%s", diff)
				}
			})
		})
	}
}

// spoilSigned changes a backup as spoil does and gives it a manifest that fits, as somebody
// may who knows how.
func spoilSigned(statements ...string) func(*testing.T, string) {
	return func(t *testing.T, file string) {
		t.Helper()
		spoil(statements...)(t, file)
		sign(t, file)
	}
}

// sign gives a backup a new manifest.
func sign(t *testing.T, file string) {
	t.Helper()
	s, err := openFile(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), tashi, func(tx *Tx) error {
		if _, err := tx.ExecContext(t.Context(), `DROP TABLE manifest`); err != nil {
			return err
		}
		_, err := manifest.Write(t.Context(), tx.Tx)
		return err
	})
	if err := errors.Join(err, s.Checkpoint(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
}

// spoil changes a backup with no guard in the way.
func spoil(statements ...string) func(*testing.T, string) {
	return func(t *testing.T, file string) {
		t.Helper()
		harmed := unguard(t, shellOf(t, file), db.SQLite)
		for _, statement := range append(statements, "PRAGMA wal_checkpoint(TRUNCATE)") {
			if _, err := harmed.ExecContext(t.Context(), statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
	}
}

func TestWhatAKilledRunLeftIsTidied(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("nobody can tell on Windows whether a run still works in a folder")
	}
	temporary, backups := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temporary)
	s := openAt(t, Where{Data: t.TempDir()})
	issueSome(t, s, 1)
	for _, left := range []string{filepath.Join(temporary, "woolroad-restore-1"), filepath.Join(backups, ".woolroad-backup-1")} {
		if err := errors.Join(os.Mkdir(left, 0o700), os.WriteFile(filepath.Join(left, "backup.db"), []byte("half"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(backups, "today.backup")
	if _, err := s.Backup(t.Context(), tashi, file); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), tashi, Where{Data: t.TempDir()}, file); err != nil {
		t.Fatal(err)
	}
	for folder, want := range map[string][]string{temporary: nil, backups: {"today.backup"}} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		if !slices.Equal(names, want) {
			t.Errorf("%s holds %q, want %q", folder, names, want)
		}
	}
}

// Prices and buyers are nobody's business but the owner's.
func TestFilesAreTheirOwnersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such permissions")
	}
	folder := t.TempDir()
	s := openAt(t, Where{Data: folder})
	issueSome(t, s, 1)
	if _, err := s.Backup(t.Context(), tashi, filepath.Join(folder, "backup.db")); err != nil {
		t.Fatal(err)
	}
	if err := MigrateDown(t.Context(), Where{Data: folder}, true); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %s", f.Name(), info.Mode())
		}
		names = append(names, f.Name())
	}
	if len(names) < 6 { // with -wal, -shm, the lock, a copy and the backup
		t.Errorf("only %v were looked at", names)
	}
}

// A table that a backup forgets is lost when it is needed.
func TestBackupCarriesEveryColumn(t *testing.T) {
	notCopied := map[string]string{
		"schema_steps": "the schema's own", "schema_migrations": "the schema's own",
		"order_list": "made of the orders", "order_products": "made of the orders", "order_lots": "made of the orders",
		"order_parties": "made of the orders", "issued_about": "made of what is issued", "words": "made of all that is found", "listed": "says what is made",
		"rate_leases":   "who fetches now",
		"secrets":       "of the installation: another one signs with its own",
		"readiness":     "written to find out whether it can be",
		"guards_lifted": "is empty after every transaction",
	}
	w := Where{Data: t.TempDir()}
	openAt(t, w)
	db := direct(t, w)
	rows, err := db.QueryContext(t.Context(), `
		SELECT t.name, group_concat(c.name, ', ') FROM sqlite_master t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' GROUP BY t.name`)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]string{}
	for rows.Next() {
		var table, columns string
		if err := rows.Scan(&table, &columns); err != nil {
			t.Fatal(err)
		}
		there[table] = columns
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		copied, has := strings.Split(table.columns, ", "), strings.Split(there[table.name], ", ")
		slices.Sort(copied)
		slices.Sort(has)
		if !slices.Equal(copied, has) {
			t.Errorf("of %s a backup copies %v, and it has %v", table.name, copied, has)
		}
		delete(there, table.name)
	}
	for table := range there { // the others of copiedTables are compared after they are copied, which finds a column that is forgotten
		if notCopied[table] == "" && !slices.Contains(copiedTables(), table) {
			t.Errorf("no backup copies %s", table)
		}
	}
}

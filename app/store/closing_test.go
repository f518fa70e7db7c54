package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"woolroad/app/store/db"
	"woolroad/app/store/series"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

const invoices = "commercial-invoice/JAN/2026"

// harm runs statements with no trigger in the way, which are all there again afterwards.
func harm(t testing.TB, s *Store, statements ...string) {
	t.Helper()
	conn, err := shell(t, s).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	var off, on []string
	switch s.Engine() {
	case db.SQLite:
		rows, err := conn.QueryContext(t.Context(), `SELECT name, sql FROM sqlite_master WHERE type = 'trigger'`)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var name, statement string
			if err := rows.Scan(&name, &statement); err != nil {
				t.Fatal(err)
			}
			off, on = append(off, "DROP TRIGGER "+name), append(on, statement)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	case db.PostgreSQL:
		for _, table := range []string{"issued", "series", "series_register", "series_closed"} {
			off = append(off, "ALTER TABLE "+table+" DISABLE TRIGGER USER")
			on = append(on, `DO $$ DECLARE n text; BEGIN
				FOR n IN SELECT tgname FROM pg_trigger WHERE tgrelid = '`+table+`'::regclass AND NOT tgisinternal LOOP
					EXECUTE 'ALTER TABLE `+table+` ENABLE ALWAYS TRIGGER ' || n; END LOOP; END $$`)
		}
	}
	for _, list := range [][]string{off, statements, on} {
		for _, statement := range list {
			if _, err := conn.ExecContext(t.Context(), statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
	}
}

// plant inserts the next invoice as somebody does who lifts the guards, changed as change
// says, of an order of that number that is added for it.
func plant(t testing.TB, s *Store, order string, change func(*series.Row)) {
	t.Helper()
	row := nextRow(t, s, order, noon)
	change(&row)
	err := s.Update(t.Context(), tashi, func(tx *Tx) error {
		return series.Lifted(t.Context(), tx.Tx, func() error { return series.Insert(t.Context(), tx.Tx, &row) })
	})
	if err != nil {
		t.Fatal(err)
	}
}

func worthless(r *series.Row) { r.Payload = `{"number":"` + r.Number + `","buyer":7}` }

func farAhead(r *series.Row) {
	r.IssuedAt = "9999-12-31T23:59:59.999999Z"
	r.Hash = r.ChainHash()
}

// closes closes a series.
func closes(t testing.TB, s *Store, id string) (c series.Closing) {
	t.Helper()
	err := s.Update(t.Context(), tashi, func(tx *Tx) (err error) {
		c, err = series.Close(t.Context(), tx.Tx, id, "It was damaged.")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// issues issues the invoice of an order, which it adds, and returns its number.
func issues(t testing.TB, s *Store, order string, now time.Time) (string, error) {
	t.Helper()
	add(t, s, sampleOrder(t, kathmandu, order))
	req := asks(order, documents.KindCommercialInvoice, order)
	req.Now = at(now)
	out, err := s.issue(t.Context(), tashi, req)
	if err != nil {
		return "", err
	}
	return out[0].Number, nil
}

// mustIssue issues the invoice of an order, which must have that number.
func mustIssue(t testing.TB, s *Store, order, want string) {
	t.Helper()
	if got, err := issues(t, s, order, noon); got != want || err != nil {
		t.Errorf("%s was issued, %v; want %s", got, err, want)
	}
}

// mustHoldButClosed verifies that nothing is wrong but in the series that are closed, and returns the
// report.
func mustHoldButClosed(t testing.TB, s *Store) Report {
	t.Helper()
	r, err := s.Verify(t.Context(), tashi, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Found() > 0 {
		t.Errorf("Verify = %s", r.Wrong)
	}
	return r
}

// Whatever was done to a series, it is closed, its evidence is named, and the office goes
// on: issuing, superseding, backing up and restoring.
func TestADamagedSeriesIsClosed(t *testing.T) {
	for _, test := range []struct {
		name string
		harm func(t *testing.T, s *Store)
	}{
		{"a row with a worthless content", func(t *testing.T, s *Store) { plant(t, s, "SO-x", worthless) }},
		{"a row of the year 9999", func(t *testing.T, s *Store) { plant(t, s, "SO-x", farAhead) }},
		{"a document that was changed", func(t *testing.T, s *Store) {
			harm(t, s, "UPDATE issued SET date = '2026-04-04' WHERE number = 'CI-2026-0002'")
		}},
		{"a document that was removed", func(t *testing.T, s *Store) { harm(t, s, "DELETE FROM issued WHERE number = 'CI-2026-0002'") }},
		{"the last document that was removed", func(t *testing.T, s *Store) { harm(t, s, "DELETE FROM issued WHERE number = 'CI-2026-0003'") }},
		{"a counter that was put back", func(t *testing.T, s *Store) {
			harm(t, s, "UPDATE series SET next = 2 WHERE kind = 'commercial-invoice'")
		}},
		{"the row of the series that was removed", func(t *testing.T, s *Store) {
			statements := []string{"DELETE FROM series WHERE id = '" + invoices + "'"}
			if s.Engine() == db.PostgreSQL {
				statements = append(slices.Insert(statements, 0, "SET session_replication_role = replica"), "SET session_replication_role = origin")
			}
			harm(t, s, statements...)
			_, err := issues(t, s, "SO-9", noon)
			if codeOf(err) != trade.Unavailable || !strings.Contains(err.Error(), `"woolroad series close commercial-invoice/JAN/2026 --reason …"`) {
				t.Errorf("Issue = %v", err)
			}
			view(t, s, func(tx *Tx) error {
				found, err := series.Find(t.Context(), tx.Tx, "CI-2026")
				if found.ID != invoices || found.Issued != 3 {
					t.Errorf("Find = %+v", found)
				}
				return err
			})
		}},
		{"a head that was changed", func(t *testing.T, s *Store) {
			harm(t, s, "UPDATE series SET "+flip("head")+" WHERE kind = 'commercial-invoice'")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			each(t, func(t *testing.T, s *Store) {
				issueSome(t, s, 3)
				test.harm(t, s)
				before, err := s.Verify(t.Context(), tashi, nil)
				far := strings.Contains(test.name, "9999")
				if err != nil || !far && !before.Damages(invoices) {
					t.Fatalf("Verify = %+v, %v", before, err)
				}
				if _, err := s.Backup(t.Context(), tashi, filepath.Join(t.TempDir(), "backup.db")); !far && codeOf(err) != trade.Conflict {
					t.Errorf("Backup = %v, want a conflict", err)
				}
				c := closes(t, s, invoices)
				if c.Successor != invoices+"B" || c.Who != "Tashi" {
					t.Errorf("Close = %+v", c)
				}
				mustIssue(t, s, "SO-4", "CI-2026B-0001")
				corrected := asks("SO-1", documents.KindCommercialInvoice, "corrected")
				corrected.Supersedes, corrected.Reason = []string{"CI-2026-0001"}, "The street was wrong."
				if out, err := s.issue(t.Context(), tashi, corrected); err != nil || out[0].Number != "CI-2026B-0002" {
					t.Errorf("superseding a document of the closed series: %+v, %v", out, err)
				}
				report := mustHoldButClosed(t, s)
				if len(report.Closed) != 1 || report.Closed[0].Closing != c || report.Closed[0].Name != "CI-2026" || report.Closed[0].Found() != before.Found() {
					t.Errorf("Verify names %+v; before it was closed, %d things were wrong", report.Closed, before.Found())
				}
				file := filepath.Join(t.TempDir(), "backup.db")
				if backed, err := s.Backup(t.Context(), tashi, file); err != nil || len(backed.Closed) != 1 {
					t.Fatalf("Backup = %+v, %v", backed, err)
				}
				eachMigrated(t, func(t *testing.T, w Where) {
					restored, err := Restore(t.Context(), tashi, w, file)
					if err != nil {
						t.Fatal(err)
					}
					if len(restored.Closed) != 1 || restored.Closed[0].Closing != c || restored.Closed[0].Found() != before.Found() {
						t.Errorf("Restore names %+v", restored.Closed)
					}
					other := openAt(t, w)
					mustIssue(t, other, "SO-5", "CI-2026B-0003")
					mustHoldButClosed(t, other)
				})
			})
		})
	}
}

// A series that the clock of a hostile row stops says how to go on.
func TestASeriesFarAheadNamesTheWayOn(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 1)
		plant(t, s, "SO-x", farAhead)
		_, err := issues(t, s, "SO-2", noon)
		if codeOf(err) != trade.Unavailable || !strings.Contains(err.Error(), `"woolroad series close CI-2026 --reason …"`) {
			t.Errorf("Issue = %v", err)
		}
		err = s.view(t.Context(), tashi, func(tx *Tx) error {
			for id, want := range map[string]bool{invoices: true, "packing-list/JAN/2026": false} {
				if far, err := series.FarAhead(t.Context(), tx.Tx, id, noon); far != want || err != nil {
					t.Errorf("FarAhead(%s) = %t, %v", id, far, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// A series whose row no document follows any more refuses the next one in words.
func TestADamagedHeadNamesTheWayOn(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 2)
		harm(t, s, "UPDATE series SET at = '2026-11-24T00:00:00.000000Z', next = 9 WHERE kind = 'commercial-invoice'",
			"INSERT INTO series_closed ("+closingColumns+") VALUES ('commercial-invoice/JAN/2026', '', 'x', '', 'x', 0, '"+sixtyFour+"', '"+sixtyFour+"')")
		mustIssue(t, s, "SO-3", "CI-2026B-0001") // a closing by hand, which names no series after it
		row := nextRow(t, s, "SO-5", noon)
		row.Prev = sixtyFour
		err := s.Update(t.Context(), tashi, func(tx *Tx) error { return series.Insert(t.Context(), tx.Tx, &row) })
		if codeOf(err) != trade.Unavailable || !strings.Contains(err.Error(), `"woolroad series close CI-2026B --reason …"`) {
			t.Errorf("Insert = %v", err)
		}
	})
}

// What is done to a closed series afterwards is no evidence: verify names it as wrong.
func TestEvidenceThatIsChangedIsFound(t *testing.T) {
	const third = " WHERE number = 'CI-2026-0003'"
	tests := []struct{ name, statement, mentions string }{
		{"the worthless row is mended", "UPDATE issued SET payload = '{}'" + third, "was changed since"},
		{"the worthless row is removed", "DELETE FROM issued" + third, "held 3 documents"},
		{"a good row is changed", "UPDATE issued SET date = '2026-04-04' WHERE number = 'CI-2026-0001'", "was changed since"},
		{"the file of a good row", "UPDATE issued SET pdf = (SELECT pdf FROM issued WHERE number = 'CI-2026-0002') WHERE number = 'CI-2026-0001'", "was changed since"},
		{"a row is moved there", "UPDATE issued SET series = '" + invoices + "', n = 9 WHERE kind = 'packing-list'", "held 3 documents"},
		{"the counter", "UPDATE series SET next = 9 WHERE id = '" + invoices + "'", "was changed since"},
		{"the reason", "UPDATE series_closed SET reason = 'x'", "closing (series_closed) was changed"},
		{"the digest", "UPDATE series_closed SET " + flip("digest"), "closing (series_closed) was changed"},
		{"the seal", "UPDATE series_closed SET " + flip("seal"), "not chained"},
		{"no closing any more", "DELETE FROM series_closed", "not chained"},
		{"the first document of the series after it", "DELETE FROM issued WHERE number = 'CI-2026B-0001'", "missing"},
	}
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 2)
		plant(t, s, "SO-x", worthless)
		closes(t, s, invoices)
		mustIssue(t, s, "SO-3", "CI-2026B-0001")
		mustIssue(t, s, "SO-4", "CI-2026B-0002")
		_, run, asItWas := tampering(t, s, "series_closed", "series", "issued")
		for _, test := range tests {
			asItWas()
			mustHoldButClosed(t, s)
			run(test.statement)
			r, err := s.Verify(t.Context(), tashi, nil)
			if err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			if said := fmt.Sprint(r.Wrong); !strings.Contains(said, test.mentions) {
				t.Errorf("%s: Verify = %s; want something of %q", test.name, said, test.mentions)
			}
		}
	})
}

func TestAClosedSeriesTakesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 2)
		row := nextRow(t, s, "SO-3", noon)
		closes(t, s, invoices)
		database := shell(t, s)
		if err := insertRow(t, database, row); err == nil || !strings.Contains(err.Error(), "closed") {
			t.Errorf("INSERT into the closed series = %v", err)
		}
		for _, statement := range []string{
			"UPDATE series_closed SET reason = 'x'", "DELETE FROM series_closed",
			"INSERT INTO series_closed SELECT * FROM series_closed",
			"INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('" + invoices + "B', 'commercial-invoice', 'JAN', '2026', 'CI', 1, 'B', 1, '')",
			map[db.Engine]string{db.SQLite: "REPLACE INTO series_closed SELECT * FROM series_closed", db.PostgreSQL: "TRUNCATE series_closed"}[s.Engine()],
		} {
			if _, err := database.ExecContext(t.Context(), statement); err == nil {
				t.Errorf("this was let through: %s", statement)
			}
		}
		err := s.Update(t.Context(), tashi, func(tx *Tx) error {
			_, err := series.Close(t.Context(), tx.Tx, invoices, "again")
			return err
		})
		if codeOf(err) != trade.Conflict {
			t.Errorf("closing it again = %v", err)
		}
		mustHoldButClosed(t, s)
		const closings = 26 // the step that made them
		w, _ := opened.Load(s.DB)
		downTo(t, w.(Where), closings)
		if err := MigrateDown(t.Context(), w.(Where), true); codeOf(err) != trade.Conflict {
			t.Errorf("MigrateDown = %v, want a conflict", err)
		}
	})
}

// Another year, another calendar and another kind of document number as before, and a
// closed series of any of them goes on in its own.
func TestClosedSeriesOfEachKindAndYear(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		for i, test := range []struct {
			kind     documents.Kind
			calendar exporter.Calendar
			now      time.Time
			closes   string // the series that is closed first, if any
			want     string
		}{
			{documents.KindCommercialInvoice, exporter.January, noon, "", "CI-2026-0001"},
			{documents.KindCommercialInvoice, exporter.January, noon, invoices, "CI-2026B-0001"},
			{documents.KindCommercialInvoice, exporter.January, noon, invoices + "B", "CI-2026C-0001"},
			{documents.KindPackingList, exporter.January, noon, "", "PL-2026-0001"},
			{documents.KindCommercialInvoice, exporter.April, noon, "", "CI-26-27-0001"},
			{documents.KindCommercialInvoice, exporter.April, noon, "commercial-invoice/APR/26-27", "CI-26-27B-0001"},
			{documents.KindCommercialInvoice, exporter.Shrawan, noon, "", "CI-83-84-0001"},
			{documents.KindCombined, exporter.January, noon, "", "CC-2026-0001"},
			{documents.KindCombined, exporter.January, noon, "commercial-invoice-cum-packing-list/JAN/2026", "CC-2026B-0001"},
			{documents.KindCommercialInvoice, exporter.January, noon.AddDate(0, 2, 0), "", "CI-2027-0001"},
			{documents.KindCommercialInvoice, exporter.January, noon.AddDate(0, 2, 0), "", "CI-2027-0002"},
		} {
			if test.closes != "" {
				closes(t, s, test.closes)
			}
			number := fmt.Sprintf("SO-%d", i)
			add(t, s, sampleOrder(t, kathmandu, number))
			req := asks(number, test.kind, number)
			req.Calendar, req.Now = test.calendar, at(test.now)
			out, err := s.issue(t.Context(), tashi, req)
			if err != nil || out[0].Number != test.want {
				t.Errorf("%s by %s at %s: %+v, %v; want %s", test.kind, test.calendar, test.now, out, err, test.want)
			}
		}
		mustHoldButClosed(t, s)
	})
}

// A number of the series after a closed one has room in sixteen characters, and no row that
// somebody put there before.
func TestTheSeriesAfterAClosedOneHasRoom(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		insertSeries(t, s, `'commercial-invoice/JAN/2026', 'commercial-invoice', 'JAN', '2026', 'LHWINV', 118, '', 118, ''`)
		mustIssue(t, s, "SO-1", "LHWINV-2026-0118")
		plant(t, s, "SO-x", func(r *series.Row) {
			r.Number, r.Payload = "CI-2026B-0001", `{"number":"CI-2026B-0001"}`
		})
		if c := closes(t, s, invoices); c.Successor != invoices+"C" {
			t.Errorf("%s goes on, want %sC", c.Successor, invoices)
		}
		mustIssue(t, s, "SO-2", "CI-2026C-0001")
		mustHoldButClosed(t, s)
	})
}

// An old series is closed after another one went on already.
func TestASeriesThatOneHasFollowedIsClosed(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		mustIssue(t, s, "SO-1", "CI-2026-0001")
		insertSeries(t, s, `'commercial-invoice/JAN/2026B', 'commercial-invoice', 'JAN', '2026', 'CI', 1, 'B', 1, ''`)
		mustIssue(t, s, "SO-2", "CI-2026B-0001")
		if c := closes(t, s, invoices); c.Successor != "" {
			t.Errorf("Close = %+v, want no series after it", c)
		}
		mustIssue(t, s, "SO-3", "CI-2026B-0002")
		mustHoldButClosed(t, s)
	})
}

// Wherever series are closed, the numbers of each part count from 1 without a gap.
func TestNumbersHaveNoGapWhereverSeriesAreClosed(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	each(t, func(t *testing.T, s *Store) {
		random := rand.New(rand.NewPCG(seed, 0))
		id, suffix, n := invoices, "", 0
		for i := range 24 {
			if i > 0 && random.IntN(4) == 0 {
				c := closes(t, s, id)
				if c.Documents != int64(n) {
					t.Errorf("%s holds %d documents when it is closed, want %d", id, c.Documents, n)
				}
				mustIssue(t, s, fmt.Sprintf("SO-first-%d", i), "CI-2026"+after(suffix)+"-0001")
				id, suffix, n = c.Successor, after(suffix), 1
				continue
			}
			n++
			mustIssue(t, s, fmt.Sprintf("SO-%d", i), fmt.Sprintf("CI-2026%s-%04d", suffix, n))
		}
		mustHoldButClosed(t, s)
	})
}

// after returns the suffix after one, of those that so few closings come to.
func after(suffix string) string {
	if suffix == "" {
		return "B"
	}
	return string(suffix[0] + 1)
}

// Who issues while a series is closed gets the next number of it or one of the series after.
func TestClosingWhileOthersIssue(t *testing.T) {
	const issuers, docs = 4, 4
	each(t, func(t *testing.T, s *Store) {
		mustIssue(t, s, "SO-first", "CI-2026-0001")
		first := sampleOrder(t, kathmandu, "template")
		var all sync.WaitGroup
		var mutex sync.Mutex
		numbers := map[string]bool{"CI-2026-0001": true}
		begun := make(chan struct{}, issuers*docs)
		for i := range issuers {
			all.Go(func() {
				for j := range docs {
					o := first
					o.Number = fmt.Sprintf("SO-%d-%d", i, j)
					_, err := s.AddOrder(t.Context(), tashi, o)
					var out []Issued
					if err == nil {
						out, err = s.issue(t.Context(), tashi, asks(o.Number, documents.KindCommercialInvoice, o.Number))
					}
					if err != nil {
						t.Errorf("%s: %v", o.Number, err)
						return
					}
					mutex.Lock()
					numbers[out[0].Number] = true
					mutex.Unlock()
					begun <- struct{}{}
				}
			})
		}
		<-begun
		c := closes(t, s, invoices)
		all.Wait()
		mustHoldButClosed(t, s)
		if len(numbers) != issuers*docs+1 {
			t.Errorf("%d numbers were given for %d documents", len(numbers), issuers*docs+1)
		}
		var after int64
		if err := shell(t, s).QueryRowContext(context.Background(), `SELECT count(*) FROM issued WHERE series = $1`, c.Successor).Scan(&after); err != nil || after+c.Documents != issuers*docs+1 {
			t.Errorf("%d documents before and %d after, %v", c.Documents, after, err)
		}
	})
}

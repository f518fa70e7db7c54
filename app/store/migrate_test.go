package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/store/db"
	"woolroad/app/store/series"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
	"woolroad/migrations"
)

const (
	// issuedStep made the tables of issued documents.
	issuedStep = 5
	// numberedStep is the last step that the documents' numbers depend on.
	numberedStep = 7
	// subjectsStep is the step since which a document is issued from a subject.
	subjectsStep = 20
)

func TestEnginesHaveTheSameMigrations(t *testing.T) {
	names := func(engine string) (names []string) {
		files, err := fs.Glob(migrations.Files, engine+"/*.sql")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v files, %v", engine, len(files), err)
		}
		for _, f := range files {
			names = append(names, strings.TrimPrefix(f, engine+"/"))
		}
		return names
	}
	lite, pg := names("sqlite"), names("postgres")
	if !slices.Equal(lite, pg) {
		t.Errorf("sqlite has %q, postgres has %q", lite, pg)
	}
	for _, name := range lite {
		if up, ok := strings.CutSuffix(name, ".up.sql"); ok && !slices.Contains(lite, up+".down.sql") {
			t.Errorf("%s has no way back", name)
		}
	}
	for _, name := range lite {
		version := strings.TrimLeft(name[:4], "0")
		for _, engine := range []string{"sqlite", "postgres"} {
			body, err := fs.ReadFile(migrations.Files, engine+"/"+name)
			if err != nil {
				t.Fatal(err)
			}
			note := "INSERT INTO schema_steps (version) VALUES (" + version + ");"
			if strings.HasSuffix(name, ".down.sql") {
				if note = "DELETE FROM schema_steps WHERE version = " + version + ";"; version == "1" {
					note = "DROP TABLE schema_steps;"
				}
			}
			if !strings.HasSuffix(strings.TrimSpace(string(body)), note) {
				t.Errorf("%s/%s does not end with %q", engine, name, note)
			}
		}
	}
}

// fill inserts rows in every table that a version has.
func fill(t testing.TB, db *sql.DB, version int) {
	t.Helper()
	for _, step := range []struct {
		since      int
		statements []string
	}{
		{1, []string{
			`INSERT INTO parties (id, name, country, body) SELECT 'i' || n, 'p' || n, 'NP', '{}' FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100) SELECT n FROM c) x WHERE true`,
			`INSERT INTO products (name, name_zh, hs6, regain, regain_source, regain_date) VALUES ('scoured wool', '洗净毛', '5101.21', '16.00', 'contract', '2026-01-01')`,
		}},
		{2, []string{`INSERT INTO orders (id, number, date, buyer, currency, total_minor, incoterm, status, body) VALUES ('o', 'SO-1', '2026-01-01', 'b', 'USD', 1, 'CPT', 'open', '{}')`}},
		{3, []string{
			`INSERT INTO lots (number, product, package, bales, gross, tare, body) VALUES ('L', 'scoured wool', 'BL', 1, '85.10', '1.20', '{}')`,
			`INSERT INTO bales (lot, place, number, gross, tare) VALUES ('L', 1, '1', '85.10', '1.20')`,
		}},
		{4, []string{`INSERT INTO rates (source, side, from_currency, to_currency, date, version, value, per, feed) VALUES ('s', 'mid', 'USD', 'NPR', '2026-01-01', 1, '133.50', '1', 'f')`}},
		{5, []string{seriesRow(version)}},
		{7, []string{
			`INSERT INTO exporter (one, seller, calendar, zone, labels, address, version) VALUES (1, NULL, 'APR', 'Asia/Shanghai', 'en', '', 1)`,
			`INSERT INTO billed (lot, order_id) VALUES ('L', 'o')`,
		}},
		{8, []string{
			`INSERT INTO order_list (id, number, date, buyer, country, currency, total_minor, grams, incoterm, place, status, products, changed_at, changed_by, version) VALUES ('o', 'SO-1', '2026-01-01', 'b', 'NP', 'USD', 1, 83900, 'CPT', 'Kathmandu', 'open', 'scoured wool', '', '', 1)`,
			`INSERT INTO order_products (product, order_id) VALUES ('scoured wool', 'o')`,
			`INSERT INTO order_lots (lot, order_id) VALUES ('L', 'o')`,
			`INSERT INTO order_parties (party, role, order_id, date) VALUES ('i1', 'buyer', 'o', '2026-01-01')`,
			`INSERT INTO words (kind, word, ref) VALUES ('order', 'so', 'o')`,
			`INSERT INTO listed (version) VALUES (1)`,
		}},
		{9, []string{
			`INSERT INTO events (subject, n, at, who, format, args, changes) SELECT 'o', 1, '', 'desk', 'Entered.', '[]', '[]' WHERE NOT EXISTS (SELECT 1 FROM events)`,
			`INSERT INTO drafts (id, version, number, buyer, changed_at, changed_by, body) VALUES ('d', 1, 'SO-2', 'b', '', '', '{}')`,
		}},
		{10, []string{`INSERT INTO issued_about (number, date, order_number, buyer, country, seal) VALUES ('CI-2026-0001', '2026-01-01', 'SO-1', 'b', 'Nepal', '')`}},
		{11, []string{
			`INSERT INTO rate_fetches (id, source, from_date, to_date, started, ended, added, unchanged, corrected, held, skipped, fault, fault_args) VALUES ('f', 's', '2026-01-01', '2026-01-01', '', '', 1, 0, 0, 0, 0, '', '[]')`,
			`INSERT INTO rate_leases (source, holder, until) VALUES ('s', 'h', '')`,
		}},
		{12, []string{
			`INSERT INTO held_rates (id, source, side, from_currency, to_currency, date, value, per, feed, held_at, share, last_date, last_value, last_per) VALUES ('h', 's', 'mid', 'USD', 'NPR', '2026-01-02', '233.50', '1', 'f', '', '0.1', '2026-01-01', '133.50', '1')`,
			`INSERT INTO manual_rates (source, side, from_currency, to_currency, date, version, at, who, reason) VALUES ('s', 'mid', 'USD', 'NPR', '2026-01-01', 1, '', 'desk', 'of the contract')`,
		}},
		{14, []string{`INSERT INTO secrets (name, value) VALUES ('key', '01234567890123456789012345678901')`}},
		{15, []string{`INSERT INTO demo (one) VALUES (1)`}},
		{21, []string{`INSERT INTO requests (key, operation, result, at, who) VALUES ('k', 'parties.add', '{}', '', 'desk')`}},
		{25, []string{`INSERT INTO deleted_drafts (id, version, number, buyer, changed_at, changed_by, body, deleted_at, deleted_by) VALUES ('d', 1, 'SO-2', 'b', '', '', '{}', '', '')`}},
	} {
		if step.since > version {
			continue
		}
		for _, statement := range step.statements {
			if _, err := db.ExecContext(t.Context(), statement+" ON CONFLICT DO NOTHING"); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
	}
}

// seriesRow returns the statement that starts a series where there is none.
func seriesRow(version int) string {
	names, values := "", ""
	if version >= subjectsStep {
		names, values = ", prefix, first, suffix", ", 'PL', 1, ''"
	}
	return `INSERT INTO series (id, kind, calendar, year, next, head` + names + `)
		SELECT 'packing-list/JAN/2026', 'packing-list', 'JAN', '2026', 1, ''` + values + ` WHERE NOT EXISTS (SELECT 1 FROM series)`
}

// insertOfOrder returns the statement that inserts a document before documents had
// subjects.
func insertOfOrder(r series.Row) (statement string, args []any) {
	statement = `
		INSERT INTO issued (id, series, n, number, kind, order_id, date, currency, total_minor,
			payload, format, prev, hash, pdf, pdf_sha256, supersedes, reason, request_key, issued_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`
	return statement, []any{r.ID, r.Series, r.N, r.Number, r.Kind, r.SubjectID, r.Date, r.Currency, r.Minor,
		r.Payload, r.FormatNumber, r.Prev, r.Hash, r.PDF, r.PDFHash, r.Supersedes, r.Reason, r.Key, r.IssuedAt}
}

// count returns how many rows a table has, or -1.
func count(t testing.TB, db *sql.DB, table string) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM `+table).Scan(&n); err != nil {
		return -1
	}
	return n
}

// schemaDB returns a connection for tests to look at a place with.
func schemaDB(t testing.TB, w Where) *sql.DB {
	t.Helper()
	if w.URL != "" {
		return connection(t, "pgx", w.URL)
	}
	path := url.URL{Path: filepath.ToSlash(fileOf(w))}
	return connection(t, "sqlite", "file:"+path.EscapedPath()+"?_pragma=busy_timeout(30000)&_pragma=journal_mode(WAL)"+
		"&_pragma=foreign_keys(ON)&_pragma=recursive_triggers(ON)&_txlock=immediate")
}

// fileOf returns where SQLite's database is.
func fileOf(w Where) string { return filepath.Join(w.Data, "woolroad.db") }

// folderOf returns where the engine's migrations are.
func folderOf(w Where) string {
	if w.URL != "" {
		return "postgres"
	}
	return "sqlite"
}

// migrateTo brings a database to those migrations.
func migrateTo(ctx context.Context, w Where, files fs.FS) error { return db.Migrate(ctx, w, files) }

func statusAt(t testing.TB, w Where) Status {
	t.Helper()
	s, err := MigrationStatus(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// stepsOf returns the versions that a database may have, from 0.
func stepsOf(t testing.TB, w Where) []int {
	t.Helper()
	names, err := fs.Glob(migrations.Files, folderOf(w)+"/*.up.sql")
	if err != nil {
		t.Fatal(err)
	}
	steps := []int{0}
	for _, name := range names {
		n, err := strconv.Atoi(name[len(folderOf(w))+1:][:4])
		if err != nil {
			t.Fatal(err)
		}
		steps = append(steps, n)
	}
	return steps
}

// TestEveryMigrationGoesUpDownAndUp goes down from the newest, each step over
// rows in every table and each of them twice, with the step up between; then
// from the first to the newest with all rows, and from none.
func TestEveryMigrationGoesUpDownAndUp(t *testing.T) {
	t.Parallel()
	eachEmpty(t, func(t *testing.T, w Where) {
		if got := statusAt(t, w); got.Version != 0 || got.Newest < issuedStep || got.Interrupted {
			t.Errorf("empty: %+v", got)
		}
		if err := Migrate(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		db := schemaDB(t, w)
		newest := statusAt(t, w).Newest
		steps := stepsOf(t, w)
		down := func(to int) {
			t.Helper()
			before := rowsIn(t, w, db)
			if err := MigrateDown(t.Context(), w, true); err != nil {
				t.Fatal(err)
			}
			if got := statusAt(t, w).Version; got != to {
				t.Errorf("the version is %d after the step down to %d", got, to)
			}
			for table, rows := range rowsIn(t, w, db) {
				if diff := cmp.Diff(projected(before[table], rows), projected(rows, rows)); diff != "" && table != "listed" {
					t.Errorf("%s changed with the step down to %d (-was +is):\n%s", table, to, diff)
				}
			}
		}
		for i := len(steps) - 1; i > 1; i-- {
			fill(t, db, steps[i])
			for table, rows := range rowsIn(t, w, db) {
				if len(rows) == 0 && !slices.Contains([]string{"issued", "series_closed", "guards_lifted"}, table) { // over which the steps back are refused; and the last holds no row that is committed
					t.Errorf("fill inserts no row into %s at version %d", table, steps[i])
				}
			}
			down(steps[i-1])
			if err := migrateTo(t.Context(), w, upTo(t, steps[i])); err != nil {
				t.Fatal(err)
			}
			down(steps[i-1])
		}
		if err := Migrate(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		if got := count(t, db, "parties"); got != 100 {
			t.Errorf("%d parties are left of 100 at the newest version", got)
		}
		for i := len(steps) - 2; i >= 0; i-- {
			down(steps[i])
		}
		for range 2 { // the second time changes nothing
			if err := Migrate(t.Context(), w); err != nil {
				t.Fatal(err)
			}
		}
		if w.Data != "" {
			if _, err := os.Stat(fmt.Sprintf("%s.before-%04d", fileOf(w), newest)); err != nil {
				t.Errorf("no copy was made: %v", err)
			}
		}
	})
}

// rowsIn returns the rows of every table except those of the schema's own steps, by
// column.
func rowsIn(t testing.TB, w Where, db *sql.DB) map[string][]map[string]string {
	t.Helper()
	tables := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'schema%'`
	if w.URL != "" {
		tables = `SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'schema%'`
	}
	all := map[string][]map[string]string{}
	for _, table := range selected(t, db, tables) {
		for _, name := range table {
			all[name] = selected(t, db, `SELECT * FROM `+name+` -- `+rand.Text()) // plans are cached by text, and the columns change
		}
	}
	return all
}

// selected returns the rows of a query, by column.
func selected(t testing.TB, db *sql.DB, query string) (all []map[string]string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range into {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		row := map[string]string{}
		for i, name := range names {
			row[name] = fmt.Sprintf("%v", values[i])
		}
		all = append(all, row)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	return all
}

// projected returns rows with only the columns that others have, as sorted text.
func projected(rows, others []map[string]string) (texts []string) {
	for _, row := range rows {
		common := maps.Clone(row)
		if len(others) > 0 {
			maps.DeleteFunc(common, func(column, _ string) bool { _, has := others[0][column]; return !has })
		}
		texts = append(texts, fmt.Sprint(common))
	}
	slices.Sort(texts)
	return texts
}

// upTo returns the program's migrations as far as a version.
func upTo(t testing.TB, version int) fs.FS {
	t.Helper()
	files := with("9999_more", goodStep).(fstest.MapFS)
	for name := range files {
		n, err := strconv.Atoi(name[strings.Index(name, "/")+1:][:4])
		if err != nil {
			t.Fatal(err)
		}
		if n > version {
			delete(files, name)
		}
	}
	return files
}

// changed is when something was stored and by whom, in a row as contents writes it.
var changed = regexp.MustCompile(`(changed_at|changed_by)=\S* `)

func TestStepBackOverIssuedDocumentsIsRefused(t *testing.T) {
	t.Parallel()
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		issueSome(t, s, 1)
		if err := s.SaveExporter(t.Context(), Who{Name: "Tashi", At: noon}, exporter.Default()); err != nil {
			t.Fatal(err)
		}
		before := contents(t, w)
		downTo(t, w, numberedStep)
		for range 2 {
			if err := MigrateDown(t.Context(), w, true); codeOf(err) != trade.Conflict {
				t.Errorf("MigrateDown = %v, want a conflict", err)
			}
		}
		if err := Migrate(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		after := contents(t, w)
		for _, table := range []string{"issued", "series", "series_register", "exporter"} {
			if table == "exporter" { // who stored it, and when, is of a later step
				before[table][0] = changed.ReplaceAllString(before[table][0], "$1= ")
			}
			if diff := cmp.Diff(before[table], after[table]); diff != "" {
				t.Errorf("%s changed (-was +is):\n%s", table, diff)
			}
		}
		mustVerify(t, s, 2)
	})
}

// downTo goes back step by step.
func downTo(t testing.TB, w Where, version int) {
	t.Helper()
	for statusAt(t, w).Version > version {
		if err := MigrateDown(t.Context(), w, true); err != nil {
			t.Fatal(err)
		}
	}
}

// The step back that takes the register away leaves the guards of before it.
func TestStepBackLeavesTheGuardsOfBefore(t *testing.T) {
	t.Parallel()
	const guards = 6 // the step that made the register
	eachEmpty(t, func(t *testing.T, w Where) {
		db := schemaDB(t, w)
		if err := migrateTo(t.Context(), w, upTo(t, guards-1)); err != nil {
			t.Fatal(err)
		}
		want := guardsOf(t, w, db)
		if err := Migrate(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		if guardsOf(t, w, db) == want {
			t.Error("the step changes nothing")
		}
		downTo(t, w, guards-1)
		if got := guardsOf(t, w, db); got != want {
			t.Errorf("after the step back the guards are\n%s\nand were\n%s", got, want)
		}
	})
}

// guardsOf returns the triggers that protect what is issued, as text.
func guardsOf(t testing.TB, w Where, db *sql.DB) (all string) {
	t.Helper()
	query := `SELECT name || ' ' || sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('issued', 'series') ORDER BY name`
	if w.URL != "" {
		query = `SELECT t.tgname || ' ' || t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid) || ' ' || p.prosrc
			FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
			WHERE NOT t.tgisinternal AND t.tgrelid IN ('issued'::regclass, 'series'::regclass) ORDER BY t.tgname`
	}
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		all += one + "\n"
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	return all
}

// A program goes on working while another one takes the schema down under it:
// what it was told is issued stays, and it says what to do.
func TestStepsBackWhileOthersIssue(t *testing.T) {
	t.Parallel()
	const issuers = 4
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		first := sampleOrder(t, kathmandu, "SO-first")
		add(t, s, first)
		if _, err := s.issue(t.Context(), tashi, asks(first.Number, documents.KindCommercialInvoice, "first")); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		var mutex sync.Mutex
		acknowledged := map[string]string{}
		begun := make(chan struct{}, issuers)
		for i := range issuers {
			all.Go(func() {
				for j := 0; ; j++ {
					if j == 2 {
						begun <- struct{}{}
					}
					o := first
					o.Number = fmt.Sprintf("SO-%d-%d", i, j)
					_, err := s.AddOrder(t.Context(), tashi, o)
					var out []Issued
					if err == nil {
						out, err = s.issue(t.Context(), tashi, asks(o.Number, documents.KindCommercialInvoice, o.Number))
					}
					if err != nil {
						if codeOf(err) != trade.Unavailable || !strings.Contains(err.Error(), "restart woolroad") {
							t.Errorf("issuing ended with %v", err)
						}
						return
					}
					mutex.Lock()
					acknowledged[out[0].Number] = out[0].Hash
					mutex.Unlock()
				}
			})
		}
		for range issuers {
			<-begun
		}
		downTo(t, w, numberedStep)
		all.Wait()
		db := schemaDB(t, w)
		if n := count(t, db, "issued"); n < len(acknowledged)+1 {
			t.Errorf("%d documents are there of %d", n, len(acknowledged)+1)
		}
		if err := MigrateDown(t.Context(), w, true); codeOf(err) != trade.Conflict {
			t.Errorf("the step that would lose them: %v, want a conflict", err)
		}
		if err := Migrate(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		if len(acknowledged) < 2*issuers {
			t.Errorf("only %d were issued before the schema went", len(acknowledged))
		}
		err := s.view(t.Context(), tashi, func(tx *Tx) error {
			for number, hash := range acknowledged {
				d, err := tx.Issued(t.Context(), number)
				if err != nil {
					return err
				}
				if d.Hash != hash {
					t.Errorf("%s has the hash %s and was acknowledged with %s", number, d.Hash, hash)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		mustVerify(t, s, len(acknowledged)+1)
	})
}

// The first document is on its way when a step that drops its table begins, or
// what its number hangs on: the step waits, and then refuses.
func TestStepBackMeetsTheFirstDocument(t *testing.T) {
	t.Parallel()
	for _, since := range []int{issuedStep, numberedStep} {
		t.Run(fmt.Sprint("over ", since), func(t *testing.T) { stepBackMeetsTheFirstDocument(t, since) })
	}
}

func stepBackMeetsTheFirstDocument(t *testing.T, since int) {
	t.Parallel()
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		issueSome(t, s, 1)
		var document series.Row
		err := s.view(t.Context(), tashi, func(tx *Tx) error {
			return series.Read(t.Context(), tx.Tx, func(r series.Row) bool { document = r; return false })
		})
		if err != nil {
			t.Fatal(err)
		}
		fresh := Where{Data: t.TempDir()}
		if w.URL != "" {
			fresh = Where{URL: storetest.Postgres(t)}
		}
		other := openAt(t, fresh)
		add(t, other, sampleOrder(t, kathmandu, "SO-1"))
		downTo(t, fresh, since)
		db := schemaDB(t, fresh)
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := tx.QueryRowContext(t.Context(), `SELECT id FROM orders`).Scan(&document.SubjectID); err != nil {
			t.Fatal(err)
		}
		document.Hash = document.ChainHash()
		insert, values := insertOfOrder(document)
		for _, step := range []struct {
			statement string
			args      []any
		}{
			{`INSERT INTO series (id, kind, calendar, year, next, head) VALUES ($1, $2, 'JAN', '2026', 1, '')`, []any{document.Series, document.Kind}},
			{`UPDATE series SET next = next + $2 WHERE id = $1`, []any{document.Series, map[bool]int{true: 1}[since == issuedStep]}}, // which later the insert does
			{insert, values},
		} {
			if _, err := tx.ExecContext(t.Context(), step.statement, step.args...); err != nil {
				t.Fatalf("%s: %v", step.statement, err)
			}
		}
		down := make(chan error, 1)
		go func() { down <- MigrateDown(context.WithoutCancel(t.Context()), fresh, true) }()
		mustBegin(t, fresh, since)
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		if err := <-down; codeOf(err) != trade.Conflict {
			t.Errorf("MigrateDown = %v, want a conflict", err)
		}
		if err := Migrate(t.Context(), fresh); err != nil {
			t.Fatal(err)
		}
		mustVerify(t, other, 1)
	})
}

// mustBegin waits until a step back has counted no issued documents and begins:
// SQLite has its copy then, PostgreSQL golang-migrate's note.
func mustBegin(t testing.TB, w Where, since int) {
	t.Helper()
	db := schemaDB(t, w)
	begun := func() (dirty bool) {
		if w.Data != "" {
			_, err := os.Stat(fmt.Sprintf("%s.before-%04d", fileOf(w), since-1))
			return err == nil
		}
		err := db.QueryRowContext(t.Context(), `SELECT dirty FROM schema_migrations`).Scan(&dirty)
		return err == nil && dirty
	}
	for end := time.Now().Add(time.Minute); !begun(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the step back was not begun in a minute")
		}
	}
}

// with returns the program's migrations and one more.
func with(name, body string) fs.FS {
	files := fstest.MapFS{}
	for _, engine := range []string{"sqlite", "postgres"} {
		names, _ := fs.Glob(migrations.Files, engine+"/*.sql")
		for _, n := range names {
			b, _ := fs.ReadFile(migrations.Files, n)
			files[n] = &fstest.MapFile{Data: b}
		}
		files[engine+"/"+name+".up.sql"] = &fstest.MapFile{Data: []byte(body)}
		files[engine+"/"+name+".down.sql"] = &fstest.MapFile{Data: []byte("DROP TABLE more;\nDELETE FROM schema_steps WHERE version = 9999;")}
	}
	return files
}

const goodStep = "CREATE TABLE more (a TEXT);\nINSERT INTO more VALUES ('x');\nINSERT INTO schema_steps (version) VALUES (9999);"

func TestNewerDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	eachEmpty(t, func(t *testing.T, w Where) {
		if err := migrateTo(t.Context(), w, with("9999_more", goodStep)); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), w)
		if codeOf(err) != trade.Unavailable || !strings.Contains(err.Error(), "newer woolroad") {
			t.Errorf("Open = %v", err)
		}
		if err := MigrateDown(t.Context(), w, true); codeOf(err) != trade.Unavailable {
			t.Errorf("MigrateDown = %v", err)
		}
	})
}

func TestMigrationThatFailsHalfWay(t *testing.T) {
	t.Parallel()
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		issueSome(t, s, 1)
		db := schemaDB(t, w)
		newest := statusAt(t, w).Newest
		bad := with("9999_more", "CREATE TABLE more (a TEXT);\nINSERT INTO more VALUES ('x');\nINSERT INTO nowhere VALUES (1);")
		for range 2 { // the second time is no worse
			err := migrateTo(t.Context(), w, bad)
			if codeOf(err) != trade.Unavailable || !strings.Contains(err.Error(), fmt.Sprintf("the database is at %d", newest)) || !strings.Contains(err.Error(), "nowhere") {
				t.Errorf("migrate = %v", err)
			}
			if got := statusAt(t, w); got.Version != newest || got.Interrupted {
				t.Errorf("status = %+v", got)
			}
			if got := count(t, db, "more"); got != -1 {
				t.Errorf("half of the step is there: %d rows", got)
			}
		}
		mustVerify(t, s, 2)
		openAt(t, w) // the program of before goes on
		if err := migrateTo(t.Context(), w, with("9999_more", goodStep)); err != nil {
			t.Errorf("once it is right: %v", err)
		}
	})
}

// TestMigrationThatWasKilled has what a kill leaves: golang-migrate's note that
// a step was begun, and the step done or not.
func TestMigrationThatWasKilled(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		done bool
	}{{"before it was done", false}, {"after it was done", true}} {
		t.Run(test.name, func(t *testing.T) {
			eachMigrated(t, func(t *testing.T, w Where) {
				s := openAt(t, w)
				issueSome(t, s, 1)
				db := schemaDB(t, w)
				if test.done {
					if _, err := db.ExecContext(t.Context(), goodStep); err != nil {
						t.Fatal(err)
					}
				}
				if _, err := db.ExecContext(t.Context(), `UPDATE schema_migrations SET version = 9999, dirty = true`); err != nil {
					t.Fatal(err)
				}
				if got := statusAt(t, w); !got.Interrupted {
					t.Errorf("status = %+v, want interrupted", got)
				}
				if err := migrateTo(t.Context(), w, with("9999_more", goodStep)); err != nil {
					t.Fatal(err)
				}
				if got := count(t, db, "more"); got != 1 {
					t.Errorf("the step was run more than once or not at all: %d rows", got)
				}
				mustVerify(t, s, 2)
			})
		})
	}
}

func TestManyStartAtOnce(t *testing.T) {
	t.Parallel()
	for range startRounds {
		eachEmpty(t, func(t *testing.T, w Where) {
			for _, name := range []string{"on an empty database", "on an old one"} {
				var all sync.WaitGroup
				errs := make([]error, 6)
				for i := range errs {
					all.Go(func() {
						s, err := Open(context.WithoutCancel(t.Context()), w)
						if err == nil {
							err = s.Close()
						}
						errs[i] = err
					})
				}
				all.Wait()
				if err := errors.Join(errs...); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				for range 3 {
					if err := MigrateDown(t.Context(), w, true); err != nil {
						t.Fatal(err)
					}
				}
			}
		})
	}
}

func TestTwoDatabasesAreRefused(t *testing.T) {
	for _, w := range []Where{{}, {Data: "x", URL: "y"}} {
		if _, err := Open(t.Context(), w); codeOf(err) != trade.Invalid {
			t.Errorf("Open(%+v) = %v", w, err)
		}
	}
}

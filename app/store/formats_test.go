package store

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/store/drafts"
	"woolroad/app/store/ratebook"
	"woolroad/app/store/series"
	"woolroad/app/store/storetest"
	"woolroad/documents"
)

// oldBackups unpacks the files that woolroad wrote before.
func oldBackups(t *testing.T) (files []string) {
	t.Helper()
	packed, err := filepath.Glob("testdata/backups/*.gz")
	if err != nil || len(packed) == 0 {
		t.Fatalf("%d backups, %v", len(packed), err)
	}
	for _, name := range packed {
		files = append(files, storetest.Unpack(t, name))
	}
	return files
}

// digest hashes number, content, file and hash of all that is issued, read by plain
// SQL that every schema understands.
func digest(t testing.TB, db *sql.DB) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT number, payload, pdf, hash, pdf_sha256 FROM issued ORDER BY number`)
	if err != nil {
		t.Fatal(err)
	}
	all, n := sha256.New(), 0
	for rows.Next() {
		var number, payload, hash, pdfHash string
		var pdf []byte
		if err := rows.Scan(&number, &payload, &pdf, &hash, &pdfHash); err != nil {
			t.Fatal(err)
		}
		if series.SHA256(pdf) != pdfHash {
			t.Errorf("%s does not have the SHA-256 that is stored beside it", number)
		}
		for _, part := range [][]byte{[]byte(number), []byte(payload), pdf, []byte(hash)} {
			_, _ = fmt.Fprintf(all, "%d:%s,", len(part), part)
		}
		n++
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d documents %x", n, all.Sum(nil))
}

// What older programs have issued is there for ever, and new documents go on.
func TestOldBackupsAreRestoredAsTheyWere(t *testing.T) {
	t.Parallel()
	tables := []string{"orders", "parties", "bales", "drafts", "rates", "manual_rates", "held_rates", "rate_fetches", "events", "issued", "series"}
	for _, file := range oldBackups(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			old := shellOf(t, file)
			want := digest(t, old)
			n := count(t, old, "issued")
			older := count(t, old, fmt.Sprintf("issued WHERE format < %d", documents.OldestDrawn))
			eachMigrated(t, func(t *testing.T, w Where) {
				report, err := Restore(t.Context(), tashi, w, file)
				if err != nil || report.Documents != n || report.NotDrawn != older {
					t.Fatalf("Restore = %+v, %v; want %d documents, %d of them not drawn", report, err, n, older)
				}
				db := direct(t, w)
				if got := digest(t, db); got != want {
					t.Errorf("what is issued is %s and was %s", got, want)
				}
				for _, table := range tables {
					if was, is := count(t, old, table), count(t, db, table); was != is && was >= 0 {
						t.Errorf("%s has %d rows and had %d", table, is, was)
					}
				}
				s := openAt(t, w)
				if filepath.Base(file) == "2026-11-26.backup.gz" {
					mustHoldWhatPeopleMade(t, s)
				}
				mustServe(t, s, old)
				mustGoOn(t, s, n, older)
				mustHaveWordsOfTheirFormat(t, s, db)
			})
		})
	}
}

// mustHoldWhatPeopleMade fails where the backup of a demo that people had worked in
// lacks a combined form, a draft of an order or a rate that somebody entered: it is
// stored for having them.
func mustHoldWhatPeopleMade(t *testing.T, s *Store) {
	t.Helper()
	ctx := t.Context()
	err := s.view(ctx, tashi, func(tx *Tx) error {
		combined, err := tx.IssuedPage(ctx, IssuedFilter{Kind: documents.KindCombined}, IssuedByNumber, false, Paging{})
		if err != nil {
			return err
		}
		var numbers []string
		for _, d := range combined.Rows {
			numbers = append(numbers, d.Number)
		}
		if want := []string{"CC-2026-0001", "CC-2026-0002", "CC-2026-0003", "CC-2026-0004"}; !slices.Equal(numbers, want) {
			t.Errorf("the combined forms are %q, want %q", numbers, want)
		}
		list, err := drafts.Page(ctx, tx.Tx, Paging{})
		if err != nil {
			return err
		}
		var typed []string
		for _, d := range list.Rows {
			typed = append(typed, d.Number+" "+d.Buyer)
		}
		slices.Sort(typed)
		if want := []string{" ", "SO-2026-0199 Half a Buyer"}; !slices.Equal(typed, want) {
			t.Errorf("the drafts are %q, want %q", typed, want)
		}
		entered, err := ratebook.Entries(ctx, tx.Tx, 10)
		if err != nil {
			return err
		}
		var rates []string
		for _, e := range entered {
			rates = append(rates, fmt.Sprintf("%s %s/%s %s of %s until %s by %s: %s", e.Source, e.From, e.To, e.Value, e.Date, e.Until, e.Who, e.Reason))
		}
		slices.Sort(rates)
		if diff := cmp.Diff(enteredThen, rates); diff != "" {
			t.Errorf("the rates that people entered (-want +is):\n%s", diff)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// enteredThen are the rates of that backup that people entered.
var enteredThen = []string{
	"contract USD/CNY 7.0500 of 2026-11-20 until 2026-12-31 by Tashi: forward contract with the bank",
	"contract USD/CNY 7.0600 of 2026-11-20 until 2026-12-31 by Tashi: a slip",
	"peg INR/NPR 160.00 of 2026-01-01 until 0000-00-00 by Pema: the bank's buying rate of that day",
}

// mustServe fails where a document of a backup is not found by its seal, or has
// another file.
func mustServe(t *testing.T, s *Store, old *sql.DB) {
	t.Helper()
	for _, row := range selected(t, old, `SELECT number, hex(pdf) AS pdf, payload FROM issued`) {
		err := s.view(t.Context(), tashi, func(tx *Tx) error {
			found, err := tx.ByHash(t.Context(), series.SHA256([]byte(row["payload"])))
			if err != nil {
				return err
			}
			if found.Number != row["number"] {
				t.Errorf("the seal of %s is that of %s", row["number"], found.Number)
			}
			pdf, err := tx.PDF(t.Context(), found.Number)
			if fmt.Sprintf("%X", pdf) != row["pdf"] {
				t.Errorf("the file of %s is another", found.Number)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", row["number"], err)
		}
	}
}

// mustGoOn fails where a document cannot be issued and verified beside older ones.
func mustGoOn(t *testing.T, s *Store, documentsBefore, older int) {
	t.Helper()
	add(t, s, sampleOrder(t, kathmandu, "SO-after"))
	q := asks("SO-after", documents.KindCommercialInvoice, "after")
	q.Now = at(time.Date(2026, 11, 27, 4, 0, 0, 0, time.UTC))
	out, err := s.issue(t.Context(), tashi, q)
	if err != nil {
		t.Fatal(err)
	}
	report, err := s.Verify(t.Context(), tashi, nil)
	if err != nil || report.Wrong != nil || report.Documents != documentsBefore+1 || report.NotDrawn != older {
		t.Errorf("Verify = %+v, %v; want %d documents, %d of them not drawn", report, err, documentsBefore+1, older)
	}
	file := filepath.Join(t.TempDir(), "backup.db")
	if made, err := s.Backup(t.Context(), tashi, file); err != nil || made.NotDrawn != older {
		t.Errorf("Backup = %+v, %v; want %d not drawn", made, err, older)
	}
	err = s.view(t.Context(), tashi, func(tx *Tx) error {
		doc, err := tx.Document(t.Context(), out[0].Number)
		if err != nil {
			return err
		}
		pdf, err := tx.PDF(t.Context(), out[0].Number)
		var drawn bytes.Buffer
		if err := errors.Join(err, doc.Write(&drawn)); err != nil {
			return err
		}
		if !bytes.Equal(drawn.Bytes(), pdf) {
			t.Errorf("%s is not as it is drawn now", out[0].Number)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// mustHaveWordsOfTheirFormat fails where an older document has a word that came with
// format 2, or a new one has not.
func mustHaveWordsOfTheirFormat(t *testing.T, s *Store, db *sql.DB) {
	t.Helper()
	_, err := exec.LookPath("pdftotext")
	readable := err == nil // else the words of the JSON have to do
	seen := map[bool]int{}
	for _, d := range selected(t, db, `SELECT number, format, payload FROM issued WHERE kind = 'commercial-invoice' ORDER BY number`) {
		newer := d["format"] != "1"
		was, is := strings.Contains(d["payload"], "压缩包"), strings.Contains(d["payload"], "机压包")
		if !was && !is {
			continue // its goods are in no bales
		}
		if was == newer || is != newer {
			t.Errorf("%s, of format %s, calls its bales 压缩包: %v, and 机压包: %v", d["number"], d["format"], was, is)
		}
		if seen[newer]++; seen[newer] > 1 || !readable {
			continue
		}
		if text := printed(t, s, d["number"]); !strings.Contains(text, "CONTRACT") || strings.Contains(text, "CONTRACT NO.") != newer {
			t.Errorf("%s, of format %s, does not label its contract as that format does", d["number"], d["format"])
		}
	}
	if seen[false] == 0 || seen[true] == 0 {
		t.Errorf("%d older invoices of bales are compared with %d new ones", seen[false], seen[true])
	}
}

// A format that is drawn no more can only be checked where something is stored of
// it.
func TestABackupOfEachOlderFormatIsHere(t *testing.T) {
	there := map[int]bool{}
	for _, file := range oldBackups(t) {
		db := shellOf(t, file)
		for format := 1; format < documents.OldestDrawn; format++ {
			there[format] = there[format] || count(t, db, fmt.Sprintf("issued WHERE format = %d", format)) > 0
		}
	}
	for format := 1; format < documents.OldestDrawn; format++ {
		if !there[format] {
			t.Errorf("testdata/backups has no document of format %d; store a backup that the last program of that format wrote", format)
		}
	}
}

// A document that is drawn no more is found out all the same.
func TestVerifyFindsWhatWasTamperedWithInAnOlderFormat(t *testing.T) {
	t.Parallel()
	const number, second = "CI-2026-0002", " WHERE number = 'CI-2026-0002'"
	tests := []struct{ name, statement, mentions string }{
		{"a text of the payload", "UPDATE issued SET payload = replace(payload, 'Kathmandu', 'Kathmandv')" + second, "hash"},
		{"an amount of the payload", `UPDATE issued SET payload = replace(payload, '"tare":"', '"tare":"9')` + second, "does not add up"},
		{"a blank of the payload", "UPDATE issued SET payload = payload || ' '" + second, "not written as it was"},
		{"the file", "$FLIP", "pdf"},
		{"the file's hash", "UPDATE issued SET " + flip("pdf_sha256") + second, "pdf_sha256"},
		{"prev", "UPDATE issued SET " + flip("prev") + second, "prev"},
		{"hash", "UPDATE issued SET " + flip("hash") + second, "hash"},
		{"the total", "UPDATE issued SET total_minor = total_minor + 1" + second, "total_minor"},
		{"the format", "UPDATE issued SET format = 2" + second, "pdf"},
		{"the kind of its subject", "UPDATE issued SET subject_kind = 'quote'" + second, "subject_kind"},
		{"its subject", "UPDATE issued SET subject_id = (SELECT subject_id FROM issued WHERE number = 'CI-2026-0001')" + second, "subject_id"},
		{"its part", "UPDATE issued SET part = 'TRUCK 1'" + second, "part was changed"},
	}
	file := storetest.Unpack(t, "testdata/backups/2026-11-26.backup.gz")
	eachMigrated(t, func(t *testing.T, w Where) {
		if _, err := Restore(t.Context(), tashi, w, file); err != nil {
			t.Fatal(err)
		}
		s := openAt(t, w)
		db, run, asItWas := tampering(t, s, "issued")
		for _, test := range tests {
			asItWas()
			if test.statement == "$FLIP" {
				flipFile(t, db)
			} else {
				run(test.statement)
			}
			switch r, err := s.Verify(t.Context(), tashi, nil); {
			case err != nil:
				t.Fatalf("%s: %v", test.name, err)
			case len(r.Wrong) != 1 || !names(r, number, test.mentions):
				t.Errorf("%s: Verify = %s; want %s and something of %q", test.name, r.Wrong, number, test.mentions)
			}
		}
	})
}

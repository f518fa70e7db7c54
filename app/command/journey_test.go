package command

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"woolroad/app/store/storetest"
	"woolroad/documents"
)

var sampleFeeds = []string{
	feed("nrb-2026-04-01_2026-04-05.json"), feed("fbil-2026-03-17_2026-03-20.json"), feed("ecb-exr-2026-02-17_2026-03-18.csv"),
}

var sampleOrders = []string{sampleFile(names[0]), sampleFile(names[1]), sampleFile(names[2])}

// TestJourney goes from feeds and order files to issued documents in a restored
// database, each step twice where that must change nothing.
func TestJourney(t *testing.T) {
	eachEmpty(t, func(t *testing.T, place func() []string) {
		desk, one, other := desktop{}, place(), place()
		with := func(where []string, args ...string) []string { return slices.Concat(args, where) }

		var first, second []importedFeed
		read(t, desk, &first, with(one, append([]string{"rates", "import"}, sampleFeeds...)...)...)
		read(t, desk, &second, with(one, append([]string{"rates", "import"}, sampleFeeds...)...)...)
		for i, f := range first {
			if f.Added == 0 || f.Unchanged != 0 || second[i].Added != 0 || second[i].Unchanged != f.Added || f.Source == "" {
				t.Errorf("the feed came as %+v and again as %+v", f, second[i])
			}
		}

		for _, want := range []string{"added", "unchanged"} {
			var orders []importResult
			read(t, desk, &orders, with(one, append([]string{"orders", "import"}, sampleOrders...)...)...)
			for i, o := range orders {
				if o.Number != numbers[i] || o.Outcome != want || o.File != sampleOrders[i] {
					t.Errorf("order %d is %+v, want %s", i, o, want)
				}
			}
		}

		out := filepath.Join(t.TempDir(), "papers")
		var docs, again []issuedDocument
		read(t, desk, &docs, with(one, "issue", numbers[0], "--out", out)...)
		if len(docs) != 2 || docs[0].Number != "CI-2026-0001" || docs[1].Number != "PL-2026-0001" || docs[0].Total != "25420.11" || docs[0].Currency != "USD" || docs[1].Total != "" {
			t.Fatalf("issued %+v", docs)
		}
		for _, p := range docs {
			sum := sha256.Sum256(readFile(t, p.File))
			if !p.New || p.Date != "2026-11-23" || p.Order != numbers[0] || hex.EncodeToString(sum[:]) != p.PDFHash || len(p.Hash) != 64 {
				t.Errorf("issued %+v", p)
			}
		}
		read(t, desk, &again, with(one, "issue", numbers[0], "--out", out)...)
		for i := range again {
			if again[i].New || again[i].Number != docs[i].Number || again[i].Hash != docs[i].Hash {
				t.Errorf("issued again: %+v, want %+v", again[i], docs[i])
			}
		}
		desk.says(t, 0, "CI-2026-0001 was issued before, at 2026-11-23T04:00:", with(one, "issue", numbers[0])...)
		read(t, desk, &docs, with(one, "issue", numbers[1], "packing-list")...)
		read(t, desk, &docs, with(one, "issue", numbers[1])...)
		if len(docs) != 2 || !docs[0].New || docs[1].New || docs[1].Number != "PL-2026-0002" {
			t.Errorf("the rest of the documents: %+v", docs)
		}
		desk.says(t, 1, "Order "+numbers[1]+" is already billed by the commercial invoice CI-2026-0002", with(one, "issue", numbers[1], string(documents.KindCombined))...)
		read(t, desk, &docs, with(one, "issue", numbers[2], string(documents.KindCombined))...)
		if len(docs) != 1 || docs[0].Number != "CC-2026-0001" {
			t.Errorf("the combined form: %+v", docs)
		}
		desk.says(t, 1, "would bill its goods twice", with(one, "issue", numbers[2])...)

		changed := writeFile(t, filepath.Join(t.TempDir(), "changed.json"), bytes.Replace(readFile(t, sampleFile(names[0])), []byte("D5621"), []byte("D9999"), 1))
		desk.says(t, 1, "Order "+numbers[0]+" already exists", with(one, "orders", "import", changed)...)
		var replaced []importResult
		read(t, desk, &replaced, with(one, "orders", "import", changed, "--replace")...)
		if len(replaced) != 1 || replaced[0].Outcome != "changed" {
			t.Errorf("replaced: %+v", replaced)
		}

		correct := with(one, "issue", numbers[0], "--supersedes", "CI-2026-0001", "--reason", "The truck was wrong.")
		read(t, desk, &docs, correct...)
		read(t, desk, &again, correct...)
		if p := docs[0]; len(docs) != 1 || p.Number != "CI-2026-0003" || p.Supersedes != "CI-2026-0001" || p.Reason == "" || !p.New || again[0].New || again[0].Number != p.Number {
			t.Errorf("superseded by %+v and again by %+v", docs, again)
		}
		desk.says(t, 1, "CI-2026-0001 is superseded by CI-2026-0003 already", with(one, "issue", numbers[0], "--supersedes", "CI-2026-0001", "--reason", "Another.")...)
		read(t, desk, &docs, with(one, "issue", numbers[0], string(documents.KindCommercialInvoice))...)
		if len(docs) != 1 || docs[0].Number != "CI-2026-0003" || docs[0].New {
			t.Errorf("what stands is %+v", docs)
		}

		var v verified
		read(t, desk, &v, with(one, "verify")...)
		if !v.same(3, 6, 0) {
			t.Errorf("verify says %+v", v)
		}
		backup := filepath.Join(t.TempDir(), "backup.db")
		var c backupResult
		read(t, desk, &c, with(one, "backup", backup)...)
		if c.File != backup || c.Series != 3 || c.Documents != 6 || len(c.Digest) != 64 || c.Made == "" || c.Unchecked == nil || len(c.Unchecked) > 0 {
			t.Errorf("backup says %+v", c)
		}
		desk.says(t, 1, "is there already", with(one, "backup", backup)...)
		desk.says(t, 1, "There is no database in", with(other, "verify")...)
		made := c
		desk.says(t, 1, "the digest of its manifest is "+made.Digest, with(other, "restore", backup, "--digest", strings.Repeat("0", 64))...)
		desk.says(t, 2, "--digest is the 64 hexadecimal digits", with(other, "restore", backup, "--digest", made.Digest[1:])...)
		read(t, desk, &c, with(other, "restore", backup, "--digest", strings.ToUpper(made.Digest))...)
		if c.Series != 3 || c.Documents != 6 || c.Digest != made.Digest || c.Made != made.Made {
			t.Errorf("restore says %+v, and backup said %+v", c, made)
		}
		desk.says(t, 1, "not empty", with(other, "restore", backup)...)
		read(t, desk, &v, with(other, "verify")...)
		if !v.same(3, 6, 0) {
			t.Errorf("verify of what was restored says %+v", v)
		}
		read(t, desk, &again, with(other, "issue", numbers[0], "--out", out+"2")...)
		if again[0].Hash != docs[0].Hash || again[0].New || !bytes.HasPrefix(readFile(t, again[0].File), []byte("%PDF-")) {
			t.Errorf("the invoice as restored is %+v, want %+v", again[0], docs[0])
		}
		down := desk.run(t, with(other, "migrate", "down", "--accept-loss")...)
		for down.code == 0 { // over the steps that no number hangs on
			down = desk.run(t, with(other, "migrate", "down", "--accept-loss")...)
		}
		if down.code != 1 || !strings.Contains(down.err, "would lose what the numbers of 6 issued documents hang on") {
			t.Errorf("migrate down: exit %d\n%s", down.code, down.err)
		}
		read(t, desk, &v, with(other, "verify")...)
	})
}

// TestDocumentsOfAnOlderFormatAreCounted restores a backup of an older program and holds
// that the commands say how many documents are no longer drawn.
func TestDocumentsOfAnOlderFormatAreCounted(t *testing.T) {
	const older = "7 documents in 2 series (7 of an older format, not drawn again)"
	backup := storetest.Unpack(t, "../store/testdata/backups/2026-11-23.backup.gz")
	data := filepath.Join(t.TempDir(), "data")
	desk := desktop{}
	restored := desk.good(t, "restore", backup, "--data", data).out
	if !strings.Contains(restored, "Nothing says whether these tables are as they were backed up: bales, billed, ") {
		t.Errorf("restore says %s", restored)
	}
	checked := desk.good(t, "verify", "--data", data).out
	if !strings.Contains(restored, "with "+older+", verified") || !strings.Contains(checked, older+": all right") {
		t.Errorf("restore says %s\nverify says %s", restored, checked)
	}
	again := filepath.Join(t.TempDir(), "again.backup")
	var c backupResult
	if said := desk.good(t, "backup", again, "--data", data).out; !strings.Contains(said, "The digest of its manifest, to be stored elsewhere: ") {
		t.Errorf("backup says %s", said)
	}
	read(t, desk, &c, "restore", again, "--data", filepath.Join(t.TempDir(), "again"))
	var v verified
	read(t, desk, &v, "verify", "--data", data)
	if c.NotDrawn != 7 || !v.same(2, 7, 7) {
		t.Errorf("backup says %+v and verify %+v", c, v)
	}
}

func TestVerifyNamesWhatIsWrong(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	desk := desktop{}
	desk.good(t, "orders", "import", order(t, "o.json", nil), "--data", data)
	desk.good(t, "issue", numbers[0], "--data", data)
	r := desk.good(t, "verify", "--data", data)
	if !strings.Contains(r.out, "2 documents in 2 series: all right") || !strings.Contains(r.err, "read so far") {
		t.Errorf("stdout: %s\nstderr: %s", r.out, r.err)
	}
	spoil(t, filepath.Join(data, "woolroad.db"))
	r = desk.run(t, "verify", "--data", data)
	if r.code != 1 || !strings.Contains(r.err, "CI-2026-0001") || !strings.Contains(r.out, "things are wrong:\n") {
		t.Errorf("exit %d\nstdout: %s\nstderr: %s", r.code, r.out, r.err)
	}
	r = desk.run(t, "verify", "--json", "--data", data)
	if r.code != 1 || !strings.Contains(r.out, `"number": "CI-2026-0001"`) {
		t.Errorf("exit %d\nstdout: %s\nstderr: %s", r.code, r.out, r.err)
	}
	desk.says(t, 2, "--limit is a number from 1 to 1000", "verify", "--limit", "0", "--data", data)
	desk.says(t, 1, "not as it was issued", "backup", filepath.Join(data, "b.db"), "--data", data)
	if _, err := os.Stat(filepath.Join(data, "b.db")); !os.IsNotExist(err) {
		t.Errorf("a backup of what is wrong was stored: %v", err)
	}
}

// same reports whether so much was read and nothing is wrong.
func (v verified) same(series, documents, notDrawn int) bool {
	return v.Series == series && v.Documents == documents && v.NotDrawn == notDrawn && len(v.Wrong)+v.More == 0
}

func TestIssuingSideBySide(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		desk := desktop{}
		desk.good(t, slices.Concat([]string{"orders", "import", order(t, "o.json", nil)}, one)...)
		var all sync.WaitGroup
		for i := range 8 {
			args := slices.Concat([]string{"issue", numbers[0]}, one)
			if i%2 == 1 {
				args = slices.Insert(args, 2, string(documents.KindCommercialInvoice))
			}
			all.Go(func() {
				if r := desk.run(t, args...); r.code != 0 || !strings.Contains(r.out, "CI-2026-0001") {
					t.Errorf("%q: exit %d\n%s%s", args, r.code, r.out, r.err)
				}
			})
		}
		all.Wait()
		var v verified
		read(t, desk, &v, slices.Concat([]string{"verify"}, one)...)
		if !v.same(2, 2, 0) {
			t.Errorf("8 runs at once left %+v, want one invoice and one packing list", v)
		}
	})
}

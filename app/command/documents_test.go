package command

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/command/batch"
	"woolroad/app/sample"
)

func TestSamplesComeOutAsExpected(t *testing.T) {
	files := []string{sampleFile(names[0]), sampleFile(names[1]), sampleFile(names[2])}
	for name, args := range map[string][]string{
		"embedded":           {"--sample"},
		"from files":         slices.Concat(files, feeds()),
		"flags before files": slices.Concat(feeds(), files),
		"flags in between":   slices.Concat(files[:1], feeds(), files[1:]),
	} {
		out := t.TempDir()
		good(t, slices.Concat([]string{"documents", "--out", out}, args)...)
		if got := entries(t, out); !slices.Equal(got, slices.Sorted(slices.Values(numbers))) {
			t.Errorf("%s: the folder holds %q, want one folder for each order", name, got)
		}
		for i, sample := range names {
			got, want := readFile(t, filepath.Join(out, numbers[i], batch.TotalsFile)), expected(t, sample)
			if diff := cmp.Diff(jsonValue(t, want), jsonValue(t, got)); diff != "" {
				t.Errorf("%s: %s: (-want +got)\n%s", name, sample, diff)
			}
			if !bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(want)) {
				t.Errorf("%s: %s: the values are as expected and the bytes are not:\n%s", name, sample, got)
			}
		}
	}
}

// jsonValue keeps numbers as written.
func jsonValue(t *testing.T, b []byte) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestEmbeddedSamplesAreTheFiles(t *testing.T) {
	count := 0
	for _, folder := range []string{"orders", "rates"} {
		for _, name := range entries(t, filepath.Join("..", "sample", folder)) {
			count++
			embedded, err := fs.ReadFile(sample.Files, folder+"/"+name)
			if err != nil {
				t.Error(err)
			} else if !bytes.Equal(embedded, readFile(t, filepath.Join("..", "sample", folder, name))) {
				t.Errorf("%s/%s: what is embedded is not the file", folder, name)
			}
		}
	}
	if count != 8 {
		t.Errorf("there are %d sample files, want 3 orders and 5 feeds", count)
	}
}

func TestSampleDrawsTheSameDocumentsAsItsFiles(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	good(t, "documents", "--sample", "--out", one)
	good(t, slices.Concat([]string{"documents", "--out", two, sampleFile(names[0]), sampleFile(names[1]), sampleFile(names[2])}, feeds())...)
	for _, number := range numbers {
		docs := entries(t, filepath.Join(one, number))
		if len(docs) < 3 {
			t.Errorf("%s: only %q were drawn", number, docs)
		}
		for _, name := range docs {
			if !bytes.Equal(readFile(t, filepath.Join(one, number, name)), readFile(t, filepath.Join(two, number, name))) {
				t.Errorf("%s/%s: two runs drew different bytes", number, name)
			}
		}
	}
}

func TestDocumentsOfEachBuyer(t *testing.T) {
	out := t.TempDir()
	good(t, "documents", "--sample", "--out", out)
	two := []string{"commercial-invoice.pdf", "packing-list.pdf", "totals.json"}
	three := []string{"commercial-invoice-cum-packing-list.pdf", "commercial-invoice.pdf", "packing-list.pdf", "totals.json"}
	for i, want := range [][]string{two, three, three} {
		if got := entries(t, filepath.Join(out, numbers[i])); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", numbers[i], got, want)
		}
	}
}

func TestFeedsAreToldByShape(t *testing.T) {
	dir := t.TempDir()
	misnamed := []string{"documents", sampleFile(names[0]), sampleFile(names[1]), sampleFile(names[2]), "--out", filepath.Join(dir, "out")}
	for name, feedName := range map[string]string{
		"ecb.xml":   "nrb-2026-04-01_2026-04-05.json",
		"nrb.json":  "fbil-2026-03-17_2026-03-20.json",
		"cfets.pdf": "ecb-exr-2026-02-17_2026-03-18.csv",
		"fbil.csv":  "eurofxref-daily-2025-10-09.xml",
		"noname":    "cfets-ccpr-format.json",
	} {
		misnamed = append(misnamed, "--rates", writeFile(t, filepath.Join(dir, name), readFile(t, feed(feedName))))
	}
	good(t, misnamed...)
	got := readFile(t, filepath.Join(dir, "out", numbers[1], batch.TotalsFile))
	if !bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(expected(t, names[1]))) {
		t.Errorf("with misleading names the totals differ:\n%s", got)
	}
}

func TestTableSaysTotalsAndWhereTheDocumentsLie(t *testing.T) {
	out := filepath.Join(t.TempDir(), "papers")
	r := good(t, "documents", "--sample", "--out", out)
	for _, want := range []string{
		filepath.Join(out, "SO-2026-0041"), "25,420.11", "37,94,459.82", "149.27 per 1 USD, Nepal Rastra Bank, sell, 2026-04-03",
		filepath.Join(out, "SO-2026-0038"), "1,43,81,119.61", "7.9214 / 1.15 per EUR", "0.35 % of 110 % of the total",
		filepath.Join(out, "SO-2026-0044"), "71,55,004.21", "160.00 per 100 INR",
	} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the table does not say %q:\n%s", want, r.out)
		}
	}
	if strings.Contains(r.out, "[1/3]") || strings.Contains(r.out, "invented") {
		t.Errorf("stdout holds progress:\n%s", r.out)
	}
	for _, want := range []string{"[1/3]", "[3/3]", "3 orders: 3 done, 0 failed", "invented"} {
		if !strings.Contains(r.err, want) {
			t.Errorf("stderr does not say %q:\n%s", want, r.err)
		}
	}
	for line := range strings.Lines(r.out) {
		if line != strings.TrimRight(line, " \n")+"\n" {
			t.Errorf("the line %q ends with spaces", line)
		}
	}
}

func TestJSONIsAListOfResults(t *testing.T) {
	out := t.TempDir()
	r := good(t, "documents", "--sample", "--out", out, "--json")
	results := decoded(t, r.out)
	if len(results) != 3 {
		t.Fatalf("got %d results, want 3", len(results))
	}
	for i, r := range results {
		if r.File != "orders/"+names[i]+".json" || r.Number != numbers[i] || !r.Done || r.Folder != filepath.Join(out, numbers[i]) {
			t.Errorf("result %d is %+v", i, r)
		}
		for _, name := range r.Documents {
			if _, err := os.Stat(filepath.Join(r.Folder, name)); err != nil {
				t.Error(err)
			}
		}
	}
	var raw []struct{ Totals any }
	if err := json.Unmarshal([]byte(r.out), &raw); err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		if diff := cmp.Diff(jsonValue(t, expected(t, name)), raw[i].Totals, numbersAsText); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

// numbersAsText compares the few JSON numbers, counts, whichever way they were
// decoded.
var numbersAsText = cmp.FilterValues(func(a, b any) bool {
	_, one := a.(json.Number)
	_, two := b.(json.Number)
	return one != two
}, cmp.Comparer(func(a, b any) bool {
	text := func(v any) string {
		b, _ := json.Marshal(v)
		return string(b)
	}
	return text(a) == text(b)
}))

func TestLabelsInEnglishHaveNoChinese(t *testing.T) {
	need(t, "pdftotext", "poppler-utils")
	for labels, want := range map[string]bool{"en": false, "en+zh": true} {
		out := t.TempDir()
		good(t, "documents", "--sample", "--out", out, "--labels", labels)
		text := textOf(t, filepath.Join(out, numbers[0], "commercial-invoice.pdf"))
		if got := strings.Contains(text, "商业发票"); got != want {
			t.Errorf("--labels %s: the Chinese title is there: %v, want %v", labels, got, want)
		}
		if !strings.Contains(text, "拉萨高原羊绒毛出口有限公司") {
			t.Errorf("--labels %s: the exporter's Chinese name is missing", labels)
		}
	}
}

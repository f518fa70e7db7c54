package command

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestImportOfWhatIsFoundOutside imports files that publishers offer to everybody.
func TestImportOfWhatIsFoundOutside(t *testing.T) {
	found := func(name string) string { return filepath.Join("..", "..", "rates", "testdata", name) }
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	f, err := w.Create("eurofxref-hist.csv")
	if err == nil {
		_, err = f.Write(readFile(t, found("eurofxref-hist-3-days.csv")))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	zipped := writeFile(t, filepath.Join(t.TempDir(), "eurofxref-hist.zip"), packed.Bytes())
	rows := strings.Repeat("\n2026-04-03,", 28_000)
	many := writeFile(t, filepath.Join(t.TempDir(), "many.csv"), []byte("Date,USD"+rows+"no figure"))
	eachEngine(t, func(t *testing.T, one []string) {
		desk := desktop{}
		for _, test := range []struct {
			file      string
			code      int
			out, says string
		}{
			{found("cfets-refusal-empty-records.json"), 1, "", `instead of rates, CFETS says "只提供一年历史数据查询及下载"`},
			{found("fbil-empty.json"), 0, "Financial Benchmarks India: no figures; on a holiday there are none\n", ""},
			{found("eurofxref-hist-3-days.csv"), 0, "European Central Bank: 14 added, 0 unchanged, 0 corrected, 0 skipped\n", ""},
			{zipped, 0, "European Central Bank: 0 added, 14 unchanged, 0 corrected, 0 skipped\n", ""},
			{found("ecb-withdrawn-codes.xml"), 0, "European Central Bank: 7 added, 0 unchanged, 0 corrected, 0 skipped\n", ""},
			{many, 0, "", ": line 28001, USD: left out: \"no figure\" is not a number, written like 149.27\n"},
		} {
			r := desk.run(t, on(one, "rates", "import", test.file)...)
			if r.code != test.code || !strings.HasSuffix(r.out, test.out) || !strings.Contains(r.err, test.says) || test.says == "" && r.err != "" {
				t.Errorf("%s: exit %d\n%s%s", test.file, r.code, r.out, r.err)
			}
		}
		r := desk.good(t, on(one, "rates", "show", "EUR/HRK", "2022-10-03", "--source", "ecb")...)
		if !strings.Contains(r.out, "7.5275") {
			t.Errorf("a withdrawn currency: %s", r.out)
		}
	})
}

// TestWhatIsLeftOutIsToldInAFewLines holds this however much was left out.
func TestWhatIsLeftOutIsToldInAFewLines(t *testing.T) {
	var rows strings.Builder
	for i := range 28_000 {
		fmt.Fprintf(&rows, "\n%d June 2019,1.1265,zero", 31+i)
	}
	name := writeFile(t, filepath.Join(t.TempDir(), "many.csv"), []byte("Date,USD,XQX"+rows.String()+"\n2019-06-14,0,1\n2019-06-15,1,1\n"))
	r := desktop{}.good(t, "rates", "import", name, "--data", filepath.Join(t.TempDir(), "data"))
	lines := strings.Split(strings.TrimSpace(r.err), "\n")
	if len(lines) != 6 || !strings.HasSuffix(lines[4], ": and 27997 more like it, 28000 in all") || !strings.Contains(lines[5], "line 28002, USD: left out: 0 is not a rate") {
		t.Errorf("%d lines:\n%s", len(lines), r.err)
	}
}

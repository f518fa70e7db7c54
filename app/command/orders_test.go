package command

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestOrdersImportGoesOnPastBadOnes(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	good := order(t, "good.json", nil)
	files := []string{
		good,
		order(t, "fault.json", func(o map[string]any) { o["number"] = "SO-2"; o["date"] = "2026-02-30" }),
		order(t, "another.json", func(o map[string]any) { o["contract"] = "another" }),
		order(t, "bales.json", func(o map[string]any) { o["number"] = "SO-3"; at(o, "lots", 0, "bales", 0)["gross"] = "82.2" }),
		order(t, "glyph.json", func(o map[string]any) {
			o["number"] = "SO-4"
			at(o, "lots", 0)["number"] = "L-4"
			at(o, "lines", 0)["lots"] = []string{"L-4"}
			at(o, "buyer")["name"] = "Himal ଓ"
		}),
		filepath.Join(t.TempDir(), "missing.json"),
		good,
	}
	want := []struct{ outcome, pointer, code, says string }{
		{"added", "", "", ""},
		{"refused", "/date", "no_such_day", "2026-02-30 does not exist"},
		{"refused", "/number", "conflict", "Order SO-2026-0041 already exists"},
		{"refused", "/lots/0", "conflict", "bale 1 of 82.1 kg gross and not 82.2 kg"},
		{"refused", "/buyer/name", "document.no_letter", "no character"},
		{"refused", "", "file.unreadable", "There is no such file"},
		{"unchanged", "", "", ""},
	}
	args := append([]string{"orders", "import", "--data", data}, files...)
	r := desktop{}.run(t, append(args, "--json")...)
	if r.code != 1 {
		t.Errorf("exit %d, want 1", r.code)
	}
	var got []importResult
	decode(t, r.out, &got)
	if len(got) != len(want) {
		t.Fatalf("%d results of %d files:\n%s", len(got), len(files), r.out)
	}
	for i, w := range want {
		g := got[i]
		found := w.says == ""
		for _, f := range g.Faults {
			found = found || !f.Warning && f.Pointer == w.pointer && f.Code == w.code && strings.Contains(f.Message, w.says)
		}
		if g.File != files[i] || g.Outcome != w.outcome || !found {
			t.Errorf("%s: %+v, want %+v", filepath.Base(files[i]), g, w)
		}
	}
	r = desktop{}.run(t, args...)
	for _, w := range []string{"refused    " + files[3] + ": SO-3", "unchanged  " + good + ": SO-2026-0041"} {
		if !strings.Contains(r.out, w) {
			t.Errorf("stdout does not say %q:\n%s", w, r.out)
		}
	}
	if r.code != 1 || !strings.Contains(r.err, "#/lots/0: Lot LHW26-031 is already in stock") || !strings.Contains(r.err, "7 orders: 5 refused") {
		t.Errorf("exit %d\n%s", r.code, r.err)
	}
}

func TestRatesImport(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	nrb := readFile(t, feed("nrb-2026-04-01_2026-04-05.json"))
	corrected := writeFile(t, filepath.Join(dir, "corrected.json"), []byte(strings.Replace(string(nrb), "149.27", "149.28", 1)))
	skipped := writeFile(t, filepath.Join(dir, "skipped.json"), []byte(strings.Replace(string(nrb), "149.27", "none", 1)))
	desk := desktop{}
	desk.good(t, "rates", "import", feed("nrb-2026-04-01_2026-04-05.json"), "--data", data)
	var got []importedFeed
	r := desk.good(t, "rates", "import", corrected, "--data", data)
	if !strings.Contains(r.out, "1 corrected, 0 skipped") || !strings.Contains(r.out, "was 149.27") {
		t.Errorf("stdout: %s", r.out)
	}
	again := writeFile(t, filepath.Join(dir, "again.json"), []byte(strings.Replace(string(nrb), "149.27", "149.29", 1)))
	read(t, desk, &got, "rates", "import", again, skipped, "--data", data)
	if c := got[0].Corrected; len(c) != 1 || c[0].Was.Value.String() != "149.28" || c[0].Is.Value.String() != "149.29" || got[0].Added != 0 {
		t.Errorf("corrected: %+v", got[0])
	}
	if s := got[1].Skipped; len(s) != 1 || s[0].Place == "" || s[0].Reason == "" {
		t.Errorf("skipped: %+v", got[1])
	}
	r = desk.good(t, "rates", "import", feed("nrb-2026-04-01_2026-04-05.json"), skipped, "--data", data)
	if !strings.Contains(r.out, "0 added, 220 unchanged, 0 corrected, 0 skipped") || !strings.Contains(r.err, "left out: ") { // what was corrected stays so
		t.Errorf("stdout: %s\nstderr: %s", r.out, r.err)
	}
	r = desk.run(t, "rates", "import", data, sampleFile(names[0]), dir+"/none", corrected, "--json", "--data", data)
	decode(t, r.out, &got)
	if r.code != 1 || len(got) != 4 || got[0].Error == "" || got[1].Error == "" || got[2].Error == "" || got[3].Error != "" || len(got[3].Corrected) != 0 {
		t.Errorf("exit %d: %+v\n%s", r.code, got, r.err)
	}
	for _, w := range []string{"this is a folder", "not a rate feed", "there is no such file"} {
		if !strings.Contains(r.err, w) {
			t.Errorf("stderr does not say %q:\n%s", w, r.err)
		}
	}
}

func TestIssueThatIsRefused(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	desk := desktop{}
	here := func(args ...string) []string { return append(args, "--data", data) }
	desk.says(t, 1, "There is no database in", here("issue", numbers[0])...)
	if len(entries(t, data)) > 0 {
		t.Errorf("a name that was misspelt made %q", entries(t, data))
	}
	desk.good(t, here("orders", "import", sampleOrders[0], sampleOrders[1])...)
	desk.says(t, 1, "There is no order SO-9.", here("issue", "SO-9")...)
	desk.says(t, 1, "There is no rate from USD to NPR by Nepal Rastra Bank (sell) on or before 2026-04-03; fetch or import one", here("issue", numbers[0])...)
	desk.says(t, 1, "does not apply to order", here("issue", numbers[0], "commercial-invoice-cum-packing-list")...)
	desk.says(t, 1, "CI-2026-0009", here("issue", numbers[0], "--supersedes", "CI-2026-0009", "--reason", "x")...)

	late := order(t, "late.json", func(o map[string]any) {
		o["number"], o["date"] = "SO-late", "2026-04-20"
		o["totals_in"] = []any{map[string]any{"currency": "NPR", "source": "nrb", "side": "sell"}}
	})
	desk.good(t, here("orders", "import", late)...)
	desk.good(t, here("rates", "import", sampleFeeds[0])...)
	desk.says(t, 1, "days older than", here("issue", "SO-late")...)
	var v verified
	read(t, desk, &v, here("verify")...)
	if !v.same(0, 0, 0) {
		t.Errorf("what was refused left %+v", v)
	}
}

func TestIssueFlags(t *testing.T) {
	dir := t.TempDir()
	data, out := filepath.Join(dir, "data"), filepath.Join(dir, "out")
	desk := desktop{}
	here := func(args ...string) []string { return append(args, "--data", data) }
	file := order(t, "o.json", nil)
	desk.good(t, here("orders", "import", file)...)
	for _, test := range []struct{ args, says string }{
		{"", "name one order"},
		{"A packing-list C", "name one order"},
		{"A bill", `no kind of document "bill"`},
		{"A --supersedes=", "--supersedes is empty"},
		{"A --reason x", "--supersedes"},
		{"A --supersedes CI-1", "say with --reason"},
		{"A --key=", "--key is empty"},
		{"A --out=", "--out is empty"},
		{"A --out " + file, "is a file"},
	} {
		desk.says(t, 2, test.says, here(append([]string{"issue"}, strings.Fields(test.args)...)...)...)
	}
	for _, args := range []string{"orders import", "rates import", "backup", "restore", "verify now", "orders", "rates", "migrate", "orders export"} {
		if r := desk.run(t, here(strings.Fields(args)...)...); r.code != 2 {
			t.Errorf("%s: exit %d, want 2\n%s", args, r.code, r.err)
		}
	}

	if err := os.MkdirAll(out, 0o755); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(out, "PL-83-84-0001.pdf"), []byte("something else"))
	desk.good(t, here("exporter", "set", "--calendar", "SHRAWAN", "--zone", "Asia/Kathmandu")...)
	shrawan := here("issue", numbers[0], "packing-list", "--key", "mine", "--out", out)
	desk.says(t, 1, "the documents are issued, and", shrawan...)
	if err := os.Remove(filepath.Join(out, "PL-83-84-0001.pdf")); err != nil {
		t.Fatal(err)
	}
	r := desk.good(t, shrawan...)
	if !strings.Contains(r.out, "PL-83-84-0001  packing-list") || !strings.Contains(r.err, "was issued before") || len(entries(t, out)) != 1 {
		t.Errorf("stdout: %s\nstderr: %s\n%q", r.out, r.err, entries(t, out))
	}
	// Another document under that name is another request.
	if r := desk.good(t, here("issue", numbers[0], "commercial-invoice", "--key", "mine")...); !strings.Contains(r.out, "CI-83-84-0001  commercial-invoice") {
		t.Errorf("stdout: %s", r.out)
	}
}

// TestIssueUnderTheLastDate sets the clock back after a document was issued: nothing is issued until
// --dated names the date of that document.
func TestIssueUnderTheLastDate(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		with := func(args ...string) []string { return slices.Concat(args, one) }
		desk := desktop{}
		desk.good(t, with("orders", "import", sampleOrders[0], sampleOrders[1])...)
		desk.good(t, with("issue", numbers[0], "packing-list")...)
		behind := desktop{at: today.AddDate(0, 0, -2)}
		const ahead = "PL-2026-0001 was issued at 2026-11-23 04:00:0"
		behind.says(t, 1, ahead, with("issue", numbers[1], "packing-list")...)
		behind.says(t, 1, ahead, with("issue", numbers[1], "packing-list", "--dated", "2026-11-22")...)
		behind.says(t, 2, `--dated is a date like 2026-12-03, not "yesterday"`, with("issue", numbers[1], "packing-list", "--dated", "yesterday")...)
		var docs []issuedDocument
		read(t, behind, &docs, with("issue", numbers[1], "packing-list", "--dated", "2026-11-23")...)
		if len(docs) != 1 || docs[0].Number != "PL-2026-0002" || docs[0].Date != "2026-11-23" {
			t.Errorf("issued: %+v", docs)
		}
		var v verified
		if read(t, desk, &v, with("verify")...); v.Documents != 2 || len(v.Wrong) > 0 || len(v.Notes) > 0 {
			t.Errorf("verify: %+v", v)
		}
	})
}

// TestTheSameRequestGivesTheSameAnswer sends commands again under the key of the first.
func TestTheSameRequestGivesTheSameAnswer(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		desk, file := desktop{}, order(t, "o.json", nil)
		imported := slices.Concat([]string{"orders", "import", file, "--json"}, one)
		first := desk.good(t, append(imported, "--key", "monday")...)
		for _, test := range []struct {
			what string
			args []string
			same bool
		}{
			{"the same key", append(imported, "--key", "monday"), true},
			{"another key", append(imported, "--key", "tuesday"), false},
			{"no key", imported, false},
		} {
			if got := desk.good(t, test.args...); (got.out == first.out) != test.same {
				t.Errorf("%s: %s, and the first said %s", test.what, got.out, first.out)
			}
		}
		desk.good(t, slices.Concat([]string{"exporter", "set", "--labels", "en", "--key", "a"}, one)...)
		desk.good(t, slices.Concat([]string{"exporter", "set", "--labels", "en+zh", "--key", "b"}, one)...)
		desk.good(t, slices.Concat([]string{"exporter", "set", "--labels", "en", "--key", "a"}, one)...) // as it was answered
		if got := desk.good(t, slices.Concat([]string{"exporter", "show"}, one)...); !strings.Contains(got.out, "en+zh") {
			t.Errorf("after the first request again the exporter is %s", got.out)
		}
		desk.says(t, 2, "--key is empty", slices.Concat([]string{"exporter", "set", "--labels", "en", "--key", ""}, one)...)
	})
}

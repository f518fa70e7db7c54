package command

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"woolroad/app/command/batch"
)

func TestFaultyOrdersLeaveNothingBehind(t *testing.T) {
	dir := t.TempDir()
	huge := writeFile(t, filepath.Join(dir, "huge.json"), []byte(`{"number": "`))
	if err := os.Truncate(huge, 100<<20); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		what, file, pointer, code, says string
	}{
		{"missing file", filepath.Join(dir, "no.json"), "", "file.unreadable", "no such file"},
		{"folder", dir, "", "file.unreadable", "This is a folder"},
		{"empty file", writeFile(t, filepath.Join(dir, "empty.json"), nil), "", "file.empty", ""},
		{"100 MB", huge, "", "file.too_large", "10 MiB"},
		{"not JSON", writeFile(t, filepath.Join(dir, "not.json"), []byte("%PDF-1.7")), "", "file.not_json", ""},
		{"tare over gross", order(t, "a.json", func(o map[string]any) { at(o, "lots", 0, "bales", 3)["tare"] = "999" }), "/lots/0/bales/3/tare", "bale.tare_not_below_gross", "leaves nothing"},
		{"emoji", order(t, "c.json", func(o map[string]any) { at(o, "buyer")["name"] = "Himal 🐑" }), "/buyer/name", "document.no_letter", `"🐑" (U+1F411)`},
		{"Devanagari", order(t, "d.json", func(o map[string]any) { at(o, "buyer")["name_local"] = "हिमाल" }), "/buyer/name_local", "document.no_letter", "Latin or Chinese"},
		{"invisible letter", order(t, "e.json", func(o map[string]any) { at(o, "lines", 0)["description"] = "wool\u2060" }), "/lines/0/description", "document.invisible_character", "invisible"},
	} {
		out := filepath.Join(t.TempDir(), "out")
		r := run(t, "documents", test.file, "--out", out, "--json")
		if r.code != 1 {
			t.Errorf("%s: exit %d, want 1\n%s", test.what, r.code, r.err)
			continue
		}
		got := decoded(t, r.out)[0]
		faults := slices.DeleteFunc(got.Faults, func(f batch.Finding) bool { return f.Warning })
		if len(faults) != 1 || faults[0].Pointer != test.pointer || faults[0].Code != test.code || !strings.Contains(faults[0].Message, test.says) || faults[0].File != test.file {
			t.Errorf("%s: faults are %+v, want %s at %q that says %q", test.what, faults, test.code, test.pointer, test.says)
		}
		if got.Done || got.Folder != "" || got.Documents != nil {
			t.Errorf("%s: the order counts as done: %+v", test.what, got)
		}
		if !strings.Contains(r.err, "nothing was written") || !strings.Contains(r.err, test.file) {
			t.Errorf("%s: stderr says\n%s", test.what, r.err)
		}
		if got := entries(t, out); got != nil {
			t.Errorf("%s: it left %q behind", test.what, got)
		}
	}
}

// TestWithoutARateWhatNeedsNoneIsWritten holds that a packing list, which has no prices,
// is written.
func TestWithoutARateWhatNeedsNoneIsWritten(t *testing.T) {
	file := order(t, "b.json", func(o map[string]any) {
		o["totals_in"] = []any{map[string]any{"currency": "INR", "source": "fbil"}}
	})
	out := t.TempDir()
	r := run(t, "documents", file, "--out", out, "--json")
	got := decoded(t, r.out)[0]
	if r.code != 1 || got.Done || got.Totals != nil || !slices.Equal(got.Documents, []string{"packing-list.pdf"}) {
		t.Errorf("exit %d, %+v", r.code, got)
	}
	faults := slices.DeleteFunc(got.Faults, func(f batch.Finding) bool { return f.Warning })
	if len(faults) != 1 || faults[0].Pointer != "/totals_in/0" || faults[0].Code != "rate.not_found" || !strings.Contains(faults[0].Message, "--rates") {
		t.Errorf("faults are %+v", faults)
	}
	if !strings.Contains(r.err, "only packing-list.pdf was written") || !slices.Equal(entries(t, filepath.Join(out, got.Number)), got.Documents) {
		t.Errorf("%q, and stderr says\n%s", entries(t, out), r.err)
	}
}

func TestAllFaultsComeAtOnce(t *testing.T) {
	file := order(t, "order.json", func(o map[string]any) {
		at(o, "lots", 0, "bales", 3)["tare"] = "999"
		at(o, "buyer")["name"] = "Himal 🐑"
		o["totals_in"] = []any{
			map[string]any{"currency": "INR", "source": "fbil"},
			map[string]any{"currency": "NPR", "source": "nrb"},  // no side: one fault, not two
			map[string]any{"currency": "EUR", "source": "fbil"}, // the wrong source: no rate to miss
		}
	})
	r := run(t, "documents", file, "--out", t.TempDir(), "--json")
	var got []string
	for _, f := range decoded(t, r.out)[0].Faults {
		if !f.Warning {
			got = append(got, f.Pointer)
		}
	}
	want := []string{"/buyer/name", "/lots/0/bales/3/tare", "/totals_in/0", "/totals_in/1/side", "/totals_in/2/source"}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("faults at %q, want %q", got, want)
	}
}

func TestABadOrderDoesNotStopTheOthers(t *testing.T) {
	out := t.TempDir()
	bad := order(t, "bad.json", func(o map[string]any) { delete(o, "currency") })
	r := run(t, "documents", order(t, "a.json", numbered("SO-1")), bad, order(t, "b.json", numbered("SO-2")), "--out", out)
	if r.code != 1 || !slices.Equal(entries(t, out), []string{"SO-1", "SO-2"}) {
		t.Errorf("exit %d and %q, want 1 and the two good orders", r.code, entries(t, out))
	}
	for _, want := range []string{"[2/3] " + bad + ": FAILED", bad + "#", "3 orders: 2 done, 1 failed"} {
		if !strings.Contains(r.err, want) {
			t.Errorf("stderr does not say %q:\n%s", want, r.err)
		}
	}
}

func TestTwoFilesWithOneNumber(t *testing.T) {
	for _, test := range []struct {
		what, first, second, says string
		fails                     bool
	}{
		{"the same number", "SO-2026-0041", "SO-2026-0041", "is in", true},
		{"a number that some disks take for the same", "SO-2026-0041A", "so-2026-0041a", "is in", true},
		{"another series with the same tail", "SO-2026-0041", "PO-2026-0041", "CI-2026-0041", false},
	} {
		out := t.TempDir()
		one, two := order(t, "one.json", numbered(test.first)), order(t, "two.json", numbered(test.second))
		r := run(t, "documents", one, two, "--out", out, "--json")
		results := decoded(t, r.out)
		if !results[0].Done || results[1].Done == test.fails || (r.code == 1) != test.fails {
			t.Errorf("%s: exit %d, %+v", test.what, r.code, results)
		}
		found := slices.ContainsFunc(results[1].Faults, func(f batch.Finding) bool {
			return f.Pointer == "/number" && f.Warning != test.fails && strings.Contains(f.Message, test.says)
		})
		if !found {
			t.Errorf("%s: %+v", test.what, results[1].Faults)
		}
	}
	file := order(t, "one.json", nil)
	if r := run(t, "documents", file, file, "--out", t.TempDir()); r.code != 1 || !strings.Contains(r.err, "named twice") {
		t.Errorf("the same file twice: exit %d\n%s", r.code, r.err)
	}
}

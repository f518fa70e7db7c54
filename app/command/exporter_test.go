package command

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestExporter(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		desk := desktop{}
		here := func(args ...string) []string { return append(args, one...) }
		desk.good(t, here("orders", "import", order(t, "o.json", nil))...)
		if r := desk.good(t, here("exporter", "show")...); r.out != "calendar  JAN\nzone      Asia/Shanghai\nlabels    en+zh\n" {
			t.Errorf("before anything is said: %q", r.out)
		}
		for _, test := range []struct{ args, says string }{
			{"exporter show me", "takes no arguments"},
			{"exporter set", "say what to change"},
			{"exporter set --calendar MAY", "JAN, APR or SHRAWAN"},
			{"exporter set --calendar=", "JAN, APR or SHRAWAN"},
			{"exporter set --zone Nowhere/Town", "is not a time zone"},
			{"exporter set --zone=", "is not a time zone"},
			{"exporter set --zone Local", "is not a time zone"},
			{"exporter set --labels zh", "en or en+zh"},
			{"exporter set --address documents", "not the address of a page"},
		} {
			desk.says(t, 2, test.says, here(strings.Fields(test.args)...)...)
		}
		desk.says(t, 1, "There is no order SO-9.", here("exporter", "set", "--name-from", "SO-9")...)
		r := desk.good(t, here("exporter", "set", "--calendar", "APR", "--labels", "en", "--name-from", numbers[0], "--address", "https://papers.example.com", "--json")...)
		for _, want := range []string{`"name": "`, `"country": "CN"`, `"calendar": "APR"`, `"zone": "Asia/Shanghai"`, `"labels": "en"`, `"version": 1`} {
			if !strings.Contains(r.out, want) {
				t.Errorf("%s does not say %s", r.out, want)
			}
		}
		if r := desk.good(t, here("issue", numbers[0])...); !strings.Contains(r.out, "CI-26-27-0001  commercial-invoice  USD 25,420.11") {
			t.Errorf("issued %s", r.out)
		}
		desk.says(t, 1, "Documents of the fiscal year 26-27 are issued under the calendar APR", here("exporter", "set", "--calendar", "JAN")...)
		desk.good(t, here("exporter", "set", "--zone", "Asia/Kathmandu", "--address", "")...)
		if r := desk.good(t, here("exporter", "show")...); strings.Contains(r.out, "address") || !strings.Contains(r.out, "zone      Asia/Kathmandu") {
			t.Errorf("changed to %s", r.out)
		}
	})
}

// TestCorrectedDocumentsNameEachOther corrects an invoice alone, and then both documents.
func TestCorrectedDocumentsNameEachOther(t *testing.T) {
	desk := desktop{}
	data := filepath.Join(t.TempDir(), "data")
	here := func(args ...string) []string { return append(args, "--data", data) }
	desk.good(t, here("orders", "import", order(t, "o.json", nil))...)
	if r := desk.good(t, here("issue", numbers[0])...); r.err != "" {
		t.Errorf("issuing says %q", r.err)
	}
	alone := here("issue", numbers[0], "--supersedes", "CI-2026-0001", "--reason", "The truck was wrong.")
	warning := "warning: PL-2026-0001 still names CI-2026-0001, which CI-2026-0002 supersedes"
	for range 2 {
		desk.says(t, 0, warning, alone...)
	}
	desk.says(t, 0, warning, here("issue", numbers[0])...)
	r := desk.good(t, here("issue", numbers[0], "--supersedes", "CI-2026-0002", "--supersedes", "PL-2026-0001", "--reason", "They belong together.")...)
	if r.err != "" || !strings.Contains(r.out, "CI-2026-0003") || !strings.Contains(r.out, "PL-2026-0002") {
		t.Errorf("both together: %s%s", r.out, r.err)
	}
	desk.good(t, here("verify")...)
}

func TestLotIsBilledOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		desk := desktop{}
		here := func(args ...string) []string { return append(args, one...) }
		desk.good(t, here("orders", "import", order(t, "o.json", nil), order(t, "again.json", func(o map[string]any) { o["number"] = "SO-again" }))...)
		desk.good(t, here("issue", numbers[0])...)
		desk.says(t, 1, "is already billed by CI-2026-0001 of order "+numbers[0], here("issue", "SO-again")...)
		desk.good(t, here("issue", "SO-again", "packing-list")...)
	})
}

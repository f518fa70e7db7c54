package command

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"woolroad/rates"
	"woolroad/rates/fetch"
)

// online returns a desk whose publishers answer with the recordings, each at its own
// name; nrb may be changed.
func online(t *testing.T, nrb func(string) string) desktop {
	t.Helper()
	files := map[string]string{
		"/nrb":                        "nrb-2026-04-01_2026-04-05.json",
		"/fbil":                       "fbil-2026-03-17_2026-03-20.json",
		"/cfets":                      "cfets-ccpr-format.json",
		"/ecb/eurofxref-daily.xml":    "ecb-exr-2026-02-17_2026-03-18.csv",
		"/ecb/eurofxref-hist-90d.xml": "ecb-exr-2026-02-17_2026-03-18.csv",
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, ok := files[r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		content, err := os.ReadFile(feed(name))
		if err != nil {
			t.Error(err)
		}
		text := strings.ReplaceAll(string(content), `"2026-07-2`, `"2026-03-2`) // CFETS, of days that the others have too
		if r.URL.Path == "/nrb" && nrb != nil {
			text = nrb(text)
		}
		_, _ = w.Write([]byte(text))
	}))
	t.Cleanup(server.Close)
	return desktop{
		at: time.Date(2026, 4, 5, 4, 0, 0, 0, time.UTC),
		environ: []string{
			"WOOLROAD_RATES_NRB=" + server.URL + "/nrb", "WOOLROAD_RATES_FBIL=" + server.URL + "/fbil",
			"WOOLROAD_RATES_CFETS=" + server.URL + "/cfets", "WOOLROAD_RATES_ECB=" + server.URL + "/ecb",
		},
		asking: []fetch.Option{fetch.Local(), fetch.Waiting(
			func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
			func(time.Duration) time.Duration { return 0 })},
	}
}

// on returns a command line with a database.
func on(where []string, args ...string) []string { return slices.Concat(args, where) }

func TestRatesFetch(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		desk := online(t, nil)
		var got []fetchedRates
		read(t, desk, &got, on(one, "rates", "fetch")...)
		if len(got) != 4 || got[0].Source != rates.NRB || got[0].Name != "Nepal Rastra Bank" || got[0].From != "2026-03-06" || got[0].To != "2026-04-05" || got[0].Added != 220 || got[1].Added != 18 {
			t.Errorf("the first time: %+v", got)
		}
		read(t, desk, &got, on(one, "rates", "fetch")...)
		for _, r := range got {
			if r.Added != 0 || len(r.Corrected) != 0 || len(r.Held) != 0 {
				t.Errorf("the second time: %+v", r)
			}
		}
		if got[0].Unchanged != 220 || got[0].From != "2026-03-29" {
			t.Errorf("the second time: %+v", got[0])
		}

		r := desk.good(t, on(one, "rates", "fetch", "nrb", "--from", "2025-10-01", "--to", "2026-12-31")...)
		if r.out != "nrb: 2025-10-01 to 2026-04-05: 0 added, 220 unchanged, 0 corrected, 0 skipped\n" {
			t.Errorf("stdout: %s", r.out)
		}
		if !strings.HasPrefix(r.err, "nrb: asking Nepal Rastra Bank\n[1/2] nrb: 2025-10-01 to 2026-01-08: 0 added, 0 unchanged\n[2/2] nrb: ") {
			t.Errorf("stderr: %s", r.err)
		}

		desk.environ[1] += "/elsewhere"
		r = desk.run(t, on(one, "rates", "fetch")...)
		if r.code != 1 || !strings.Contains(r.err, "fbil: Financial Benchmarks India answered with status 502 instead of rates. Stored rates remain.") || !strings.Contains(r.out, "ecb: ") || strings.Contains(r.out, "fbil") ||
			!strings.Contains(r.err, "fbil: asking Financial Benchmarks India\nfbil: Financial Benchmarks India answered with status 502 instead of rates. Trying again in 2s, attempt 2 of 3.\n") {
			t.Errorf("one fails: exit %d\n%s\n%s", r.code, r.out, r.err)
		}
		r = desk.run(t, on(one, "rates", "fetch", "fbil", "--json")...)
		decode(t, r.out, &got)
		if r.code != 1 || len(got) != 1 || got[0].Error == "" {
			t.Errorf("with --json: exit %d, %+v", r.code, got)
		}
	})
}

func TestRatesFetchHoldsWhatMovedFar(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	desk := online(t, func(text string) string { return strings.Replace(text, `"149.27"`, `"1.4927"`, 1) })
	r := desk.good(t, "rates", "fetch", "nrb", "--data", data)
	if !strings.Contains(r.out, "219 added, 0 unchanged, 0 corrected, 1 held, 0 skipped") || !strings.Contains(r.err, "nrb: held until a person confirms it: USD to NPR: 1.4927") {
		t.Errorf("stdout: %s\nstderr: %s", r.out, r.err)
	}
	// A file is looked at in the same way, and a person may set the share.
	slip := writeFile(t, filepath.Join(t.TempDir(), "slip.json"), []byte(strings.Replace(string(readFile(t, feed("nrb-2026-04-01_2026-04-05.json"))), `"149.27"`, `"135.00"`, 1)))
	var got []importedFeed
	other := filepath.Join(t.TempDir(), "other")
	read(t, desk, &got, "rates", "import", slip, "--data", other)
	if len(got[0].Held) != 1 || got[0].Held[0].Is.Value.String() != "135.00" || got[0].Held[0].Last.Value.String() == "" {
		t.Errorf("imported: %+v", got)
	}
	desk.environ = append(desk.environ, "WOOLROAD_RATES_HELD_BEYOND=50")
	read(t, desk, &got, "rates", "import", slip, "--data", filepath.Join(t.TempDir(), "third"))
	if len(got[0].Held) != 0 || got[0].Added != 220 {
		t.Errorf("imported with a larger share: %+v", got)
	}
}

// TestRatesFetchAgain repeats a command under the same key and holds that the output is
// the same and that no publisher is asked.
func TestRatesFetchAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		var asked atomic.Int64
		desk := online(t, func(text string) string {
			value := []string{`"1.4927"`, `"150.00"`}[min(asked.Add(1), 2)-1]
			return strings.Replace(text, `"149.27"`, value, 1)
		})
		nrb := on(one, "rates", "fetch", "nrb", "--from", "2026-03-01")
		monday, tuesday := append(nrb, "--key", "monday"), append(slices.Clone(nrb), "--key", "tuesday")
		held := desk.good(t, monday...)
		if asked.Load() != 1 || !strings.Contains(held.out, "219 added, 0 unchanged, 0 corrected, 1 held") || !strings.Contains(held.err, "nrb: held until") {
			t.Fatalf("asked %d times: %s%s", asked.Load(), held.out, held.err)
		}
		unasked := func(r ran) ran { // what a second run prints, which asks nobody
			var lines []string
			for line := range strings.Lines(r.err) {
				if !strings.Contains(line, ": asking ") && !strings.Contains(line, "Trying again") {
					lines = append(lines, line)
				}
			}
			r.err = strings.Join(lines, "")
			return r
		}
		desk.at = desk.at.Add(24 * time.Hour)
		if again := desk.good(t, monday...); asked.Load() != 1 || again != unasked(held) {
			t.Errorf("the same: asked %d times: %s%s", asked.Load(), again.out, again.err)
		}
		if r := desk.good(t, tuesday...); asked.Load() != 2 || r.out == held.out {
			t.Errorf("another key: asked %d times: %s%s", asked.Load(), r.out, r.err)
		}

		// Of all sources each has an answer of its own, also one that failed.
		desk.environ[1] += "/elsewhere"
		all := on(one, "rates", "fetch", "--json", "--key", "monday")
		failed := desk.run(t, all...)
		if failed.code != 1 || asked.Load() != 3 || !strings.Contains(failed.out, "answered with status 502") {
			t.Fatalf("all of them: exit %d, asked %d times: %s%s", failed.code, asked.Load(), failed.out, failed.err)
		}
		if again := desk.run(t, all...); again != unasked(failed) || asked.Load() != 3 {
			t.Errorf("all of them again: exit %d, asked %d times: %s%s", again.code, asked.Load(), again.out, again.err)
		}
	})
}

func TestRatesFetchWrongUsage(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	desk := online(t, nil)
	for _, test := range []struct{ args, says string }{
		{"boe", `"boe" is no source that can be fetched`},
		{"contract", `"contract" is no source that can be fetched`},
		{"nrb ecb", "name one source"},
		{"--from yesterday", "--from is not a day"},
		{"--from 2026-02-30", "--from is not a day"},
		{"--from 2026-01-02 --to 2026-01-01", "--from is after --to"},
		{"--to 2026-01-01", "give --from together with --to"},
		{"--key=", "--key is empty"},
		{"nrb --from 2027-01-01", "--from lies ahead"},
	} {
		desk.says(t, 2, test.says, append([]string{"rates", "fetch", "--data", data}, strings.Fields(test.args)...)...)
	}
	desk.asking = nil // as a person runs it: plain http to this machine is no setting
	desk.says(t, 2, "write one that begins with https://", "rates", "fetch", "--data", data)
	desk.environ = []string{"WOOLROAD_RATES_ECB_AT=noon"}
	desk.says(t, 2, "WOOLROAD_RATES_ECB_AT", "rates", "fetch", "--data", data)
	desk.environ = []string{"WOOLROAD_RATES=off"}
	desk.says(t, 0, "All sources are switched off", "rates", "fetch", "--data", data)
	desk.says(t, 1, "Nepal Rastra Bank is switched off", "rates", "fetch", "nrb", "--data", data)
}

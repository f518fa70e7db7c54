//go:build long

package app_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestLongWholeHistory imports 27 years of all currencies within the memory of a small
// machine, and says in a few lines what was left out. How long that takes (of one run):
//
//	go test -tags long -v -run LongWholeHistory ./app
func TestLongWholeHistory(t *testing.T) {
	const most = 200 << 10 // KiB
	// This test's own program has browsers in it, which take memory of their own.
	program := filepath.Join(t.TempDir(), "woolroad")
	if said, err := exec.Command("go", "build", "-o", program, "woolroad").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	feed := filepath.Join(t.TempDir(), "eurofxref-hist.csv")
	if err := os.WriteFile(feed, []byte(wideHistory()), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "rates", "import", feed, "--data", t.TempDir())
	var out, left bytes.Buffer
	c.Stdout, c.Stderr = &out, &left
	start := time.Now()
	if err := c.Run(); err != nil {
		t.Fatalf("%v\n%s%s", err, out.String(), left.String())
	}
	used := c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	t.Logf("%d KiB, %s", used, time.Since(start))
	if !strings.Contains(out.String(), "217555 added, 0 unchanged, 0 corrected, 41 skipped") {
		t.Errorf("said %s", out.String())
	}
	if n := strings.Count(left.String(), "\n"); n == 0 || n >= 20 {
		t.Errorf("%d lines of what was left out:\n%s", n, left.String())
	}
	if used > most {
		t.Errorf("it took %d KiB, want at most %d", used, most)
	}
}

// wideHistory is made up, of as many days, currencies and figures as the ECB's. A day of it
// cannot be read.
func wideHistory() string {
	codes := strings.Fields("USD JPY BGN CYP CZK DKK EEK GBP HUF LTL LVL MTL PLN ROL RON SEK SIT SKK CHF ISK NOK HRK RUB TRL TRY AUD BRL CAD CNY HKD IDR ILS INR KRW MXN MYR NZD PHP SGD THB ZAR")
	r := rand.New(rand.NewPCG(1, 1))
	values := make([]int64, len(codes)) // in hundredths of a thousandth
	for i := range values {
		values[i] = 100_000 + r.Int64N(20_000_000)
	}
	var out strings.Builder
	out.WriteString("Date," + strings.Join(codes, ",") + ",\n")
	figures := 217_555
	for day := time.Date(1999, 1, 4, 12, 0, 0, 0, time.UTC); figures > 0; day = day.AddDate(0, 0, 1) {
		if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
			continue
		}
		out.WriteString(day.Format(time.DateOnly))
		for i := range codes {
			values[i] += values[i] * (r.Int64N(13) - 6) / 1000
			switch {
			case i > 4 && (i*37+day.Year())%4 == 0 || figures == 0:
				out.WriteString(",N/A")
			default:
				fmt.Fprintf(&out, ",%d.%05d", values[i]/100_000, values[i]%100_000)
				figures--
			}
		}
		out.WriteString(",\n")
	}
	out.WriteString("2026-02-30" + strings.Repeat(",1", len(codes)) + "\n")
	for i := range 40 {
		fmt.Fprintf(&out, "day %d%s\n", i, strings.Repeat(",1", len(codes)))
	}
	return out.String()
}

//go:build long

package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"woolroad/app/trade"
	"woolroad/documents"
)

// roles are what a started process may do.
var roles = map[string]func(*testing.T, Where){
	"issue":   issueAsProcess,
	"open":    openAsProcess,
	"migrate": migrateAsProcess,
}

// TestLongProcess is what the processes run.
func TestLongProcess(t *testing.T) {
	role := os.Getenv("WOOLROAD_LONG_ROLE")
	if role == "" {
		t.Skip("the other long tests start this as a process of its own")
	}
	roles[role](t, Where{Data: os.Getenv("WOOLROAD_LONG_DATA"), URL: os.Getenv("WOOLROAD_LONG_URL")})
}

// process is a program that a test has started.
type process struct {
	command *exec.Cmd
	said    *said
	in      io.Closer // the process may wait until it is closed
}

// said is what a process has written.
type said struct {
	mutex sync.Mutex
	text  bytes.Buffer
	ready chan struct{} // closed at its first word
}

func (s *said) Write(p []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.text.Len() == 0 && len(p) > 0 {
		close(s.ready)
	}
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.text.String()
}

// startProcess starts a process in a role, with more variables as name and value.
func startProcess(t *testing.T, w Where, role string, more ...string) *process {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), program, "-test.run=^TestLongProcess$", "-test.timeout=60m")
	c.Env = append(os.Environ(), "WOOLROAD_LONG_ROLE="+role, "WOOLROAD_LONG_DATA="+w.Data, "WOOLROAD_LONG_URL="+w.URL)
	for i := 0; i+1 < len(more); i += 2 {
		c.Env = append(c.Env, "WOOLROAD_LONG_"+more[i]+"="+more[i+1])
	}
	p := &process{command: c, said: &said{ready: make(chan struct{})}}
	c.Stdout, c.Stderr = p.said, p.said
	if p.in, err = c.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

// mustEnd waits for a process that has to succeed.
func (p *process) mustEnd(t *testing.T) {
	t.Helper()
	if err := p.command.Wait(); err != nil {
		t.Errorf("a process ended with %v and said:\n%s", err, p.said)
	}
}

// mustBeReady waits for a process's first word.
func (p *process) mustBeReady(t *testing.T) {
	t.Helper()
	select {
	case <-p.said.ready:
	case <-time.After(time.Minute):
		t.Fatal("a process was not ready in a minute")
	}
}

// kill ends a process as a power cut does, or kill -9. One that failed before
// is an error.
func (p *process) kill(t *testing.T) {
	t.Helper()
	_ = p.command.Process.Kill() // it may have ended already, which Wait tells
	_ = p.command.Wait()
	if state := p.command.ProcessState; state.Exited() && state.ExitCode() != 0 {
		t.Errorf("a process failed before it was killed:\n%s", p.said)
	}
}

// variable returns what a process was given to do.
func variable(t *testing.T, name string) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("WOOLROAD_LONG_" + name))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// errStaged is how a transaction fails on purpose.
var errStaged = errors.New("failed on purpose")

// issueAsProcess issues documents and writes down each one that was
// acknowledged. One in nineteen fails at first, which makes one transaction in
// twenty.
func issueAsProcess(t *testing.T, w Where) {
	acks, err := os.OpenFile(os.Getenv("WOOLROAD_LONG_ACKS"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	s := openAt(t, w)
	l := load{name: os.Getenv("WOOLROAD_LONG_NAME"), issuers: variable(t, "ISSUERS"), documents: variable(t, "DOCUMENTS")}
	l.prepared = os.Getenv("WOOLROAD_LONG_PREPARED") != ""
	var first sync.Once
	l.acknowledge = func(d Issued) error {
		_, err := fmt.Fprintf(acks, "%s %s\n", d.Number, d.Hash)
		first.Do(func() { fmt.Println("ready") }) // in the middle of its work, however slow the machine
		return err
	}
	l.run(t, t.Context(), s)
	if err := acks.Close(); err != nil {
		t.Error(err)
	}
}

// load is a number of issuers that issue invoices side by side.
type load struct {
	name               string // begins the orders' numbers
	issuers, documents int
	prepared           bool // the orders are there
	acknowledge        func(Issued) error
}

// run issues until all is done or ctx is.
func (l load) run(t testing.TB, ctx context.Context, s *Store) {
	template := sampleOrder(t, kathmandu, "template")
	var all sync.WaitGroup
	for i := range l.issuers {
		all.Go(func() {
			for j := i; j < l.documents && ctx.Err() == nil; j += l.issuers {
				o := template
				o.Number = fmt.Sprintf("%s-%d", l.name, j)
				if err := l.issue(ctx, s, o, j%19 == 7); err != nil && ctx.Err() == nil {
					t.Errorf("%s: %v", o.Number, err)
					return
				}
			}
		})
	}
	all.Wait()
}

func (l load) issue(ctx context.Context, s *Store, o trade.Order, fails bool) error {
	if !l.prepared {
		if _, err := s.AddOrder(ctx, tashi, o); err != nil {
			return err
		}
	}
	req := asks(o.Number, documents.KindCommercialInvoice, o.Number)
	if fails {
		staged := req
		staged.Draw = func(o trade.Order, a Assigned) ([]documents.Document, error) {
			_, err := req.Draw(o, a)
			return nil, errors.Join(errStaged, err)
		}
		if _, err := s.issue(ctx, tashi, staged); !errors.Is(err, errStaged) {
			return fmt.Errorf("failing on purpose gave %w", err)
		}
	}
	out, err := s.issue(ctx, tashi, req)
	if err != nil {
		return err
	}
	return l.acknowledge(out[0])
}

// acknowledged reads what the processes wrote down, as hashes by number. A
// number that was given twice is an error.
func acknowledged(t *testing.T, files ...string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			number, hash, ok := strings.Cut(strings.TrimSpace(line), " ")
			if !ok || len(hash) != 64 {
				t.Fatalf("%s: this line is not whole: %q", name, line)
			}
			if all[number] != "" {
				t.Errorf("%s was given twice", number)
			}
			all[number] = hash
		}
	}
	return all
}

// hashesIn returns the hashes of all documents, by number.
func hashesIn(t *testing.T, s *Store) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := s.view(t.Context(), tashi, func(tx *Tx) error {
		list, err := tx.allIssued(t.Context())
		clear(all)
		for _, d := range list {
			all[d.Number] = d.Hash
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// mustHold fails where an acknowledged document is not there as it was.
func mustHold(t *testing.T, there, acknowledged map[string]string) {
	t.Helper()
	for number, hash := range acknowledged {
		if there[number] != hash {
			t.Errorf("%s was acknowledged with the hash %s and is stored with %q", number, hash, there[number])
		}
	}
}

// mustBeWhole checks the invoices by plain SQL and then with Verify: from 1 on,
// each chained to the one before.
func mustBeWhole(t *testing.T, s *Store, w Where, want int) {
	t.Helper()
	rows, err := direct(t, w).QueryContext(t.Context(), `SELECT n, number, prev, hash FROM issued ORDER BY n`)
	if err != nil {
		t.Fatal(err)
	}
	count, before := 0, ""
	for rows.Next() {
		var n int
		var number, prev, hash string
		if err := rows.Scan(&n, &number, &prev, &hash); err != nil {
			t.Fatal(err)
		}
		count++
		if n != count || number != fmt.Sprintf("CI-2026-%04d", count) {
			t.Fatalf("document %d is %s, number %d", count, number, n)
		}
		if prev != before {
			t.Fatalf("%s is chained to %s and comes after %s", number, prev, before)
		}
		before = hash
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	report, err := s.Verify(t.Context(), tashi, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d documents verified in %.1f s", report.Documents, time.Since(began).Seconds())
	if count != want || report.Documents != want || report.Wrong != nil {
		t.Errorf("%d documents by SQL, %d by Verify, wrong: %v; want %d and nothing", count, report.Documents, report.Wrong, want)
	}
}

// mustBeIntact asks SQLite whether its file is.
func mustBeIntact(t *testing.T, w Where) {
	t.Helper()
	if w.Data == "" {
		return
	}
	var answer string
	if err := direct(t, w).QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	if answer != "ok" {
		t.Fatalf("integrity_check: %s", answer)
	}
}

//go:build long && linux

package app_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
)

// A drilled is a database that the built program uses.
type drilled struct {
	t      *testing.T
	drill  *drill
	engine string
	where  store.Where
	temp   string // where its programs store what they need for a while
	random *rand.Rand
	shell  *sql.DB // beside the program; nil until it is used
}

// count adds to a row of the drill's table.
func (p *drilled) count(part, what, outcome string, n int) {
	p.drill.tally.add(tallied{part, p.engine, what, outcome}, n)
}

// ran is how a run of the program ended.
type ran struct {
	code int // -1: it was killed
	said string
}

// command returns a run of the program on that database, which does not ask for rates. It
// ends with the test.
func (p *drilled) command(w store.Where, args ...string) *exec.Cmd {
	if w.URL != "" {
		args = append(args, "--database", w.URL)
	} else {
		args = append(args, "--data", w.Data)
	}
	c := exec.CommandContext(p.t.Context(), p.drill.program, args...)
	c.Env = append(withoutGit(), "WOOLROAD_RATES=off", "TMPDIR="+p.temp)
	return c
}

// run runs the program on that database.
func (p *drilled) run(w store.Where, args ...string) ran {
	p.t.Helper()
	said, err := p.command(w, args...).CombinedOutput()
	if ended := (*exec.ExitError)(nil); errors.As(err, &ended) {
		return ran{ended.ExitCode(), string(said)}
	} else if err != nil {
		p.t.Fatal(err)
	}
	return ran{0, string(said)}
}

// good runs the program on that database and wants it to exit with 0.
func (p *drilled) good(w store.Where, args ...string) ran {
	p.t.Helper()
	r := p.run(w, args...)
	if r.code != 0 {
		p.t.Fatalf("woolroad %q: exit %d\n%s", args, r.code, r.said)
	}
	return r
}

// killed runs the program on that database and kills it after a while, as a power cut
// does.
func (p *drilled) killed(after time.Duration, w store.Where, args ...string) ran {
	p.t.Helper()
	c, said := p.command(w, args...), new(logged)
	c.Stdout, c.Stderr = said, said
	if err := c.Start(); err != nil {
		p.t.Fatal(err)
	}
	killer := time.AfterFunc(after, func() { _ = c.Process.Kill() }) // it may have ended already, which Wait tells
	_ = c.Wait()
	killer.Stop()
	p.settle(w)
	return ran{c.ProcessState.ExitCode(), said.String()}
}

// A desk is the program, serving pages.
type desk struct {
	p       *drilled
	command *exec.Cmd
	said    *awaited
	at      string // "http://127.0.0.1:8080", once ready has returned
}

// serve starts a program that serves the database.
func (p *drilled) serve(w store.Where) *desk {
	p.t.Helper()
	s := &desk{p: p, command: p.command(w, "serve", "--listen", "127.0.0.1:0"), said: &awaited{address: make(chan string, 1)}}
	s.command.Stdout, s.command.Stderr = s.said, s.said
	if err := s.command.Start(); err != nil {
		p.t.Fatal(err)
	}
	return s
}

// ready waits until the program serves.
func (s *desk) ready() *desk {
	s.p.t.Helper()
	select {
	case s.at = <-s.said.address:
	case <-time.After(5 * time.Minute):
		s.p.t.Fatalf("the program does not serve within five minutes:\n%s", s.said)
	}
	return s
}

// kill ends the program as a power cut does.
func (s *desk) kill() {
	s.p.t.Helper()
	_ = s.command.Process.Kill() // it may have ended already, which Wait tells
	_ = s.command.Wait()
	if s.command.ProcessState.Exited() {
		s.p.t.Errorf("the program ended before it was killed:\n%s", s.said)
	}
}

// stop ends the program as an office does in the evening.
func (s *desk) stop() {
	s.p.t.Helper()
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		s.p.t.Error(err)
	}
	if err := s.command.Wait(); err != nil {
		s.p.t.Errorf("the program ended with %v\n%s", err, s.said)
	}
}

// A clerk is a browser without scripts.
type clerk struct {
	at     string
	client *http.Client
	token  string
}

// newClerk returns a clerk at the program that serves there.
func newClerk(t *testing.T, at string) *clerk {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &clerk{at: at, client: &http.Client{
		Jar: jar, Timeout: 5 * time.Minute, Transport: &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// An answered is an answer to a clerk.
type answered struct {
	status int
	again  string // Retry-After
	body   string
}

// String returns the status and what a person reads on the page.
func (a answered) String() string {
	_, main, _ := strings.Cut(a.body, "<main")
	words := strings.Fields(betweenTags.ReplaceAllString(main, " "))
	return fmt.Sprintf("%d, Retry-After %q: %s", a.status, a.again, strings.Join(words[:min(len(words), 100)], " "))
}

// betweenTags is what stands between the words of a page.
var betweenTags = regexp.MustCompile(`^[^<>]*>|<[^>]*>`)

// What a clerk sends back of a page.
var (
	tokenOnPage = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)
	keyOnPage   = regexp.MustCompile(`name="request" value="([^"]+)"`)
)

// ask sends a request and returns the whole answer.
func (c *clerk) ask(r *http.Request) (answered, error) {
	resp, err := c.client.Do(r)
	if err != nil {
		return answered{}, err
	}
	body, err := io.ReadAll(resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return answered{}, err
	}
	if m := tokenOnPage.FindSubmatch(body); m != nil {
		c.token = string(m[1])
	}
	return answered{resp.StatusCode, resp.Header.Get("Retry-After"), string(body)}, nil
}

// get asks for a page.
func (c *clerk) get(path string) (answered, error) {
	r, err := http.NewRequest(http.MethodGet, c.at+path, nil)
	if err != nil {
		return answered{}, err
	}
	return c.ask(r)
}

// post sends a form with the token of the last page.
func (c *clerk) post(path string, form url.Values) (answered, error) {
	form.Set("_csrf", c.token)
	r, err := http.NewRequest(http.MethodPost, c.at+path, strings.NewReader(form.Encode()))
	if err != nil {
		return answered{}, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.ask(r)
}

// upload sends an order file.
func (c *clerk) upload(order []byte) (answered, error) {
	if _, err := c.get("/orders/upload"); err != nil {
		return answered{}, err
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	err := w.WriteField("_csrf", c.token)
	if err == nil {
		var part io.Writer
		if part, err = w.CreateFormFile("file", "order.json"); err == nil {
			_, err = part.Write(order)
		}
	}
	if err := errors.Join(err, w.Close()); err != nil {
		return answered{}, err
	}
	r, err := http.NewRequest(http.MethodPost, c.at+"/orders/upload", &body)
	if err != nil {
		return answered{}, err
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return c.ask(r)
}

// issueForm asks for the form that issues an order's documents, and returns it as it will
// be sent.
func (c *clerk) issueForm(order string) (answered, url.Values, error) {
	form, err := c.get("/orders/" + order + "/issue")
	m := keyOnPage.FindStringSubmatch(form.body)
	if err != nil || form.status != http.StatusOK || m == nil {
		return form, nil, err
	}
	return form, url.Values{"request": {m[1]}, "kind": {"commercial-invoice", "packing-list"}}, nil
}

// orderFile returns the sample order under another number, with a lot of its own.
func orderFile(number string) []byte {
	text, err := sample.Files.ReadFile(journeyFile)
	if err != nil {
		panic(err) // it is embedded
	}
	var o map[string]any
	if err := json.Unmarshal(text, &o); err != nil {
		panic(err)
	}
	lot := "L" + number
	o["number"] = number
	o["lots"].([]any)[0].(map[string]any)["number"] = lot
	o["lines"].([]any)[0].(map[string]any)["lots"] = []any{lot}
	delete(o, "totals_in") // which would ask for rates
	if text, err = json.Marshal(o); err != nil {
		panic(err)
	}
	return text
}

// balesOfAnOrder is how many bales the order of orderFile has.
const balesOfAnOrder = 60

// writeOrder writes an order file and returns its path.
func (p *drilled) writeOrder(number string) string {
	p.t.Helper()
	file := filepath.Join(p.t.TempDir(), number+".json")
	if err := os.WriteFile(file, orderFile(number), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return file
}

// orders stores n orders whose numbers begin with name, and returns the numbers.
func (p *drilled) orders(w store.Where, name string, n int) (numbers []string) {
	p.t.Helper()
	args := []string{"orders", "import"}
	for i := range n {
		numbers = append(numbers, fmt.Sprintf("%s-%d", name, i))
		args = append(args, p.writeOrder(numbers[i]))
	}
	p.good(w, args...)
	return numbers
}

// paper is an issued document as it stands in the database.
type paper struct {
	number, series, kind, order, date, at, prev, hash string
	n                                                 int
}

// db returns connections to the database beside the program.
func (p *drilled) db() *sql.DB {
	if p.shell == nil {
		p.shell = storetest.Shell(p.t, p.where)
	}
	return p.shell
}

// settle waits until PostgreSQL has ended what killed programs had begun. SQLite ends with
// its program.
func (p *drilled) settle(w store.Where) {
	p.t.Helper()
	if w.URL == "" {
		return
	}
	at, err := url.Parse(w.URL)
	if err != nil {
		p.t.Fatal(err)
	}
	for end := time.Now().Add(5 * time.Minute); p.number(`
		SELECT count(*) FROM pg_stat_activity
		WHERE datname = $1 AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'`, strings.TrimPrefix(at.Path, "/")) > 0; time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatal("PostgreSQL does not end within five minutes what a killed program had begun")
		}
	}
}

// number returns the number that a query gives.
func (p *drilled) number(query string, args ...any) (n int) {
	p.t.Helper()
	if err := p.db().QueryRowContext(p.t.Context(), query, args...).Scan(&n); err != nil {
		p.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// papers returns all documents, series by series and in the order of their numbers. It
// fails the test where one is missing, doubled or chained to another than the one before.
func (p *drilled) papers() (all []paper) {
	p.t.Helper()
	rows, err := p.db().QueryContext(p.t.Context(), `
		SELECT i.number, i.series, i.kind, o.number, CAST(i.date AS text), CAST(i.issued_at AS text), i.prev, i.hash, i.n
		FROM issued i JOIN orders o ON o.id = i.subject_id JOIN series s ON s.id = i.series ORDER BY s.kind, s.year, i.n`)
	if err != nil {
		p.t.Fatal(err)
	}
	for rows.Next() {
		var d paper
		if err := rows.Scan(&d.number, &d.series, &d.kind, &d.order, &d.date, &d.at, &d.prev, &d.hash, &d.n); err != nil {
			p.t.Fatal(err)
		}
		before := paper{series: d.series}
		if i := len(all) - 1; i >= 0 && all[i].series == d.series {
			before = all[i]
		}
		if d.n != before.n+1 || before.n > 0 && d.prev != before.hash || !strings.HasSuffix(d.number, fmt.Sprintf("-%04d", d.n)) {
			p.t.Errorf("%s, number %d of its series, comes after %q, number %d", d.number, d.n, before.number, before.n)
		}
		all = append(all, d)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		p.t.Fatal(err)
	}
	return all
}

// byOrder returns the numbers of all documents by their order. It fails the test where an
// order has other documents than an invoice and its packing list.
func (p *drilled) byOrder() map[string][]string {
	p.t.Helper()
	all, kinds := map[string][]string{}, map[string][]string{}
	for _, d := range p.papers() {
		all[d.order], kinds[d.order] = append(all[d.order], d.number), append(kinds[d.order], d.kind)
	}
	for order, of := range kinds {
		if !slices.Equal(of, []string{"commercial-invoice", "packing-list"}) {
			p.t.Errorf("%s has the documents %q", order, of)
		}
	}
	return all
}

// mustVerify has the program verify the database, and wants as many documents as stand in
// it and nothing wrong.
func (p *drilled) mustVerify() {
	p.t.Helper()
	var report struct {
		Documents int
		Wrong     []any
		More      int
	}
	r := p.good(p.where, "verify", "--json")
	if err := json.Unmarshal([]byte(r.said[strings.Index(r.said, "{"):]), &report); err != nil {
		p.t.Fatalf("%v\n%s", err, r.said)
	}
	if n := len(p.papers()); report.Documents != n || len(report.Wrong)+report.More > 0 {
		p.t.Errorf("%d documents stand in the database, and verify says\n%s", n, r.said)
	}
	if p.where.Data == "" {
		return
	}
	var answer string
	if err := p.db().QueryRowContext(p.t.Context(), `PRAGMA integrity_check`).Scan(&answer); err != nil || answer != "ok" {
		p.t.Errorf("integrity_check: %q, %v", answer, err)
	}
}

// leaves fails the test where a folder has other entries than those.
func (p *drilled) leaves(folder string, want ...string) {
	p.t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, e := range list {
		if !slices.Contains(want, e.Name()) {
			p.t.Errorf("%s was left in %s", e.Name(), folder)
		}
	}
}

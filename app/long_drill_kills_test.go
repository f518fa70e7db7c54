//go:build long && linux

package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"woolroad/app/issue"
	"woolroad/app/orders"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
)

// drillKills kills programs at random moments.
func drillKills(t *testing.T, d *drill) {
	d.each(t, func(p *drilled) {
		p.t.Run("serve", func(t *testing.T) {
			t.Parallel()
			d.at(t, p.where).killServers(inFull(4, 25))
		})
		for _, c := range killedCommands {
			p.t.Run(strings.ReplaceAll(c.what, " ", "_"), func(t *testing.T) {
				t.Parallel()
				at := d.at(t, p.where)
				d.at(t, at.empty()).killCommand(c, inFull(2, 12))
			})
		}
	})
}

// An attempt is what a clerk did about one order, and what the clerk was told.
type attempt struct {
	order string
	form  url.Values // that was sent to issue its documents; nil: none was
	saved bool       // the clerk was told that the order is stored
	done  bool       // the clerk was told that its documents are issued
	wrong string     // an answer that nobody should get
}

// work has a clerk save orders and issue their documents until the program does not answer.
// It calls told for each order whose documents are issued.
func work(c *clerk, name string, told func()) (all []attempt) {
	for i := 0; ; i++ {
		a := attempt{order: fmt.Sprintf("%s-%d", name, i)}
		alive := a.save(c) && a.issue(c)
		if a.done {
			told()
		}
		if all = append(all, a); !alive || a.wrong != "" {
			return all
		}
	}
}

// save uploads an attempt's order, and reports whether the program answered.
func (a *attempt) save(c *clerk) bool {
	got, err := c.upload(orderFile(a.order))
	if a.saved = err == nil && got.status == http.StatusSeeOther; err == nil && !a.saved {
		a.wrong = fmt.Sprintf("upload: %s", got)
	}
	return err == nil
}

// issue issues an attempt's documents, and reports whether the program answered.
func (a *attempt) issue(c *clerk) bool {
	got, form, err := c.issueForm(a.order)
	if err != nil {
		return false
	}
	if a.form = form; form == nil {
		a.wrong = fmt.Sprintf("the form: %s", got)
		return true
	}
	return a.send(c)
}

// send sends an attempt's form, and reports whether the program answered.
func (a *attempt) send(c *clerk) bool {
	got, err := c.post("/orders/"+a.order+"/issue", a.form)
	if a.done = err == nil && got.status == http.StatusSeeOther; err == nil && !a.done {
		a.wrong = fmt.Sprintf("issue: %s", got)
	}
	return err == nil
}

// killServers kills two programs that serve one database, while four clerks save and issue
// orders, and starts them again.
func (p *drilled) killServers(rounds int) {
	const part, what = "kills", "serve, four clerks"
	told, unsent := map[string]bool{}, []attempt{}
	for round := range rounds {
		servers := []*desk{p.serve(p.where), p.serve(p.where)}
		if round%4 == 3 { // while they start
			time.Sleep(time.Duration(p.random.Int64N(int64(300 * time.Millisecond))))
		} else {
			unsent = p.sendAgain(servers[0].ready(), unsent)
			done, issued := make(chan []attempt, 4), make(chan bool, 1000)
			for i := range 4 {
				c := newClerk(p.t, servers[i%2].ready().at)
				go func() { done <- work(c, fmt.Sprintf("K%d-%d", round, i), func() { issued <- true }) }()
			}
			for range 1 + p.random.IntN(8) { // in the middle of their work, however slow the machine
				select {
				case <-issued:
				case <-time.After(5 * time.Minute):
					p.t.Fatalf("nothing is issued within five minutes:\n%s%s", servers[0].said, servers[1].said)
				}
			}
			time.Sleep(time.Duration(p.random.Int64N(int64(200 * time.Millisecond))))
			for _, s := range servers {
				s.kill()
			}
			p.settle(p.where)
			stored := p.byOrder()
			for range 4 {
				for _, a := range <-done {
					if a.wrong != "" {
						p.t.Errorf("%s: %s", a.order, a.wrong)
					}
					there := p.number(`SELECT count(*) FROM orders WHERE number = $1`, a.order) == 1
					switch issued := stored[a.order] != nil; {
					case a.saved && !there || a.done && !issued:
						p.t.Errorf("a clerk was told of %+v, and the order is stored: %v, its documents: %v", a, there, issued)
					case a.done:
						p.count(part, what, "documents: told and stored", 2)
						told[a.order] = true
					case issued:
						p.count(part, what, "documents: stored, and nobody was told", 2)
						unsent = append(unsent, a)
					case a.form != nil:
						p.count(part, what, "documents: neither stored nor told", 2)
						unsent = append(unsent, a)
					case there && !a.saved:
						p.count(part, what, "orders: stored, and nobody was told", 1)
					case there:
						p.count(part, what, "orders: told and stored", 1)
					default:
						p.count(part, what, "orders: neither stored nor told", 1)
					}
				}
			}
		}
		for _, s := range servers {
			if s.command.ProcessState == nil {
				s.kill()
			}
		}
		p.settle(p.where)
		p.count(part, what, "programs killed", 2)
		if p.t.Failed() {
			p.t.Fatalf("in round %d", round)
		}
	}
	last := p.serve(p.where).ready()
	if left := p.sendAgain(last, unsent); len(left) > 0 {
		p.t.Errorf("%d forms are not answered", len(left))
	}
	last.stop()
	stored := p.byOrder()
	for order := range told {
		if stored[order] == nil {
			p.t.Errorf("%s was told as issued and is lost", order)
		}
	}
	p.mustVerify()
	if len(told) == 0 {
		p.t.Error("nothing was issued")
	}
	if p.where.Data != "" {
		p.leaves(p.where.Data, "woolroad.db", "woolroad.db-wal", "woolroad.db-shm", "woolroad.db.migrate.lock")
	}
	p.leaves(p.temp)
}

// sendAgain sends the forms again that were not answered, and returns those that are not
// answered now. Each order has its documents once then.
func (p *drilled) sendAgain(s *desk, unsent []attempt) (left []attempt) {
	p.t.Helper()
	c, before := newClerk(p.t, s.at), p.byOrder()
	if _, err := c.get("/orders"); err != nil {
		return unsent
	}
	for _, a := range unsent {
		if a.wrong = ""; !a.send(c) {
			left = append(left, a)
			continue
		}
		if a.wrong != "" {
			p.t.Errorf("%s, sent again: %s", a.order, a.wrong)
		}
		p.count("kills", "serve, four clerks", "forms sent again: issued once", 1)
	}
	after := p.byOrder()
	for _, a := range unsent {
		if was := before[a.order]; was != nil && !slices.Equal(was, after[a.order]) {
			p.t.Errorf("%s had %q, and its form, sent again, gave %q", a.order, was, after[a.order])
		}
	}
	return left
}

// A killedCommand is a command that is killed on its way.
type killedCommand struct {
	what string
	// make returns where the command works, its arguments, and check, which compares what
	// is stored after the kill with what the command said, has the same command do its work,
	// and returns how the killed one ended.
	make func(p *drilled, i int) (w store.Where, args []string, check func(ran) string)
}

// killCommand has a command killed n times at random moments of the time that it took once.
func (p *drilled) killCommand(c killedCommand, n int) {
	var takes time.Duration
	for i := range n + 1 {
		w, args, check := c.make(p, i)
		after := time.Hour // the first one comes to its end
		if i > 0 {
			after = time.Duration(p.random.Int64N(int64(takes) * 11 / 10))
		}
		began := time.Now()
		r := p.killed(after, w, args...)
		took := time.Since(began)
		if r.code > 0 {
			p.t.Errorf("woolroad %q ended with %d before it was killed:\n%s", args, r.code, r.said)
		}
		outcome := check(r)
		switch {
		case i == 0 && r.code == 0:
			takes = took
		case r.code == 0:
			p.count("kills", c.what, "came to its end before the kill", 1)
		default:
			p.count("kills", c.what, "killed: "+outcome, 1)
		}
		if p.t.Failed() {
			p.t.Fatalf("%s, killed %v after its start, said %q", c.what, after, r.said)
		}
	}
	p.mustVerify()
	p.leaves(p.temp)
}

// either returns the first text if a thing is so, or the other one.
func either(is bool, then, otherwise string) string {
	if is {
		return then
	}
	return otherwise
}

// How a killed command may have ended.
const (
	wasStored = "all was stored"
	wasNot    = "nothing was stored"
)

// killedCommands are all commands that store something, or read for long.
var killedCommands = []killedCommand{
	{"issue", func(p *drilled, i int) (store.Where, []string, func(ran) string) {
		order := p.orders(p.where, fmt.Sprintf("I%d", i), 1)[0]
		args := []string{"issue", order}
		return p.where, args, func(r ran) string {
			was := p.byOrder()[order]
			if r.code == 0 && was == nil {
				p.t.Errorf("%s was issued, and is lost", order)
			}
			p.good(p.where, args...)
			if is := p.byOrder()[order]; is == nil || was != nil && !slices.Equal(was, is) {
				p.t.Errorf("%s has the documents %q after %q", order, is, was)
			}
			return either(was != nil, wasStored, wasNot)
		}
	}},
	{"orders import", func(p *drilled, i int) (store.Where, []string, func(ran) string) {
		order := fmt.Sprintf("S%d", i)
		args := []string{"orders", "import", p.writeOrder(order)}
		stored := func() (orders, bales int) {
			return p.number(`SELECT count(*) FROM orders WHERE number = $1`, order), p.number(`SELECT count(*) FROM bales WHERE lot = $1`, "L"+order)
		}
		return p.where, args, func(r ran) string {
			orders, bales := stored()
			if bales != orders*balesOfAnOrder || r.code == 0 && orders == 0 {
				p.t.Errorf("%s is stored %d times, with %d bales", order, orders, bales)
			}
			p.good(p.where, args...)
			if orders, bales := stored(); orders != 1 || bales != balesOfAnOrder {
				p.t.Errorf("%s is stored %d times, with %d bales", order, orders, bales)
			}
			return either(orders == 1, wasStored, wasNot)
		}
	}},
	{"rates import", func(p *drilled, i int) (store.Where, []string, func(ran) string) {
		const rates = 260 * 8
		year := 1999 + i // each run has figures of its own
		var feed strings.Builder
		feed.WriteString("Date,USD,JPY,CNY,INR,GBP,CHF,AUD,CAD,\n")
		day := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		for range 260 {
			fmt.Fprintf(&feed, "%s,1.1,160.2,7.7,88.8,0.85,0.97,1.6,1.5,\n", day.Format(time.DateOnly))
			day = day.AddDate(0, 0, 1)
		}
		file := filepath.Join(p.t.TempDir(), "eurofxref-hist.csv")
		if err := os.WriteFile(file, []byte(feed.String()), 0o600); err != nil {
			p.t.Fatal(err)
		}
		args := []string{"rates", "import", file}
		stored := func() int {
			return p.number(`SELECT count(*) FROM rates WHERE CAST(date AS text) LIKE $1`, fmt.Sprintf("%d-%%", year))
		}
		return p.where, args, func(r ran) string {
			was := stored()
			if r.code == 0 && was != rates {
				p.t.Errorf("%d of %d rates are stored of %d", was, rates, year)
			}
			again := p.good(p.where, args...)
			if want := fmt.Sprintf("%d added, %d unchanged, 0 corrected, 0 skipped", rates-was, was); stored() != rates || !strings.Contains(again.said, want) {
				p.t.Errorf("with %d stored, importing again says %q, want %q", was, again.said, want)
			}
			return either(was == rates, wasStored, either(was == 0, wasNot, "a part was stored, and the next run stored the rest"))
		}
	}},
	{"backup", func(p *drilled, i int) (store.Where, []string, func(ran) string) {
		p.filled()
		folder := p.t.TempDir()
		file := filepath.Join(folder, "today.backup")
		return p.where, []string{"backup", file}, func(r ran) string {
			_, missing := os.Stat(file)
			if r.code == 0 && missing != nil {
				p.t.Error(missing)
			}
			if missing != nil {
				p.good(p.where, "backup", file)
			} else {
				p.good(p.where, "backup", filepath.Join(folder, "next.backup"))
			}
			p.leaves(folder, "today.backup", "next.backup") // the next one has tidied
			p.mustRestore(file)
			return either(missing == nil, "the file is whole", "there is no file")
		}
	}},
	{"restore", func(p *drilled, i int) (store.Where, []string, func(ran) string) {
		file := filepath.Join(p.t.TempDir(), "today.backup")
		p.filled()
		p.good(p.where, "backup", file)
		to := p.empty()
		return to, []string{"restore", file}, func(r ran) string {
			again := p.run(to, "restore", file)
			was := again.code == 1 && strings.Contains(again.said, "is not empty")
			if again.code != 0 && !was || r.code == 0 && !was {
				p.t.Errorf("the killed restore said %q, and the next one %q", r.said, again.said)
			}
			p.mustHold(to)
			return either(was, wasStored, wasNot)
		}
	}},
	{"migrate up", func(p *drilled, i int) (store.Where, []string, func(ran) string) {
		w := older.SQLite(p.t)
		if p.where.URL != "" {
			w = older.Postgres(p.t)
		}
		return w, []string{"migrate", "up"}, func(r ran) string {
			status := p.good(w, "migrate", "status").said
			again := p.good(w, "migrate", "up").said
			if !strings.Contains(again, "the newest that this program knows") {
				p.t.Errorf("after %s migrating says %s", status, again)
			}
			at := p.drill.at(p.t, w)
			if at.mustVerify(); len(at.papers()) != olderOrders*2 {
				p.t.Errorf("%d documents are there, want %d", len(at.papers()), olderOrders*2)
			}
			if w.Data != "" {
				before, err := filepath.Glob(filepath.Join(w.Data, "woolroad.db.before-[0-9][0-9][0-9][0-9]"))
				if err != nil {
					p.t.Fatal(err)
				}
				known := []string{"woolroad.db", "woolroad.db-wal", "woolroad.db-shm", "woolroad.db.migrate.lock"}
				for _, b := range before {
					known = append(known, filepath.Base(b))
				}
				at.leaves(w.Data, known...)
			}
			return either(strings.Contains(status, "the newest"), "all steps were taken", either(strings.Contains(status, "was cut off"), "a step was cut off", "some or no steps were taken"))
		}
	}},
	{"rebuild", func(p *drilled, i int) (store.Where, []string, func(ran) string) {
		p.filled()
		return p.where, []string{"rebuild"}, func(r ran) string {
			p.good(p.where, "rebuild")
			if i%10 == 0 {
				p.mustVerify()
			}
			return "nothing is missing"
		}
	}},
}

// filled has the database hold some issued documents.
func (p *drilled) filled() {
	p.t.Helper()
	if len(p.papers()) > 0 {
		return
	}
	for _, order := range p.orders(p.where, "F", 5) {
		p.good(p.where, "issue", order)
	}
}

// empty returns an empty database of the same engine, with the program's schema.
func (p *drilled) empty() store.Where {
	p.t.Helper()
	if p.where.URL != "" {
		return migrated.Postgres(p.t)
	}
	return migrated.SQLite(p.t)
}

// mustRestore restores a backup and wants all that is in the database.
func (p *drilled) mustRestore(file string) {
	p.t.Helper()
	to := p.empty()
	p.good(to, "restore", file)
	p.mustHold(to)
}

// mustHold fails the test where a restored database does not hold all that is in this one,
// or does not work.
func (p *drilled) mustHold(restored store.Where) {
	p.t.Helper()
	p.good(restored, "verify")
	want, is := storetest.Contents(p.t, p.where), storetest.Contents(p.t, restored)
	for _, table := range slices.Sorted(maps.Keys(want)) {
		if !slices.Equal(want[table], is[table]) && table != "secrets" { // which each installation makes for itself
			p.t.Errorf("the restored table %s has %d rows, want %d, or holds other rows", table, len(is[table]), len(want[table]))
		}
	}
}

// olderOrders is how many orders the older databases have, each with its documents.
const olderOrders = 3

// olderSteps is how many steps of the schema the older databases lack.
const olderSteps = 6

// older is what an older program left, with issued documents.
var older = storetest.NewTemplate(func(w store.Where) error {
	ctx := context.Background()
	if err := store.Migrate(ctx, w); err != nil {
		return err
	}
	if err := fillOlder(ctx, w); err != nil {
		return err
	}
	for range olderSteps {
		if err := store.MigrateDown(ctx, w, true); err != nil {
			return err
		}
	}
	return nil
})

// fillOlder stores some orders and issues their documents.
func fillOlder(ctx context.Context, w store.Where) (err error) {
	s, err := store.Open(ctx, w)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for i := range olderOrders {
		number := fmt.Sprintf("O-%d", i)
		who := store.Who{Name: "Tashi", At: time.Now(), Clock: time.Now, Request: number}
		if _, err := orders.Add(ctx, s, who, orders.Read(bytes.NewReader(orderFile(number))), orders.Source{}); err != nil {
			return err
		}
		if _, err := issue.Issue(ctx, s, who, issue.Request{Order: number}); err != nil {
			return err
		}
	}
	return nil
}

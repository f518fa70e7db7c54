//go:build long && linux

package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/storetest"
)

// cuts are the ways in which the line to PostgreSQL breaks while something is stored.
var cuts = []struct {
	what string
	cut  func(*storetest.Proxy)
}{
	{"the line is not cut", func(*storetest.Proxy) {}},
	{"cut after COMMIT", func(l *storetest.Proxy) { l.CutNext(storetest.AfterCommit) }},
	{"cut after COMMIT, twice", func(l *storetest.Proxy) { l.CutNext(storetest.AfterCommit, storetest.AfterCommit) }},
	{"cut before COMMIT", func(l *storetest.Proxy) { l.CutNext(storetest.BeforeCommit) }},
	{"cut after COMMIT, for good", func(l *storetest.Proxy) { l.CutLast(storetest.AfterCommit) }},
	{"cut before COMMIT, for good", func(l *storetest.Proxy) { l.CutLast(storetest.BeforeCommit) }},
}

// drillCuts cuts the line between the program and PostgreSQL around a COMMIT.
func drillCuts(t *testing.T, d *drill) {
	d.tally.add(tallied{"cuts", "sqlite", "issue", "not tried: there is no line that could be cut"}, 0)
	for _, part := range []struct {
		name string
		run  func(*drilled, int)
		n    int
	}{
		{"pages", (*drilled).cutPages, inFull(1, 5)},
		{"commands", (*drilled).cutCommands, inFull(1, 5)},
		{"load", (*drilled).cutUnderLoad, inFull(2, 25)},
	} {
		t.Run(part.name, func(t *testing.T) {
			t.Parallel()
			part.run(d.at(t, migrated.Postgres(t)), part.n)
		})
	}
}

// throughProxy returns the database as it is reached through a line that can be cut.
func (p *drilled) throughProxy() (*storetest.Proxy, store.Where) {
	p.t.Helper()
	line, url := storetest.NewProxy(p.t, p.where.URL)
	return line, store.Where{URL: url}
}

// told is what a page says of what was sent.
func told(got answered) string {
	switch {
	case got.status == http.StatusSeeOther:
		return "told: stored"
	case got.status == http.StatusServiceUnavailable && strings.Contains(got.body, "It is not known whether"):
		return "told: not known"
	case got.status == http.StatusServiceUnavailable && strings.Contains(got.body, "Nothing was changed."):
		return "told: nothing was changed"
	}
	return ""
}

// compare counts what a clerk or a command was told beside what is stored, and fails the
// test where these differ.
func (p *drilled) compare(what, told string, stored bool, got any) {
	p.t.Helper()
	switch {
	case told == "" || told == "told: stored" && !stored || told == "told: nothing was changed" && stored:
		p.t.Errorf("%s, %q, and it is stored: %v\n%v", what, told, stored, got)
	}
	p.count("cuts", what, told+either(stored, ", is: stored", ", is: not stored"), 1)
}

// cutPages sends the form that issues documents, n times with each cut, and then again.
func (p *drilled) cutPages(n int) {
	line, through := p.throughProxy()
	s := p.serve(through).ready()
	c := newClerk(p.t, s.at)
	for round := range n {
		for i, order := range p.orders(p.where, fmt.Sprintf("C%d", round), len(cuts)) {
			cut := cuts[i]
			_, form, err := c.issueForm(order)
			if err != nil || form == nil {
				p.t.Fatalf("%s, no form: %v", cut.what, err)
			}
			cut.cut(line)
			got, err := c.post("/orders/"+order+"/issue", form)
			if err != nil {
				p.t.Fatal(err)
			}
			if left := line.Uncut(); left > 0 && !strings.HasSuffix(cut.what, "twice") {
				p.t.Errorf("%s: the line was not cut", cut.what)
			}
			line.CutNext()
			line.Open()
			p.settle(p.where)
			was := p.byOrder()[order]
			p.compare("page, "+cut.what, told(got), was != nil, got)
			if got, err = c.post("/orders/"+order+"/issue", form); err != nil || got.status != http.StatusSeeOther {
				p.t.Errorf("%s, sent again: %s, %v", cut.what, got, err)
			}
			if is := p.byOrder()[order]; is == nil || was != nil && was[0] != is[0] {
				p.t.Errorf("%s: %q was stored, and after the same form %q", cut.what, was, is)
			}
		}
	}
	s.stop()
	p.mustVerify()
}

// cutCommands runs the command that issues documents, n times with each cut, and then again.
func (p *drilled) cutCommands(n int) {
	line, through := p.throughProxy()
	for round := range n {
		numbers := p.orders(p.where, fmt.Sprintf("C%d", round), len(cuts))
		p.good(p.where, "verify") // which completes the index, so that issue commits but once
		for i, order := range numbers {
			cut := cuts[i]
			cut.cut(line)
			r := p.run(through, "issue", order)
			line.CutNext()
			line.Open()
			p.settle(p.where)
			was, said := p.byOrder()[order], ""
			switch {
			case r.code == 0:
				said = "told: stored"
			case r.code == 1 && strings.Contains(r.said, "It is not known whether the documents were stored."):
				said = "told: not known"
			case r.code == 1 && strings.Contains(r.said, "The database cannot be reached."):
				said = "told: the database cannot be reached"
				if was != nil {
					p.t.Errorf("%s: %s, and %q is stored", cut.what, r.said, was)
				}
			}
			p.compare("command, "+cut.what, said, was != nil, r.said)
			p.good(through, "issue", order)
			if is := p.byOrder()[order]; is == nil || was != nil && was[0] != is[0] {
				p.t.Errorf("%s: %q was stored, and after the same command %q", cut.what, was, is)
			}
		}
	}
	p.mustVerify()
}

// cutUnderLoad cuts the line while four clerks issue documents at once.
func (p *drilled) cutUnderLoad(n int) {
	const clerks, each = 4, 3
	line, through := p.throughProxy()
	s := p.serve(through).ready()
	for round := range n {
		numbers := p.orders(p.where, fmt.Sprintf("L%d", round), clerks*each)
		line.CutNext(p.someCuts(clerks)...)
		var all sync.WaitGroup
		answers, faults := make([]answered, len(numbers)), make([]error, len(numbers))
		for i := range clerks {
			c := newClerk(p.t, s.at)
			all.Go(func() {
				for j := i; j < len(numbers); j += clerks {
					a := attempt{order: numbers[j]}
					if answers[j], a.form, faults[j] = c.issueForm(a.order); a.form != nil {
						answers[j], faults[j] = c.post("/orders/"+a.order+"/issue", a.form)
					}
				}
			})
		}
		all.Wait()
		p.count("cuts", "four clerks at once", "lines cut", clerks-line.Uncut())
		line.CutNext()
		p.settle(p.where)
		stored := p.byOrder()
		for j, order := range numbers {
			if faults[j] != nil {
				p.t.Error(faults[j])
			}
			p.compare("four clerks at once", told(answers[j]), stored[order] != nil, answers[j])
		}
	}
	s.stop()
	p.mustVerify()
}

// someCuts returns n cuts before and after COMMIT, at random.
func (p *drilled) someCuts(n int) (list []storetest.Cut) {
	for range n {
		list = append(list, []storetest.Cut{storetest.BeforeCommit, storetest.AfterCommit}[p.random.IntN(2)])
	}
	return list
}

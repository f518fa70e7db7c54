//go:build long && linux

package app_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// drillClocks starts the program again and again, each time with a clock that shows another
// time: later, behind by minutes or by weeks, ahead, or around the new year.
func drillClocks(t *testing.T, d *drill) {
	d.each(t, func(p *drilled) { p.turnClocks(inFull(8, 60)) })
}

// An expectation is what issuing under a clock must do after what was issued before.
type expectation struct {
	now     time.Time // what the clock shows
	at      time.Time // of issue, which never runs backwards
	day     string    // that the documents print, which never runs backwards either
	confirm string    // the date that a person must confirm; empty: none
}

// expect returns what must come of issuing at that time after a document that was issued
// last at that time and under that date.
func expect(now, last time.Time, lastDay string, zone *time.Location) expectation {
	e := expectation{now: now, at: now, day: now.In(zone).Format(time.DateOnly)}
	if lastDay <= e.day && !last.After(now) {
		return e
	}
	if ahead := last.Sub(now); ahead <= 0 || ahead > 5*time.Minute {
		e.confirm = lastDay
	}
	if last.After(e.at) {
		e.at = last
	}
	e.day = max(e.day, lastDay)
	return e
}

// turnClocks issues the documents of n orders, each under another clock.
func (p *drilled) turnClocks(n int) {
	zone, err := time.LoadLocation("Asia/Shanghai") // of an exporter that has set none
	if err != nil {
		p.t.Fatal(err)
	}
	newYear := time.Date(time.Now().In(zone).Year()+1, 1, 1, 0, 0, 0, 0, zone)
	furthest := newYear.AddDate(0, 0, 25) // the database's own clock takes what is up to 400 days ahead
	between := func(least, most time.Duration) time.Duration {
		return least + time.Duration(p.random.Int64N(int64(most-least)))
	}
	clocks := []struct {
		what string
		next func(last time.Time) time.Time
	}{
		{"a clock that is later", func(last time.Time) time.Time { return last.Add(between(time.Second, 12*time.Hour)) }},
		{"a clock that is behind by up to five minutes", func(last time.Time) time.Time { return last.Add(-between(time.Second, 5*time.Minute)) }},
		{"a clock that is behind by more", func(last time.Time) time.Time {
			return last.Add(-between(5*time.Minute+time.Second, 20*24*time.Hour))
		}},
		{"a clock just after the new year", func(time.Time) time.Time { return newYear.Add(between(0, time.Minute)) }},
		{"a clock just before the new year", func(time.Time) time.Time { return newYear.Add(-between(time.Second, 4*time.Minute)) }},
		{"a clock that is ahead by weeks", func(last time.Time) time.Time { return last.Add(between(24*time.Hour, 20*24*time.Hour)) }},
	}
	last, lastDay := newYear.Add(-3*24*time.Hour), ""
	for i, order := range p.orders(p.where, "T", n) {
		clock := clocks[p.random.IntN(len(clocks))]
		if i < len(clocks) {
			clock = clocks[i] // each once
		}
		now := clock.next(last).Truncate(time.Microsecond)
		if now.After(furthest) {
			now = last.Add(time.Second)
		}
		e := expectation{now: now, at: now, day: now.In(zone).Format(time.DateOnly)}
		if lastDay != "" {
			e = expect(now, last, lastDay, zone)
		}
		p.issueUnder(e, clock.what, order)
		last, lastDay = e.at, e.day
	}
	var before paper
	for _, d := range p.papers() {
		if d.kind == before.kind && (d.date < before.date || d.at < before.at) {
			p.t.Errorf("%s is dated %s and was issued at %s, after %s, which is dated %s and was issued at %s", d.number, d.date, d.at, before.number, before.date, before.at)
		}
		before = d
	}
	p.mustVerify()
}

// issueUnder starts the program with a clock and issues an order's documents.
func (p *drilled) issueUnder(e expectation, what, order string) {
	p.t.Helper()
	log, address, ended := new(logged), make(chan string, 1), make(chan error, 1)
	ctx, cancel := context.WithCancel(p.t.Context())
	defer cancel()
	program := program(p.where, log, func(a string) { address <- a })
	program.Now = func() time.Time { return e.now }
	go func() { ended <- program.Run(ctx) }()
	var c *clerk
	select {
	case at := <-address:
		c = newClerk(p.t, at)
	case err := <-ended:
		p.t.Fatalf("the program does not start: %v", err)
	}
	_, form, err := c.issueForm(order)
	if err != nil || form == nil {
		p.t.Fatalf("no form: %v", err)
	}
	got, err := c.post("/orders/"+order+"/issue", form)
	if err != nil {
		p.t.Fatal(err)
	}
	outcome := "issued under its date"
	if e.confirm != "" {
		outcome = "refused; confirmed, issued under the last document's date"
		says := fmt.Sprintf("the clock says %s (UTC)", e.now.UTC().Format(time.DateTime))
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, says) || !strings.Contains(got.body, `name="dated" value="`+e.confirm+`"`) || p.byOrder()[order] != nil {
			p.t.Errorf("%s, %s: %s; want a refusal that says %q and asks to confirm %s", what, order, got, says, e.confirm)
		}
		form.Set("dated", e.confirm)
		if m := keyOnPage.FindStringSubmatch(got.body); m != nil {
			form.Set("request", m[1])
		}
		if got, err = c.post("/orders/"+order+"/issue", form); err != nil {
			p.t.Fatal(err)
		}
	} else if !e.at.Equal(e.now) {
		outcome = "issued under the last document's date"
	}
	if got.status != http.StatusSeeOther {
		p.t.Fatalf("%s, %s: %s; want it issued as %+v", what, order, got, e)
	}
	for _, d := range p.papers() {
		if at := e.at.UTC().Format("2006-01-02T15:04:05.000000Z"); d.order == order && (d.date != e.day || d.at != at || !strings.Contains(d.number, "-"+e.day[:4]+"-")) {
			p.t.Errorf("%s: %s is dated %s and was issued at %s, want %s and %s", what, d.number, d.date, d.at, e.day, at)
		}
	}
	p.count("clocks", what, outcome, 1)
	cancel()
	if err := <-ended; err != nil {
		p.t.Error(err)
	}
}

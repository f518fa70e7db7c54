package ratefeed

import (
	"context"
	"sync"
	"testing"
	"time"

	"woolroad/app/store"
	"woolroad/rates"
)

// TestDue lets a day pass.
func TestDue(t *testing.T) {
	s, p, c := openAt(t, store.Where{Data: t.TempDir()}), played(t), &clock{}
	p.day = c
	f := fetcher(t, s, p, c)
	asked := map[string]int{}
	for _, step := range []struct {
		what, at string
		next     string
		asked    map[string]int // since the step before
	}{
		{"the first start asks all of them", "2026-11-23T08:00:00Z", "2026-11-23T08:15:00Z", map[string]int{"/nrb": 1, "/fbil": 1, "/cfets": 1, "/ecb/eurofxref-daily.xml": 1}},
		{"nothing is due", "2026-11-23T08:14:59Z", "2026-11-23T08:15:00Z", nil},
		{"Mumbai, 13:45", "2026-11-23T08:15:00Z", "2026-11-23T12:30:00Z", map[string]int{"/fbil": 1}},
		{"Mumbai, 18:00", "2026-11-23T12:30:01Z", "2026-11-23T15:15:00Z", map[string]int{"/fbil": 1}},
		{"Frankfurt, 16:15, late by half an hour", "2026-11-23T15:45:00Z", "2026-11-23T17:00:00Z", map[string]int{"/ecb/eurofxref-daily.xml": 1}},
		{"Kathmandu's tomorrow, and what was missed while the machine slept", "2026-11-23T18:31:00Z", "2026-11-24T01:15:00Z", map[string]int{"/nrb": 1, "/ecb/eurofxref-daily.xml": 1}},
	} {
		c.set(t, step.at)
		next, err := f.Due(t.Context())
		if err != nil || next.UTC().Format(time.RFC3339) != step.next {
			t.Errorf("%s: next %s, %v; want %s", step.what, next.UTC().Format(time.RFC3339), err, step.next)
		}
		for _, path := range []string{"/nrb", "/fbil", "/cfets", "/ecb/eurofxref-daily.xml"} {
			if got := p.count(path) - asked[path]; got != step.asked[path] {
				t.Errorf("%s: %s was asked %d times, want %d", step.what, path, got, step.asked[path])
			}
			asked[path] = p.count(path)
		}
	}
}

func TestAFailureIsTriedAgainLaterAndLater(t *testing.T) {
	s, p, c := openAt(t, store.Where{Data: t.TempDir()}), played(t), clockAt(t, "2026-11-23T02:00:00Z")
	p.day = c
	f := fetcher(t, s, p, c)
	f.Feeds = f.Feeds[:1] // Kathmandu, next at 18:30 in Greenwich
	p.fail("/nrb")
	for i, want := range []string{"10m0s", "20m0s", "40m0s", "1h20m0s", "2h40m0s", "4h0m0s", "4h0m0s", "3h20m0s"} {
		next, err := f.Due(t.Context())
		if got := next.Sub(c.now()).String(); err != nil || got != want {
			t.Errorf("after failure %d it is tried again in %s, %v; want %s", i+1, got, err, want)
		}
		c.pass(next.Sub(c.now()))
	}
	p.answer("/nrb", recorded(t, "nrb-2026-04-01_2026-04-05.json"))
	next, err := f.Due(t.Context())
	if got := next.Sub(c.now()).String(); err != nil || got != "6h45m0s" {
		t.Errorf("once it answers, next in %s, %v; want 07:00 in Kathmandu", got, err)
	}
	if state, err := stateOf(t, s); err != nil || state.Failures != 0 || state.Last.Failed() {
		t.Errorf("%+v, %v", state, err)
	}
}

// TestManyProgramsFetchOnce holds that each publisher is asked once, however programs
// meet.
func TestManyProgramsFetchOnce(t *testing.T) {
	each(t, func(t *testing.T, where store.Where) {
		p, c := played(t), clockAt(t, "2026-04-05T06:00:00Z")
		var all sync.WaitGroup
		for range 5 {
			f := fetcher(t, openAt(t, where), p, c)
			all.Go(func() {
				if _, err := f.Due(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, path := range []string{"/nrb", "/fbil", "/cfets", "/ecb/eurofxref-daily.xml"} {
			if got := p.count(path); got != 1 {
				t.Errorf("%s was asked %d times, want once", path, got)
			}
		}
	})
}

// TestAProgramThatDied holds that another program takes over a source when its lease has
// ended.
func TestAProgramThatDied(t *testing.T) {
	s, p, c := openAt(t, store.Where{Data: t.TempDir()}), played(t), clockAt(t, "2026-04-05T06:00:00Z")
	f := fetcher(t, s, p, c)
	f.Feeds = f.Feeds[:1]
	if taken, err := f.errand(tashi, f.Feeds[0], rates.Span{}).lease(t.Context()); err != nil || !taken {
		t.Fatal(taken, err)
	}
	if next, err := f.Due(t.Context()); err != nil || next.Sub(c.now()) != busyPause || p.count("/nrb") != 0 {
		t.Errorf("while it may live: next %s, %v, asked %d times", next, err, p.count("/nrb"))
	}
	c.pass(leaseTime)
	if _, err := f.Due(t.Context()); err != nil || p.count("/nrb") != 1 {
		t.Errorf("then: %v, asked %d times", err, p.count("/nrb"))
	}
}

// TestRun makes time pass at once when it is waited for.
func TestRun(t *testing.T) {
	s, p, c := openAt(t, store.Where{Data: t.TempDir()}), played(t), clockAt(t, "2026-11-23T08:00:00Z")
	p.day = c
	f := fetcher(t, s, p, c)
	ctx, stop := context.WithCancel(t.Context())
	end := c.now().Add(24 * time.Hour)
	f.Wait = func(ctx context.Context, d time.Duration) error {
		if d < shortestPause || d > longestPause {
			t.Errorf("waited %s", d)
		}
		if c.pass(d); c.now().After(end) {
			stop()
		}
		return ctx.Err()
	}
	f.Run(ctx)
	for path, want := range map[string]int{"/nrb": 3, "/fbil": 3, "/cfets": 3, "/ecb/eurofxref-daily.xml": 3} { // at the start, and at both times of the day
		if got := p.count(path); got != want {
			t.Errorf("in a day %s was asked %d times, want %d", path, got, want)
		}
	}
}

// TestRunWithoutADatabase goes on, and ends when it is told to.
func TestRunWithoutADatabase(t *testing.T) {
	where := store.Where{Data: t.TempDir()}
	s, err := store.Open(t.Context(), where)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	f := fetcher(t, s, played(t), clockAt(t, "2026-11-23T08:00:00Z"))
	ctx, stop := context.WithCancel(t.Context())
	rounds := 0
	f.Wait = func(ctx context.Context, d time.Duration) error {
		if d != longestPause {
			t.Errorf("waited %s, want %s", d, longestPause)
		}
		if rounds++; rounds == 3 {
			stop()
		}
		return ctx.Err()
	}
	f.Run(ctx)
	if rounds != 3 {
		t.Errorf("%d rounds, want 3", rounds)
	}
}

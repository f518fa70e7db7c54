package ratefeed

import (
	"context"
	"errors"
	"time"

	"woolroad/app/store/db"
	"woolroad/app/store/ratebook"
	"woolroad/rates"
)

const (
	shortestPause = time.Second
	longestPause  = 15 * time.Minute // so that changing the machine's clock does no harm for long

	busyPause    = time.Minute // until looking again while another program fetches
	firstRetry   = 10 * time.Minute
	longestRetry = 4 * time.Hour

	retryDoublings = 5 // how often firstRetry is doubled to be longer than longestRetry
)

// Run fetches each source at its times until ctx ends. It logs an error of the database,
// and tries again.
func (f *Fetcher) Run(ctx context.Context) {
	for ctx.Err() == nil {
		next, err := f.Due(ctx)
		if err != nil && ctx.Err() == nil {
			f.Log.ErrorContext(ctx, "rates could not be stored", "err", err)
		}
		pause := min(max(next.Sub(f.Now()), shortestPause), longestPause)
		if err != nil || next.IsZero() {
			pause = longestPause
		}
		if f.pause(ctx, pause) != nil {
			return
		}
	}
}

// pause waits with f.Wait or, if that is nil, in real time. The error is ctx's.
func (f *Fetcher) pause(ctx context.Context, d time.Duration) error {
	if f.Wait != nil {
		return f.Wait(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Due fetches each source whose time has come, one after the other, and returns the next
// time of any source, or the zero Time if all are switched off. The error joins those of
// all sources.
func (f *Fetcher) Due(ctx context.Context) (next time.Time, err error) {
	var faults []error
	for _, feed := range f.Feeds {
		if feed.Source == nil || ctx.Err() != nil {
			continue
		}
		at, err := f.due(ctx, feed)
		faults = append(faults, err)
		if err == nil && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next, errors.Join(faults...)
}

// due fetches a source if its time has come, on behalf of the program, and returns the
// source's next time.
func (f *Fetcher) due(ctx context.Context, feed Feed) (next time.Time, err error) {
	state, err := f.state(ctx, db.Program, feed.ID)
	if err != nil {
		return next, err
	}
	if next := feed.next(state); next.After(f.Now()) {
		return next, nil
	}
	e := f.errand(db.Program, feed, rates.Span{})
	taken, err := e.lease(ctx)
	if err != nil || !taken {
		return f.Now().Add(busyPause), err
	}
	defer func() { err = errors.Join(err, e.release(ctx)) }()
	// Another program may have fetched after the state was read and before the lease.
	if state, err = f.state(ctx, db.Program, feed.ID); err != nil {
		return next, err
	}
	if next := feed.next(state); next.After(f.Now()) {
		return next, nil
	}
	if _, err := e.fetch(ctx, nil); err != nil {
		return next, err
	}
	if state, err = f.state(ctx, db.Program, feed.ID); err != nil {
		return next, err
	}
	return feed.next(state), nil
}

// next returns when a source is to be asked: the zero Time, which means at once, if it
// never was, otherwise the next time of its schedule. After a failure it returns an earlier
// time: firstRetry after the attempt, and twice as long after each further failure, up to
// longestRetry.
func (feed Feed) next(state ratebook.SourceState) time.Time {
	if state.Last.Started.IsZero() {
		return time.Time{}
	}
	next := feed.Schedule.Next(state.Last.Started)
	if state.Last.Failed() {
		// After retryDoublings failures the pause is longestRetry at any rate, and doubling
		// it further would overflow.
		pause := min(longestRetry, firstRetry<<min(max(0, state.Failures-1), retryDoublings))
		if again := state.Last.Ended.Add(pause); again.Before(next) {
			return again
		}
	}
	return next
}

// Status is the state of a source.
type Status struct {
	Feed
	ratebook.SourceState
	Next time.Time // when it is asked; the zero Time if it never was, or is switched off
}

// Status returns the state of each source, for people and for monitoring, from the stored
// states.
func (f *Fetcher) Status(states map[rates.SourceID]ratebook.SourceState) (all []Status) {
	for _, feed := range f.Feeds {
		s := Status{Feed: feed, SourceState: states[feed.ID]}
		if feed.Source != nil {
			s.Next = feed.next(s.SourceState)
		}
		all = append(all, s)
	}
	return all
}

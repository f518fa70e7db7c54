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
	soonest = time.Second
	latest  = 15 * time.Minute // so that a clock that was set does no harm for long

	busy       = time.Minute // after which to look again at what another program fetches
	firstAgain = 10 * time.Minute
	lastAgain  = 4 * time.Hour
)

// Run fetches each source whenever its time comes, until ctx ends. A database
// that cannot be reached is logged, and tried again.
func (f *Fetcher) Run(ctx context.Context) {
	for ctx.Err() == nil {
		next, err := f.Due(ctx)
		if err != nil && ctx.Err() == nil {
			f.Log.ErrorContext(ctx, "rates could not be stored", "err", err)
		}
		pause := min(max(next.Sub(f.Now()), soonest), latest)
		if err != nil || next.IsZero() {
			pause = latest
		}
		if f.pause(ctx, pause) != nil {
			return
		}
	}
}

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

// Due fetches each source whose time has come, one after the other, and says
// when the next one's comes; never, if all are switched off.
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

// due fetches a source if its time has come, on nobody's behalf, and says when it comes
// again.
func (f *Fetcher) due(ctx context.Context, feed Feed) (next time.Time, err error) {
	state, err := f.state(ctx, db.Program, feed.ID)
	if err != nil {
		return next, err
	}
	if next := feed.next(state); next.After(f.Now()) {
		return next, nil
	}
	e := f.errand(db.Program, feed, rates.Span{})
	taken, err := e.take(ctx)
	if err != nil || !taken {
		return f.Now().Add(busy), err
	}
	defer func() { err = errors.Join(err, e.give(ctx)) }()
	// Another program may have been at it between the look and the lease.
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

// next returns when a source is to be asked: at once if it never was, else at the
// next time of its schedule, and before that after a failure.
func (feed Feed) next(state ratebook.SourceState) time.Time {
	if state.Last.Started.IsZero() {
		return time.Time{}
	}
	next := feed.Schedule.Next(state.Last.Started)
	if state.Last.Failed() {
		pause := lastAgain
		if n := state.Failures; n < 6 {
			pause = min(pause, firstAgain<<max(0, n-1))
		}
		if again := state.Last.Ended.Add(pause); again.Before(next) {
			return again
		}
	}
	return next
}

// Status is how a source stands.
type Status struct {
	Feed
	ratebook.SourceState
	Next time.Time // when it is asked; the zero Time if it never was, or is switched off
}

// Status returns how each source stands, for people and for monitoring, by the states
// that are stored.
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

package ratefeed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/store"
	"woolroad/app/store/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
	"woolroad/rates/reason"
)

const (
	leaseTime   = 30 * time.Minute // longer than any answer may take, retries included
	overlapDays = 7                // days asked for again, which the publisher may have corrected
	firstDays   = 30               // days asked for where none are stored
)

// Fetcher fetches rates. All its fields except Wait must be set. It is safe for
// concurrent use.
type Fetcher struct {
	Store *store.Store
	Feeds []Feed
	Share exact.Number // how far a rate may move
	Now   func() time.Time
	Log   *slog.Logger
	// Wait waits until the time has passed, or returns ctx's error if ctx ends first. nil
	// waits in real time.
	Wait func(context.Context, time.Duration) error
}

// Part is a part of a span that has been fetched and stored.
type Part struct {
	rates.Span
	Asked, Of int // the part came with request number Asked, of Of requests
	Done      ratebook.Result
}

// Fetched is the result of a fetch.
type Fetched struct {
	ratebook.Fetch
	Result ratebook.Result // of all parts together
}

// Fetch asks a publisher for the rates of a span now, whether it is due or not, and
// stores them for who. The zero Span stands for the usual one, from some days before the
// last stored rate to today; a span without a last day ends today, where the publisher
// is. each is called after each part is stored; it may be nil.
//
// If who repeats a request, Fetch asks nobody and returns the result of the first one,
// once that is finished.
//
// A failure of the publisher is no error but part of the result: what was stored before
// stays. A source that there is not is a NotFound error; one that is switched off, or that
// another program is asking at the moment, is Unavailable.
func (f *Fetcher) Fetch(ctx context.Context, who store.Who, id rates.SourceID, span rates.Span, each func(Part)) (done Fetched, err error) {
	feed, err := f.feed(id)
	if err != nil {
		return done, err
	}
	e := f.errand(who, feed, span)
	taken, err := e.lease(ctx)
	if err != nil {
		return done, err
	}
	if taken {
		defer func() { err = errors.Join(err, e.release(ctx)) }()
	}
	// Whoever had leased the source before has stored the answer by now.
	if done, known, err := e.earlierResult(ctx); err != nil || known {
		return done, err
	}
	if !taken {
		return done, &trade.Error{Code: trade.Unavailable, Field: "source", Format: "Another program is fetching the rates of %s at the moment; check again in a few minutes.", Args: []any{id.Name()}}
	}
	return e.fetch(ctx, each)
}

// feed returns the feed of a source. It returns Unavailable for one that is switched off, and
// NotFound for one that there is not.
func (f *Fetcher) feed(id rates.SourceID) (Feed, error) {
	for _, feed := range f.Feeds {
		switch {
		case feed.ID != id:
		case feed.Source == nil:
			return feed, &trade.Error{Code: trade.Unavailable, Field: "source", Format: "%s is switched off in the settings; give its address there.", Args: []any{id.Name()}}
		default:
			return feed, nil
		}
	}
	return Feed{}, &trade.Error{Code: trade.NotFound, Field: "source", Format: "%s is not a source that can be fetched; use nrb, fbil, cfets or ecb.", Args: []any{string(id)}}
}

// span returns the days to ask for.
func (e errand) span(ctx context.Context) (rates.Span, error) {
	if e.asked != (rates.Span{}) {
		return e.Span(e.feed.ID, e.asked.From, e.asked.To)
	}
	return e.usualSpan(ctx)
}

// usualSpan returns the span from some days before the last stored rate to today.
func (e errand) usualSpan(ctx context.Context) (rates.Span, error) {
	state, err := e.state(ctx, e.who, e.feed.ID)
	today := e.feed.Schedule.Day(e.Now())
	from := today.AddDays(-firstDays)
	if newest := state.Newest; !newest.IsZero() && !newest.After(today) {
		from = newest.AddDays(-overlapDays)
	}
	return rates.Span{From: from, To: today}, err
}

// fetch fetches the parts of the span and stores the result. It returns an error where
// another program has taken over the source meanwhile.
func (e errand) fetch(ctx context.Context, each func(Part)) (done Fetched, err error) {
	span, err := e.span(ctx)
	if err != nil {
		return done, err
	}
	done.Fetch = ratebook.Fetch{Source: e.feed.ID, From: span.From, To: span.To, Started: e.Now()}
	parts := e.feed.Spans(span.From, span.To)
	for i, part := range parts {
		if i > 0 {
			if held, err := e.lease(ctx); err != nil || !held {
				return done, errors.Join(err, fmt.Errorf("fetch %s: another program has taken it over", e.feed.ID))
			}
		}
		err := e.part(ctx, part, func(span rates.Span, got ratebook.Result) {
			done.Count(got)
			done.Result.Add(got)
			if each != nil {
				each(Part{span, i + 1, len(parts), got})
			}
		})
		if ctx.Err() != nil {
			return done, ctx.Err()
		}
		if failed := (*reason.ErrFetch)(nil); errors.As(err, &failed) {
			done.Fault, done.FaultArgs = failed.Code, failed.Args
			break
		}
		if err != nil {
			return done, err
		}
	}
	if done.Empty() && e.feed.Schedule.Publishes(span, e.feed.Schedule.Day(done.Started)) {
		done.Fault, done.FaultArgs = reason.FetchNoFigures, []string{e.feed.ID.Name(), span.From.String(), span.To.String()}
	}
	done.Ended = e.Now()
	e.logResult(ctx, done.Fetch)
	return e.storeResult(ctx, done)
}

// part fetches one part of the span and stores it piece by piece.
func (e errand) part(ctx context.Context, span rates.Span, each func(rates.Span, ratebook.Result)) error {
	got, err := e.feed.Source.Fetch(ctx, span.From, span.To)
	if err != nil {
		return err
	}
	for _, p := range pieces(got, span) {
		done, err := e.storeFeed(ctx, p.Feed)
		if err != nil {
			return err
		}
		each(p.Span, done)
	}
	return nil
}

// logResult logs the result: as a warning if the publisher failed or a person has to look
// at rates.
func (e errand) logResult(ctx context.Context, done ratebook.Fetch) {
	log := e.Log.With("source", string(done.Source), "who", e.who.Name, "from", done.From.String(), "to", done.To.String(), "added", done.Added,
		"unchanged", done.Unchanged, "corrected", done.Corrected, "held", done.Held, "skipped", done.Skipped)
	switch {
	case done.Failed():
		log.WarnContext(ctx, "rates were not fetched; those stored before stay", "fault", done.Message())
	case done.Held > 0 || done.Skipped > 0:
		log.WarnContext(ctx, "rates were fetched, and some need a person")
	default:
		log.InfoContext(ctx, "rates were fetched")
	}
}

// Span returns the days from one to another. The last one is today, where the publisher
// is, if it is not given or in the future. The error is NotFound for an unknown source, and
// Unavailable for one that is switched off.
func (f *Fetcher) Span(id rates.SourceID, from, to civil.Date) (rates.Span, error) {
	feed, err := f.feed(id)
	if err != nil {
		return rates.Span{}, err
	}
	today := feed.Schedule.Day(f.Now())
	if to.IsZero() || to.After(today) {
		to = today
	}
	return rates.Span{From: from, To: to}, nil
}

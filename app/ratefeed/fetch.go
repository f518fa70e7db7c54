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
)

const (
	lease   = 30 * time.Minute // longer than any one answer may take, with its retries
	overlap = 7                // days asked for again, which the publisher may have corrected
	start   = 30               // days asked for where none are stored
)

// Fetcher fetches rates. It is safe for concurrent use.
type Fetcher struct {
	Store *store.Store
	Feeds []Feed
	Share exact.Number // how far a rate may move
	Now   func() time.Time
	Log   *slog.Logger
	// Wait is time passing, unless ctx ends first; nil is the real one.
	Wait func(context.Context, time.Duration) error
}

// Part is a part of a span that has been fetched and stored.
type Part struct {
	rates.Span
	Asked, Of int // it came with which question, of how many
	Done      ratebook.Result
}

// Fetched is the result of a fetch.
type Fetched struct {
	ratebook.Fetch
	Result ratebook.Result // of all its parts together
}

// empty reports whether the publisher answered, and with nothing.
func (f Fetched) empty() bool {
	return !f.Failed() && f.Added+f.Unchanged+f.Corrected+f.Held == 0
}

// Fetch asks a publisher for some days now, due or not, and stores what comes for who.
// The zero Span is the usual one: what is new, and some days before it; one without a
// last day goes to today, where the publisher is. each is told of each part once that is
// stored; it may be nil.
//
// The same request of who again asks nobody and returns the first one's result, once
// that has come to its end.
//
// That the publisher fails is no error but stands in what is returned: parts
// that were stored before stay. The error is a *trade.Error, the database's or ctx's.
func (f *Fetcher) Fetch(ctx context.Context, who store.Who, id rates.SourceID, span rates.Span, each func(Part)) (done Fetched, err error) {
	feed, err := f.feed(id)
	if err != nil {
		return done, err
	}
	e := f.errand(who, feed, span)
	taken, err := e.take(ctx)
	if err != nil {
		return done, err
	}
	if taken {
		defer func() { err = errors.Join(err, e.give(ctx)) }()
	}
	// Whoever had the source before it was taken has stored the answer by now.
	if done, known, err := e.answer(ctx); err != nil || known {
		return done, err
	}
	if !taken {
		return done, &trade.Error{Code: trade.Unavailable, Field: "source", Format: "Another program is fetching the rates of %s at this moment; look again in a few minutes.", Args: []any{id.Name()}}
	}
	return e.fetch(ctx, each)
}

// feed returns the feed of a source that is switched on.
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
	return Feed{}, &trade.Error{Code: trade.NotFound, Field: "source", Format: "%s is no source that can be fetched; known are nrb, fbil, cfets and ecb.", Args: []any{string(id)}}
}

// span returns the days to ask for.
func (e errand) span(ctx context.Context) (rates.Span, error) {
	if e.asked != (rates.Span{}) {
		return e.Span(e.feed.ID, e.asked.From, e.asked.To)
	}
	return e.usual(ctx)
}

// usual returns the span from some days before the last that is stored to today.
func (e errand) usual(ctx context.Context) (rates.Span, error) {
	state, err := e.state(ctx, e.who, e.feed.ID)
	today := e.feed.Schedule.Day(e.Now())
	from := today.AddDays(-start)
	if newest := state.Newest; !newest.IsZero() && !newest.After(today) {
		from = newest.AddDays(-overlap)
	}
	return rates.Span{From: from, To: today}, err
}

// fetch fetches the parts of the span and notes the result.
func (e errand) fetch(ctx context.Context, each func(Part)) (done Fetched, err error) {
	span, err := e.span(ctx)
	if err != nil {
		return done, err
	}
	done.Fetch = ratebook.Fetch{Source: e.feed.ID, From: span.From, To: span.To, Started: e.Now()}
	parts := e.feed.Spans(span.From, span.To)
	for i, part := range parts {
		if i > 0 {
			if held, err := e.take(ctx); err != nil || !held {
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
		if failed := (*rates.ErrFetch)(nil); errors.As(err, &failed) {
			done.Fault, done.FaultArgs = failed.Code, failed.Args
			break
		}
		if err != nil {
			return done, err
		}
	}
	if done.empty() && e.feed.Schedule.Publishes(span, e.feed.Schedule.Day(done.Started)) {
		done.Fault, done.FaultArgs = rates.FetchNoFigures, []string{e.feed.ID.Name(), span.From.String(), span.To.String()}
	}
	done.Ended = e.Now()
	e.tell(ctx, done.Fetch)
	return e.note(ctx, done)
}

// part fetches one part and stores it piece by piece.
func (e errand) part(ctx context.Context, span rates.Span, each func(rates.Span, ratebook.Result)) error {
	got, err := e.feed.Source.Fetch(ctx, span.From, span.To)
	if err != nil {
		return err
	}
	for _, p := range pieces(got, span) {
		done, err := e.takeIn(ctx, p.Feed)
		if err != nil {
			return err
		}
		each(p.Span, done)
	}
	return nil
}

func (e errand) tell(ctx context.Context, done ratebook.Fetch) {
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

// Span returns the days from one to another, or to today, where the publisher is, if
// the last is not given or lies ahead.
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

package ratefeed

import (
	"context"
	"crypto/rand"
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
	start   = 30               // days asked for where none are kept
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

// Part is a part of a span that has been fetched and kept.
type Part struct {
	rates.Span
	Asked, Of int // it came with which question, of how many
	Done      ratebook.Result
}

// Fetch asks a publisher for some days now, due or not, and keeps what comes.
// The zero Span is the usual one: what is new, and some days before it. each is
// told of each part once that is kept; it may be nil.
//
// That the publisher fails is no error but stands in what is returned: parts
// that were kept before stay. The error is a *trade.Error, the database's or ctx's.
func (f *Fetcher) Fetch(ctx context.Context, id rates.SourceID, span rates.Span, each func(Part)) (done ratebook.Fetch, err error) {
	feed, err := f.feed(id)
	if err != nil {
		return done, err
	}
	holder := rand.Text()
	taken, err := f.take(ctx, id, holder)
	if err != nil {
		return done, err
	}
	if !taken {
		return done, &trade.Error{Code: trade.Unavailable, Field: "source", Format: "Another program is fetching the rates of %s at this moment; look again in a few minutes.", Args: []any{id.Name()}}
	}
	defer func() { err = errors.Join(err, f.give(ctx, id, holder)) }()
	if span == (rates.Span{}) {
		if span, err = f.usual(ctx, feed); err != nil {
			return done, err
		}
	}
	return f.fetch(ctx, feed, span, holder, each)
}

// feed is the feed of a source that is switched on.
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

// usual is the span from some days before the last that is kept to today.
func (f *Fetcher) usual(ctx context.Context, feed Feed) (rates.Span, error) {
	state, err := f.state(ctx, feed.ID)
	today := feed.Schedule.Day(f.Now())
	from := today.AddDays(-start)
	if newest := state.Newest; !newest.IsZero() && !newest.After(today) {
		from = newest.AddDays(-overlap)
	}
	return rates.Span{From: from, To: today}, err
}

// fetch fetches the parts of a span and notes what came of it.
func (f *Fetcher) fetch(ctx context.Context, feed Feed, span rates.Span, holder string, each func(Part)) (ratebook.Fetch, error) {
	done := ratebook.Fetch{Source: feed.ID, From: span.From, To: span.To, Started: f.Now()}
	parts := feed.Spans(span.From, span.To)
	for i, part := range parts {
		if i > 0 {
			if held, err := f.take(ctx, feed.ID, holder); err != nil || !held {
				return done, errors.Join(err, fmt.Errorf("fetch %s: another program has taken it over", feed.ID))
			}
		}
		err := f.part(ctx, feed, part, func(span rates.Span, got ratebook.Result) {
			done.Count(got)
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
	done.Ended = f.Now()
	f.tell(ctx, done)
	return done, f.note(ctx, done)
}

// part fetches one part and keeps it piece by piece.
func (f *Fetcher) part(ctx context.Context, feed Feed, span rates.Span, each func(rates.Span, ratebook.Result)) error {
	got, err := feed.Source.Fetch(ctx, span.From, span.To)
	if err != nil {
		return err
	}
	for _, p := range pieces(got, span) {
		done, err := f.takeIn(ctx, feed, p.Feed)
		if err != nil {
			return err
		}
		each(p.Span, done)
	}
	return nil
}

func (f *Fetcher) tell(ctx context.Context, done ratebook.Fetch) {
	log := f.Log.With("source", string(done.Source), "from", done.From.String(), "to", done.To.String(), "added", done.Added,
		"unchanged", done.Unchanged, "corrected", done.Corrected, "held", done.Held, "skipped", done.Skipped)
	switch {
	case done.Failed():
		log.WarnContext(ctx, "rates were not fetched; those kept before stay", "fault", done.Message())
	case done.Held > 0 || done.Skipped > 0:
		log.WarnContext(ctx, "rates were fetched, and some need a person")
	default:
		log.InfoContext(ctx, "rates were fetched")
	}
}

// Span is the days from one to another, or to today, where the publisher is, if
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

package ratefeed

import (
	"context"
	"crypto/rand"
	"time"

	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/store/ratebook"
	"woolroad/rates"
)

// state returns how a source stands.
func (f *Fetcher) state(ctx context.Context, who store.Who, id rates.SourceID) (ratebook.SourceState, error) {
	return db.View(ctx, f.Store.DB, who, func(t *db.Tx) (ratebook.SourceState, error) { return ratebook.StateOf(ctx, t, id) })
}

// errand is one fetch from one publisher, on somebody's behalf.
type errand struct {
	*Fetcher
	who    store.Who
	feed   Feed
	asked  rates.Span // as Fetch takes it
	holder string     // to whom the source is lent meanwhile
}

func (f *Fetcher) errand(who store.Who, feed Feed, asked rates.Span) errand {
	return errand{f, who, feed, asked, rand.Text()}
}

// acting returns who acts, at this moment: a fetch takes long, and each of its steps is stored
// with the time that it was done at.
func (e errand) acting() store.Who {
	who := e.who
	who.At = e.Now()
	return who
}

func (e errand) update(ctx context.Context, do func(*db.Tx) error) error {
	return e.Store.DB.Update(ctx, e.acting(), do)
}

// take has the source to itself for a while.
func (e errand) take(ctx context.Context) (taken bool, err error) {
	now := e.Now()
	err = e.update(ctx, func(t *db.Tx) (err error) {
		taken, err = ratebook.Lease(ctx, t, e.feed.ID, e.holder, now, now.Add(lease))
		return err
	})
	return taken && err == nil, err
}

// give gives the source back, also when ctx has ended.
func (e errand) give(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return e.update(ctx, func(t *db.Tx) error { return ratebook.Release(ctx, t, e.feed.ID, e.holder) })
}

// takeIn stores what the publisher sent.
func (e errand) takeIn(ctx context.Context, sent rates.Feed) (result ratebook.Result, err error) {
	in := ratebook.Intake{Name: e.feed.Address, Share: e.Share}
	err = e.update(ctx, func(t *db.Tx) (err error) {
		result, err = ratebook.Take(ctx, t, in, sent)
		return err
	})
	return result, err
}

// operation is what a fetch is called among requests.
const operation = "rates.fetch"

// content returns all that a fetch is asked for.
func (e errand) content() any { return []any{e.feed.ID, e.asked} }

// answer returns the result that the same request had, and whether it had one.
func (e errand) answer(ctx context.Context) (done Fetched, known bool, err error) {
	done, err = db.View(ctx, e.Store.DB, e.who, func(t *db.Tx) (out Fetched, err error) {
		out, known, err = db.Answer[Fetched](ctx, t, operation, e.content())
		return out, err
	})
	return done, known && err == nil, err
}

// note stores the result of the fetch, and that the request had it.
func (e errand) note(ctx context.Context, done Fetched) (Fetched, error) {
	return db.Change(ctx, e.Store.DB, e.acting(), operation, e.content(), func(t *db.Tx) (Fetched, error) {
		return done, ratebook.StoreFetch(ctx, t, done.Fetch)
	})
}

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

// state returns the stored state of a source.
func (f *Fetcher) state(ctx context.Context, who store.Who, id rates.SourceID) (ratebook.SourceState, error) {
	return db.View(ctx, f.Store.DB, who, func(t *db.Tx) (ratebook.SourceState, error) { return ratebook.StateOf(ctx, t, id) })
}

// errand is one fetch from one publisher, on behalf of who.
type errand struct {
	*Fetcher
	who    store.Who
	feed   Feed
	asked  rates.Span // the span as it was passed to Fetch
	holder string     // names this errand in the lease
}

// errand returns an errand with a holder of its own.
func (f *Fetcher) errand(who store.Who, feed Feed, asked rates.Span) errand {
	return errand{f, who, feed, asked, rand.Text()}
}

// acting returns who acts, with the present time: a fetch takes long, and each of its
// steps is stored with its own time.
func (e errand) acting() store.Who {
	who := e.who
	who.At = e.Now()
	return who
}

// update runs do in a transaction. Each step of a fetch stores the same if it is run twice.
func (e errand) update(ctx context.Context, do func(*db.Tx) error) error {
	return e.Store.DB.Update(ctx, e.acting(), func(t *db.Tx) error {
		t.MayRepeat()
		return do(t)
	})
}

// lease reserves the source for this errand for leaseTime, or prolongs the reservation.
// It returns false if another errand has reserved it.
func (e errand) lease(ctx context.Context) (taken bool, err error) {
	now := e.Now()
	err = e.update(ctx, func(t *db.Tx) (err error) {
		taken, err = ratebook.Lease(ctx, t, e.feed.ID, e.holder, now, now.Add(leaseTime))
		return err
	})
	return taken && err == nil, err
}

// release ends the reservation of the source, even after ctx has ended.
func (e errand) release(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return e.update(ctx, func(t *db.Tx) error { return ratebook.Release(ctx, t, e.feed.ID, e.holder) })
}

// storeFeed stores what the publisher sent.
func (e errand) storeFeed(ctx context.Context, sent rates.Feed) (result ratebook.Result, err error) {
	in := ratebook.Intake{Name: e.feed.Address, Share: e.Share}
	err = e.update(ctx, func(t *db.Tx) (err error) {
		result, err = ratebook.Take(ctx, t, in, sent)
		return err
	})
	return result, err
}

// operation is the name of a fetch among the stored requests.
const operation = "rates.fetch"

// content returns everything that the request asks for. A repeated request is recognised
// by it.
func (e errand) content() any { return []any{e.feed.ID, e.asked} }

// earlierResult returns the result of the same request from before, and false if there is
// none.
func (e errand) earlierResult(ctx context.Context) (done Fetched, known bool, err error) {
	done, err = db.View(ctx, e.Store.DB, e.who, func(t *db.Tx) (out Fetched, err error) {
		out, known, err = db.Answer[Fetched](ctx, t, operation, e.content())
		return out, err
	})
	return done, known && err == nil, err
}

// storeResult stores the result of the fetch, and that it is the request's result.
func (e errand) storeResult(ctx context.Context, done Fetched) (Fetched, error) {
	return db.Change(ctx, e.Store.DB, e.acting(), operation, e.content(), func(t *db.Tx) (Fetched, error) {
		return done, ratebook.StoreFetch(ctx, t, done.Fetch)
	})
}

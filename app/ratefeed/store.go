package ratefeed

import (
	"context"
	"time"

	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/store/ratebook"
	"woolroad/rates"
)

// who is the program, which asks on nobody's behalf.
func (f *Fetcher) who() store.Who { return store.Who{Name: db.Program.Name, At: f.Now()} }

func (f *Fetcher) update(ctx context.Context, do func(*db.Tx) error) error {
	return f.Store.DB.Update(ctx, f.who(), do)
}

// state returns how a source stands.
func (f *Fetcher) state(ctx context.Context, id rates.SourceID) (ratebook.SourceState, error) {
	return db.View(ctx, f.Store.DB, f.who(), func(t *db.Tx) (ratebook.SourceState, error) { return ratebook.StateOf(ctx, t, id) })
}

// take has a source to itself for a while.
func (f *Fetcher) take(ctx context.Context, id rates.SourceID, holder string) (taken bool, err error) {
	now := f.Now()
	err = f.update(ctx, func(t *db.Tx) (err error) {
		taken, err = ratebook.Lease(ctx, t, id, holder, now, now.Add(lease))
		return err
	})
	return taken && err == nil, err
}

// give gives a source back, also when ctx has ended.
func (f *Fetcher) give(ctx context.Context, id rates.SourceID, holder string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return f.update(ctx, func(t *db.Tx) error { return ratebook.Release(ctx, t, id, holder) })
}

// takeIn stores what a publisher sent.
func (f *Fetcher) takeIn(ctx context.Context, feed Feed, sent rates.Feed) (result ratebook.Result, err error) {
	in := ratebook.Intake{Name: feed.Address, Share: f.Share}
	err = f.update(ctx, func(t *db.Tx) (err error) {
		result, err = ratebook.Take(ctx, t, in, sent)
		return err
	})
	return result, err
}

// note stores the result of a fetch.
func (f *Fetcher) note(ctx context.Context, done ratebook.Fetch) error {
	return f.update(ctx, func(t *db.Tx) error { return ratebook.StoreFetch(ctx, t, done) })
}

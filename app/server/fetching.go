package server

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"woolroad/app/ratefeed"
	"woolroad/app/store"
	"woolroad/rates/fetch"
)

// Fetcher returns a fetcher with these settings. The caller must set its Store before Run
// or Fetch, and call end when done. The error is about the settings.
func (c Config) Fetcher(version string, now func() time.Time, log *slog.Logger, asking ...fetch.Option) (f *ratefeed.Fetcher, end func(), err error) {
	client, err := fetch.NewClient(version, c.Rates.Contact, asking...)
	if err != nil {
		return nil, nil, err
	}
	feeds, err := ratefeed.Feeds(client, c.Rates)
	if err != nil {
		return nil, nil, err
	}
	share, err := c.Rates.HeldBeyond()
	if err != nil {
		return nil, nil, err
	}
	return &ratefeed.Fetcher{Feeds: feeds, Share: share, Now: now, Log: log}, client.Close, nil
}

// fetch starts fetching rates into the store. The caller must call stop, which waits
// until fetching has ended. The error is about the settings.
func (p Program) fetch(ctx context.Context, s *store.Store) (f *ratefeed.Fetcher, stop func(), err error) {
	f, end, err := p.Fetcher(p.Build, p.Now, p.Log)
	if err != nil {
		return nil, nil, err
	}
	f.Store = s
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { f.Run(ctx) })
	return f, func() {
		cancel()
		running.Wait()
		end()
	}, nil
}

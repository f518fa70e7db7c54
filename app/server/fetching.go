package server

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"woolroad/app/ratefeed"
	"woolroad/app/store"
	"woolroad/rates"
)

// Fetcher fetches rates as set. It wants a Store yet; end gives up what it has
// open. The error is of the settings.
func (c Config) Fetcher(version string, now func() time.Time, log *slog.Logger, asking ...rates.Option) (f *ratefeed.Fetcher, end func(), err error) {
	client, err := rates.NewClient(version, c.Rates.Contact, asking...)
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

// fetch keeps fetching rates into the store until stop is called, which returns
// when that has come to its end.
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

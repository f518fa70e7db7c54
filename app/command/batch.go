package command

import (
	"context"
	"runtime"
)

// drawers is how many orders are worked on at a time. Half of the time goes into
// waiting for the disk to keep the files, so it is more than there are cores.
func drawers() int { return 4 * runtime.GOMAXPROCS(0) }

// all makes the documents of all orders, several at a time, and hands on what came
// of each, in the order of the files. When ctx ends or show returns an error no
// further order is begun; those begun are finished and handed on. The error is the
// first of show.
func (d *desk) all(ctx context.Context, files []orderFile, show func(result) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d.folders, d.invoices = map[string]string{}, map[string]string{}

	results := make(chan chan result, len(files))
	go func() {
		defer close(results)
		room := make(chan struct{}, drawers())
		turn := make(chan struct{})
		close(turn)
		for _, f := range files {
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
			}
			if ctx.Err() != nil {
				return
			}
			one, mine, next := make(chan result, 1), turn, make(chan struct{})
			results <- one
			turn = next
			go func() {
				one <- d.process(f, mine, next)
				<-room
			}()
		}
	}()

	var failed error
	for one := range results {
		r := <-one
		if err := show(r); err != nil && failed == nil {
			failed = err
			stop()
		}
	}
	return failed
}

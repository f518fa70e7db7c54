package command

import (
	"context"
	"runtime"
)

// parallelOrders returns how many orders are processed at a time. Half of the time goes
// into waiting for the disk, so that the number is larger than that of the processor's
// cores.
func parallelOrders() int { return 4 * runtime.GOMAXPROCS(0) }

// processAll makes the documents of all orders, several at a time, and passes the result
// of each to show, in the order of the files. When ctx ends or show returns an error it
// begins no further order; it finishes those begun and shows them. The error is the first
// one of show.
func (d *desk) processAll(ctx context.Context, files []orderFile, show func(result) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d.folders, d.invoices = map[string]string{}, map[string]string{}

	results := make(chan chan result, len(files))
	go func() {
		defer close(results)
		room := make(chan struct{}, parallelOrders())
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

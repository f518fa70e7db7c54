// Package batch makes the documents of order files, many at a time, without a database.
//
// Its one rule: an order's folder appears complete or not at all, and an order with faults
// stops no other.
package batch

import (
	"context"
	"runtime"
)

// Parallel returns how many orders are processed at a time. Half of the time goes into
// waiting for the disk, so that the number is larger than that of the processor's cores.
func Parallel() int { return 4 * runtime.GOMAXPROCS(0) }

// Process makes the documents of all orders, several at a time, and passes the result
// of each to show, in the order of the files. When ctx ends or show returns an error it
// begins no further order; it finishes those begun and shows them. The error is the first
// one of show.
func (d *Desk) Process(ctx context.Context, files []File, show func(Result) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d.folders, d.invoices = map[string]string{}, map[string]string{}

	results := make(chan chan Result, len(files))
	go func() {
		defer close(results)
		room := make(chan struct{}, Parallel())
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
			one, mine, next := make(chan Result, 1), turn, make(chan struct{})
			results <- one
			turn = next
			go func() {
				one <- d.work(f, mine, next)
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

package db

import (
	"runtime"
	"sync"
)

// InOrder calls take with the results of work on each value that read yields, in the order
// of the values, and runs work on several at a time: as many as there are processors. read
// and take are each called by one goroutine. The error is that of read. Few values are in
// memory at a time.
func InOrder[T, R any](read func(yield func(T) bool) error, work func(T) R, take func(R)) error {
	type job struct {
		value T
		done  chan R
	}
	workers := runtime.GOMAXPROCS(0)
	todo, inOrder := make(chan job, 4*workers), make(chan job, 4*workers)
	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			for j := range todo {
				j.done <- work(j.value)
			}
		})
	}
	var err error
	running.Go(func() {
		defer close(inOrder)
		defer close(todo)
		err = read(func(value T) bool {
			j := job{value, make(chan R, 1)}
			todo <- j
			inOrder <- j
			return true
		})
	})
	for j := range inOrder {
		take(<-j.done)
	}
	running.Wait()
	return err
}

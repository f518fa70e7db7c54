//go:build long

package store

// How often a loop goes round when there is time.
var (
	randomOrders = inFull(200, 10_000)
	startRounds  = inFull(2, 20)
)

//go:build !long

package store

// How often a loop that runs on every change goes round.
var (
	randomOrders = 25
	startRounds  = 2
)

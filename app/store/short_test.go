//go:build !long

package store

// How much the long tests do on every change.
const (
	randomOrders = 25
	killRounds   = 3
	startRounds  = 2
	childPapers  = 60 // of each process
)

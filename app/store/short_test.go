//go:build !long

package store

// How often a loop that runs on every change goes round.
var (
	randomOrders = 25
	startRounds  = 2
)

// comingBack returns the versions to which a database with data goes down and comes back
// from: each takes away another part of the index.
func comingBack(int) []int { return []int{22, 9, numberedStep} }

//go:build long

package store

// How much the long tests do when they have the time:
// go test -tags long -timeout 2h ./app/store
const (
	randomOrders = 10_000
	killRounds   = 100
	startRounds  = 20
	childPapers  = 1_000 // of each process
)

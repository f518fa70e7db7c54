//go:build long

package store

import "os"

// The long tests follow many orders and ask what holds when several programs use
// one database and when they die. Those programs are real: this test binary,
// started again. One tag switches them on and one variable makes them whole:
//
//	go test -tags long -run Long ./app/store
//	WOOLROAD_LONG=full go test -tags long -run Long -timeout 120m ./app/store

// inFull returns how often a test does its work: a few times, or all of it.
func inFull(short, full int) int {
	if os.Getenv("WOOLROAD_LONG") == "full" {
		return full
	}
	return short
}

// How often a loop goes round that runs without the tag too.
var (
	randomOrders = inFull(200, 10_000)
	startRounds  = inFull(2, 20)
)

// comingBack returns all versions to which a database with data goes down and comes back
// from. Below the last one are issued documents in the way.
func comingBack(newest int) (versions []int) {
	for version := newest - 1; version >= numberedStep; version-- {
		versions = append(versions, version)
	}
	return versions
}

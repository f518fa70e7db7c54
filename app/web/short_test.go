//go:build !long

package web

const everyPadding = false

// questions is the number of questions that TestAllPlacesSayTheSameRate asks.
const questions = 100

// comingBack returns the versions to which a desk with all that an office stores goes down
// and comes back from: each takes away another part of what pages read.
func comingBack(int) []int { return []int{21, 8, 7} }

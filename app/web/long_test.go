//go:build long

package web

// everyPadding makes TestNothingAfterAFormIsARequest try all paddings.
const everyPadding = true

// questions is the number of questions that TestAllPlacesSayTheSameRate asks.
const questions = 1000

// comingBack returns the versions to which a desk with all that an office stores goes down
// and comes back from. Below the last one are issued documents in the way.
func comingBack(newest int) (versions []int) {
	for version := newest - 1; version >= 7; version-- {
		versions = append(versions, version)
	}
	return versions
}

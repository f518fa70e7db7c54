package command

import (
	"slices"
	"testing"

	"woolroad/app/trade"
)

// TestNothingIsIssuedOfAnOrderThatBreaksARule tightens a rule over an order that
// is stored.
func TestNothingIsIssuedOfAnOrderThatBreaksARule(t *testing.T) {
	eachEngineInTurn(t, func(t *testing.T, one []string) {
		desk := desktop{}
		desk.good(t, slices.Concat([]string{"orders", "import", order(t, "o.json", nil)}, one)...)
		desk.good(t, slices.Concat([]string{"issue", numbers[0], "packing-list"}, one)...)
		defer func(was int) { trade.LongText = was }(trade.LongText)
		trade.LongText = 30
		issue := slices.Concat([]string{"issue", numbers[0]}, one)
		desk.says(t, 1, "Order "+numbers[0]+" cannot be issued because it breaks rules. /seller/name: This has", issue...)
		desk.good(t, slices.Insert(issue, 2, "packing-list")...) // what is issued stays
		desk.good(t, slices.Concat([]string{"verify"}, one)...)
	})
}

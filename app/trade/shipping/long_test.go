//go:build long

package shipping_test

import "testing"

// TestLongOrdersInShipments follows 10,000 random orders through their shipments.
func TestLongOrdersInShipments(t *testing.T) { ordersInShipments(t, 100) }

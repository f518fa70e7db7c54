// Package shipping says how an order's wool goes: which bales are picked for which of its
// lines, on which loads, how far they have come, and what part of the order's charges each
// consignment bears.
//
// Its one rule is trade's: values in, values out. A consignment is an order with just the
// bales that are sent and with its share as charges, so what prints adds up by itself.
package shipping

//go:build long

package web

// everyPadding has TestNothingAfterAFormIsARequest take all of them.
const everyPadding = true

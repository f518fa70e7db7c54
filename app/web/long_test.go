//go:build long

package web

// everyPadding has TestNothingAfterAFormIsARequest take all of them.
const everyPadding = true

// questions is how many TestAllPlacesSayTheSameRate asks.
const questions = 1000

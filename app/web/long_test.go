//go:build long

package web

// everyPadding makes TestNothingAfterAFormIsARequest try all paddings.
const everyPadding = true

// questions is the number of questions that TestAllPlacesSayTheSameRate asks.
const questions = 1000

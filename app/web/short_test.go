//go:build !long

package web

const everyPadding = false

// questions is the number of questions that TestAllPlacesSayTheSameRate asks.
const questions = 100

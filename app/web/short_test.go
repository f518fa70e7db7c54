//go:build !long

package web

const everyPadding = false

// questions is how many TestAllPlacesSayTheSameRate asks.
const questions = 100

//go:build !long

package app_test

// looks are the ways in which pages are looked at on every change, each page in
// one of them: they have both languages, themes and sizes.
var looks = everyLook[:2]

const inEvery = false

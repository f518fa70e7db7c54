//go:build long

package app_test

// looks are all ways in which pages are looked at, and each page is in every one.
var looks = everyLook

const inEvery = true

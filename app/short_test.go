//go:build !long

package app_test

// looks are two ways in which every page is looked at on every change: they
// have both languages, themes and sizes.
var looks = everyLook[:2]

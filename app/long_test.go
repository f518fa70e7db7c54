//go:build long

package app_test

// looks are all ways in which every page is looked at.
var looks = everyLook

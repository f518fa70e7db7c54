//go:build !long

package web

const everyPadding = false

//go:build !linux

package command

// exchange swaps two folders.
func exchange(a, b string) error { return exchangeByRename(a, b) }

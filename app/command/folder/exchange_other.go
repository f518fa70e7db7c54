//go:build !linux

package folder

// exchange swaps two folders.
func exchange(a, b string) error { return exchangeByRename(a, b) }

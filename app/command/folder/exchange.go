package folder

import (
	"errors"
	"os"
)

// exchangeByRename swaps two folders by way of a third name, and restores b if a cannot
// take its place.
func exchangeByRename(a, b string) error {
	aside := a + ".old"
	if err := os.Rename(b, aside); err != nil {
		return err
	}
	if err := os.Rename(a, b); err != nil {
		return errors.Join(err, os.Rename(aside, b))
	}
	return os.Rename(aside, a)
}

package verify

import (
	"context"

	"woolroad/app/store"
	"woolroad/app/store/guards"
)

// checkGuards compares the tables, and what they refuse changes by, with what the
// migrations make.
func (c *checker) checkGuards(ctx context.Context) error {
	faults, err := guards.Check(ctx, c.t.Tx)
	for _, fault := range faults {
		c.wrong(store.Guards, "", "%s", fault)
	}
	return err
}

package verify

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"woolroad/app/store"
	"woolroad/documents"
)

// checkBilled looks after the documents at lots that several orders bill, and at rows of
// billed whose order has no document that bills goods. Where the document is missing in a
// closed series, or changed there, the order has billed the lots all the same.
func (c *checker) checkBilled(ctx context.Context) error {
	for _, lot := range slices.Sorted(maps.Keys(c.shared)) {
		others, err := c.t.Texts(ctx, `SELECT order_id FROM billed WHERE lot = $1`, lot)
		if err != nil {
			return fmt.Errorf("look who bills lot %s: %w", lot, err)
		}
		if len(others) == 0 {
			c.wrong(store.Derived, c.shared[lot], "it bills lot %s, and no row of billed says so: the lot could be billed twice.", lot)
		}
	}
	kinds := ""
	for _, k := range documents.Kinds {
		if k.Kind.BillsGoods() {
			kinds += `, '` + string(k.Kind) + `'`
		}
	}
	return eachRow(ctx, c.t, []string{"b.lot", "o.number", eventsOfOrder}, `
		FROM billed b LEFT JOIN orders o ON o.id = b.order_id
		WHERE NOT EXISTS (
			SELECT 1 FROM issued i WHERE i.subject_id = b.order_id AND i.kind IN (`+kinds[2:]+`)
				AND NOT EXISTS (SELECT 1 FROM issued s WHERE s.supersedes = i.number))
		ORDER BY b.lot`, func(row []string) {
		if c.hasIssuedInClosed(row[2]) {
			return
		}
		c.wrong(store.Derived, row[1], "it is said to bill lot %s (billed), and has no document that bills it.", row[0])
	})
}

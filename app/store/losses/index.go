package losses

import (
	"context"

	"woolroad/app/store/db"
)

const (
	// listedStep is the step that made the tables of the index, and the one that says
	// that they are complete.
	listedStep = 8
	// activityStep is the step that made the activity of orders.
	activityStep = 9
	// aboutStep is the step that made the list of documents.
	aboutStep = 10
)

// Forget removes, before a step back from that version, what would not fit what the step
// leaves. The note that the index is complete goes with every step: what stays of the index
// lacks what the step takes away, and whoever opens the database next makes it anew. The
// words of documents go with the list of documents: an older program stores both together,
// and would meet words that are there already. Who changed an order last goes with the
// activity, since a change that no activity names is damage.
func Forget(ctx context.Context, version int, d db.Execer) (err error) {
	if version >= listedStep {
		_, err = d.ExecContext(ctx, `DELETE FROM listed`)
	}
	switch {
	case err != nil:
	case version == aboutStep:
		_, err = d.ExecContext(ctx, `DELETE FROM words WHERE kind = 'document'`)
	case version == activityStep:
		_, err = d.ExecContext(ctx, `UPDATE orders SET changed_at = '', changed_by = '' WHERE changed_at <> '' OR changed_by <> ''`)
	}
	return err
}

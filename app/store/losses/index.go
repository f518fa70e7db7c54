package losses

import (
	"context"

	"woolroad/app/store/db"
)

const (
	// listedStep is the step that made the tables of the index, and the one that says
	// that they are complete.
	listedStep = 8
	// aboutStep is the step that made the list of documents.
	aboutStep = 10
)

// ForgetIndex removes the note that the index is complete, before a step back from that
// version: what stays of the index lacks what the step takes away, and whoever opens the
// database next makes it anew. The words of documents go with the list of documents: an
// older program stores both together, and would meet words that are there already.
func ForgetIndex(ctx context.Context, version int, d db.Execer) error {
	if version < listedStep {
		return nil
	}
	if _, err := d.ExecContext(ctx, `DELETE FROM listed`); err != nil || version != aboutStep {
		return err
	}
	_, err := d.ExecContext(ctx, `DELETE FROM words WHERE kind = 'document'`)
	return err
}

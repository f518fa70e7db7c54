package losses

const (
	// listedStep is the step that made the tables of the index, and the one that says
	// that they are complete.
	listedStep = 8
	// activityStep is the step that made the activity of orders.
	activityStep = 9
	// aboutStep is the step that made the list of documents.
	aboutStep = 10
)

// Forget returns the statements with which a step back from that version begins, in its own
// transaction: they remove what would not fit what the step leaves. The note that the index
// is complete goes with every step: what stays of the index lacks what the step takes away,
// and whoever opens the database next makes it anew. The words of documents go with the list
// of documents: an older program stores both together, and would meet words that are there
// already. Who changed an order last goes with the activity, since a change that no activity
// names is damage.
func Forget(version int) (statements string) {
	if version >= listedStep {
		statements = "DELETE FROM listed;\n"
	}
	switch version {
	case aboutStep:
		statements += "DELETE FROM words WHERE kind = 'document';\n"
	case activityStep:
		statements += "UPDATE orders SET changed_at = '', changed_by = '' WHERE changed_at <> '' OR changed_by <> '';\n"
	}
	return statements
}

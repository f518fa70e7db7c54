// Package search finds orders, documents, parties, lots and bales by a few words.
//
// Its one rule: all results are of one moment, and there are never more than
// store.MaxHits.
package search

import (
	"context"

	"woolroad/app/store"
)

// Find returns what each part of text finds, as store.Search reads it: at most most results
// of each kind, and never more than store.MaxHits.
func Find(ctx context.Context, s *store.Store, who store.Who, text string, most int) ([]store.Hit, error) {
	return store.View(ctx, s, who, func(t *store.Tx) ([]store.Hit, error) { return t.Search(ctx, text, most) })
}

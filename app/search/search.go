// Package search finds what people look for by a few words: orders, documents,
// parties, lots and bales, all at one moment.
package search

import (
	"context"

	"woolroad/app/store"
)

// Find returns what has all words of a text, each by its beginning, at most so many of
// each kind, and never more than store.MaxHits.
func Find(ctx context.Context, s *store.Store, who store.Who, text string, most int) ([]store.Hit, error) {
	return store.View(ctx, s, who, func(t *store.Tx) ([]store.Hit, error) { return t.Search(ctx, text, most) })
}

package series

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"woolroad/app/store/db"
	"woolroad/documents"
)

// lostRow is what the reason of a closing ends with where the series had lost its row.
const lostRow = " (The row of the series was missing, and was made again for this.)"

// lostHeads returns the series that lost their row, which documents or the register name,
// sorted by their ids. Each head is as far as they tell: next counts the documents.
func lostHeads(ctx context.Context, t *db.Tx) (lost []head, err error) {
	named, err := register(ctx, t)
	if err != nil && !errors.Is(err, errNoRegister) {
		return nil, err
	}
	for id := ""; ; { // along the index, since there are few series and many documents
		more, err := t.Texts(ctx, `SELECT series FROM issued WHERE series > $1 ORDER BY series LIMIT 1`, id)
		if err != nil {
			return nil, fmt.Errorf("look for series without a row: %w", err)
		}
		if len(more) == 0 {
			break
		}
		id = more[0]
		named = append(named, id)
	}
	there, err := t.Texts(ctx, `SELECT id FROM series`)
	if err != nil {
		return nil, fmt.Errorf("look for series without a row: %w", err)
	}
	slices.Sort(named)
	for _, id := range slices.Compact(named) {
		if id == "" || slices.Contains(there, id) {
			continue
		}
		h, err := lostHead(ctx, t, id)
		if err != nil {
			return nil, err
		}
		lost = append(lost, h)
	}
	return lost, nil
}

// lostHead returns the series of that id as its documents tell, or as a series of its kind
// begins where it has none.
func lostHead(ctx context.Context, t *db.Tx, id string) (h head, err error) {
	parts := append(strings.SplitN(id, "/", 3), "", "")
	h = head{id: id, kind: parts[0], calendar: parts[1], first: 1, next: 1}
	h.year = strings.TrimRight(parts[2], "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	h.suffix = parts[2][len(h.year):]
	if info, known := documents.Kind(h.kind).Info(); known {
		h.prefix = info.Prefix
	}
	var first sql.Null[int64]
	var number sql.Null[string]
	var documents int64
	err = t.QueryRowContext(ctx, `
		SELECT count(*), min(n), (SELECT number FROM issued WHERE series = $1 ORDER BY n LIMIT 1) FROM issued WHERE series = $1`, id).Scan(&documents, &first, &number)
	if err != nil {
		return h, fmt.Errorf("read the documents of series %s: %w", id, err)
	}
	if prefix, _, is := strings.Cut(number.V, "-"+h.year+h.suffix+"-"); is {
		h.prefix = prefix
	}
	if first.Valid {
		h.first, h.next = first.V, first.V+documents
	}
	return h, nil
}

// makeLostHead gives a series that lost its row one of a series that has issued nothing.
func makeLostHead(ctx context.Context, t *db.Tx, id string) error {
	h, err := lostHead(ctx, t, id)
	if err != nil {
		return err
	}
	return Lifted(ctx, t, func() error {
		_, err := t.ExecContext(ctx, `
			INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $6, '')`, h.id, h.kind, h.calendar, h.year, h.prefix, h.first, h.suffix)
		return err
	})
}

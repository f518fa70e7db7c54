package series

import (
	"context"
	"errors"
	"fmt"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// Copy starts each series again in another database, which must have none, and issues
// its documents again one by one, as the schema demands. What a closed series holds is
// copied as it is. A *trade.Error that is a Conflict says what was changed in from since it
// was issued; Copy does not look at the documents themselves, which Verify does.
func Copy(ctx context.Context, from, to *db.Tx) error {
	err := Lifted(ctx, to, func() error {
		if err := copyHeads(ctx, from, to); err != nil {
			return err
		}
		return copyRows(ctx, from, to)
	})
	if err != nil {
		return err
	}
	return sameHeads(ctx, from, to)
}

// copyRows issues the documents again. A *trade.Error that is a Conflict names a document
// that the other database cannot hold, and says how to go on.
func copyRows(ctx context.Context, from, to *db.Tx) (err error) {
	all, err := spans(ctx, from)
	if err != nil {
		return err
	}
	insert, err := to.PrepareContext(ctx, insertRow)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, insert.Close()) }()
	for _, s := range all {
		err := from.Each(ctx, `SELECT `+Columns+` FROM issued WHERE series = $1 AND n > $2 AND n <= $3 ORDER BY n, id`, []any{s.series, s.after, s.last}, func(row db.Scanner) error {
			var r Row
			if err := row.Scan(r.fields()...); err != nil {
				return err
			}
			if _, err := insert.ExecContext(ctx, r.values()...); err != nil {
				return cannotHold(ctx, from, to, &r, err)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// cannotHold returns the error of a document that another database refuses: a Conflict for
// evidence in a closed series, which may be nothing that a database with all its guards
// holds.
func cannotHold(ctx context.Context, from, to *db.Tx, r *Row, refused error) error {
	_, closed, err := closingOf(ctx, to, r.Series)
	if err != nil || !closed { // on PostgreSQL, nothing can be read after what was refused
		_, closed, err = closingOf(ctx, from, r.Series)
	}
	if err != nil || !closed {
		return fmt.Errorf("%s: %w", r.Number, refused)
	}
	goOn := "The backup itself is a whole database of SQLite that holds it: copy the file to an empty folder, under the name woolroad.db, and use that folder with --data."
	if from.Folder() == "postgres" {
		goOn = "Back this database up with the tools of its server, such as pg_dump."
	}
	return &trade.Error{Code: trade.Conflict, Field: "series", Err: refused,
		Format: "%s cannot be copied: its series %s was closed as damaged, and this document is evidence that no sound database holds (%s). " + goOn, Args: []any{r.Number, r.Series, refused.Error()}}
}

// A span is a part of a series: the documents after one place, up to another.
type span struct {
	series      string
	after, last int64
}

// A link leads from a document to one of another series that it supersedes.
type link struct {
	from, to string
	n, of    int64 // the places of the two
}

// spans returns all documents in an order in which each comes after the one before it in
// its series, and after the one that it supersedes.
func spans(ctx context.Context, t *db.Tx) (all []span, err error) {
	var ends []span
	err = t.Each(ctx, `SELECT series, max(n) FROM issued GROUP BY series ORDER BY series`, nil, func(r db.Scanner) error {
		var s span
		err := r.Scan(&s.series, &s.last)
		ends = append(ends, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read how long the series are: %w", err)
	}
	links := map[string][]link{}
	err = t.Each(ctx, `
		SELECT i.series, i.n, s.series, s.n FROM issued i JOIN issued s ON s.number = i.supersedes
		WHERE s.series <> i.series ORDER BY i.series, i.n`, nil, func(r db.Scanner) error {
		var l link
		err := r.Scan(&l.from, &l.n, &l.to, &l.of)
		links[l.from] = append(links[l.from], l)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read what documents supersede: %w", err)
	}
	done, busy := map[string]int64{}, map[string]bool{}
	add := func(series string, last int64) {
		if last > done[series] {
			all = append(all, span{series, done[series], last})
			done[series] = last
		}
	}
	var upTo func(series string, last int64)
	upTo = func(series string, last int64) {
		if busy[series] { // documents that supersede each other, which the other database refuses
			return
		}
		busy[series] = true
		for _, l := range links[series] {
			if l.n > done[series] && l.n <= last && l.of > done[l.to] {
				add(series, l.n-1)
				upTo(l.to, l.of)
			}
		}
		busy[series] = false
		add(series, last)
	}
	for _, s := range ends {
		upTo(s.series, s.last)
	}
	return all, nil
}

// copyHeads starts the series in the order in which they were started, since that is the
// order of the register. A series that is closed gets the row that it has, and its closing.
func copyHeads(ctx context.Context, from, to *db.Tx) error {
	var was verifier
	if err := errors.Join(was.readHeads(ctx, from), was.readClosings(ctx, from), was.checkRegister(ctx, from)); err != nil {
		return err
	}
	if err := was.report.Err("The database"); err != nil {
		return err
	}
	ids, err := register(ctx, from)
	if err != nil {
		return err
	}
	for _, id := range append(ids, was.order...) { // where the register is evidence too, those that it lacks come last
		h, left := was.heads[id]
		if !left {
			continue
		}
		delete(was.heads, id)
		i := was.report.closed(id)
		if i < 0 {
			h.next, h.hash, h.at = h.first, was.seals[id], ""
		}
		_, err := to.ExecContext(ctx, `INSERT INTO series (`+headColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			h.id, h.kind, h.calendar, h.year, h.prefix, h.first, h.suffix, h.next, h.hash, h.at)
		if err == nil && i >= 0 {
			err = was.report.Closed[i].insert(ctx, to)
		}
		if err != nil {
			return fmt.Errorf("start series %s: %w", id, err)
		}
	}
	return nil
}

// sameHeads returns a Conflict where fewer documents were copied than the series say
// were issued: the copy's own series would not show that any are missing.
func sameHeads(ctx context.Context, from, to *db.Tx) error {
	var was, is verifier
	if err := errors.Join(was.readHeads(ctx, from), is.readHeads(ctx, to)); err != nil {
		return err
	}
	for _, id := range was.order {
		if was.heads[id] != is.heads[id] {
			return &trade.Error{Code: trade.Conflict, Field: "series",
				Format: "Series %s has issued %d documents and %d are here, or its head is another; run verify.",
				Args:   []any{id, was.heads[id].next - was.heads[id].first, is.heads[id].next - was.heads[id].first}}
		}
	}
	return nil
}

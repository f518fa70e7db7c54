package series

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"woolroad/app/store/db"
	"woolroad/documents"
)

// Verify reads all that was issued, as of one moment and in the order of the series, and
// checks it: that no series is missing, that each has all its documents and none twice,
// the chain and its last document, the order that each document is of, the sums of each,
// the file's hash, and that drawing a document from documents.OldestDrawn on again gives the file
// that is stored. It names everything that is wrong: what comes after a damaged document
// is checked against what that document says of itself. beside looks further at each
// document in which nothing is wrong. progress, which may be nil, is told how many
// documents were read.
//
// What is wrong in a series that was closed is evidence, which the report names apart. What
// it held must be what it held when it was closed.
//
// Memory does not grow with the number of documents. A document that is removed from the
// end of a series is missed by the series' own row, and a series by the register. Whoever
// rewrites those too can only be found out by a hash that is stored elsewhere.
func Verify(ctx context.Context, t *db.Tx, beside Beside, progress func(documents int)) (Report, error) {
	v := verifier{beside: beside, progress: progress}
	for _, check := range []func(context.Context, *db.Tx) error{v.readHeads, v.readClosings, v.checkRegister, v.checkRows, v.checkEvidence} {
		if err := check(ctx, t); err != nil {
			return v.report, fmt.Errorf("verify: %w", err)
		}
	}
	return v.report, nil
}

// A verifier goes through the rows of the series one by one and notes what is wrong.
type verifier struct {
	heads    map[string]head   // by the series' ids; without those that enter has come to
	order    []string          // the series' ids, sorted
	known    map[string]bool   // the ids of series of which something is noted that their documents would only repeat
	renamed  map[string]string // the ids that series have, by those that they should have
	beside   Beside
	seals    map[string]string // the seals that series go on after, by these series' ids
	progress func(int)
	report   Report
	found    int      // how much is wrong, also in closed series
	besides  []string // what is to be said beside the first fault of a row
	at       place
}

// A place is where a verifier stands in a series: what the row before says of itself, by
// which the next one is checked.
type place struct {
	series   string
	head     head     // the row of the series; without an id if the series has none
	rows     int      // that were read of the series
	n        int64    // the place of the row before
	prev     []string // the hash of the row before, and the one that it should have
	issuedAt string   // when the document before was issued
	date     string   // that it prints
	damaged  bool     // whether something is wrong with the row before
	begins   string   // what the numbers of the series begin with, as its documents have it
}

// readHeads reads the rows of all series.
func (v *verifier) readHeads(ctx context.Context, t *db.Tx) (err error) {
	v.heads, v.known, v.renamed = map[string]head{}, map[string]bool{}, map[string]string{}
	rows, err := t.QueryContext(ctx, `SELECT `+headColumns+` FROM series ORDER BY id`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var h head
		if err := rows.Scan(h.fields()...); err != nil {
			return err
		}
		v.heads[h.id] = h
		v.order = append(v.order, h.id)
	}
	v.report.Series = len(v.order)
	return rows.Err()
}

// A looked is a document that was looked at by itself.
type looked struct {
	row    Row
	alone  alone
	beside []Wrong
}

// checkRows looks at several rows at a time, and notes what it finds in the order of the
// rows.
func (v *verifier) checkRows(ctx context.Context, t *db.Tx) error {
	err := db.InOrder(
		func(yield func(besides) bool) error { return readBeside(ctx, t, v.beside, yield) },
		func(b besides) looked {
			l := looked{row: b.row, alone: b.row.alone()}
			if v.beside.Check != nil && l.alone.document != nil && len(l.alone.wrong) == 0 && l.alone.printed == b.row.Number {
				l.beside = v.beside.Check(&b.row, l.alone.document, b.values)
			}
			l.row.PDF, l.alone.document = nil, nil // which nothing needs any more
			return l
		},
		func(l looked) {
			before := len(v.report.Wrong)
			v.next(l.row, l.alone)
			noted, closed := v.report.Wrong[before:], v.report.closed(l.row.Series)
			if closed >= 0 {
				noted = v.report.Closed[closed].Wrong
			}
			if !slices.ContainsFunc(noted, func(w Wrong) bool { return w.Number == l.row.Number }) {
				for _, w := range l.beside {
					if closed >= 0 && w.Of == Sealed {
						v.report.Closed[closed].add(w)
					} else {
						v.report.Add(w)
					}
				}
			}
			if v.progress != nil {
				v.progress(v.report.Documents)
			}
		},
	)
	if err != nil {
		return err
	}
	v.finish()
	for _, id := range v.order {
		if _, unseen := v.heads[id]; unseen {
			v.enter(id)
			v.finish()
		}
	}
	return nil
}

// wrong notes what is wrong with a document or a series.
func (v *verifier) wrong(series, number, format string, args ...any) {
	w := Wrong{Sealed, series, number, fmt.Sprintf(format, args...)}
	v.found++
	if i := v.report.closed(series); i >= 0 {
		v.report.Closed[i].add(w)
		return
	}
	v.report.Add(w)
}

// wrongRow notes what is wrong with a row, the first time with all that is false in the row
// besides.
func (v *verifier) wrongRow(series, number, format string, args ...any) {
	for _, more := range v.besides {
		format, args = format+" %s", append(slices.Clone(args), more)
	}
	v.besides = nil
	v.wrong(series, number, format, args...)
}

// enter goes on to the first document of a series.
func (v *verifier) enter(id string) {
	h, there := v.heads[id]
	if !there {
		h = v.heads[v.renamed[id]]
	}
	delete(v.heads, h.id)
	v.at = place{series: id, head: h, n: h.first - 1, prev: []string{v.seals[id]}, begins: h.begins()}
}

// next checks a document's place in its series, and notes what is wrong with it alone.
// Each fault is noted once: the document after it is checked against what this one says.
func (v *verifier) next(r Row, is alone) {
	if at := &v.at; r.Series != at.series || v.report.Documents == 0 {
		v.finish()
		v.enter(r.Series)
		if at.head.id == "" {
			at.n, at.prev = r.N-1, []string{r.Prev}
			if !v.known[r.Series] {
				v.wrong(r.Series, r.Number, "its series is missing.")
			}
		}
		if at.head.id == "" || v.known[r.Series] {
			at.begins, _ = strings.CutSuffix(r.Number, fmt.Sprintf("%04d", r.N))
		}
	}
	v.report.Documents++
	if r.FormatNumber < documents.OldestDrawn {
		v.report.NotDrawn++
	}
	before := v.found
	v.besides = r.besides(is.hash != r.Hash)
	placed, fits := v.checkPlace(r, is), v.checkKind(r)
	if fits {
		for _, what := range is.wrong {
			v.wrongRow(r.Series, r.Number, "%s", what)
		}
	}
	if placed && fits {
		if is.unhashed { // which checkChain says
			v.besides = r.besides(false)
		}
		v.checkChain(r, is)
	}
	at, right := &v.at, v.found == before
	switch {
	case right && len(v.besides) > 0:
		v.wrong(r.Series, r.Number, "its id (id) is none that this program gives.")
	case r.IssuedAt < at.issuedAt && !at.damaged && right:
		v.wrongRow(r.Series, r.Number, "it was issued at %s (issued_at), before the document before it.", r.IssuedAt)
	case r.Date < at.date && !at.damaged && right:
		v.report.Note(Wrong{Sealed, r.Series, r.Number, fmt.Sprintf("it is dated %s, and the document before it %s.", r.Date, at.date)})
	}
	at.rows++
	at.n, at.prev, at.issuedAt, at.date, at.damaged = r.N, []string{r.Hash, is.hash}, r.IssuedAt, r.Date, v.found > before
}

// checkPlace notes that documents are missing before this one, or that this one is not
// where its number says, and returns whether it has noted nothing of that. Where the
// numbers of the whole series begin with something else than the series says, it notes
// the first one.
func (v *verifier) checkPlace(r Row, is alone) bool {
	at := &v.at
	end := fmt.Sprintf("%04d", r.N)
	want := at.begins + end
	switch {
	case at.head.id != "" && at.rows == 0 && r.N < at.head.first:
		v.wrongRow(r.Series, r.Number, "it is document %d of a series that says it began with %d (first).", r.N, at.head.first)
		return false
	case r.N == at.n:
		v.wrongRow(r.Series, r.Number, "there are two documents %d in this series.", r.N)
		return false
	case r.N > at.n+1:
		v.wrong(r.Series, at.numberOf(at.n+1), "%s", missing(at.n, r.N))
	}
	switch {
	default:
		return true
	case r.Number != want:
		v.wrongRow(r.Series, want, "document %d of this series has the number %s.", r.N, r.Number)
		if begins, whole := strings.CutSuffix(r.Number, end); whole && at.rows == 0 {
			at.begins = begins
		}
	case len(want) > maxNumber:
		v.wrongRow(r.Series, want, "it has more than %d characters.", maxNumber)
	case is.readable && is.printed != r.Number:
		v.wrongRow(r.Series, r.Number, "its number is stored as %s and its content (payload) says %s.", r.Number, is.printed)
	}
	return false
}

// missing says which documents are missing between two that follow each other.
func missing(before, after int64) string {
	if n := after - before - 1; n > 1 {
		return fmt.Sprintf("it is missing, and %d after it; after document %d of this series comes %d.", n-1, before, after)
	}
	return fmt.Sprintf("it is missing; after document %d of this series comes %d.", before, after)
}

// numberOf returns the number that a document of the series has.
func (p *place) numberOf(n int64) string { return fmt.Sprintf("%s%04d", p.begins, n) }

// checkKind notes a document of another kind than its series, and reports whether the
// kind may stand. It notes nothing where the series is missing, or where a fault of the
// series is noted that its documents would only repeat.
func (v *verifier) checkKind(r Row) bool {
	h := v.at.head
	if h.id == "" || v.known[r.Series] || r.Kind == h.kind {
		return true
	}
	v.wrongRow(r.Series, r.Number, "it is a %s in a series of %s.", r.Kind, h.kind)
	return false
}

// checkChain notes a document that is not chained to the one before it, where that one is
// here, or whose hash is not that of its row.
func (v *verifier) checkChain(r Row, is alone) {
	chained := v.at.n+1 != r.N || slices.Contains(v.at.prev, r.Prev)
	switch {
	case !chained && is.unhashed:
		v.wrongRow(r.Series, r.Number, "it is not chained to the document before it (prev), and its hash is not that of its row: one of them was changed.")
	case !chained:
		v.wrongRow(r.Series, r.Number, "it is not chained to the document before it.")
	case is.unhashed:
		v.wrongRow(r.Series, r.Number, "its hash is not that of its row: the hash, or one of %s was changed.", hashedColumns)
	}
}

// finish checks that the series ends with the document that its own row says is the last.
func (v *verifier) finish() {
	at, h := &v.at, v.at.head
	switch {
	case h.id == "":
	case at.n+1 < h.next:
		v.wrong(at.series, at.numberOf(at.n+1), "it is missing at the end; the series has issued %d documents and %d are here.", h.next-h.first, at.rows)
	case at.n+1 > h.next:
		v.wrong(at.series, at.numberOf(at.n), "its series says that the next document is %d.", h.next)
	case !slices.Contains(at.prev, h.hash) || h.at != at.issuedAt && !at.damaged:
		v.wrong(at.series, at.numberOf(at.n), "the series' head is not the hash and time of its last document.")
	}
}

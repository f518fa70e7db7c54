package series

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/documents"
)

// A Report is the result of Verify.
type Report struct {
	Series    int
	Documents int // that were read
	// NotDrawn are how many of Documents are of an older format than the one that
	// documents are drawn in: all was checked but their drawing.
	NotDrawn int
	// Wrong is the first thing that is wrong, or nil. Nothing after it was read.
	Wrong *Wrong
}

// A Wrong is something that should not be so in what was issued.
type Wrong struct {
	Series string // "commercial-invoice/JAN/2026"; empty if it is the register of series
	Number string // of the document, or the one that should be there; empty if it is the series
	What   string // a sentence
}

// String returns the series, the document and the sentence, as far as they are known.
func (w Wrong) String() string {
	named := slices.DeleteFunc([]string{w.Series, w.Number, w.What}, func(s string) bool { return s == "" })
	return strings.Join(named, ": ")
}

// Err returns a Conflict that says what is wrong in the database or file of that name,
// which begins the sentence; nil where nothing is.
func (r Report) Err(what string) error {
	if r.Wrong == nil {
		return nil
	}
	return &trade.Error{Code: trade.Conflict, Field: "file", Format: "%s is not as it was issued. %s", Args: []any{what, r.Wrong.String()}}
}

// Verify reads all that was issued, as of one moment and in the order of the series, and
// checks it: that no series is missing, that each has all its documents and none twice,
// the chain and its last document, the order that each document is of, the sums of each,
// the file's hash, and that drawing a document of the newest format again gives the file
// that is stored. It stops at the first thing that is wrong. progress, which may be nil,
// is told how many documents were found right.
//
// Memory does not grow with the number of documents. A document that is removed from the
// end of a series is missed by the series' own row, and a series by the register. Whoever
// rewrites those too can only be found out by a hash that is stored elsewhere.
func Verify(ctx context.Context, t *db.Tx, progress func(documents int)) (Report, error) {
	v := verifier{progress: progress}
	for _, check := range []func(context.Context, *db.Tx) error{v.readHeads, v.checkRegister, v.checkRows} {
		if err := check(ctx, t); err != nil {
			return v.report, fmt.Errorf("verify: %w", err)
		}
		if v.report.Wrong != nil {
			break
		}
	}
	return v.report, nil
}

// A verifier goes through the rows of the series one by one and notes the first thing
// that is wrong.
type verifier struct {
	heads    map[string]head // by the series' ids; without those that finish has checked
	order    []string        // the series' ids, sorted
	progress func(int)
	report   Report

	now  string // the series that the row before was in
	n    int64  // the place of the row before
	prev string // the hash of the row before
	at   string // when the document before was issued
}

// readHeads reads the rows of all series.
func (v *verifier) readHeads(ctx context.Context, t *db.Tx) (err error) {
	v.heads = map[string]head{}
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

// A job is a document on its way through the checks that look at it alone.
type job struct {
	row  Row
	what chan string // what is wrong with it, or ""
}

// checkRows hands the rows to a worker for each core, and looks at the workers' results
// in the order of the rows.
func (v *verifier) checkRows(ctx context.Context, t *db.Tx) (err error) {
	enough := make(chan struct{}) // and not a cancelled ctx: that would end the connection
	workers := runtime.GOMAXPROCS(0)
	todo, inOrder := make(chan *job), make(chan *job, 4*workers)
	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			for j := range todo {
				j.what <- j.row.wrong()
			}
		})
	}
	var reading error
	running.Go(func() {
		defer close(inOrder)
		defer close(todo)
		reading = Read(ctx, t, func(r Row) bool {
			j := &job{r, make(chan string, 1)}
			for _, to := range []chan *job{todo, inOrder} {
				select {
				case to <- j:
				case <-enough:
					return false
				}
			}
			return true
		})
	})
	for j := range inOrder {
		if v.next(j.row, <-j.what); v.report.Wrong != nil {
			break
		}
		if v.progress != nil {
			v.progress(v.report.Documents)
		}
	}
	close(enough)
	running.Wait()
	if v.report.Wrong != nil {
		return nil
	}
	if reading != nil {
		return reading
	}
	v.finish(v.now)
	for _, id := range v.order {
		if v.report.Wrong == nil && v.heads[id].id != "" {
			v.finish(id)
		}
	}
	return nil
}

// wrong notes what is wrong, unless something was noted before.
func (v *verifier) wrong(series, number, format string, args ...any) {
	if v.report.Wrong == nil {
		v.report.Wrong = &Wrong{series, number, fmt.Sprintf(format, args...)}
	}
}

// next checks a document's place in its series; what is wrong with it alone was
// found already.
func (v *verifier) next(r Row, what string) {
	if r.Series != v.now {
		v.finish(v.now)
		if v.report.Wrong != nil {
			return
		}
		v.now, v.n, v.prev, v.at = r.Series, v.heads[r.Series].first-1, "", ""
	}
	v.report.Documents++
	if r.FormatNumber < documents.Format {
		v.report.NotDrawn++
	}
	h, ok := v.heads[r.Series]
	if !ok {
		v.wrong(r.Series, r.Number, "its series is missing.")
		return
	}
	want, err := h.number(r.N)
	switch {
	case r.N < h.first:
		v.wrong(r.Series, r.Number, "it is document %d of a series that says it began with %d (first).", r.N, h.first)
	case r.N == v.n:
		v.wrong(r.Series, r.Number, "there are two documents %d in this series.", r.N)
	case r.N != v.n+1:
		gap, _ := h.number(v.n + 1)
		v.wrong(r.Series, gap, "it is missing; after document %d of this series comes %d.", v.n, r.N)
	case err != nil || r.Number != want:
		v.wrong(r.Series, want, "document %d of this series has the number %s.", r.N, r.Number)
	case r.Kind != h.kind:
		v.wrong(r.Series, r.Number, "it is a %s in a series of %s.", r.Kind, h.kind)
	case what != "":
		v.wrong(r.Series, r.Number, "%s", what)
	case r.Prev != v.prev:
		v.wrong(r.Series, r.Number, "it is not chained to the document before it.")
	case r.IssuedAt < v.at:
		v.wrong(r.Series, r.Number, "it was issued at %s (issued_at), before the document before it.", r.IssuedAt)
	case r.N >= h.next:
		v.wrong(r.Series, r.Number, "its series says that the next document is %d.", h.next)
	}
	v.n, v.prev, v.at = r.N, r.Hash, r.IssuedAt
}

// finish checks that a series ends with the document that its own row says is the last.
func (v *verifier) finish(id string) {
	h, ok := v.heads[id]
	if !ok || v.report.Wrong != nil {
		return
	}
	delete(v.heads, id)
	n, prev, at := h.first-1, "", ""
	if id == v.now {
		n, prev, at = v.n, v.prev, v.at
	}
	switch {
	case n+1 != h.next:
		gap, _ := h.number(n + 1)
		v.wrong(id, gap, "it is missing at the end; the series has issued %d documents and %d are here.", h.next-h.first, n-h.first+1)
	case prev != h.hash || at != h.at:
		last, _ := h.number(n)
		v.wrong(id, last, "the series' head is not the hash and time of its last document.")
	}
}

// wrong returns a sentence that says what is wrong with a document by itself, or "".
func (r *Row) wrong() string {
	of, known := formats[r.FormatNumber]
	switch {
	case r.FormatNumber > documents.Format:
		return fmt.Sprintf("this program is too old to check format %d (it knows %d); use a newer woolroad.", r.FormatNumber, documents.Format)
	case !known:
		return fmt.Sprintf("its format is kept as %d, which there never was.", r.FormatNumber)
	case r.Supersedes.Valid && r.Supersedes.V == "" || r.Reason.Valid && r.Reason.V == "":
		return "it supersedes nothing or for no reason (supersedes, reason), and says so with an empty text: one of them was changed."
	}
	if SHA256(r.PDF) != r.PDFHash {
		return "the file (pdf) does not have the SHA-256 that is kept beside it (pdf_sha256): one of them was changed."
	}
	p, err := of.decode(documents.Kind(r.Kind), []byte(r.Payload))
	if err != nil {
		return "its content (payload) is not what a document of this kind and format holds: it was changed."
	}
	currency, minor := printedTotal(p)
	for _, c := range []struct{ column, stored, printed string }{
		{"number", r.Number, p.Head().Number},
		{"date", r.Date, p.Head().Date.String()},
		{"currency", orNone(r.Currency), orNone(currency)},
		{"total_minor", orNone(r.Minor), orNone(minor)},
	} {
		if c.stored != c.printed {
			return fmt.Sprintf("its %s is kept as %s and its content (payload) says %s.", c.column, c.stored, c.printed)
		}
	}
	if err := p.Check(); err != nil {
		return fmt.Sprintf("its content (payload) does not add up: %v.", err)
	}
	if r.FormatNumber == documents.Format {
		if what := r.drawnOtherwise(p); what != "" {
			return what
		}
	}
	if encoded, err := of.encode(p); err != nil || string(encoded) != r.Payload {
		return "its content (payload) is not written as it was."
	}
	if r.ChainHash() != r.Hash {
		return "its hash is not that of its row: the hash, or one of " + strings.Join([]string{"id", "subject_kind", "subject_id", "part", "prev", "supersedes", "reason", "request_key", "issued_at"}, ", ") + " was changed."
	}
	return r.wrongSubject(p.Head().Order)
}

// wrongSubject returns a sentence that says what is wrong with the order that a document
// is of, or "". printed is the order's number in the document. The schema refuses to
// delete or rename such an order, but its triggers can be dropped.
func (r *Row) wrongSubject(printed string) string {
	switch {
	case r.SubjectKind != OfShipment:
		return fmt.Sprintf("it is of a %s (subject_kind), which this program does not know.", r.SubjectKind)
	case r.FormatNumber == 1 && r.Part != "": // which the hash of that format does not cover
		return fmt.Sprintf("it is of a part, %s, which no document of format 1 is: part was changed.", r.Part)
	case !r.Order.Valid:
		return fmt.Sprintf("its order (subject_id %s) is gone.", r.SubjectID)
	case r.Order.V != printed:
		return fmt.Sprintf("its order (subject_id %s) has the number %s and its content (payload) says %s.", r.SubjectID, r.Order.V, printed)
	}
	return ""
}

// drawnOtherwise draws the document again and returns a sentence that says how the result
// differs from the stored file, or "".
func (r *Row) drawnOtherwise(p documents.Document) string {
	var drawn bytes.Buffer
	if err := p.Write(&drawn); err != nil {
		return fmt.Sprintf("its content (payload) cannot be drawn: %v.", err)
	}
	if !bytes.Equal(drawn.Bytes(), r.PDF) {
		return "its content (payload) drawn again is not the file that was handed out (pdf): one of them was changed."
	}
	return ""
}

// orNone returns a column's value as text, or "nothing" where it has none.
func orNone[T any](v sql.Null[T]) string {
	if !v.Valid {
		return "nothing"
	}
	return fmt.Sprint(v.V)
}

package store

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

	"woolroad/documents"
)

// Report is what Verify found.
type Report struct {
	Series    int
	Documents int // that were read
	// NotDrawn are how many of Documents are of an older format than the one that
	// documents are drawn in: all was checked but their drawing.
	NotDrawn int
	// Wrong is the first thing that is wrong, or nil. Nothing after it was read.
	Wrong *Wrong
}

// Wrong is something that should not be so in what was issued.
type Wrong struct {
	Series string // "commercial-invoice/JAN/2026"; empty if it is the register of series
	Number string // of the document, or the one that should be there; empty if it is the series
	What   string // a sentence
}

// String names the document and the fault.
func (w Wrong) String() string {
	named := slices.DeleteFunc([]string{w.Series, w.Number, w.What}, func(s string) bool { return s == "" })
	return strings.Join(named, ": ")
}

// Verify reads all that was issued, as of one moment and in the order of the
// series, and checks it: no series missing, no gap, nothing twice, the chain and
// its head, the order that each document is of, the sums of each and the file's hash,
// and that drawing it again gives the file that is stored, where it is of the newest
// format. It stops at the first thing that is wrong. progress, which may be nil, is
// told how many documents were found right.
//
// Memory does not grow with the number of documents. A row that is removed from
// a series' end is found by the series' head, and a series by the register; who
// may rewrite those as well can only be caught by a hash that is stored elsewhere.
func (s *Store) Verify(ctx context.Context, who Who, progress func(documents int)) (report Report, err error) {
	err = s.view(ctx, who, func(t *Tx) error {
		report, err = t.verify(ctx, progress)
		return err
	})
	return report, err
}

func (t *Tx) verify(ctx context.Context, progress func(documents int)) (Report, error) {
	v := verifier{progress: progress}
	for _, check := range []func(context.Context, *Tx) error{v.series, v.registered, v.walk} {
		if err := check(ctx, t); err != nil {
			return v.report, fmt.Errorf("verify: %w", err)
		}
		if v.report.Wrong != nil {
			break
		}
	}
	return v.report, nil
}

type verifier struct {
	heads    map[string]head
	order    []string
	progress func(int)
	report   Report

	now  string // that the walk is in
	n    int64  // of the last document
	prev string // its hash
	at   string // when it was issued
}

// series reads the heads.
func (v *verifier) series(ctx context.Context, t *Tx) (err error) {
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

// job is a document on its way through the checks that need no other one.
type job struct {
	row  row
	what chan string // what is wrong with it, or ""
}

// walk hands the rows to a worker for each core and looks at their answers in
// the rows' order.
func (v *verifier) walk(ctx context.Context, t *Tx) (err error) {
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
		reading = readIssued(ctx, t, func(r row) bool {
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

// readIssued hands over every issued row, by series and number, until f has
// enough.
func readIssued(ctx context.Context, t *Tx, f func(row) bool) (err error) {
	rows, err := t.QueryContext(ctx, `SELECT `+columns+`, (SELECT number FROM orders WHERE id = subject_id) FROM issued ORDER BY series, n`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var r row
		if err := rows.Scan(append(r.fields(), &r.order)...); err != nil {
			return err
		}
		if !f(r) {
			return nil
		}
	}
	return rows.Err()
}

func (v *verifier) wrong(series, number, format string, args ...any) {
	if v.report.Wrong == nil {
		v.report.Wrong = &Wrong{series, number, fmt.Sprintf(format, args...)}
	}
}

// next checks a document's place in its series; what is wrong with it alone was
// found already.
func (v *verifier) next(r row, what string) {
	if r.series != v.now {
		v.finish(v.now)
		if v.report.Wrong != nil {
			return
		}
		v.now, v.n, v.prev, v.at = r.series, v.heads[r.series].first-1, "", ""
	}
	v.report.Documents++
	if r.format < documents.Format {
		v.report.NotDrawn++
	}
	h, ok := v.heads[r.series]
	if !ok {
		v.wrong(r.series, r.number, "its series is missing.")
		return
	}
	want, err := h.number(r.n)
	switch {
	case r.n < h.first:
		v.wrong(r.series, r.number, "it is document %d of a series that says it began with %d (first).", r.n, h.first)
	case r.n == v.n:
		v.wrong(r.series, r.number, "there are two documents %d in this series.", r.n)
	case r.n != v.n+1:
		gap, _ := h.number(v.n + 1)
		v.wrong(r.series, gap, "it is missing; after document %d of this series comes %d.", v.n, r.n)
	case err != nil || r.number != want:
		v.wrong(r.series, want, "document %d of this series has the number %s.", r.n, r.number)
	case r.kind != h.kind:
		v.wrong(r.series, r.number, "it is a %s in a series of %s.", r.kind, h.kind)
	case what != "":
		v.wrong(r.series, r.number, "%s", what)
	case r.prev != v.prev:
		v.wrong(r.series, r.number, "it is not chained to the document before it.")
	case r.issuedAt < v.at:
		v.wrong(r.series, r.number, "it was issued at %s (issued_at), before the document before it.", r.issuedAt)
	case r.n >= h.next:
		v.wrong(r.series, r.number, "its series says that the next document is %d.", h.next)
	}
	v.n, v.prev, v.at = r.n, r.hash, r.issuedAt
}

// finish checks a series' end.
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

// wrong says what is wrong with a row by itself, or "".
func (r *row) wrong() string {
	of, known := formats[r.format]
	switch {
	case r.format > documents.Format:
		return fmt.Sprintf("this program is too old to check format %d (it knows %d); use a newer woolroad.", r.format, documents.Format)
	case !known:
		return fmt.Sprintf("its format is kept as %d, which there never was.", r.format)
	case r.supersedes.Valid && r.supersedes.V == "" || r.reason.Valid && r.reason.V == "":
		return "it supersedes nothing or for no reason (supersedes, reason), and says so with an empty text: one of them was changed."
	}
	if sum(r.pdf) != r.pdfHash {
		return "the file (pdf) does not have the SHA-256 that is kept beside it (pdf_sha256): one of them was changed."
	}
	p, err := of.decode(documents.Kind(r.kind), []byte(r.payload))
	if err != nil {
		return "its content (payload) is not what a document of this kind and format holds: it was changed."
	}
	currency, minor := printedTotal(p)
	for _, c := range []struct{ column, kept, printed string }{
		{"number", r.number, p.Head().Number},
		{"date", r.date, p.Head().Date.String()},
		{"currency", orNone(r.currency), orNone(currency)},
		{"total_minor", orNone(r.minor), orNone(minor)},
	} {
		if c.kept != c.printed {
			return fmt.Sprintf("its %s is kept as %s and its content (payload) says %s.", c.column, c.kept, c.printed)
		}
	}
	if err := p.Check(); err != nil {
		return fmt.Sprintf("its content (payload) does not add up: %v.", err)
	}
	if r.format == documents.Format {
		if what := r.drawnOtherwise(p); what != "" {
			return what
		}
	}
	if encoded, err := of.encode(p); err != nil || string(encoded) != r.payload {
		return "its content (payload) is not written as it was."
	}
	if hashOf(*r) != r.hash {
		return "its hash is not that of its row: the hash, or one of " + strings.Join([]string{"id", "subject_kind", "subject_id", "part", "prev", "supersedes", "reason", "request_key", "issued_at"}, ", ") + " was changed."
	}
	return r.wrongSubject(p.Head().Order)
}

// wrongSubject says what is wrong with the order that a document is of, or "".
// The schema holds orders only where nobody has dropped its triggers.
func (r *row) wrongSubject(printed string) string {
	switch {
	case r.subjectKind != ofShipment:
		return fmt.Sprintf("it is of a %s (subject_kind), which this program does not know.", r.subjectKind)
	case r.format == 1 && r.part != "": // which the hash of that format does not cover
		return fmt.Sprintf("it is of a part, %s, which no document of format 1 is: part was changed.", r.part)
	case !r.order.Valid:
		return fmt.Sprintf("its order (subject_id %s) is gone.", r.subjectID)
	case r.order.V != printed:
		return fmt.Sprintf("its order (subject_id %s) has the number %s and its content (payload) says %s.", r.subjectID, r.order.V, printed)
	}
	return ""
}

// drawnOtherwise says how the content drawn again differs from the file, or "".
func (r *row) drawnOtherwise(p documents.Document) string {
	var drawn bytes.Buffer
	if err := p.Write(&drawn); err != nil {
		return fmt.Sprintf("its content (payload) cannot be drawn: %v.", err)
	}
	if !bytes.Equal(drawn.Bytes(), r.pdf) {
		return "its content (payload) drawn again is not the file that was handed out (pdf): one of them was changed."
	}
	return ""
}

func orNone[T any](v sql.Null[T]) string {
	if !v.Valid {
		return "nothing"
	}
	return fmt.Sprint(v.V)
}

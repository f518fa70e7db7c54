package series

import (
	"cmp"
	"database/sql"
	"fmt"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/documents"
)

// An alone is what a look at one document by itself has found.
type alone struct {
	wrong    []string           // sentences
	document documents.Document // its content; nil where that cannot be read
	readable bool               // its content can be read
	printed  string             // the number that its content has; empty where that cannot be read
	unhashed bool               // its hash is not that of its row, and nothing of wrong says why
	hash     string             // as it follows from the row
}

// hashedColumns are those that nothing but a document's hash covers.
const hashedColumns = "id, subject_kind, subject_id, part, prev, supersedes, reason, request_key, issued_at"

// alone checks a document by itself, without the others of its series. It does not name what
// only follows from something that it has named: a changed content has another drawing and
// another hash.
func (r *Row) alone() (is alone) {
	say := func(format string, args ...any) { is.wrong = append(is.wrong, fmt.Sprintf(format, args...)) }
	of, known := formats[r.FormatNumber]
	switch {
	case r.FormatNumber > documents.Format:
		say("this program is too old to check format %d (it knows %d); use a newer woolroad.", r.FormatNumber, documents.Format)
	case !known:
		say("its format is stored as %d, and no such format ever existed.", r.FormatNumber)
	}
	if !known {
		is.hash = r.Hash
		return is
	}
	is.hash = r.ChainHash()
	if r.Supersedes.Valid && r.Supersedes.V == "" || r.Reason.Valid && r.Reason.V == "" {
		say("it supersedes nothing or for no reason (supersedes, reason), and says so with an empty text: one of them was changed.")
	}
	if SHA256(r.PDF) != r.PDFHash {
		say("the file (pdf) does not have the SHA-256 that is stored beside it (pdf_sha256): one of them was changed.")
	}
	p, err := of.decode(documents.Kind(r.Kind), []byte(r.Payload))
	if err != nil {
		say("its content (payload) is not what a document of this kind and format holds: it was changed.")
		return is
	}
	is.document, is.readable, is.printed = p, true, p.Head().Number
	if is.printed != r.Number {
		return is // the rest says no more than that it is another document
	}
	currency, minor := printedTotal(p)
	for _, c := range []struct{ column, stored, printed string }{
		{"date", r.Date, dayOrNone(p.Head().Date)},
		{"currency", orNone(r.Currency), orNone(currency)},
		{"total_minor", orNone(r.Minor), orNone(minor)},
	} {
		if c.stored != c.printed {
			say("its %s is stored as %s and its content (payload) says %s.", c.column, c.stored, c.printed)
			break
		}
	}
	if err := p.Check(); err != nil && len(is.wrong) == 0 {
		say("its content (payload) does not add up: %v.", err)
	}
	if len(is.wrong) == 0 {
		if what := r.writtenOtherwise(of, p); what != "" {
			say("%s", what)
		}
		is.unhashed = len(is.wrong) == 0 && is.hash != r.Hash
	}
	if !is.unhashed {
		if what := r.wrongSubject(p.Head().Order); what != "" {
			say("%s", what)
		}
	}
	return is
}

// besides returns sentences that say what else is false in a row of which something is wrong,
// as in one that somebody inserted. unhashed says that its hash is not that of its row, and
// that nothing else says so.
func (r *Row) besides(unhashed bool) (sentences []string) {
	if unhashed {
		sentences = append(sentences, "Its hash (hash) is not that of its row either.")
	}
	if !isID(r.ID) {
		sentences = append(sentences, "Its id (id) is none that this program gives.")
	}
	return sentences
}

// isID reports whether a text is an id as crypto/rand.Text makes them.
func isID(id string) bool {
	const least = 26
	return len(id) >= least && strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}

// writtenOtherwise returns a sentence that says how the document's file or content differ
// from those that its content makes, or "". It draws documents from documents.OldestDrawn on.
func (r *Row) writtenOtherwise(of codec, p documents.Document) string {
	encoded, err := of.encode(p)
	if r.FormatNumber >= documents.OldestDrawn {
		if what := r.drawnOtherwise(p, encoded); what != "" {
			return what
		}
	}
	if err != nil || string(encoded) != r.Payload {
		return "its content (payload) is not written as it was."
	}
	return ""
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
		return fmt.Sprintf("its order (subject_id %s) has the number %s and its content (payload) says %s.", r.SubjectID, r.Order.V, cmp.Or(printed, "nothing"))
	}
	return ""
}

// drawnOtherwise draws the document, which is encoded so, again and returns a sentence that
// says how the result differs from the stored file, or "".
func (r *Row) drawnOtherwise(p documents.Document, encoded []byte) string {
	switch same, err := documents.IsFile(p, encoded, r.PDF); {
	case err != nil:
		return fmt.Sprintf("its content (payload) cannot be drawn: %v.", err)
	case !same:
		return "its content (payload) drawn again is not the file that was handed out (pdf): one of them was changed."
	}
	return ""
}

// dayOrNone returns a date as text, or "nothing" for none.
func dayOrNone(d civil.Date) string {
	if d.IsZero() {
		return "nothing"
	}
	return d.String()
}

// orNone returns a column's value as text, or "nothing" where it has none.
func orNone[T any](v sql.Null[T]) string {
	if !v.Valid {
		return "nothing"
	}
	return fmt.Sprint(v.V)
}

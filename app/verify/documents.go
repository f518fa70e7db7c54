package verify

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"woolroad/app/store"
	"woolroad/app/store/series"
	"woolroad/app/store/words"
	"woolroad/documents"
)

// The texts that besideDocuments reads of each document, by their places.
const (
	aboutDate = iota
	aboutOrder
	aboutBuyer
	aboutCountry
	aboutSeal
	foundBy      // the search words
	billedLots   // that the table billed has for the document's order
	supersededBy // the number of the document that supersedes this one
	superseded   // the subject and kind of the document that this one supersedes
	dateBefore   // the date of the document before it in its series
)

// besideDocuments returns what is compared with each document: the list of documents, search
// words, the lots that it bills, the document that it supersedes, its companion, and what
// of the exporter and of rates it prints.
func (c *checker) besideDocuments() series.Beside {
	return series.Beside{
		Joins: `LEFT JOIN issued_about a ON a.number = i.number`,
		Columns: []string{
			aboutDate: "a.date", aboutOrder: "a.order_number", aboutBuyer: "a.buyer", aboutCountry: "a.country", aboutSeal: "a.seal",
			foundBy:      records(`FROM words w WHERE w.kind = '`+words.Document+`' AND w.ref = i.number`, "w.word"),
			billedLots:   records(`FROM billed b WHERE b.order_id = i.subject_id`, "b.lot"),
			supersededBy: `(SELECT min(x.number) FROM issued x WHERE x.supersedes = i.number)`,
			superseded:   `(SELECT ` + fields("x.subject_id", "x.kind") + ` FROM issued x WHERE x.number = i.supersedes)`,
			dateBefore:   `(SELECT min(x.date) FROM issued x WHERE x.series = i.series AND x.n = i.n - 1)`,
		},
		Check: func(r *series.Row, content documents.Document, texts []string) []store.Wrong {
			printed, err := words.ReadPrinted(r.Number, r.Payload)
			if err != nil {
				return []store.Wrong{{Of: store.Sealed, Series: r.Series, Number: r.Number, What: "its content (payload) cannot be read."}}
			}
			d := beside{c, r, content, printed, texts, nil}
			d.about()
			d.supersession()
			d.companion()
			d.bills()
			d.exporter()
			d.rates()
			return d.wrong
		},
	}
}

// A beside is a document with what other tables have of it.
type beside struct {
	c       *checker
	row     *series.Row
	content documents.Document
	printed words.Printed
	texts   []string
	wrong   []store.Wrong
}

// say notes a sentence about something that is wrong with the document, or with what other
// tables have of it.
func (d *beside) say(of store.Part, format string, args ...any) {
	d.wrong = append(d.wrong, store.Wrong{Of: of, Series: d.row.Series, Number: d.row.Number, What: fmt.Sprintf(format, args...)})
}

// about compares the list of documents and the search words with the content.
func (d *beside) about() {
	if !d.c.listed {
		return
	}
	if d.texts[aboutSeal] == "" && d.c.isOfClosed(d.row.Number) {
		return // a row that somebody inserted
	}
	if d.texts[aboutSeal] == "" {
		d.say(store.Derived, "the list of documents (issued_about) has no row of it.")
	} else {
		var differs []string
		for _, f := range []struct{ column, is, want string }{
			{"date", d.texts[aboutDate], d.row.Date}, {"order_number", d.texts[aboutOrder], d.printed.Order},
			{"buyer", d.texts[aboutBuyer], d.printed.Buyer.Name}, {"country", d.texts[aboutCountry], d.printed.Buyer.Country},
			{"seal", d.texts[aboutSeal], series.SHA256([]byte(d.row.Payload))},
		} {
			if f.is != f.want {
				differs = append(differs, f.column)
			}
		}
		if differs != nil {
			d.say(store.Derived, "the list of documents (issued_about) says otherwise than its content: %s.", strings.Join(differs, ", "))
		}
	}
	if !sameWords(d.texts[foundBy], d.printed.Words(d.row.Number)) {
		d.say(store.Derived, "its search words (words) are not those of its content.")
	}
}

// supersession compares the document that this one supersedes with what this one prints.
func (d *beside) supersession() {
	head := d.content.Head()
	if d.row.FormatNumber >= documents.OldestDrawn && (head.Supersedes != d.row.Supersedes.V || head.Reason != d.row.Reason.V) {
		d.say(store.Sealed, "it prints that it supersedes %q, for the reason %q, and its row says %q, %q (supersedes, reason).", head.Supersedes, head.Reason, d.row.Supersedes.V, d.row.Reason.V)
		return
	}
	switch {
	case !d.row.Supersedes.Valid || d.c.isOfClosed(d.row.Supersedes.V):
	case d.texts[superseded] == "":
		note(d.c, d.c.named, d.row.Supersedes.V, d.row.Number)
	case d.texts[superseded] != d.row.SubjectID+unit+d.row.Kind:
		d.say(store.Sealed, "it supersedes %s, which is of another kind or order.", d.row.Supersedes.V)
	}
}

// companion notes a companion document that no series has given.
func (d *beside) companion() {
	number := d.content.Head().Companion
	if number == "" {
		return
	}
	i := strings.LastIndexByte(number, '-') + 1
	if s, known := d.c.heads[number[:i]]; !known || integer(number[i:]) < s.first || integer(number[i:]) >= s.next {
		note(d.c, d.c.named, number, d.row.Number)
	}
}

// checkNamed notes documents that others name as their companion or as superseded, and that
// are missing, such as at the end of a series whose row was put back.
func (c *checker) checkNamed(ctx context.Context) error {
	for _, number := range slices.Sorted(maps.Keys(c.named)) {
		there, err := c.t.Texts(ctx, `SELECT number FROM issued WHERE number = $1`, number)
		if err != nil {
			return fmt.Errorf("look for document %s: %w", number, err)
		}
		if len(there) == 0 && !c.isNamed(number) {
			begins := number[:strings.LastIndexByte(number, '-')+1]
			c.report.Add(store.Wrong{Of: store.Sealed, Series: c.heads[begins].id, Number: number, What: c.named[number] + " names it, and it is missing."})
		}
	}
	return nil
}

// bills compares the lots that the document bills with the table billed.
func (d *beside) bills() {
	if !documents.Kind(d.row.Kind).BillsGoods() || d.texts[supersededBy] != "" {
		return
	}
	lots := d.printed.Lots()
	if len(lots) == 0 { // it bills all lots of its order
		return
	}
	there := list(d.texts[billedLots])
	for _, lot := range there {
		if !slices.Contains(lots, lot) {
			d.say(store.Derived, "its order is said to bill lot %s (billed), which it does not.", lot)
		}
	}
	for _, lot := range lots {
		if !slices.Contains(there, lot) { // which another order may bill too
			note(d.c, d.c.shared, lot, d.row.Number)
		}
	}
}

// note stores the number of a document under a key, unless one with a smaller number is
// there.
func note[K comparable](c *checker, in map[K]string, key K, number string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if there, is := in[key]; !is || number < there {
		in[key] = number
	}
}

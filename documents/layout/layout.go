// Package layout draws trade documents as PDF: A4 pages with text, lines, boxes and QR
// codes, in fonts for Latin, Greek, Cyrillic and Chinese.
//
// Its one rule: what it writes is whole and right, or it returns an error. It looks up
// every character before drawing it and refuses one that no font has by name, with the
// field it stands in; the same calls give the same bytes. Nothing else in Woolroad
// imports gofpdf, and callers pass whole units only.
//
// Pages may be drawn in any order and returned to, so that a footer can say "page 1 of
// 3". Errors stay with the document: draw everything, then look at what Write returns.
//
//	d := layout.New(layout.Meta{Title: "Invoice CI-2026-0041", Lang: "en"})
//	d.AddPage()
//	d.Text("buyer", 2000, 3000, layout.Style{Size: 900}, "Himal Carpet Industries")
//	return d.Write(w)
package layout

import (
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/golang-sql/civil"
)

// A Unit is 1/100 mm. The origin is the top left corner of the page.
type Unit int

// The size of an A4 page.
const (
	PageWidth  Unit = 21000
	PageHeight Unit = 29700
)

// A Colour is a colour on a screen; its zero value is black.
type Colour struct{ R, G, B uint8 }

// A Style is how text looks.
type Style struct {
	Font     Font
	Size     int // in 1/100 point
	Colour   Colour
	Tracking int // extra space after each character, in 1/1000 of the size
}

// Meta is what a PDF says about itself. Drawing reads no clock: Date is printed
// as the file's date, at midnight UTC, and left out when it is zero.
type Meta struct {
	Title, Author, Subject string

	Date civil.Date
	Lang string // a language tag such as "en" or "zh-CN"; may be empty
}

// A Document is a PDF being drawn. It belongs to one goroutine. It must end with Write or
// Close, which release memory for the next document.
type Document struct {
	meta  Meta
	err   error
	state *state // nil once written or closed
}

// state is the reusable part of a document. reset must clear everything in it, because
// the next document sees what is left.
type state struct {
	pages   []*page // the first used of them are this document's
	used    int
	current int // index into pages
	subsets [faceCount]subset
	runs    []run // scratch of Text
	glyphs  []glyph
	out     []byte // the finished file
}

var states = sync.Pool{New: func() any { return new(state) }}

// Mistakes of the caller, which have nothing to do with the text drawn.
var (
	errClosed = errors.New("layout: the document is already written or closed")
	errNoPage = errors.New("layout: drawing before the first page")
)

// New returns a document without pages. The caller must end it with Write or Close.
func New(m Meta) *Document {
	d := &Document{meta: m, state: states.Get().(*state)}
	set, err := typefaces()
	if err != nil {
		d.Fail(err)
		return d
	}
	for i := range d.state.subsets {
		d.state.subsets[i].init(set.byFace[i])
	}
	return d
}

// AddPage appends a page and makes it the current one.
func (d *Document) AddPage() {
	s := d.state
	if s == nil {
		d.Fail(errClosed)
		return
	}
	if s.used == len(s.pages) {
		s.pages = append(s.pages, new(page))
	}
	s.current = s.used
	s.used++
}

// Page returns the number of the current page, counted from 1, or 0 before the first.
func (d *Document) Page() int {
	if d.state == nil || d.state.used == 0 {
		return 0
	}
	return d.state.current + 1
}

// Pages counts the pages so far.
func (d *Document) Pages() int {
	if d.state == nil {
		return 0
	}
	return d.state.used
}

// SetPage makes page n, counted from 1, the current one, so that more can be
// drawn on top of it.
func (d *Document) SetPage(n int) {
	switch {
	case d.state == nil:
		d.Fail(errClosed)
	case n < 1 || n > d.state.used:
		d.Fail(fmt.Errorf("layout: there is no page %d of %d", n, d.state.used))
	default:
		d.state.current = n - 1
	}
}

// Fail makes Write return err, unless something failed before. Later drawing has no
// effect. A nil err is ignored.
func (d *Document) Fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// Err returns the first error, or nil.
func (d *Document) Err() error { return d.err }

// Write writes the finished PDF to w, in one piece, and ends the document. If anything
// failed before, it returns that error and writes nothing. The errors are *ErrGlyph,
// *ErrOffPage, an error passed to Fail, one about a wrong call, or one of w.
func (d *Document) Write(w io.Writer) error {
	if d.state == nil {
		d.Fail(errClosed)
		return d.err
	}
	if d.err == nil && d.state.used == 0 {
		d.Fail(errNoPage)
	}
	if d.err != nil {
		d.Close()
		return d.err
	}
	var like []byte
	comparison, compares := w.(*Comparison)
	if compares {
		like = comparison.File
	}
	if err := d.finish(like); err != nil {
		d.Fail(err)
		d.state = nil // not reused, because a panic may have left anything in it
		return d.err
	}
	if _, err := w.Write(d.state.out); err != nil {
		d.Fail(fmt.Errorf("write PDF: %w", err))
	}
	d.Close()
	return d.err
}

// Close ends a document that will not be written. It does nothing the second time or
// after Write.
func (d *Document) Close() {
	if d.state == nil {
		return
	}
	d.state.reset()
	states.Put(d.state)
	d.state = nil
}

// on returns the page to draw on, or nil if there is none or the document has failed.
func (d *Document) on() *page {
	switch {
	case d.err != nil:
		return nil
	case d.state == nil:
		d.Fail(errClosed)
		return nil
	case d.state.used == 0:
		d.Fail(errNoPage)
		return nil
	}
	return d.state.pages[d.state.current]
}

// From this many pages or bytes on, memory is left to the garbage collector rather than
// reused for the next document, which is usually small.
const (
	hugePages = 256
	hugeBytes = 16 << 20
)

// reset clears everything that one document drew.
func (s *state) reset() {
	for _, p := range s.pages[:s.used] {
		p.reset()
	}
	for i := range s.subsets {
		s.subsets[i].reset()
	}
	clear(s.runs[:cap(s.runs)]) // runs keep their texts in memory
	s.used, s.current = 0, 0
	s.runs, s.glyphs, s.out = s.runs[:0], s.glyphs[:0], s.out[:0]
	if len(s.pages) > hugePages || cap(s.out) > hugeBytes {
		*s = state{subsets: s.subsets}
	}
}

package layout

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"

	"github.com/jung-kurt/gofpdf"
	"github.com/klauspost/compress/zlib"
)

// compression is zlib's level. Level 6 makes an invoice 5 % smaller and drawing it a
// quarter slower (BenchmarkInvoice).
const compression = zlib.BestSpeed

// fontResource begins the name by which a page refers to a face; the face's number
// follows.
const fontResource = "/L"

// A finisher turns drawn pages into a file. gofpdf lays out the PDF, without fonts and
// uncompressed; the finisher compresses its page streams and adds the fonts. It reuses
// its memory for the next document.
type finisher struct {
	laid    bytes.Buffer // what gofpdf wrote
	parts   *laid        // the parts of that; nil: not known
	file    pdfWriter
	cutter  cutter
	cuts    [faceCount][]*fontCut // the parts of each face that were used last, the newest first
	objects [faceCount]int        // the font object of each used face
}

// finishers holds one finisher for each processor, so that at most that many documents
// are finished at a time and others wait. A nil one is made when it is first needed.
var finishers = func() chan *finisher {
	c := make(chan *finisher, runtime.GOMAXPROCS(0))
	for range cap(c) {
		c <- nil
	}
	return c
}()

// finish writes the finished file to d.state.out, with streams compressed as in the file
// like where they hold the same. It returns a panic, of its own or of
// gofpdf, as an error, and what the panic may have damaged is not used again.
func (d *Document) finish(like []byte) (err error) {
	f := <-finishers
	if f == nil {
		f = new(finisher)
	}
	defer func() {
		if p := recover(); p != nil {
			f, err = nil, fmt.Errorf("layout: panic while finishing: %v", p)
		}
		if f != nil && f.laid.Cap() > hugeBytes {
			f = nil
		}
		finishers <- f
	}()
	for i := range d.state.pages[:d.state.used] {
		d.state.pages[i].graphics() // closes the text
	}
	if err := f.layOut(d.state.used); err != nil {
		return fmt.Errorf("lay out PDF: %w", err)
	}
	f.file.buf, f.file.like = d.state.out[:0], like
	if err := f.write(d.meta, d.state); err != nil {
		return err
	}
	d.state.out, f.file.buf, f.file.like = f.file.buf, nil, nil
	return nil
}

// layOut lays out that many empty pages, unless the last document had as many.
func (f *finisher) layOut(pages int) (err error) {
	if f.parts != nil && len(f.parts.pages) == pages {
		return nil
	}
	f.parts = nil
	if err := f.lay(pages); err != nil {
		return err
	}
	f.parts, err = readLaid(f.laid.Bytes(), pages)
	return err
}

// lay makes gofpdf lay out that many empty pages in f.laid. gofpdf is not given the
// content: it would copy the content through buffers of its own, more of them the longer
// a document is.
func (f *finisher) lay(pages int) error {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetCompression(false)
	for range pages {
		pdf.AddPage()
	}
	f.laid.Reset()
	return pdf.Output(&f.laid)
}

// write writes the file of s to f.file, from what gofpdf laid out. A language tag or a
// date of m that is not valid is an error.
func (f *finisher) write(m Meta, s *state) error {
	laid := f.parts
	if !validLang(m.Lang) {
		return fmt.Errorf("layout: %q is not a language tag", m.Lang)
	}
	if !m.Date.IsZero() && !m.Date.IsValid() {
		return fmt.Errorf("layout: %s is not a date", m.Date)
	}
	w := &f.file
	w.begin(laid.objects())
	if err := f.fonts(&s.subsets); err != nil {
		return err
	}
	w.object(laid.root())
	w.add(string(laid.pageTree), "\nendobj\n")
	w.object(laid.resources())
	w.add("<<\n/ProcSet [/PDF /Text]\n/Font <<\n")
	for i, n := range f.objects {
		if n != 0 {
			w.add(fontResource)
			w.number(i)
			w.reference(" ", n)
			w.add("\n")
		}
	}
	w.add(">>\n>>\nendobj\n")
	for i := range s.used {
		w.object(laid.page(i))
		w.add(string(laid.pages[i]), "\nendobj\n")
		w.object(laid.content(i))
		if err := w.stream("", &stream{data: s.pages[i].buf}); err != nil {
			return err
		}
	}
	w.object(laid.info())
	w.info(m)
	w.object(laid.catalog())
	w.add("<<\n/Type /Catalog\n/Pages 1 0 R\n")
	if m.Lang != "" {
		w.add("/Lang (", m.Lang, ")\n")
	}
	w.add("/ViewerPreferences <</DisplayDocTitle true>>\n>>\nendobj\n")
	w.end(laid.catalog(), laid.info())
	return nil
}

// validLang reports whether s can be a language tag, or is empty.
func validLang(s string) bool {
	for _, c := range []byte(s) {
		if c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// A pdfWriter writes objects and remembers where each begins.
type pdfWriter struct {
	buf    []byte
	at     []int // by object number: where it begins
	zip    *zlib.Writer
	zipped bytes.Buffer

	like   []byte // the file that is compared with; nil: none
	unzip  io.ReadCloser
	source bytes.Reader
	plain  []byte
}

// A stream is the data of a stream object. One that other documents use too remembers its
// data compressed.
type stream struct {
	data   []byte
	shared bool   // other documents use it too
	zipped []byte // as this program compresses the data
	alike  []byte // as a file has it that was compared with; nil: none had it
}

// begin starts a file whose first free object number is next.
func (w *pdfWriter) begin(next int) {
	w.buf = append(w.buf, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"...) // the second line says: not text
	w.at = slices.Grow(w.at[:0], next)[:next]
	clear(w.at)
}

// reserve returns the first of n free object numbers.
func (w *pdfWriter) reserve(n int) int {
	first := len(w.at)
	for range n {
		w.at = append(w.at, 0)
	}
	return first
}

// object begins object n.
func (w *pdfWriter) object(n int) {
	w.at[n] = len(w.buf)
	w.number(n)
	w.add(" 0 obj\n")
}

// add writes parts one after the other.
func (w *pdfWriter) add(parts ...string) {
	for _, s := range parts {
		w.buf = append(w.buf, s...)
	}
}

// number writes n in decimal digits.
func (w *pdfWriter) number(n int) { w.buf = strconv.AppendInt(w.buf, int64(n), 10) }

// reference writes key and a reference to object n.
func (w *pdfWriter) reference(key string, n int) {
	w.add(key)
	w.number(n)
	w.add(" 0 R")
}

// stream writes the body of a stream object, compressed; entries is written into its
// dictionary.
func (w *pdfWriter) stream(entries string, s *stream) error {
	w.add("<<", entries, "/Filter/FlateDecode/Length ")
	zipped := w.compressedAlike(s)
	if zipped == nil {
		zipped = s.zipped
	}
	if zipped == nil {
		if err := w.compress(s.data); err != nil {
			return err
		}
		zipped = w.zipped.Bytes()
		if s.shared {
			s.zipped = bytes.Clone(zipped)
		}
	}
	w.number(len(zipped))
	w.add(">>\nstream\n")
	w.buf = append(w.buf, zipped...)
	w.add("\nendstream\nendobj\n")
	return nil
}

// compress leaves the data compressed in w.zipped.
func (w *pdfWriter) compress(data []byte) error {
	w.zipped.Reset()
	if w.zip == nil {
		var err error
		if w.zip, err = zlib.NewWriterLevel(&w.zipped, compression); err != nil {
			return fmt.Errorf("deflate: %w", err)
		}
	}
	w.zip.Reset(&w.zipped)
	_, err := w.zip.Write(data)
	if err = errors.Join(err, w.zip.Close()); err != nil {
		return fmt.Errorf("deflate: %w", err)
	}
	return nil
}

// info writes the body of the information object. It replaces gofpdf's own, which has the
// date without its zone, and titles only up to U+FFFF.
func (w *pdfWriter) info(m Meta) {
	w.add("<<\n/Producer (Woolroad)\n")
	for _, e := range []struct{ key, value string }{{"/Title ", m.Title}, {"/Author ", m.Author}, {"/Subject ", m.Subject}} {
		if e.value != "" {
			w.add(e.key)
			w.buf = append(appendTextString(w.buf, e.value), '\n')
		}
	}
	if !m.Date.IsZero() {
		day := fmt.Sprintf("(D:%04d%02d%02d000000Z)\n", m.Date.Year, m.Date.Month, m.Date.Day)
		w.add("/CreationDate ", day, "/ModDate ", day)
	}
	w.add(">>\nendobj\n")
}

// end writes the cross-reference table and the trailer. The file's identifier is a hash
// of everything before it.
func (w *pdfWriter) end(catalog, info int) {
	sum := sha256.Sum256(w.buf)
	id := hex.EncodeToString(sum[:16])
	table := len(w.buf)
	w.add("xref\n0 ")
	w.number(len(w.at))
	w.add("\n0000000000 65535 f \n")
	for _, at := range w.at[1:] {
		entry := []byte("0000000000 00000 n \n")
		for i := 9; at > 0; i-- {
			entry[i] = byte('0' + at%10)
			at /= 10
		}
		w.buf = append(w.buf, entry...)
	}
	w.add("trailer\n<<\n/Size ")
	w.number(len(w.at))
	w.reference("\n/Root ", catalog)
	w.reference("\n/Info ", info)
	w.add("\n/ID [<", id, "><", id, ">]\n>>\nstartxref\n")
	w.number(table)
	w.add("\n%%EOF\n")
}

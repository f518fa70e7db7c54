package layout

import (
	"bytes"
	"fmt"
	"strconv"
)

// laid is a file as gofpdf lays it out, taken apart: object 1 is the page tree, object 2
// the resources; then come each page and its content, the information and the catalog.
type laid struct {
	pageTree []byte // the objects' bodies
	pages    [][]byte
}

// root returns the object number of the page tree.
func (l *laid) root() int { return 1 }

// resources returns the object number of the resources.
func (l *laid) resources() int { return 2 }

// page returns the object number of page i, counted from 0.
func (l *laid) page(i int) int { return 3 + 2*i }

// content returns the object number of the content of page i, counted from 0.
func (l *laid) content(i int) int { return 4 + 2*i }

// info returns the object number of the information.
func (l *laid) info() int { return 3 + 2*len(l.pages) }

// catalog returns the object number of the catalog.
func (l *laid) catalog() int { return 4 + 2*len(l.pages) }

// objects counts the objects, with object 0, which every PDF begins its table with.
func (l *laid) objects() int { return 5 + 2*len(l.pages) }

// What gofpdf v1.16.2 writes for documents such as ours. Another version may write
// something else and mean it, so a difference is an error and not guessed away.
const (
	laidHeader    = "%PDF-1.3\n"
	laidResources = "<<\n/ProcSet [/PDF /Text /ImageB /ImageC /ImageI]\n/Font <<\n>>\n/XObject <<\n>>\n/ColorSpace <<\n>>\n>>"
	laidCatalog   = "<<\n/Type /Catalog\n/Pages 1 0 R\n/Names <<\n/EmbeddedFiles << /Names [\n  \n] >>\n>>\n>>"
	laidPage      = "<</Type /Page\n/Parent 1 0 R\n/Resources 2 0 R\n/Contents %d 0 R>>"
	laidContent   = "0 J\n0 j\n0.57 w\n0.000 G\n0.000 g\n" // PDF's own defaults except the line width, which every page sets
	laidPageTree  = "<</Type /Pages\n/Kids ["
	laidMediaBox  = "\n/MediaBox [0 0 595.28 841.89]\n>>"
)

// errLaid returns an error about a part of gofpdf's file that is not as expected.
func errLaid(what string) error {
	return fmt.Errorf("layout: gofpdf wrote an unexpected %s", what)
}

// readLaid takes apart what gofpdf wrote for that many pages. The parts are slices of in.
// Anything but the exact form that it knows is an error.
func readLaid(in []byte, pages int) (*laid, error) {
	l := &laid{pages: make([][]byte, pages)}
	if !bytes.HasPrefix(in, []byte(laidHeader)) {
		return nil, errLaid("header")
	}
	at, err := laidOffsets(in, l.objects())
	if err != nil {
		return nil, err
	}
	body := func(n int) []byte { return objectBody(in, at, n) }
	l.pageTree = body(l.root())
	if !bytes.HasPrefix(l.pageTree, []byte(laidPageTree)) || !bytes.HasSuffix(l.pageTree, []byte(laidMediaBox)) {
		return nil, errLaid("page tree")
	}
	if string(body(l.resources())) != laidResources {
		return nil, errLaid("resource dictionary")
	}
	if string(body(l.catalog())) != laidCatalog {
		return nil, errLaid("catalog")
	}
	if !bytes.HasPrefix(body(l.info()), []byte("<<\n/Producer ")) {
		return nil, errLaid("information object")
	}
	for i := range pages {
		l.pages[i] = body(l.page(i))
		if string(l.pages[i]) != fmt.Sprintf(laidPage, l.content(i)) {
			return nil, errLaid("page")
		}
		content, err := objectStream(in, at, l.content(i))
		if err != nil {
			return nil, err
		}
		if string(content) != laidContent {
			return nil, errLaid("page content")
		}
	}
	return l, nil
}

// laidOffsets reads the cross-reference table, which must have n entries, and
// returns where each object begins, or an error that names what is not as gofpdf writes it.
func laidOffsets(in []byte, n int) ([]int, error) {
	bad := errLaid("cross-reference table")
	tail, ok := bytes.CutSuffix(in, []byte("\n%%EOF\n"))
	if !ok {
		return nil, errLaid("end")
	}
	i := bytes.LastIndexByte(tail, '\n')
	table, err := strconv.Atoi(string(tail[i+1:]))
	if err != nil || table < 0 || table > i {
		return nil, bad
	}
	rows, ok := bytes.CutPrefix(in[table:], fmt.Appendf(nil, "xref\n0 %d\n0000000000 65535 f \n", n))
	const row = 20
	if !ok || len(rows) < row*(n-1) {
		return nil, bad
	}
	at := make([]int, n, n+1)
	for k := 1; k < n; k++ {
		if at[k], err = strconv.Atoi(string(rows[row*(k-1):][:10])); err != nil || at[k] < 0 || at[k] >= table {
			return nil, bad
		}
	}
	return at, nil
}

// objectBody returns the bytes between "n 0 obj" and "endobj" of an object that is not a
// stream, or nil if object n is not where it should be.
func objectBody(in []byte, at []int, n int) []byte {
	b, ok := bytes.CutPrefix(in[at[n]:], fmt.Appendf(nil, "%d 0 obj\n", n))
	i := bytes.Index(b, []byte("\nendobj\n"))
	if !ok || i < 0 {
		return nil
	}
	return b[:i]
}

// objectStream returns the data of stream object n, or an error where it is not as gofpdf
// writes it.
func objectStream(in []byte, at []int, n int) ([]byte, error) {
	bad := errLaid("page content")
	b, ok := bytes.CutPrefix(in[at[n]:], fmt.Appendf(nil, "%d 0 obj\n<</Length ", n))
	if !ok {
		return nil, bad
	}
	length, b, ok := bytes.Cut(b, []byte(">>\nstream\n"))
	size, err := strconv.Atoi(string(length))
	if !ok || err != nil || size < 0 || size > len(b) || !bytes.HasPrefix(b[size:], []byte("\nendstream\nendobj\n")) {
		return nil, bad
	}
	return b[:size], nil
}

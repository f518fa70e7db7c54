package layout

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/zlib"
)

// A Comparison is a writer that Document.Write compares a document with a file through.
// Compressing is much of what drawing costs, and reading what is compressed is a small part
// of that. So a stream of the file that holds what is drawn is taken as it is compressed
// there; all other bytes are compared.
type Comparison struct {
	File []byte
	Same bool // whether the document that was written last is the file
}

// Write compares a whole file, and never fails.
func (c *Comparison) Write(file []byte) (int, error) {
	c.Same = bytes.Equal(file, c.File)
	return len(file), nil
}

// compressedAlike returns the stream that the file in w.like has at this place, compressed, if
// it holds the data of s and nothing else; nil otherwise.
func (w *pdfWriter) compressedAlike(s *stream) []byte {
	if len(w.like) <= len(w.buf) {
		return nil
	}
	rest := w.like[len(w.buf):] // "123>>\nstream\n"
	n, digits := 0, 0
	for digits < len(rest) && digits < 9 && rest[digits] >= '0' && rest[digits] <= '9' {
		n = 10*n + int(rest[digits]-'0')
		digits++
	}
	rest, is := bytes.CutPrefix(rest[digits:], []byte(">>\nstream\n"))
	if !is || digits == 0 || n > len(rest) {
		return nil
	}
	zipped := rest[:n]
	switch {
	case s.alike != nil && bytes.Equal(zipped, s.alike):
	case !w.holds(zipped, s.data):
		return nil
	case s.shared:
		s.alike = bytes.Clone(zipped)
	}
	return zipped
}

// holds reports whether a compressed stream is whole, ends where it says and holds the data.
func (w *pdfWriter) holds(zipped, data []byte) bool {
	w.source.Reset(zipped)
	var err error
	if w.unzip == nil {
		w.unzip, err = zlib.NewReader(&w.source)
	} else {
		err = w.unzip.(zlib.Resetter).Reset(&w.source, nil)
	}
	if err != nil {
		w.unzip = nil
		return false
	}
	if cap(w.plain) <= len(data) {
		w.plain = make([]byte, len(data)+1)
	}
	n, err := io.ReadFull(w.unzip, w.plain[:len(data)+1]) // one more, to find the end and its checksum
	if err != io.ErrUnexpectedEOF || n != len(data) || w.source.Len() > 0 || !bytes.Equal(w.plain[:n], data) {
		return false
	}
	return true
}

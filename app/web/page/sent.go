package page

import (
	"errors"
	"io"
	"net"
	"os"

	"github.com/gofiber/fiber/v3"
)

// The sizes in bytes that files may have. Pages name these sizes to people.
const (
	MaxUpload   = 10 << 20 // of an uploaded file
	MaxTogether = 40 << 20 // of the files of one upload
	MaxChecked  = 1 << 20  // of a document's file that is checked
)

// Whole is a reader of a body of known length that does not take a part of the body for
// all of it.
type Whole struct {
	from io.Reader
	left int
}

// Read reads the next bytes of the body. Where the connection ends before the body does,
// its error is a *fiber.Error of status 400; where the time has passed, one of status
// 408.
func (w *Whole) Read(p []byte) (int, error) {
	if w.left == 0 {
		return 0, io.EOF
	}
	n, err := w.from.Read(p[:min(len(p), w.left)])
	w.left -= n
	switch {
	case w.left == 0:
		return n, nil
	case errors.Is(err, io.EOF):
		return n, fiber.ErrBadRequest
	case IsTimeout(err):
		return n, fiber.ErrRequestTimeout
	}
	return n, err
}

// IsTimeout reports whether err says that something took too long.
func IsTimeout(err error) bool {
	e := net.Error(nil)
	return errors.As(err, &e) && e.Timeout()
}

// WholeBody returns a reader of the request's body, which must have a known length and
// may still be arriving.
func WholeBody(c fiber.Ctx) *Whole {
	return &Whole{c.Request().BodyStream(), c.Request().Header.ContentLength()}
}

// UnnamedFile returns a new file in the system's temporary folder that is deleted when it
// is closed, however the program ends. The error is the disk's. The caller must
// close the file.
func UnnamedFile(pattern string) (*os.File, error) {
	file, err := os.CreateTemp("", pattern)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// FilesAtOnce is the number of files that one upload may have.
const FilesAtOnce = 50

// Rewind sets the next read or write of a file to its beginning.
func Rewind(f *os.File) error {
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// Empty deletes what a file holds and rewinds it. The error is the disk's.
func Empty(f *os.File) error { return errors.Join(f.Truncate(0), Rewind(f)) }

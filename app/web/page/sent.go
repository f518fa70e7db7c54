package page

import (
	"errors"
	"io"
	"net"
	"os"

	"github.com/gofiber/fiber/v3"
)

// Sizes of files that an upload also names to people, in bytes.
const (
	MaxUpload   = 10 << 20 // of an uploaded file
	MaxTogether = 40 << 20 // of the files of one upload
	MaxChecked  = 1 << 20  // of a document's file that is checked
)

// Whole reads a body that has a length, and does not take a part of it for all.
type Whole struct {
	from io.Reader
	left int
}

// Read reads the next bytes. At the end of the connection before the end of the
// body the error is a *fiber.Error of status 400.
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

// IsTimeout says whether an error is that something took too long.
func IsTimeout(err error) bool {
	e := net.Error(nil)
	return errors.As(err, &e) && e.Timeout()
}

// WholeBody is the body of a request of a known length while it arrives.
func WholeBody(c fiber.Ctx) *Whole {
	return &Whole{c.Request().BodyStream(), c.Request().Header.ContentLength()}
}

// UnnamedFile is a file in the system's temporary folder that is gone once it is
// closed, however the program ends.
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

// FilesAtOnce is how many files one upload may have.
const FilesAtOnce = 50

// Rewind goes back to the beginning of a file.
func Rewind(f *os.File) error {
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// Emptied begins a file anew.
func Emptied(f *os.File) error { return errors.Join(f.Truncate(0), Rewind(f)) }

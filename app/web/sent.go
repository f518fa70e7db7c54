package web

import (
	"errors"
	"io"
	"net"
	"os"

	"github.com/gofiber/fiber/v3"
)

// Sizes of files that an upload also names to people, in bytes.
const (
	maxUpload   = 10 << 20 // of an uploaded file
	maxTogether = 40 << 20 // of the files of one upload
	maxChecked  = 1 << 20  // of a document's file that is checked
)

// whole reads a body that has a length, and does not take a part of it for all.
type whole struct {
	from io.Reader
	left int
}

// Read reads the next bytes. At the end of the connection before the end of the
// body the error is a *fiber.Error of status 400.
func (w *whole) Read(p []byte) (int, error) {
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
	case isTimeout(err):
		return n, fiber.ErrRequestTimeout
	}
	return n, err
}

func isTimeout(err error) bool {
	e := net.Error(nil)
	return errors.As(err, &e) && e.Timeout()
}

// wholeBody is the body of a request of a known length while it arrives.
func wholeBody(c fiber.Ctx) *whole {
	return &whole{c.Request().BodyStream(), c.Request().Header.ContentLength()}
}

// unnamedFile is a file in the system's temporary folder that is gone once it is
// closed, however the program ends.
func unnamedFile(pattern string) (*os.File, error) {
	file, err := os.CreateTemp("", pattern)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

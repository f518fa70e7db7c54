package documents

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"mime"
	"mime/multipart"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
)

// ofFile is the query value that marks an answer about a file, not about a code.
const ofFile = "file"

// checkFile serves POST /check: whether this very file was issued here. The file is the
// field "file" of a form or the body itself. It is hashed while it arrives and stored
// nowhere, so the request changes nothing and needs no token.
func (s *pages) checkFile(c fiber.Ctx) error {
	length := c.Request().Header.ContentLength()
	if !c.Request().IsBodyStream() || length == 0 {
		return s.noFile(c)
	}
	body := page.WholeBody(c)
	sum := sha256.New()
	size, err := hashFile(sum, body, c.Get(fiber.HeaderContentType))
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, body); err != nil {
		return err
	}
	if err := c.Request().CloseBodyStream(); err != nil {
		return err
	}
	if size == 0 {
		return s.noFile(c)
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/check", hex.EncodeToString(sum.Sum(nil))) + "?" + ofFile + "=1")
}

// hashFile writes the file in a body of that type to the hash, and returns the file's
// length, 0 where there is no file. Its errors are those of reading and a *fiber.Error:
// 400 for a form that cannot be read, 415 for a body of another type.
func hashFile(to hash.Hash, body io.Reader, contentType string) (int64, error) {
	kind, parameters, err := mime.ParseMediaType(contentType)
	switch {
	case err != nil:
		return 0, fiber.ErrUnsupportedMediaType
	case kind == "application/pdf" || kind == fiber.MIMEOctetStream:
		return io.Copy(to, body)
	case kind != fiber.MIMEMultipartForm:
		return 0, fiber.ErrUnsupportedMediaType
	}
	form := multipart.NewReader(body, parameters["boundary"])
	for {
		part, err := form.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return 0, nil
		case errors.As(err, new(*fiber.Error)):
			return 0, err
		case err != nil:
			return 0, fmt.Errorf("%w: %w", fiber.ErrBadRequest, err)
		}
		if part.FormName() == "file" {
			size, err := io.Copy(to, part)
			if err != nil && !errors.As(err, new(*fiber.Error)) {
				err = fmt.Errorf("%w: %w", fiber.ErrBadRequest, err)
			}
			return size, err
		}
	}
}

// noFile answers with the check page, which says that the form had no file.
func (s *pages) noFile(c fiber.Ctx) error {
	return s.showCheck(c, fiber.StatusUnprocessableEntity, checkPage{NoFile: true})
}

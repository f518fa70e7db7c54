package web

import (
	"bytes"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v3"
)

// refuseBroken refuses an address with text in it that is none: PostgreSQL takes
// no NUL and nothing that is not UTF-8, and SQLite would store it.
func refuseBroken(c fiber.Ctx) error {
	path, err := url.PathUnescape(string(c.Request().URI().PathOriginal()))
	if err != nil || !isText(path) {
		return fiber.ErrBadRequest
	}
	for name, value := range c.Request().URI().QueryArgs().All() {
		if !isText(string(name)) || !isText(string(value)) {
			return fiber.ErrBadRequest
		}
	}
	return c.Next()
}

// checkFields looks at the fields of a form that has arrived: whether there are
// more than most, and whether each is text.
func checkFields(c fiber.Ctx, most int) error {
	if isMultipart(c) {
		return checkParts(c, most)
	}
	body := c.Request().Body()
	if !strings.HasPrefix(strings.ToLower(c.Get(fiber.HeaderContentType)), fiber.MIMEApplicationForm) {
		return nil // nobody reads fields from it
	}
	if bytes.Count(body, []byte{'&'}) >= most { // counted before it is taken apart
		return fiber.ErrRequestEntityTooLarge
	}
	for name, value := range c.Request().PostArgs().All() {
		if !isText(string(name)) || !isText(string(value)) {
			return fiber.ErrBadRequest
		}
	}
	return nil
}

func checkParts(c fiber.Ctx, most int) error {
	form, err := c.MultipartForm()
	if err != nil {
		return fiber.ErrBadRequest
	}
	count := 0
	for name, values := range form.Value {
		for _, value := range append(values, name) {
			if !isText(value) {
				return fiber.ErrBadRequest
			}
		}
		count += len(values)
	}
	for name, files := range form.File {
		for _, f := range files {
			if !isText(name) || !isText(f.Filename) {
				return fiber.ErrBadRequest
			}
		}
		count += len(files)
	}
	if count > most {
		return fiber.ErrRequestEntityTooLarge
	}
	return nil
}

// isText says whether a database may store it.
func isText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

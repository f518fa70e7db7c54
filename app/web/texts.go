package web

import (
	"bytes"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v3"
)

// refuseBroken refuses an address whose path or query is not text that a database can
// store: PostgreSQL refuses NUL and what is not UTF-8, while SQLite would store both. Its
// error is a *fiber.Error of status 400.
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

// checkFields returns a *fiber.Error where a form that has arrived cannot be read or has
// a field that is no text (400), or has more than most fields (413).
func checkFields(c fiber.Ctx, most int) error {
	if isMultipart(c) {
		return checkParts(c, most)
	}
	body := c.Request().Body()
	if !strings.HasPrefix(strings.ToLower(c.Get(fiber.HeaderContentType)), fiber.MIMEApplicationForm) {
		return nil // nobody reads fields from such a body
	}
	if bytes.Count(body, []byte{'&'}) >= most { // counted before the form is parsed
		return fiber.ErrRequestEntityTooLarge
	}
	for name, value := range c.Request().PostArgs().All() {
		if !isText(string(name)) || !isText(string(value)) {
			return fiber.ErrBadRequest
		}
	}
	return nil
}

// checkParts does for a form with files what checkFields does for other forms, and has its
// errors.
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

// isText reports whether every database can store s: it is UTF-8 without NUL.
func isText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

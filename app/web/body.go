package web

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"woolroad/app/web/page"
)

// How many bodies are read at the same time: requests with files, which wait a
// little for their turn, and what strangers send.
const (
	uploadsAtOnce   = 4
	uploadsWait     = 5 * time.Second
	strangersAtOnce = 100
)

// readBody reads the body of a request up to the bound of its route and puts it
// in place, so that no handler reads from the connection: what it has not read
// would be taken for the next request. It comes after the request's host and
// before anything that looks into a form.
//
// The errors are a *fiber.Error: 400 for a body that is cut off, a form that
// cannot be read and text that no database takes; 411 for one of unknown length;
// 413 for one that is too large or has too many fields; 503 where too many are
// being read already.
func (s *Server) readBody(c fiber.Ctx) error {
	b, length := boundsOf(c.Method(), c.Path()), c.Request().Header.ContentLength()
	contentType := c.Get(fiber.HeaderContentType)
	if b.spooled && !isMultipart(c) {
		b = postsForm // there is no file in it
	}
	switch {
	case !c.Request().IsBodyStream() || length == 0:
		return c.Next()
	case length < 0: // browsers name the length, and a body in chunks that is cut off cannot be told from a whole one
		return fiber.ErrLengthRequired
	case c.Method() != fiber.MethodPost:
		return c.Next() // nobody reads it, and the connection is closed
	case length > b.body:
		return fiber.ErrRequestEntityTooLarge
	case contentType != "" && !isMediaType(contentType): // its readers would not agree what it is
		return fiber.ErrBadRequest
	}
	turns, wait := s.strangers, time.Duration(0)
	if b.spooled {
		turns, wait = s.uploads, s.uploadsWait
	}
	if b.spooled || isOpen(c.Path()) {
		if !turn(turns, wait) {
			c.Set(fiber.HeaderRetryAfter, "10")
			return fiber.ErrServiceUnavailable
		}
		defer func() { <-turns }()
	}
	if err := c.RequestCtx().Conn().SetReadDeadline(time.Now().Add(b.reading)); err != nil {
		return err
	}
	if b.stream {
		return c.Next()
	}
	if err := take(page.WholeBody(c), c.Request(), b.spooled); err != nil {
		return err
	}
	err := checkFields(c, b.fields)
	if err == nil {
		err = c.Next()
	}
	return errors.Join(err, c.Request().CloseBodyStream()) // the server forgets a spooled one without closing it
}

// turn waits for one of so many turns, and says whether it came in time.
func turn(turns chan struct{}, wait time.Duration) bool {
	select {
	case turns <- struct{}{}:
		return true
	default:
	}
	select {
	case turns <- struct{}{}:
		return true
	case <-time.After(wait):
		return false
	}
}

func isMediaType(text string) bool {
	_, _, err := mime.ParseMediaType(text)
	return err == nil
}

func isMultipart(c fiber.Ctx) bool {
	kind, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	return err == nil && kind == fiber.MIMEMultipartForm
}

// take puts the body in its request's place: in memory, or as a file without a
// name that is gone when the request is.
func take(w *page.Whole, r *fasthttp.Request, toDisk bool) error {
	if !toDisk {
		var b bytes.Buffer // which grows with what arrives, not with what is announced
		if _, err := b.ReadFrom(w); err != nil {
			return err
		}
		r.SetBodyRaw(b.Bytes())
		return nil
	}
	file, err := page.UnnamedFile("woolroad-*.upload")
	if err != nil {
		return err
	}
	size, err := io.Copy(file, w)
	if err == nil {
		err = page.Rewind(file)
	}
	if err != nil {
		return errors.Join(err, file.Close())
	}
	r.SetBodyStream(file, int(size))
	return nil
}

// oneAnswer serves requests as the server does, and closes a connection on which
// part of a request's body is left: it would be read as the next request. It holds
// for every answer, also those that are given before any of our handlers runs.
func oneAnswer(server *fasthttp.Server) fasthttp.RequestHandler {
	serve := server.Handler
	return func(c *fasthttp.RequestCtx) {
		serve(c)
		if server.GetOpenConnectionsCount() > crowded {
			c.SetConnectionClose()
		}
		if c.Request.IsBodyStream() && c.Request.Header.ContentLength() != 0 {
			c.SetConnectionClose()
			lingerOn(c.Conn())
		}
	}
}

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

// How many bodies are read at the same time: of uploads, which wait for their turn as long
// as uploadsWait, and of requests that strangers send.
const (
	uploadsAtOnce   = 4
	uploadsWait     = 5 * time.Second
	strangersAtOnce = 100
)

// readBody reads the body of a request, up to the bound of its route, and stores it in
// the request before any handler runs. A handler that read from the connection itself
// could leave bytes there, which the server would take for the next request. readBody
// runs after the checks of the host and before anything that looks into a form.
//
// Its errors are a *fiber.Error: 400 for a body that is cut off, a form that cannot be
// read and text that no database stores; 411 for a body of unknown length; 413 for a body
// that is too large or has too many fields; 503 where too many bodies are being read
// already.
func (s *Server) readBody(c fiber.Ctx) error {
	b, length := boundsOf(c.Method(), c.Path()), c.Request().Header.ContentLength()
	contentType := c.Get(fiber.HeaderContentType)
	if b.spooled && !isMultipart(c) {
		b = postsForm // the body has no file
	}
	switch {
	case !c.Request().IsBodyStream() || length == 0:
		return c.Next()
	case length < 0: // browsers name the length, and a body in chunks that is cut off cannot be told from a whole one
		return fiber.ErrLengthRequired
	case c.Method() != fiber.MethodPost:
		return c.Next() // nobody reads the body, and the connection is closed
	case length > b.body:
		return fiber.ErrRequestEntityTooLarge
	case contentType != "" && !isMediaType(contentType): // programs that read the body could disagree about what it is
		return fiber.ErrBadRequest
	}
	turns, wait := s.strangers, time.Duration(0)
	if b.spooled {
		turns, wait = s.uploads, s.uploadsWait
	}
	if b.spooled || isOpen(c.Path()) {
		if !turn(turns, wait) {
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
	return errors.Join(err, c.Request().CloseBodyStream()) // the server drops a spooled body without closing it
}

// turn takes one of the turns, waits for it at most that long, and reports whether it got
// one. The caller gives the turn back by receiving from turns.
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

// isMediaType reports whether a text is a media type, such as "text/csv; charset=utf-8".
func isMediaType(text string) bool {
	_, _, err := mime.ParseMediaType(text)
	return err == nil
}

// isMultipart reports whether the request's body is a form that may carry files.
func isMultipart(c fiber.Ctx) bool {
	kind, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	return err == nil && kind == fiber.MIMEMultipartForm
}

// take reads a whole body and stores it in its request: in memory, or, with toDisk, in a
// file without a name that is deleted with the request. Its errors are those of reading
// the body and of the disk.
func take(w *page.Whole, r *fasthttp.Request, toDisk bool) error {
	if !toDisk {
		var b bytes.Buffer // it grows with what arrives, not with the length that the head announces
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

// oneAnswer returns a handler that serves requests as the server does, and closes a
// connection on which part of a request's body is left unread: the server would take that
// part for the next request. The handler does so after every answer, also after those
// that are given before any of our handlers runs.
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

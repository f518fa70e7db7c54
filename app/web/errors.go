package web

import (
	"errors"
	"net"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/requestid"
	"github.com/valyala/fasthttp"

	"woolroad/app/trade"
	"woolroad/app/web/orders"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type errorPage struct {
	page.Base
	Message   say.Message
	Ways      []page.WayOut // what helps where a rate is missing
	RequestID string
}

var errorTmpl = page.Parse[errorPage]("errors/error.html")

var statusOf = map[trade.Code]int{
	trade.NotFound:    fiber.StatusNotFound,
	trade.Conflict:    fiber.StatusConflict,
	trade.Invalid:     fiber.StatusUnprocessableEntity,
	trade.Unavailable: fiber.StatusServiceUnavailable,
}

// refusals are the sentences for the statuses with which the HTTP server or our guards
// refuse a request.
var refusals = map[int]say.Message{
	fiber.StatusBadRequest:                  say.Msg("The browser sent a request that cannot be read. Go back, reload the page and try again."),
	fiber.StatusNotFound:                    say.Msg("This page does not exist. Check the address, or search for the number: it may have changed."),
	fiber.StatusMethodNotAllowed:            say.Msg("This address does not accept the browser's request. Go back and open the page again."),
	fiber.StatusRequestTimeout:              say.Msg("The browser took too long to send its request. Try again."),
	fiber.StatusLengthRequired:              say.Msg("The request does not state its length. Send it from a page of Woolroad, or with a Content-Length."),
	fiber.StatusUnsupportedMediaType:        say.Msg("This address does not accept content of this type. Send it from the matching page of Woolroad."),
	fiber.StatusServiceUnavailable:          say.Msg("Too many uploads are in progress. Nothing was saved; try again in a few seconds."),
	fiber.StatusTooManyRequests:             say.Msg("Too many requests were sent. Wait a minute and try again."),
	fiber.StatusRequestHeaderFieldsTooLarge: say.Msg("The headers of the request are too large. Clear this site's cookies and try again."),
}

// showError answers a request whose handler returned an error; no other function turns an
// error into a response. It shows an error that is meant for people, logs any other error
// with the request's id, and answers with one sentence. It returns only the error of
// drawing the page.
func (s *Server) showError(c fiber.Ctx, err error) error {
	p := errorPage{Base: s.Base(c, say.Msg("The request failed"))}
	status := fiber.StatusInternalServerError
	e, refused, outside := (*trade.Error)(nil), (*forbidden)(nil), (*fiber.Error)(nil)
	switch {
	case errors.As(err, &e):
		status = statusOf[e.Code]
		p.Message, _ = say.MessageOf(e)
		p.Ways = s.WaysFrom(e)
		if e.Code == trade.Unavailable {
			s.Log.WarnContext(c.Context(), "not available", "request", requestid.FromContext(c), "err", err)
		}
	case errors.As(err, &refused):
		status = fiber.StatusForbidden
		p.Message = say.Msg("The page that sent this request has expired. Go back, reload the page and send it again.")
	case errors.As(err, &outside) && outside.Code == fiber.StatusRequestEntityTooLarge:
		status, p.Message = outside.Code, tooLarge(c)
	case errors.As(err, &outside) && refusals[outside.Code].Format != "":
		status, p.Message = outside.Code, refusals[outside.Code]
	default:
		p.RequestID = requestid.FromContext(c)
		p.Message = say.Msg("Something went wrong on our side. Nothing was changed. Try again; if the error persists, report the number below.")
		s.Log.ErrorContext(c.Context(), "request failed", "request", p.RequestID, "method", c.Method(), "path", c.Path(), "err", err)
	}
	if status == fiber.StatusNotFound {
		p.Title = say.Msg("Not found")
	}
	p.Here = "/"
	return errorTmpl.Render(c, status, p)
}

// refuseHead answers a request whose head cannot be read. The answer is plain text and no
// page, because many such requests may come at once. A client that is still sending can
// read the answer before the connection is closed.
func refuseHead(c *fasthttp.RequestCtx, err error) {
	status, timeout := fiber.StatusBadRequest, net.Error(nil)
	switch {
	case errors.As(err, new(*fasthttp.ErrSmallBuffer)):
		status = fiber.StatusRequestHeaderFieldsTooLarge
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, fasthttp.ErrTimeout):
		status = fiber.StatusRequestTimeout
	}
	if status != fiber.StatusRequestTimeout {
		lingerOn(c.Conn())
	}
	c.Response.Reset()
	c.SetStatusCode(status)
	c.Response.Header.Set(fiber.HeaderContentSecurityPolicy, page.FilePolicy)
	c.Response.Header.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.SetContentType("text/plain; charset=utf-8")
	said := ""
	for _, l := range say.Languages {
		said += l.Say(refusals[status]) + "\n"
	}
	c.SetBodyString(said)
}

// tooLarge returns the sentence that says how large a request of this kind may be.
func tooLarge(c fiber.Ctx) say.Message {
	switch b := boundsOf(c.Method(), c.Path()); b {
	case checksFile:
		return say.Msg("The file is too large. A file to be checked may have at most %d MB.", page.MaxChecked>>20)
	case uploadsFile:
		return say.Msg("The upload is too large. A file may have at most %d MB, and the files of one upload at most %d MB together.", page.MaxUpload>>20, page.MaxTogether>>20)
	case postsOrder:
		return say.Msg("The order is too large for the form. The form holds at most %d bales; upload a larger order as a file.", orders.MaxBales)
	}
	return say.Msg("The entries are too long. Nothing was saved; shorten them and send the form again.")
}

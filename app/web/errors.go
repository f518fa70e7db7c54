package web

import (
	"errors"
	"net"
	"net/url"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/requestid"
	"github.com/valyala/fasthttp"

	"woolroad/app/trade"
)

type errorPage struct {
	Base
	Message   Message
	Ways      []wayOut // what helps where a rate is missing
	RequestID string
}

var errorTmpl = parse[errorPage]("errors/error.html")

var statusOf = map[trade.Code]int{
	trade.NotFound:    fiber.StatusNotFound,
	trade.Conflict:    fiber.StatusConflict,
	trade.Invalid:     fiber.StatusUnprocessableEntity,
	trade.Unavailable: fiber.StatusServiceUnavailable,
}

// refusals are the sentences of what the HTTP server refuses by itself.
var refusals = map[int]Message{
	fiber.StatusBadRequest:                  msg("The browser sent something that cannot be read."),
	fiber.StatusNotFound:                    msg("There is no such page. The address may be mistyped, or what it showed has another number now."),
	fiber.StatusMethodNotAllowed:            msg("This address does not take what the browser sent."),
	fiber.StatusRequestTimeout:              msg("The browser took too long to send its request. Try again."),
	fiber.StatusLengthRequired:              msg("The request does not say how long it is. Send it from a page of Woolroad, or with a Content-Length."),
	fiber.StatusUnsupportedMediaType:        msg("What was sent is of a kind that is not read here. Send it from the page of Woolroad that is made for it."),
	fiber.StatusServiceUnavailable:          msg("Too much is being sent at the moment. Nothing was stored; send it again in a few seconds."),
	fiber.StatusTooManyRequests:             msg("That was asked too often. Wait a minute and try again."),
	fiber.StatusRequestHeaderFieldsTooLarge: msg("The browser sent too much before its request. Clear this site's cookies and try again."),
}

// showError is the one place where an error becomes a response. What is not
// meant for people is logged with the request's id and answered with one
// sentence.
func (s *Server) showError(c fiber.Ctx, err error) error {
	p := errorPage{Base: s.base(c, "", msg("That did not work"))}
	status := fiber.StatusInternalServerError
	e, refused, outside := (*trade.Error)(nil), (*forbidden)(nil), (*fiber.Error)(nil)
	switch {
	case errors.As(err, &e):
		status = statusOf[e.Code]
		p.Message, _ = messageOf(e)
		p.Ways = s.waysFrom(e)
		if e.Code == trade.Unavailable {
			s.log.WarnContext(c.Context(), "not available", "request", requestid.FromContext(c), "err", err)
		}
	case errors.As(err, &refused):
		status = fiber.StatusForbidden
		p.Message = msg("This was not sent from a page of Woolroad that is still good. Go back, load the page again and send it once more.")
	case errors.As(err, &outside) && outside.Code == fiber.StatusRequestEntityTooLarge:
		status, p.Message = outside.Code, tooLarge(c)
	case errors.As(err, &outside) && refusals[outside.Code].Format != "":
		status, p.Message = outside.Code, refusals[outside.Code]
	default:
		p.RequestID = requestid.FromContext(c)
		p.Message = msg("Something went wrong on our side. Nothing was changed. Try again; if it stays, report the number below.")
		s.log.ErrorContext(c.Context(), "request failed", "request", p.RequestID, "method", c.Method(), "path", c.Path(), "err", err)
	}
	if status == fiber.StatusNotFound {
		p.Title = msg("Not found")
	}
	p.Here = "/"
	return errorTmpl.render(c, status, p)
}

// refuseHead answers a request whose head cannot be read, in plain text: many of
// them may come at once, and no page is drawn for one. Whoever is still sending
// can read the answer.
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
	c.Response.Header.Set(fiber.HeaderContentSecurityPolicy, filePolicy)
	c.Response.Header.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.SetContentType("text/plain; charset=utf-8")
	said := ""
	for _, l := range languages {
		said += l.say(refusals[status]) + "\n"
	}
	c.SetBodyString(said)
}

// tooLarge says how much a request of this kind may have.
func tooLarge(c fiber.Ctx) Message {
	switch b := boundsOf(c.Method(), c.Path()); b {
	case checksFile:
		return msg("That is too large. A file to be checked may have %d MB.", maxChecked>>20)
	case uploadsFile:
		return msg("That is too large. A file may have %d MB, and the files of one upload %d MB together.", maxUpload>>20, maxTogether>>20)
	case postsOrder:
		return msg("That is too large. The form of an order takes %d bales; upload an order of more as a file.", maxBalesInForm)
	}
	return msg("That is too large. Nothing was stored; shorten what you wrote and send it again.")
}

// param is a part of the path as it was written before it was escaped.
func param(c fiber.Ctx, name string) string {
	text, err := url.PathUnescape(c.Params(name))
	if err != nil {
		return c.Params(name)
	}
	return text
}

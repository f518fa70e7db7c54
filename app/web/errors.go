package web

import (
	"errors"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/requestid"
	"github.com/valyala/fasthttp"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/app/web/orders"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type errorPage struct {
	page.Base
	Message   say.Message
	Then      say.Message   // what to do now; without Format: the message says it
	Ways      []page.WayOut // what helps where a rate is missing
	Buttons   []page.WayOut // the pages to go on from
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
	case errors.As(err, new(*db.Unsure)):
		status = fiber.StatusServiceUnavailable
		p.Title, p.RequestID = say.Msg("Stored or not"), requestid.FromContext(c)
		p.Message, p.Then, p.Ways = unsure(c.Path())
		s.noteOutage(c, "unsure", err)
	case errors.As(err, &e):
		status = statusOf[e.Code]
		p.Message, _ = say.MessageOf(e)
		p.Ways = s.WaysFrom(e)
		if e.Code == trade.Unavailable {
			s.Log.WarnContext(c.Context(), "not available", "request", requestid.FromContext(c), "err", err, "cause", e.Err)
		}
	case errors.As(err, &refused):
		status = fiber.StatusForbidden
		p.Message = say.Msg("The page that sent this request has expired. Go back, reload the page and send it again.")
	case errors.As(err, &outside) && outside.Code == fiber.StatusRequestEntityTooLarge:
		status, p.Message = outside.Code, tooLarge(c)
	case errors.As(err, &outside) && refusals[outside.Code].Format != "":
		status, p.Message = outside.Code, refusals[outside.Code]
	case db.CauseOf(err) != "":
		status, p.RequestID = fiber.StatusServiceUnavailable, requestid.FromContext(c)
		p.Message, _ = say.MessageOf(db.Outage(err))
		p.Then = untouched(c)
		s.noteOutage(c, string(db.CauseOf(err)), err)
	default:
		p.RequestID = requestid.FromContext(c)
		p.Message, p.Then = say.Msg("Something went wrong on our side. Try again; if the error persists, report the number below."), untouched(c)
		s.Log.ErrorContext(c.Context(), "request failed", "request", p.RequestID, "method", c.Method(), "path", c.Path(), "err", err)
	}
	switch status {
	case fiber.StatusNotFound:
		p.Title = say.Msg("Not found")
	case fiber.StatusServiceUnavailable:
		c.Set(fiber.HeaderRetryAfter, retryIn(err))
	}
	p.Here, p.Buttons = "/", goingOn(c, p.Subject, status)
	return errorTmpl.Render(c, status, p)
}

// goingOn returns the pages to go on from after an error: the list of the subject that the
// failed page belongs to, and where the page was not found, the search for the name in its
// address.
func goingOn(c fiber.Ctx, subject *page.Subject, status int) []page.WayOut {
	list := page.WayOut{Label: say.Msg("Go to the orders"), Link: "/orders"}
	parts := strings.Split(c.Path(), "/")
	if subject != nil && subject.Path != "/" {
		list = page.WayOut{Label: say.Msg("Go to “%s”", subject.Label), Link: subject.Path}
	}
	if status != fiber.StatusNotFound || len(parts) < 3 {
		return []page.WayOut{list}
	}
	name, err := url.PathUnescape(parts[2])
	if err != nil || name == "" {
		return []page.WayOut{list}
	}
	return []page.WayOut{{Label: say.Msg("Search for “%s”", name), Link: "/search?q=" + url.QueryEscape(name)}, list}
}

// noteOutage logs and counts a request that could not be done, or of which it is not known
// whether it was, by the cause.
func (s *Server) noteOutage(c fiber.Ctx, cause string, err error) {
	s.metrics.outages.WithLabelValues(cause).Inc()
	s.Log.ErrorContext(c.Context(), "request failed", "request", requestid.FromContext(c), "cause", cause, "method", c.Method(), "path", c.Path(), "err", err)
}

// inSteps are the addresses of forms that are stored one part after the other.
var inSteps = []string{"/orders/upload", "/rates/import", "/rates/fetch"}

// untouched returns the sentence about what a failed request has changed. It is empty for
// a request that only reads.
func untouched(c fiber.Ctx) say.Message {
	switch {
	case c.Method() != fiber.MethodPost:
		return say.Message{}
	case slices.Contains(inSteps, c.Path()):
		return say.Msg("What was stored before this happened stays, and nothing after it was stored. Sent again, the same form stores only the rest.")
	}
	return say.Msg("Nothing was changed.")
}

// A lookup is a page that shows whether something was stored.
type lookup struct {
	prefix, suffix string // of the address that a form was sent to
	sentence       say.Message
	label          say.Message
	link           string // empty: the prefix and the next part of the address
}

// lookups are where to look after forms; the first that fits decides.
var lookups = []lookup{
	{"/orders/", "/issue", say.Msg("It is not known whether the documents were stored."), say.Msg("Look at the order and its documents"), ""},
	{"/documents/", "/supersede", say.Msg("It is not known whether the new document was stored."), say.Msg("Look at the document"), ""},
	{"/orders/drafts/", "", say.Msg("It is not known whether the change of the draft was stored."), say.Msg("Look at the drafts"), "/orders/drafts"},
	{"/orders/", "/edit", say.Msg("It is not known whether the order was stored."), say.Msg("Look at the order"), ""},
	{"/orders/", "", say.Msg("It is not known whether the order was stored."), say.Msg("Look at the orders"), "/orders"},
	{"/parties/", "", say.Msg("It is not known whether the party was stored."), say.Msg("Look at the parties"), "/parties"},
	{"/products/", "", say.Msg("It is not known whether the product was stored."), say.Msg("Look at the product"), ""},
	{"/exporter", "", say.Msg("It is not known whether the exporter was stored."), say.Msg("Look at the exporter"), "/exporter"},
	{"/rates/rules", "", say.Msg("It is not known whether the rule was stored."), say.Msg("Look at the rules"), "/rates/rules"},
	{"/rates/", "", say.Msg("It is not known whether the rates were stored."), say.Msg("Look at the rates"), "/rates"},
	{"", "", say.Msg("It is not known whether this was stored."), say.Msg("Go to the orders"), "/orders"},
}

// unsure returns what to say of a form sent to that path of which it is not known whether
// it was stored, and where to look.
func unsure(path string) (message, then say.Message, where []page.WayOut) {
	i := slices.IndexFunc(lookups, func(l lookup) bool { return strings.HasPrefix(path, l.prefix) && strings.HasSuffix(path, l.suffix) })
	l := lookups[i]
	if l.link == "" {
		name, _, _ := strings.Cut(path[len(l.prefix):], "/")
		l.link = l.prefix + name
	}
	return l.sentence, say.Msg("The connection to the database broke while this was being stored. Look before you try again; the same form, sent again, stores nothing twice."),
		[]page.WayOut{{Label: l.label, Link: l.link}}
}

// retryAfter says after how long it is worth trying again, by the cause.
var retryAfter = map[db.Cause]time.Duration{
	db.Busy:     5 * time.Second,
	db.Away:     10 * time.Second,
	db.DiskFull: time.Minute,
	db.ReadOnly: time.Minute,
}

// retryIn returns the value of the header Retry-After for an answer of status 503: how
// many seconds to wait, by the cause of the error.
func retryIn(err error) string {
	wait, known := retryAfter[db.CauseOf(err)]
	if !known {
		wait = 10 * time.Second
	}
	return strconv.Itoa(int(wait.Seconds()))
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

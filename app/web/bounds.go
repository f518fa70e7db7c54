package web

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"woolroad/app/web/page"
)

// bounds are the limits of one kind of request: how large it may be and how long it may
// take.
type bounds struct {
	body    int           // how many bytes its body may have
	fields  int           // how many fields a form may have
	reading time.Duration // how long its body may take to arrive
	writing time.Duration // how long the answer may take to leave; 0: as long as a page
	spooled bool          // the body goes through the disk, and few such requests are taken at once
	stream  bool          // the handler reads the body while it arrives
}

// How long the parts of a request may take where the bounds of its route say nothing else.
const (
	headTime  = 5 * time.Second
	crowdTime = time.Second // for a body's first byte, while more than crowded connections are open
	idleTime  = 20 * time.Second
	pageTime  = 60 * time.Second
)

// The sizes of forms in bytes.
const (
	maxOrderForm = 1 << 20  // of the form of an order, which has up to 5,000 bales
	envelope     = 16 << 10 // for what a form has around its files
)

// The bounds of requests, by what they do.
var (
	showsPage   = bounds{}
	sendsFiles  = bounds{writing: 10 * time.Minute}
	switches    = bounds{body: 16 << 10, fields: 100, reading: 10 * time.Second}
	checksFile  = bounds{body: page.MaxChecked + envelope, reading: time.Minute, stream: true}
	postsForm   = bounds{body: 256 << 10, fields: 1_000, reading: time.Minute}
	postsOrder  = bounds{body: maxOrderForm, fields: 50_000, reading: 3 * time.Minute}
	uploadsFile = bounds{body: page.MaxTogether + envelope, fields: 100, reading: 10 * time.Minute, spooled: true}
)

// fileEndings are the endings of the addresses whose files take long to send.
var fileEndings = []string{page.ZIPEnding, ".pdf", page.CSVEnding, page.XLSXEnding}

// boundsOf returns the bounds of a request by its method and path. A path that is not
// spelled as our pages spell it gets the smaller bounds.
func boundsOf(method, path string) bounds {
	switch {
	case method == fiber.MethodGet || method == fiber.MethodHead:
		if slices.ContainsFunc(fileEndings, func(ending string) bool { return strings.HasSuffix(path, ending) }) {
			return sendsFiles
		}
		return showsPage
	case method != fiber.MethodPost:
		return showsPage
	case path == "/settings":
		return switches
	case path == "/check":
		return checksFile
	case path == "/orders/upload", path == "/orders/upload/replace", path == "/rates/import":
		return uploadsFile
	case path == "/orders/new", path == "/orders/totals", strings.HasPrefix(path, "/orders/") && strings.HasSuffix(path, "/edit"):
		return postsOrder
	}
	return postsForm
}

// received returns the function that sets a request's times once the server has read its
// head. That function cannot refuse a request. The server waits for the first byte of the
// body, and that byte has the time of a head, or less where many clients wait; no more
// than that byte is read ahead. readBody then grants the time that the body's route
// allows.
func received(server *fasthttp.Server) func(*fasthttp.RequestHeader) fasthttp.RequestConfig {
	return func(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
		reading := headTime
		if server.GetOpenConnectionsCount() > crowded {
			reading = crowdTime
		}
		return fasthttp.RequestConfig{ReadTimeout: reading, WriteTimeout: boundsOfHead(h).writing, MaxRequestBodySize: 1}
	}
}

// boundsOfHead returns the bounds of the request that has that head.
func boundsOfHead(h *fasthttp.RequestHeader) bounds {
	path, _, _ := strings.Cut(string(h.RequestURI()), "?")
	return boundsOf(string(h.Method()), path)
}

// expected returns the status that answers a request which asks, with "Expect:
// 100-continue", whether it may send its body: 100, or the reason why not. A client of
// HTTP/1.0 cannot ask, so it gets 417.
func expected(c *fasthttp.RequestCtx) int {
	h := &c.Request.Header
	switch length := h.ContentLength(); {
	case !h.IsHTTP11():
		return fiber.StatusExpectationFailed
	case length < 0:
		return fiber.StatusLengthRequired
	case length > boundsOfHead(h).body:
		return fiber.StatusRequestEntityTooLarge
	}
	return fiber.StatusContinue
}

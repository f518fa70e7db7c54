package web

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"woolroad/app/web/page"
)

// bounds are what a request may ask of the server.
type bounds struct {
	body    int           // how many bytes its body may have
	fields  int           // how many fields a form may have
	reading time.Duration // how long its body may take to arrive
	writing time.Duration // how long the answer may take to leave; 0: as long as a page
	spooled bool          // the body goes through the disk, and few such requests are taken at once
	stream  bool          // the handler reads the body while it arrives
}

// How long a request may take where its route says nothing else.
const (
	headTime  = 5 * time.Second
	crowdTime = time.Second // of a body's first byte, where there are more than crowded
	idleTime  = 20 * time.Second
	pageTime  = 60 * time.Second
)

// Sizes of forms.
const (
	maxOrderForm = 1 << 20  // of the form of an order, which has up to 5,000 bales
	envelope     = 16 << 10 // of what a form has around its files
)

// What requests may ask for, by what they do.
var (
	showsPage   = bounds{}
	sendsFiles  = bounds{writing: 10 * time.Minute}
	switches    = bounds{body: 16 << 10, fields: 100, reading: 10 * time.Second}
	checksFile  = bounds{body: page.MaxChecked + envelope, reading: time.Minute, stream: true}
	postsForm   = bounds{body: 256 << 10, fields: 1_000, reading: time.Minute}
	postsOrder  = bounds{body: maxOrderForm, fields: 50_000, reading: 3 * time.Minute}
	uploadsFile = bounds{body: page.MaxTogether + envelope, fields: 100, reading: 10 * time.Minute, spooled: true}
)

// fileEndings are how the addresses of files end that take their time.
var fileEndings = []string{page.ZIPEnding, ".pdf", page.CSVEnding, page.XLSXEnding}

// boundsOf are the bounds of a request for a path. A path that is written in
// another way than pages write it gets the smaller bounds.
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

// received sets the times of a request to the server once its head is read. It
// cannot refuse one, so the first byte of the body, which the server waits for, has
// the time of a head, and less where many wait: readBody grants the time of the
// body to whom it is due. More than that byte is not read ahead.
func received(server *fasthttp.Server) func(*fasthttp.RequestHeader) fasthttp.RequestConfig {
	return func(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
		reading := headTime
		if server.GetOpenConnectionsCount() > crowded {
			reading = crowdTime
		}
		return fasthttp.RequestConfig{ReadTimeout: reading, WriteTimeout: boundsOfHead(h).writing, MaxRequestBodySize: 1}
	}
}

func boundsOfHead(h *fasthttp.RequestHeader) bounds {
	path, _, _ := strings.Cut(string(h.RequestURI()), "?")
	return boundsOf(string(h.Method()), path)
}

// expected answers a request that asks first whether it may send its body. HTTP/1.0
// knows no such question.
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

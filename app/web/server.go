// Package web serves the pages: requests in, trade operations and documents out.
//
// A handler reads its request, calls one operation and renders a page, or redirects after
// something has changed. Every page works without scripts.
package web

import (
	"log/slog"
	"net"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/compress"
	"github.com/gofiber/fiber/v3/middleware/recover"

	"woolroad/app/exact"
	"woolroad/app/ratefeed"
	"woolroad/app/store"
	"woolroad/app/web/documents"
	"woolroad/app/web/orders"
	"woolroad/app/web/page"
	"woolroad/app/web/parties"
	"woolroad/app/web/products"
	"woolroad/app/web/ratebook"
	"woolroad/app/web/search"
	"woolroad/app/web/settings"
	"woolroad/app/web/start"
	"woolroad/app/web/stock"
)

// Config is what the pages need from the program around them.
type Config struct {
	Store *store.Store
	Rates *ratefeed.Fetcher // asks publishers for rates; nil: no publisher is asked
	// HeldBeyond is how far a rate of a file may move before a person has to look at it.
	HeldBeyond exact.Number
	Log        *slog.Logger
	Now        func() time.Time
	Key        []byte // signs what browsers carry; the same in all instances
	Public     string // the address at which others reach the desk: "https://desk.example"; may be empty
	Data       string // the folder whose disk must have room; empty: none
	Demo       bool   // marks every page
	Version    string
}

// Server is the desk's pages with the guards, counts and limits around them.
type Server struct {
	*page.Desk
	data    string
	health  *Health
	metrics *Metrics

	uploads     chan struct{} // has one for each upload that is being read
	uploadsWait time.Duration // how long another upload waits for its turn
	strangers   chan struct{} // has one for each body that a stranger sends
}

// New returns the app with every route on it.
func New(cfg Config, health *Health, metrics *Metrics) *fiber.App {
	s := newServer(cfg, health, metrics)
	return s.app(s.routes)
}

// newServer returns the server of a configuration, without an app.
func newServer(cfg Config, health *Health, metrics *Metrics) *Server {
	return &Server{
		Desk: &page.Desk{
			Store: cfg.Store, Rates: cfg.Rates, HeldBeyond: cfg.HeldBeyond, Log: cfg.Log, Now: cfg.Now, Key: cfg.Key,
			Public: publicOf(cfg.Public), Demo: cfg.Demo, Version: cfg.Version,
		},
		data: cfg.Data, health: health, metrics: metrics,
		uploads: make(chan struct{}, uploadsAtOnce), uploadsWait: uploadsWait, strangers: make(chan struct{}, strangersAtOnce),
	}
}

// publicOf returns the public address as a URL, or an empty URL where the address cannot
// be read or is that of this machine.
func publicOf(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback() {
		return new(url.URL)
	}
	return u
}

// app returns an app that has the routes behind the guards of all pages.
func (s *Server) app(routes func(*fiber.App)) *fiber.App {
	app := newApp(s.showError)
	app.Use(s.observe, recover.New(), oneLength, oneHost, s.headers, refuseBroken)
	app.Get("/healthz", s.healthz)
	app.Get("/readyz", s.readyz)
	page.ServeAssets(app)
	app.Use(s.hosts(), fromHere, s.limit(), compress.New(compress.Config{Level: compress.LevelBestSpeed, Next: isPacked}), s.readBody, s.deadline, s.protect())
	routes(app)
	return app
}

// connections is the number of clients that are served at once; further clients get an
// error. While more than crowded connections are open, each is closed after its answer.
const (
	connections = 16 << 10
	crowded     = 1 << 10
)

// newApp returns an app without routes that gives one answer to one request and lends no
// client more memory than boundsOf allows. onError answers the errors of its handlers.
func newApp(onError fiber.ErrorHandler) *fiber.App {
	app := fiber.New(fiber.Config{
		AppName:           "Woolroad",
		Immutable:         true, // what a handler reads goes into the database and the log
		ErrorHandler:      onError,
		ReadTimeout:       headTime,
		IdleTimeout:       idleTime,
		WriteTimeout:      pageTime,
		ReadBufferSize:    6 << 10,
		Concurrency:       connections,
		ReduceMemoryUsage: true, // a connection that says nothing has no buffers

		// The server itself reads no body: readBody does.
		StreamRequestBody:            true,
		DisablePreParseMultipartForm: true,
		BodyLimit:                    page.MaxTogether + envelope,
	})
	server := app.Server()
	server.HeaderReceived = received(server)
	server.ExpectHandler = expected
	server.Handler = oneAnswer(server)
	server.SecureErrorLogMessage = true // the log has no copy of what cannot be read
	server.ErrorHandler = refuseHead
	return app
}

// routes adds the addresses of all pages.
func (s *Server) routes(app *fiber.App) {
	start.Routes(app, s.Desk)
	settings.Routes(app, s.Desk)
	parties.Routes(app, s.Desk)
	products.Routes(app, s.Desk)
	search.Routes(app, s.Desk)
	stock.Routes(app, s.Desk)
	ratebook.Routes(app, s.Desk)
	orders.Routes(app, s.Desk)
	documents.Routes(app, s.Desk)
}

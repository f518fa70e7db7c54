// Package web serves the pages: requests in, trade operations and papers out.
//
// A handler reads its request, calls one rule or one transaction and renders a
// page, or redirects after something has changed. Every page works without
// scripts.
package web

import (
	"log/slog"
	"net"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/compress"
	"github.com/gofiber/fiber/v3/middleware/recover"

	"woolroad/app/ratefeed"
	"woolroad/app/store"
)

// Config is what the pages need from the program around them.
type Config struct {
	Store   *store.Store
	Rates   *ratefeed.Fetcher // asks publishers for rates; nil: nobody is asked
	Log     *slog.Logger
	Now     func() time.Time
	Key     []byte // signs what browsers carry; the same in all instances
	Public  string // the address that others reach the desk under: "https://desk.example"; may be empty
	Data    string // the folder whose disk must have room; empty: none
	Demo    bool   // marks every page
	Version string
}

// Server holds what handlers need.
type Server struct {
	store   *store.Store
	rates   *ratefeed.Fetcher
	log     *slog.Logger
	now     func() time.Time
	key     []byte
	public  *url.URL // under which others reach the desk; without a host there is none
	data    string
	demo    bool
	version string
	health  *Health
	metrics *Metrics
}

// Limits of what a browser may send.
const (
	maxForm     = 1 << 20  // of a form
	maxUpload   = 10 << 20 // of a file
	maxTogether = 40 << 20 // of the files of one upload
)

// New is the app with every route on it.
func New(cfg Config, health *Health, metrics *Metrics) *fiber.App {
	s := newServer(cfg, health, metrics)
	return s.app(s.routes)
}

func newServer(cfg Config, health *Health, metrics *Metrics) *Server {
	return &Server{
		store: cfg.Store, rates: cfg.Rates, log: cfg.Log, now: cfg.Now, key: cfg.Key, public: publicOf(cfg.Public), data: cfg.Data, demo: cfg.Demo,
		version: cfg.Version, health: health, metrics: metrics,
	}
}

// publicOf is the public address, or an empty one: this machine is not public.
func publicOf(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback() {
		return new(url.URL)
	}
	return u
}

// app is these routes behind everything that holds for all of them.
func (s *Server) app(routes func(*fiber.App)) *fiber.App {
	app := fiber.New(fiber.Config{
		AppName:        "Woolroad",
		Immutable:      true, // what a handler reads goes into the database and the log
		ErrorHandler:   s.showError,
		ReadTimeout:    15 * time.Second,
		WriteTimeout:   60 * time.Second, // a month's papers on a slow line
		IdleTimeout:    60 * time.Second,
		ReadBufferSize: 8 << 10,
		BodyLimit:      maxTogether + maxForm,
	})
	app.Use(s.observe, recover.New(), s.refuseSmuggling, s.headers, s.deadline)
	app.Get("/healthz", s.healthz)
	app.Get("/readyz", s.readyz)
	serveAssets(app)
	app.Use(s.hosts(), compress.New(compress.Config{Level: compress.LevelBestSpeed, Next: isPacked}), s.limit, s.protect())
	routes(app)
	return app
}

// routes are all addresses of pages.
func (s *Server) routes(app *fiber.App) {
	app.Get("/", func(c fiber.Ctx) error { return c.Redirect().Status(fiber.StatusSeeOther).To("/orders") })
	app.Get("/help", s.showHelp)
	app.Post("/settings", s.setSettings)
	s.orderFormRoutes(app)
	s.exporterRoutes(app)
	s.partiesRoutes(app)
	s.productsRoutes(app)
	s.ordersRoutes(app)
	s.papersRoutes(app)
	s.findRoutes(app)
	s.lotsRoutes(app)
	s.checkRoutes(app)
	s.ratesRoutes(app)
	s.orderRoutes(app) // after all others below /orders and /documents
}

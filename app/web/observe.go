package web

import (
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/requestid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/documents"
)

// Metrics is the registry of what the program counts of itself, and the times of its
// requests.
type Metrics struct {
	Registry *prometheus.Registry
	requests *prometheus.HistogramVec
	outages  *prometheus.CounterVec
}

// NewMetrics returns metrics that count requests by route, the work done for them, and
// what the Go runtime does.
func NewMetrics() *Metrics {
	m := &Metrics{prometheus.NewRegistry(), prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "woolroad_request_seconds",
		Help:    "How long requests took, by route, method and status.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"route", "method", "status"}), prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "woolroad_outages_total",
		Help: "Requests that the database could not do, by the cause, and those of which it is not known whether they were stored (unsure).",
	}, []string{"cause"})}
	m.Registry.MustRegister(m.requests, m.outages, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, w := range work {
		m.Registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "woolroad_" + w.name + "_total", Help: w.help},
			func() float64 { return float64(w.count.Load()) }))
	}
	return m
}

// work lists the counters of what the program has done since it started to answer
// requests.
var work = []struct {
	name, help string
	count      *atomic.Int64
}{
	{"transactions", "Transactions of the database that were begun.", &db.Transactions},
	{"orders_decoded", "Orders that were read from text.", &trade.Decoded},
	{"orders_judged", "Orders that the rules were tried on.", &trade.Checked},
	{"lots_added_up", "Lots of which the masses were added up.", &trade.AddedUp},
	{"totals_converted", "Totals that were converted into another currency.", &trade.Exchanged},
	{"documents_drawn", "Documents that were drawn.", &documents.Drawn},
}

// newRequestID gives each request an id of ours. The id that a client sent is not used,
// since it may be any text.
var newRequestID = requestid.New()

// observe calls the next handlers, then logs and counts the request by its route's
// pattern: what a person typed is in no log. It always returns nil, since it answers
// errors itself.
func (s *Server) observe(c fiber.Ctx) error {
	start := s.Now()
	c.Request().Header.Del(fiber.HeaderXRequestID)
	err := newRequestID(c)
	if err != nil {
		if err = c.App().ErrorHandler(c, err); err != nil {
			_ = c.SendStatus(fiber.StatusInternalServerError) // the error page could not be sent, and observe logs that below
		}
	}
	took := s.Now().Sub(start)
	status, route := c.Response().StatusCode(), c.Route().Path
	if route == "/" && status == fiber.StatusNotFound {
		route = "(none)"
	}
	s.metrics.requests.WithLabelValues(route, c.Method(), strconv.Itoa(status)).Observe(took.Seconds())
	level := slog.LevelInfo
	if status >= fiber.StatusInternalServerError {
		level = slog.LevelError
	}
	s.Log.LogAttrs(c.Context(), level, "request", slog.String("request", requestid.FromContext(c)), slog.String("method", c.Method()),
		slog.String("route", route), slog.Int("status", status), slog.Duration("took", took.Round(time.Microsecond)), slog.Int("bytes", len(c.Response().Body())))
	return nil
}

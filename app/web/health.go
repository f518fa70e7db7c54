package web

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/ratebook"
)

// roomNeeded is how much free disk the program wants before it calls itself ready.
const roomNeeded = 500 << 20

// Health is what the program says of itself beyond what can be looked up.
type Health struct{ ending atomic.Bool }

// End says that the program is about to stop: it is no longer ready.
func (h *Health) End() { h.ending.Store(true) }

// healthz serves GET /healthz: the process answers.
func (s *Server) healthz(c fiber.Ctx) error { return c.JSON(map[string]string{"status": "ok"}) }

// readyz serves GET /readyz: the program can do its work. It says what each
// part is, and nothing about what lies behind a failure: the log does.
func (s *Server) readyz(c fiber.Ctx) error {
	parts := map[string]string{}
	status := fiber.StatusOK
	note := func(part string, err error) {
		parts[part] = "ok"
		if err != nil {
			parts[part], status = "failed", fiber.StatusServiceUnavailable
			s.Log.WarnContext(c.Context(), "not ready", "part", part, "err", err)
		}
	}
	ctx, cancel := context.WithTimeout(c.Context(), time.Second)
	defer cancel()
	note("database", s.Store.Ready(ctx))
	if s.data != "" {
		note("disk", roomOn(s.data))
	}
	parts["rates"] = ratebook.Health(ctx, s.Desk) // what is late stops no page
	if s.health.ending.Load() {
		parts["program"], status = "ending", fiber.StatusServiceUnavailable
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Status(status).JSON(parts)
}

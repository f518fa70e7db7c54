package web

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/ratebook"
)

// roomNeeded is the free disk, in bytes, below which the program is not ready.
const roomNeeded = 500 << 20

// Health is what the program tells the readiness check about itself: whether it is
// stopping.
type Health struct{ ending atomic.Bool }

// End records that the program is about to stop, so that readyz answers "not ready".
func (h *Health) End() { h.ending.Store(true) }

// healthz serves GET /healthz: it answers "ok" as long as the process answers at all.
func (s *Server) healthz(c fiber.Ctx) error { return c.JSON(map[string]string{"status": "ok"}) }

// readyz serves GET /readyz: whether the program can do its work. It names the state of
// each part; the reason for a failure is in the log alone.
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
	parts["rates"] = ratebook.Health(ctx, s.Desk) // a late feed stops no page
	if s.health.ending.Load() {
		parts["program"], status = "ending", fiber.StatusServiceUnavailable
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Status(status).JSON(parts)
}

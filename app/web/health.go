package web

import (
	"cmp"
	"context"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/store/db"
	"woolroad/app/web/ratebook"
)

// roomNeeded is the free disk, in bytes, below which the program is not ready.
const roomNeeded = 500 << 20

// Health is what the program tells the readiness check about itself: whether it is
// stopping, and what the check found last.
type Health struct {
	ending atomic.Bool

	mu     sync.Mutex // held while the parts are looked at
	looked time.Time
	parts  map[string]string
	status int
}

// End records that the program is about to stop, so that readyz answers "not ready".
func (h *Health) End() { h.ending.Store(true) }

// healthz serves GET /healthz: it answers "ok" as long as the process answers at all.
func (s *Server) healthz(c fiber.Ctx) error { return c.JSON(map[string]string{"status": "ok"}) }

const (
	// readyFor is how long an answer of readyz holds for others who ask: strangers may ask
	// too, and each look writes to the disk.
	readyFor = time.Second
	// readyTime is how long the database may take to answer and to write.
	readyTime = 3 * time.Second
)

// readyz serves GET /readyz: whether the program can do its work. It names the state of
// each part, which is "ok", a known cause or "failed"; the error itself is in the log
// alone.
func (s *Server) readyz(c fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.Context(), readyTime)
	defer cancel()
	parts, status := s.look(ctx)
	parts["rates"] = ratebook.Health(ctx, s.Desk) // a late feed stops no page
	if s.health.ending.Load() {
		parts["program"], status = "ending", fiber.StatusServiceUnavailable
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	if status == fiber.StatusServiceUnavailable {
		c.Set(fiber.HeaderRetryAfter, retryIn(nil))
	}
	return c.Status(status).JSON(parts)
}

// look returns the state of each part but the rates, and the status of the answer. It looks
// once for all who ask within readyFor.
func (s *Server) look(ctx context.Context) (parts map[string]string, status int) {
	h := s.health
	h.mu.Lock()
	defer h.mu.Unlock()
	if since := s.Now().Sub(h.looked); h.parts != nil && since >= 0 && since < readyFor {
		return maps.Clone(h.parts), h.status
	}
	parts, status = map[string]string{}, fiber.StatusOK
	note := func(part string, err error) {
		parts[part] = "ok"
		if err == nil {
			return
		}
		cause := db.CauseOf(err)
		parts[part], status = cmp.Or(string(cause), "failed"), fiber.StatusServiceUnavailable
		s.Log.WarnContext(ctx, "not ready", "part", part, "cause", cause, "err", err)
	}
	note("database", s.Store.Ready(ctx))
	note("writing", s.Store.TryWrite(ctx))
	if s.data != "" {
		note("disk", roomOn(s.data))
	}
	h.looked, h.parts, h.status = s.Now(), maps.Clone(parts), status
	return parts, status
}

package web

import (
	"github.com/gofiber/fiber/v3"
	"github.com/prometheus/common/expfmt"
)

// NewCounts is an app that serves what the program counts of itself, at
// /metrics, to programs on this machine.
func NewCounts(m *Metrics) *fiber.App {
	app := newApp(nil)
	app.Use(oneLength, oneHost, noProxy, onlyHere())
	app.Get("/metrics", func(c fiber.Ctx) error {
		families, err := m.Registry.Gather()
		if err != nil {
			return err
		}
		format := expfmt.NewFormat(expfmt.TypeTextPlain)
		c.Set(fiber.HeaderContentType, string(format))
		e := expfmt.NewEncoder(c, format)
		for _, f := range families {
			if err := e.Encode(f); err != nil {
				return err
			}
		}
		return nil
	})
	return app
}

// noProxy refuses what a proxy hands on.
func noProxy(c fiber.Ctx) error {
	if forwarded(c) != "" {
		return fiber.ErrNotFound
	}
	return c.Next()
}

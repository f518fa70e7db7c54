package web

import (
	"errors"

	"github.com/gofiber/fiber/v3"
	"github.com/prometheus/common/expfmt"
)

// NewCounts returns an app that serves m, the program's metrics, at /metrics to programs
// on this machine.
func NewCounts(m *Metrics) *fiber.App {
	app := newApp(func(c fiber.Ctx, err error) error {
		status, known := fiber.StatusForbidden, (*fiber.Error)(nil)
		if errors.As(err, &known) {
			status = known.Code
		} else if !errors.As(err, new(*forbidden)) {
			status = fiber.StatusInternalServerError // the reason is not for people
		}
		return c.SendStatus(status)
	})
	app.Use(oneLength, oneHost, noProxy, onlyHere(), fromHere)
	app.Get("/metrics", func(c fiber.Ctx) error {
		families, err := m.Registry.Gather()
		if err != nil {
			return err
		}
		format := expfmt.NewFormat(expfmt.TypeTextPlain)
		c.Set(fiber.HeaderContentType, string(format))
		c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
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

// noProxy refuses a request that a proxy hands on. Its error is a *fiber.Error of status
// 404.
func noProxy(c fiber.Ctx) error {
	if forwarded(c) != "" {
		return fiber.ErrNotFound
	}
	return c.Next()
}

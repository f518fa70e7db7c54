// Package start has the page that a day begins with: what waits for somebody, and on a new
// desk what to do first.
package start

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
)

// pages answers requests for this subject's addresses.
type pages struct{ *page.Desk }

// Routes adds the addresses of this subject.
func Routes(app *fiber.App, desk *page.Desk) {
	s := &pages{desk}
	app.Get("/", s.showStart)
}

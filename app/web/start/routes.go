// Package start has the page that a day begins with: what waits for somebody, and on a new
// desk what to do first.
package start

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
)

// pages are the handlers of this subject's pages.
type pages struct{ *page.Desk }

// Routes adds the route of the start page to app.
func Routes(app *fiber.App, desk *page.Desk) {
	s := &pages{desk}
	app.Get("/", s.showStart)
}

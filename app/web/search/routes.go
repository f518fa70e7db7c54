// Package search has the page of the one search box.
package search

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
)

// pages are the handlers of this subject's pages.
type pages struct{ *page.Desk }

// Routes adds the route of the search to app.
func Routes(app *fiber.App, desk *page.Desk) {
	s := &pages{desk}
	app.Get("/search", s.find)
}

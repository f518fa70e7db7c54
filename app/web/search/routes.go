// Package search has the page of the one search box.
package search

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
)

// pages answers requests for this subject's addresses.
type pages struct{ *page.Desk }

// Routes adds the addresses of this subject.
func Routes(app *fiber.App, desk *page.Desk) {
	s := &pages{desk}
	app.Get("/search", s.find)
}

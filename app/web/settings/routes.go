// Package settings has the pages of the desk itself: the exporter, what a person has chosen
// for this browser, and help.
package settings

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
)

// pages are the handlers of this subject's pages.
type pages struct{ *page.Desk }

// Routes adds the routes of the settings to app.
func Routes(app *fiber.App, desk *page.Desk) {
	s := &pages{desk}
	app.Get("/help", s.showHelp)
	app.Post("/settings", s.setSettings)
	app.Get("/exporter", s.showExporter)
	app.Post("/exporter", s.saveExporter)
	app.Get("/exporter/series", s.showSeries)
}

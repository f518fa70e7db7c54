// Package stock has the pages of lots and bales.
package stock

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
	"woolroad/app/web/page/table"
)

// pages are the handlers of this subject's pages.
type pages struct{ *page.Desk }

// Routes adds the routes of lots and bales to app.
func Routes(app *fiber.App, desk *page.Desk) {
	s := &pages{desk}
	app.Get("/lots", s.listLots)
	table.Routes(app, "/lots", s.exportLots)
	table.Routes(app, "/lots/:number/bales", s.exportBales)
	app.Get("/lots/new", s.newLot)
	app.Post("/lots/new", s.addLot)
	app.Get("/lots/:number", s.showLot)
	app.Get("/lots/:number/edit", s.editLot)
	app.Post("/lots/:number/edit", s.saveLot)
}

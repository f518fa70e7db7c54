// Package parties has the pages of the address book: the companies that orders name.
package parties

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
	"woolroad/app/web/page/table"
)

// pages are the handlers of this subject's pages.
type pages struct{ *page.Desk }

// Routes adds the routes of parties to app.
func Routes(app *fiber.App, desk *page.Desk) {
	s := &pages{desk}
	app.Get("/parties", s.listParties)
	table.Routes(app, "/parties", s.exportParties)
	app.Get("/parties/new", s.newParty)
	app.Post("/parties/new", s.addParty)
	app.Post("/parties/numbers", s.drawNumbers)
	app.Get("/parties/buyer/:order", s.leadToBuyer)
	app.Get("/parties/:id", s.showParty)
	app.Get("/parties/:id/edit", s.editParty)
	app.Post("/parties/:id/edit", s.saveParty)
}

// Package ratebook has the pages of exchange rates: what is published, held, entered and
// converted, and the rules that choose among them.
//
// A page shows a published figure as it was published, never a rounded reciprocal.
package ratebook

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
)

// pages are the handlers of this subject's pages.
type pages struct{ *page.Desk }

// Routes adds the routes of rates to app. A pair comes last, since it may look like any
// other address.
func Routes(app *fiber.App, desk *page.Desk) {
	s := &pages{desk}
	app.Get("/rates", s.showRates)
	app.Post("/rates/fetch", s.fetchRates)
	app.Post("/rates/import", s.importRates)
	app.Post("/rates/held", s.decideRate)
	s.rateFiles(app)
	app.Get("/rates/convert", s.convert)
	app.Get("/rates/new", s.showManual)
	app.Post("/rates/new", s.enterManual)
	app.Get("/rates/rules", s.showRules)
	app.Post("/rates/rules", s.saveRule)
	app.Post("/rates/rules/choices", s.saveChoice)
	app.Get("/rates/:pair", s.showPair)
}

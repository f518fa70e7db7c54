// Package orders has the pages of orders: the list, an order with its documents, the form
// that an order is typed into, drafts, uploads, and issuing.
//
// The form has no rules of its own: what goes where comes from the order file's schema,
// and what is right is for package trade to say.
package orders

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
	"woolroad/app/web/page/table"
)

// pages answers requests for this subject's addresses.
type pages struct{ *page.Desk }

// Routes adds the addresses of orders. A number may be any name, so those of one order
// come last.
func Routes(app *fiber.App, desk *page.Desk) {
	s := &pages{desk}
	app.Get("/orders", s.listOrders)
	app.Get("/orders/sums", s.sumOrders)
	table.Routes(app, "/orders", s.exportOrders)
	app.Get("/orders/new", s.newOrder)
	app.Post("/orders/new", s.enterOrder)
	app.Get("/orders/drafts", s.listDrafts)
	table.Routes(app, "/orders/drafts", s.exportDrafts)
	app.Post("/orders/drafts/:id/delete", s.deleteDraft)
	app.Post("/orders/drafts/:id/restore", s.restoreDraft)
	app.Post("/orders/totals", s.showTotals)
	app.Post("/places", s.drawPlaces)
	app.Get("/orders/:number/edit", s.editOrder)
	app.Post("/orders/:number/edit", s.enterOrder)
	app.Get("/orders/upload", s.showUpload)
	app.Post("/orders/upload", s.upload)
	app.Post("/orders/upload/replace", s.replaceOrder)
	app.Get("/orders/:number", s.showOrder)
	app.Get("/orders/:number/issue", s.showIssue)
	app.Post("/orders/:number/issue", s.issue)
}

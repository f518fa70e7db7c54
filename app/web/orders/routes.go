// Package orders has the pages of orders: the list, an order with its documents, the form
// that an order is typed into, drafts, uploads, and issuing.
//
// The form has no rules of its own: its fields come from the order file's schema, and
// package trade decides what is right.
package orders

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
	"woolroad/app/web/page/table"
)

// pages are the handlers of this subject's pages.
type pages struct{ *page.Desk }

// Routes adds the routes of orders to app. Those of one order come last, since an order's
// number may look like any other address.
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

// Package products has the pages of products and their regains.
package products

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
	"woolroad/app/web/page/table"
)

// pages are the handlers of this subject's pages.
type pages struct{ *page.Desk }

// Routes adds the routes of products to app.
func Routes(app *fiber.App, desk *page.Desk) {
	s := &pages{desk}
	app.Get("/products", s.listProducts)
	table.Routes(app, "/products", s.exportProducts)
	table.Routes(app, "/products/:name/regains", s.exportRegains)
	app.Get("/products/:name", s.showProduct)
	app.Post("/products/:name", s.saveProduct)
	app.Get("/products/:name/regains/new", s.newRegain)
	app.Post("/products/:name/regains/new", s.addRegain)
	app.Get("/products/:name/regains/:id", s.editRegain)
	app.Post("/products/:name/regains/:id", s.saveRegain)
}

// Package documents has the pages of what is issued: the list of documents with its sums
// and files, each document, its correction, and the check page that everybody may ask.
//
// A page shows and sends the stored file; nothing is drawn here but a draft.
package documents

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
	"woolroad/app/web/page/table"
)

// pages are the handlers of this subject's pages.
type pages struct{ *page.Desk }

// Routes adds the routes of documents to app. Those of one document come last, since a
// document's number may look like any other address.
func Routes(app *fiber.App, desk *page.Desk) {
	s := &pages{desk}
	movedRoutes(app)
	app.Get("/check", s.askCheck)
	app.Post("/check", s.checkFile)
	app.Get("/check/:hash", s.check)
	app.Get("/documents", s.listDocuments)
	app.Get("/documents/sums", s.sumDocuments)
	table.Routes(app, "/documents", s.exportDocuments)
	app.Get("/documents.zip", s.exportDocuments)
	app.Get("/orders/:number/documents.zip", s.sendSet)
	app.Get("/orders/:number/draft/:kind.pdf", s.sendDraft)
	app.Get("/documents/:number.pdf", s.sendDocument)
	app.Get("/documents/:number", s.showDocument)
	app.Get("/documents/:number/supersede", s.showSupersede)
	app.Post("/documents/:number/supersede", s.supersede)
}

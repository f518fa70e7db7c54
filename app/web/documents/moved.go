package documents

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
)

// Addresses from when documents were called papers. Bookmarks and spreadsheets hold
// them, so that they lead on for ever.
func movedRoutes(app *fiber.App) {
	app.Get("/papers*", moved)
	app.Get("/orders/:number/papers.zip", func(c fiber.Ctx) error {
		return movedTo(c, page.JoinPath("/orders", page.Param(c, "number"), "documents.zip"))
	})
}

// moved redirects /papers and any address below it to the same one of /documents.
func moved(c fiber.Ctx) error { return movedTo(c, "/documents"+c.Path()[len("/papers"):]) }

// movedTo redirects to the path for good, with the query of the request.
func movedTo(c fiber.Ctx, path string) error {
	if query := c.Request().URI().QueryString(); len(query) > 0 {
		path += "?" + string(query)
	}
	return c.Redirect().Status(fiber.StatusPermanentRedirect).To(path)
}

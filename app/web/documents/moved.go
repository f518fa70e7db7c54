package documents

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
)

// movedRoutes redirects the addresses from when documents were called papers. Bookmarks
// and spreadsheets have such addresses, so they must work for ever.
func movedRoutes(app *fiber.App) {
	app.Get("/papers*", moved)
	app.Get("/orders/:number/papers.zip", func(c fiber.Ctx) error {
		return movedTo(c, page.JoinPath("/orders", page.Param(c, "number"), "documents.zip"))
	})
}

// moved redirects /papers and each address below it to the same address of /documents.
func moved(c fiber.Ctx) error { return movedTo(c, "/documents"+c.Path()[len("/papers"):]) }

// movedTo redirects permanently to path with the query of the request.
func movedTo(c fiber.Ctx, path string) error {
	if query := c.Request().URI().QueryString(); len(query) > 0 {
		path += "?" + string(query)
	}
	return c.Redirect().Status(fiber.StatusPermanentRedirect).To(path)
}

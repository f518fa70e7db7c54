package web

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/store"
)

type checkPage struct {
	Base
	Exporter string
	Hash     string // as it was asked for
	Asked    bool
	OfFile   bool // a file was given, not a code
	NoFile   bool // there was none in the form
	Found    *store.IssuedInfo
	Kind     Message
	Country  Message // the buyer's
}

// Most is how many MB a file may have.
func (checkPage) Most() int { return maxChecked >> 20 }

var checkTmpl = parse[checkPage]("documents/check.html")

func (s *Server) checkRoutes(app *fiber.App) {
	app.Get("/check", s.askCheck)
	app.Post("/check", s.checkFile)
	app.Get("/check/:hash", s.check)
}

// askCheck serves GET /check: a field for the hash, and the way on from it.
func (s *Server) askCheck(c fiber.Ctx) error {
	if hash := halfWidth(c.Query("hash")); hash != "" {
		return c.Redirect().Status(fiber.StatusSeeOther).To(joinPath("/check", hash))
	}
	return s.showCheck(c, fiber.StatusOK, checkPage{})
}

// check serves GET /check/:hash, which the code on a paper leads to: whether the
// paper was issued here, and what it has to say. Nothing else of the order is
// told, and nothing at all where the hash is nobody's.
func (s *Server) check(c fiber.Ctx) error {
	return s.showCheck(c, fiber.StatusOK, checkPage{Hash: param(c, "hash"), Asked: true, OfFile: c.Query(ofFile) != ""})
}

func (s *Server) showCheck(c fiber.Ctx, status int, p checkPage) error {
	checked, err := issue.Check(c.Context(), s.store, store.Who{Name: strangerName, At: s.now()}, p.Hash) // anybody asks, and no form is read
	if err != nil {
		return err
	}
	p.Exporter, p.Found = checked.Exporter, checked.Found
	switch {
	case p.Found != nil:
		p.Kind, p.Country = kindTitle(p.Found.Kind), countryLabel(p.Found.Country)
	case p.Asked:
		status = fiber.StatusNotFound
	}
	p.Base = s.base(c, "", msg("Check a paper"))
	p.Bare, p.Faulty = true, p.NoFile
	return checkTmpl.render(c, status, p)
}

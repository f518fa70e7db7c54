package documents

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type checkPage struct {
	page.Base
	Exporter string
	Hash     string // as it was typed or linked
	Asked    bool
	OfFile   bool // a file was checked, not a code
	NoFile   bool // the form had no file
	Found    *store.IssuedInfo
	Kind     say.Message
	Country  say.Message // the buyer's
}

// Most returns the number of MB that a file to check may have.
func (checkPage) Most() int { return page.MaxChecked >> 20 }

var checkTmpl = page.Parse[checkPage]("documents/check.html")

// askCheck serves GET /check: a field for a hash. A hash in the query leads on to its own
// address.
func (s *pages) askCheck(c fiber.Ctx) error {
	if hash := page.HalfWidth(c.Query("hash")); hash != "" {
		return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/check", hash))
	}
	return s.showCheck(c, fiber.StatusOK, checkPage{})
}

// check serves GET /check/:hash, to which the code on a document leads: whether the
// document was issued here, and what is printed on it. The page tells nothing else of the
// order, and nothing at all where no document has the hash.
func (s *pages) check(c fiber.Ctx) error {
	return s.showCheck(c, fiber.StatusOK, checkPage{Hash: page.Param(c, "hash"), Asked: true, OfFile: c.Query(ofFile) != ""})
}

// showCheck answers with the check page for the hash in p, and with status 404 where that
// hash was asked for and no document has it. Its errors are those of the database and of
// drawing the page.
func (s *pages) showCheck(c fiber.Ctx, status int, p checkPage) error {
	checked, err := issue.Check(c.Context(), s.Store, store.Who{Name: say.StrangerName, At: s.Now()}, p.Hash) // anybody may ask, so no name is read from the request
	if err != nil {
		return err
	}
	p.Exporter, p.Found = checked.Exporter, checked.Found
	switch {
	case p.Found != nil:
		p.Kind, p.Country = say.KindTitle(p.Found.Kind), say.CountryLabel(p.Found.Country)
	case p.Asked:
		status = fiber.StatusNotFound
	}
	p.Base = s.Base(c, say.Msg("Check a document"))
	p.Bare, p.Faulty = true, p.NoFile
	return checkTmpl.Render(c, status, p)
}

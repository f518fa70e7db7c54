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
	Hash     string // as it was asked for
	Asked    bool
	OfFile   bool // a file was given, not a code
	NoFile   bool // there was none in the form
	Found    *store.IssuedInfo
	Kind     say.Message
	Country  say.Message // the buyer's
}

// Most is how many MB a file may have.
func (checkPage) Most() int { return page.MaxChecked >> 20 }

var checkTmpl = page.Parse[checkPage]("documents/check.html")

// askCheck serves GET /check: a field for the hash, and the way on from it.
func (s *pages) askCheck(c fiber.Ctx) error {
	if hash := page.HalfWidth(c.Query("hash")); hash != "" {
		return c.Redirect().Status(fiber.StatusSeeOther).To(page.JoinPath("/check", hash))
	}
	return s.showCheck(c, fiber.StatusOK, checkPage{})
}

// check serves GET /check/:hash, which the code on a document leads to: whether the
// document was issued here, and what it has to say. Nothing else of the order is
// told, and nothing at all where the hash is nobody's.
func (s *pages) check(c fiber.Ctx) error {
	return s.showCheck(c, fiber.StatusOK, checkPage{Hash: page.Param(c, "hash"), Asked: true, OfFile: c.Query(ofFile) != ""})
}

func (s *pages) showCheck(c fiber.Ctx, status int, p checkPage) error {
	checked, err := issue.Check(c.Context(), s.Store, store.Who{Name: say.StrangerName, At: s.Now()}, p.Hash) // anybody asks, and no form is read
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

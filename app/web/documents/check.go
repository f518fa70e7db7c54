package documents

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/web/form"
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

var (
	checkTmpl = page.Parse[checkPage]("documents/check.html")
	codeField = page.Field{ID: "hash", Label: say.Msg("Code of the document (SHA-256)"), Kind: page.Hash, Most: 100, Auto: "off", Need: page.Asked,
		Hint: say.Msg("The QR code on the document opens this page. To check by hand, enter the code of 64 digits and letters a to f, or the SHA-256 of the PDF file.")}
	codeForm  = form.Of(codeField)
	fileField = page.Field{ID: "file", Label: say.Msg("Or the PDF file as you received it"), Kind: page.File, Accept: ".pdf,application/pdf", Need: page.Asked,
		Hint: say.Msg("At most %d MB. The file is compared and not stored.", page.MaxChecked>>20)}
)

// Code returns the field for the code. It holds the code only while the page has no
// answer to it.
func (p checkPage) Code() []page.Field {
	f := codeField
	if p.Found == nil && !p.OfFile {
		f.Value = p.Hash
	}
	return []page.Field{f}
}

// File returns the field for the file.
func (p checkPage) File() []page.Field {
	f := fileField
	if p.NoFile {
		f.Faults = []any{say.Msg("Choose the PDF file of the document.")}
	}
	return []page.Field{f}
}

// askCheck serves GET /check: a field for a hash. A hash in the query leads on to its own
// address.
func (s *pages) askCheck(c fiber.Ctx) error {
	if hash := codeForm.Read(c).Value("/hash"); hash != "" {
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

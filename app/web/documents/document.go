package documents

import (
	"mime"
	"strings"
	"unicode"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/documents"
)

type documentPage struct {
	page.Base
	Issued store.Issued
	Kind   say.Message
	State  page.State
	Order  string // the order's number now
	Facts  []page.Fact
	In     []converted
	File   string // the path of the document's PDF
}

// converted is a document's total in another currency, as the document prints it.
type converted struct {
	documents.Converted
	Link string // to the published rate; empty for a rate that the order stated
}

var documentTmpl = page.Parse[documentPage]("documents/document.html")

// showDocument serves GET /documents/:number: an issued document and its state.
func (s *pages) showDocument(c fiber.Ctx) error {
	number := page.Param(c, "number")
	d, err := issue.LookAtDocument(c.Context(), s.Store, s.Who(c), number)
	if err != nil {
		return err
	}
	p := documentPage{
		Base: s.Base(c, say.Msg("Document %s", number)), Issued: d.Issued, Order: d.Order,
		Kind: say.KindTitle(d.Kind), File: page.JoinPath("/documents", number) + ".pdf", State: page.DocumentState(d.SupersededBy),
	}
	p.describe(d.Content)
	return documentTmpl.Render(c, fiber.StatusOK, p)
}

// describe fills the page with what the document printed when it was issued.
func (p *documentPage) describe(document documents.Document) {
	h, l := document.Head(), p.Lang
	var f page.Facts
	f.Add(say.Msg("Date on the document"), l.Date(h.Date))
	f.Add(say.Msg("Issued at"), l.When(p.Issued.IssuedAt))
	f = append(f, page.Fact{Label: say.Msg("Buyer"), Lines: []string{h.Buyer.Name, l.Say(say.CountryLabel(h.Buyer.Country))}, Link: page.BuyerPath(p.Issued.SubjectID)})
	if h.Consignee != nil {
		f.Add(say.Msg("Consignee"), h.Consignee.Name, l.Say(say.CountryLabel(h.Consignee.Country)))
	}
	if h.Notify != nil {
		f.Add(say.Msg("Notify party"), h.Notify.Name, l.Say(say.CountryLabel(h.Notify.Country)))
	}
	f.Add(say.Msg("Terms"), l.Say(say.PrintedTerms(h.Terms)))
	f.Add(say.Msg("Contract"), h.Contract)
	f.Add(say.Msg("Gross mass"), l.Say(say.Msg("%s kg", h.Gross.Grouped())))
	f.Add(say.Msg("Net mass"), l.Say(say.Msg("%s kg", h.Net.Grouped())))
	p.Facts = f
	for _, in := range page.ConvertedIn(document) {
		v := converted{Converted: in}
		if _, ours := say.SourceNamed(in.Rate.Source); ours {
			v.Link = page.RateLink(in.Rate.From, in.Rate.To, in.Rate.Date)
		}
		p.In = append(p.In, v)
	}
}

// sendDocument serves GET /documents/:number.pdf: the stored file, byte for byte.
func (s *pages) sendDocument(c fiber.Ctx) error {
	d, err := issue.ReadFile(c.Context(), s.Store, s.Who(c), page.Param(c, "number"))
	if err != nil {
		return err
	}
	tag := `"` + d.PDFHash + `"`
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderCacheControl, "private, no-cache")      // browsers may store it, and must ask each time whether it still holds
	c.Set(fiber.HeaderContentSecurityPolicy, page.FilePolicy) // a 304 must have this header too, as the browser then replaces the stored one
	if strings.Contains(c.Get(fiber.HeaderIfNoneMatch), tag) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	return sendPDF(c, nameOf(d), d.PDF)
}

// sendDraft serves GET /orders/:number/draft/:kind.pdf: the document as it would be
// issued now, marked as a draft. A kind that there is not fails with status 404.
func (s *pages) sendDraft(c fiber.Ctx) error {
	kind := documents.Kind(page.Param(c, "kind"))
	if _, ok := kind.Info(); !ok {
		return fiber.ErrNotFound
	}
	drawn, err := issue.Draft(c.Context(), s.Store, s.Who(c), page.Param(c, "number"), kind)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return sendPDF(c, fileName(issue.DraftNumber+"_"+string(kind), drawn.Document.Head().Order), drawn.PDF)
}

// sendPDF answers with a PDF under that name, which our own pages may show in a frame.
func sendPDF(c fiber.Ctx, name string, pdf []byte) error {
	how := "inline"
	if c.Query("download") != "" {
		how = "attachment"
	}
	c.Set(fiber.HeaderContentSecurityPolicy, page.FilePolicy)
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType(how, map[string]string{"filename": name}))
	c.Set(fiber.HeaderContentType, "application/pdf")
	return c.Send(pdf)
}

// nameOf returns the name of an issued document's file.
func nameOf(f issue.File) string { return fileName(f.Number, f.Content.Head().Buyer.Name) }

// fileName returns a number with the first two words of a name as the name of a file that
// every system accepts: "CI-2026-0012_Himal-Carpet.pdf".
func fileName(number, name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-'
	})
	var first []string
	for _, w := range words[:min(2, len(words))] {
		if letters := []rune(strings.Trim(w, "-")); len(letters) > 0 {
			first = append(first, string(letters[:min(30, len(letters))]))
		}
	}
	if len(first) == 0 {
		return number + ".pdf"
	}
	return number + "_" + strings.Join(first, "-") + ".pdf"
}

// sendSet serves GET /orders/:number/documents.zip: the order's current documents.
func (s *pages) sendSet(c fiber.Ctx) error {
	number := page.Param(c, "number")
	files, err := issue.ReadCurrent(c.Context(), s.Store, s.Who(c), number)
	if err != nil {
		return err
	}
	packed, err := zipped(number, files)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": number + ".zip"}))
	return c.Send(packed)
}

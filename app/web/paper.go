package web

import (
	"mime"
	"strings"
	"unicode"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/documents"
)

type paperPage struct {
	Base
	Issued store.Issued
	Kind   Message
	State  state
	Order  string // its number now
	Facts  []fact
	In     []inPaper
	File   string // its PDF
}

// inPaper is the total in another currency as the paper says it.
type inPaper struct {
	documents.Converted
	Link string // to the published rate; empty for one that the order stated
}

var paperTmpl = parse[paperPage]("documents/document.html")

// showPaper serves GET /documents/:number.
func (s *Server) showPaper(c fiber.Ctx) error {
	number := param(c, "number")
	d, err := issue.LookAtDocument(c.Context(), s.store, s.who(c), number)
	if err != nil {
		return err
	}
	p := paperPage{
		Base: s.base(c, "documents", msg("Paper %s", number)), Issued: d.Issued, Order: d.Order,
		Kind: kindTitle(d.Kind), File: joinPath("/documents", number) + ".pdf", State: paperState(d.Issued),
	}
	p.describe(d.Content)
	return paperTmpl.render(c, fiber.StatusOK, p)
}

// describe lists what the paper says, as it was frozen.
func (p *paperPage) describe(paper documents.Document) {
	h, l := paper.Head(), p.Lang
	var f facts
	f.add(msg("Date on the paper"), l.date(h.Date))
	f.add(msg("Issued at"), l.when(p.Issued.IssuedAt))
	f.add(msg("Buyer"), h.Buyer.Name, l.say(countryLabel(h.Buyer.Country)))
	if h.Consignee != nil {
		f.add(msg("Consignee"), h.Consignee.Name, l.say(countryLabel(h.Consignee.Country)))
	}
	if h.Notify != nil {
		f.add(msg("Notify party"), h.Notify.Name, l.say(countryLabel(h.Notify.Country)))
	}
	f.add(msg("Terms"), h.Terms)
	f.add(msg("Contract"), h.Contract)
	f.add(msg("Gross mass"), h.Gross.Grouped()+" kg")
	f.add(msg("Net mass"), h.Net.Grouped()+" kg")
	p.Facts = f
	for _, in := range convertedIn(paper) {
		v := inPaper{Converted: in}
		if _, ours := sourceNamed(in.Rate.Source); ours {
			v.Link = rateLink(in.Rate.From, in.Rate.To, in.Rate.Date)
		}
		p.In = append(p.In, v)
	}
}

// sendPaper serves GET /documents/:number.pdf: the file as it was handed out.
func (s *Server) sendPaper(c fiber.Ctx) error {
	d, err := issue.ReadFile(c.Context(), s.store, s.who(c), param(c, "number"))
	if err != nil {
		return err
	}
	tag := `"` + d.PDFHash + `"`
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderCacheControl, "private, no-cache") // kept, and asked for again
	c.Set(fiber.HeaderContentSecurityPolicy, filePolicy) // which an answer without the file replaces, too
	if strings.Contains(c.Get(fiber.HeaderIfNoneMatch), tag) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	return sendPDF(c, nameOf(d), d.PDF)
}

// sendDraft serves GET /orders/:number/draft/:kind.pdf: the paper as it would be
// issued now, which says that it is a draft.
func (s *Server) sendDraft(c fiber.Ctx) error {
	kind := documents.Kind(param(c, "kind"))
	if _, ok := kind.Info(); !ok {
		return fiber.ErrNotFound
	}
	drawn, err := issue.Draft(c.Context(), s.store, s.who(c), param(c, "number"), kind)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return sendPDF(c, fileName(issue.DraftNumber+"_"+string(kind), drawn.Document.Head().Order), drawn.PDF)
}

// sendPDF answers with a file that our own pages may show in a frame.
func sendPDF(c fiber.Ctx, name string, pdf []byte) error {
	how := "inline"
	if c.Query("download") != "" {
		how = "attachment"
	}
	c.Set(fiber.HeaderContentSecurityPolicy, filePolicy)
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType(how, map[string]string{"filename": name}))
	c.Set(fiber.HeaderContentType, "application/pdf")
	return c.Send(pdf)
}

// nameOf is the name that an issued paper's file is handed out by.
func nameOf(f issue.File) string { return fileName(f.Number, f.Content.Head().Buyer.Name) }

// fileName is a number and the beginning of a name that no computer trips over:
// "CI-2026-0012_Himal-Carpet.pdf".
func fileName(number, name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-'
	})
	var kept []string
	for _, w := range words[:min(2, len(words))] {
		if letters := []rune(strings.Trim(w, "-")); len(letters) > 0 {
			kept = append(kept, string(letters[:min(30, len(letters))]))
		}
	}
	if len(kept) == 0 {
		return number + ".pdf"
	}
	return number + "_" + strings.Join(kept, "-") + ".pdf"
}

// sendSet serves GET /orders/:number/papers.zip: the order's papers that stand.
func (s *Server) sendSet(c fiber.Ctx) error {
	number := param(c, "number")
	files, err := issue.ReadCurrent(c.Context(), s.store, s.who(c), number)
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

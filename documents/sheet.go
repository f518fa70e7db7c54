package documents

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"woolroad/documents/layout"
)

// sheet is a document being drawn; y is how far down the page the next thing is drawn.
type sheet struct {
	doc  *layout.Document
	h    *Header
	kind KindInfo
	zh   bool // labels in Chinese too
	y    layout.Unit
	seal seal // empty on a document without prices
}

// Drawn counts the documents that this program has begun to draw.
var Drawn atomic.Int64

// draw checks the sums and words of d and writes its PDF to w; body draws what follows
// the letterhead. inv is nil for a document without prices. The errors are ErrSum,
// ErrTooWide and *layout.ErrGlyph.
func draw(w io.Writer, d Document, inv *Invoice, body func(*sheet)) error {
	Drawn.Add(1)
	if err := firstError(d.Check(), inv.checkWords()); err != nil {
		return fmt.Errorf("%s %s: %w", d.Kind(), d.Head().Number, err)
	}
	h := d.Head()
	info, _ := d.Kind().Info()
	s := &sheet{
		doc: layout.New(layout.Meta{
			Title: info.Title + " " + h.Number, Author: h.Exporter.Name, Subject: "Order " + h.Order,
			Date: h.Date, Lang: "en",
		}),
		h: h, kind: info, zh: h.Labels == EnglishChinese,
	}
	defer s.doc.Close()
	s.addPage()
	s.y = top
	s.letterhead()
	body(s)
	s.numberPages()
	if c, compares := w.(*comparison); compares {
		w = &c.Comparison
	}
	return s.doc.Write(w)
}

// room returns the height that is left on the page.
func (s *sheet) room() layout.Unit { return bottom - s.y }

// page returns the height of a whole page after the first.
func (s *sheet) page() layout.Unit { return bottom - continuation }

// need begins a new page if less than h is left on this one.
func (s *sheet) need(h layout.Unit) {
	if h > s.room() {
		s.breakPage()
	}
}

// breakPage begins a new page.
func (s *sheet) breakPage() {
	s.addPage()
	s.runningHead()
}

// continuation is the y at which the body begins on pages after the first.
const continuation = top + 750

// runningHead draws the head of a page after the first.
func (s *sheet) runningHead() {
	base := top + baseline(styleBold)
	title := s.kind.Title + " " + s.h.Number + ", " + labelContinued.EN
	if s.zh {
		title += " " + labelContinued.ZH
	}
	s.fitted("number", right, base, styleBold, width*2/3, title)
	room := width - min(layout.Width(styleBold, title), width*2/3) - 400
	st, _ := layout.Shrink(styleSoft, room, s.h.Exporter.Name, 500)
	s.doc.Text("exporter name", left, base, st, firstLine(layout.Wrap(st, room, s.h.Exporter.Name)))
	s.doc.Line(left, top+550, right, top+550, 35, edge)
	s.y = continuation
}

// firstLine returns the first line, or "" if there is none.
func firstLine(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[0]
}

// numberPages draws the foot of every page. It runs last, when the number of pages is
// known.
func (s *sheet) numberPages() {
	n := s.doc.Pages()
	for i := 1; i <= n; i++ {
		s.doc.SetPage(i)
		s.doc.Line(left, 28500, right, 28500, 35, edge)
		base := layout.Unit(28500) + 100 + baseline(styleFoot)
		page := "Page " + strconv.Itoa(i) + " of " + strconv.Itoa(n)
		s.doc.TextRight("page", right, base, styleFoot, page)
		name := s.h.Number + " · " + s.h.Exporter.Name
		room := width - layout.Width(styleFoot, page) - 400
		s.doc.Text("exporter name", left, base, styleFoot, firstLine(layout.Wrap(styleFoot, room, name)))
	}
}

// letterhead draws the exporter's details and the document's title.
func (s *sheet) letterhead() {
	exporter := cell{width: 10200, zh: s.zh}
	e := &s.h.Exporter
	exporter.text("exporter name", styleExporter, e.Name)
	if e.NameLocal != "" {
		exporter.text("exporter name_local", styleLocal, e.NameLocal)
	}
	exporter.text("exporter address", styleSoft, addressText(e))
	if ids := idText(e); ids != "" {
		exporter.text("exporter numbers", styleSub, ids)
	}
	if contact := contactText(e); contact != "" {
		exporter.text("exporter contact", styleSub, contact)
	}
	y := s.y
	for _, part := range layout.Wrap(styleTitle, width-exporter.width-200, strings.ToUpper(s.kind.Title)) {
		s.doc.TextRight("title", right, y+baseline(styleTitle), styleTitle, part)
		y += leading(styleTitle) * 9 / 10
	}
	if s.zh {
		s.doc.TextRight("title", right, y+baseline(styleTitleZH), styleTitleZH, s.kind.TitleZH)
		y += leading(styleTitleZH)
	}
	for _, l := range exporter.lines {
		s.need(l.height())
		s.drawLines(left, s.y, []textLine{l})
		s.y += l.height()
	}
	if s.doc.Page() == 1 {
		s.y = max(s.y, y)
	}
	s.y += 350
}

// addressText returns the address in one line, with the country added unless the last
// line of the address names it.
func addressText(p *Party) string {
	lines := p.Address
	if n := len(lines); n == 0 || !strings.Contains(strings.ToLower(lines[n-1]), strings.ToLower(p.Country)) {
		lines = append(slices.Clone(lines), p.Country)
	}
	return joinFilled(", ", lines...)
}

// idText returns a party's registration numbers in one line.
func idText(p *Party) string {
	parts := make([]string, 0, len(p.IDs))
	for _, id := range p.IDs {
		parts = append(parts, id.Label+" "+id.Value)
	}
	return strings.Join(parts, " · ")
}

// contactText returns a party's contact, phone and email in one line.
func contactText(p *Party) string { return joinFilled(" · ", p.Contact, p.Phone, p.Email) }

// joinFilled joins the parts that are not empty.
func joinFilled(sep string, parts ...string) string {
	full := make([]string, 0, len(parts))
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, sep)
}

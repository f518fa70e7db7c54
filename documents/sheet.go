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

// sheet is a document being drawn, and where on the page the next thing goes.
type sheet struct {
	doc  *layout.Document
	h    *Header
	kind KindInfo
	zh   bool // labels in Chinese too
	y    layout.Unit
	seal seal // of a priced document
}

// Drawn counts the documents that this program has drawn, to the end or not.
var Drawn atomic.Int64

// draw makes the document's file: the checked sums and words first, then the pages,
// then their numbers. inv is nil on a document without prices.
func draw(w io.Writer, p Document, inv *Invoice, body func(*sheet)) error {
	Drawn.Add(1)
	if err := checkAll(p.Check(), inv.checkWords()); err != nil {
		return fmt.Errorf("%s %s: %w", p.Kind(), p.Head().Number, err)
	}
	h := p.Head()
	info, _ := p.Kind().Info()
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
	s.feet()
	return s.doc.Write(w)
}

// room is what is left of the page's body.
func (s *sheet) room() layout.Unit { return bottom - s.y }

// page is the room of a fresh page.
func (s *sheet) page() layout.Unit { return bottom - continuation }

// need breaks the page if less than h is left on it.
func (s *sheet) need(h layout.Unit) {
	if h > s.room() {
		s.breakPage()
	}
}

func (s *sheet) breakPage() {
	s.addPage()
	s.running()
}

// continuation is where the body begins on a further page.
const continuation = top + 750

// running is the head of a further page.
func (s *sheet) running() {
	base := top + baseline(styleBold)
	title := s.kind.Title + " " + s.h.Number + ", " + labelContinued.EN
	if s.zh {
		title += " " + labelContinued.ZH
	}
	s.fitted("number", right, base, styleBold, width*2/3, title)
	room := width - min(layout.Width(styleBold, title), width*2/3) - 400
	st, _ := layout.Shrink(styleSoft, room, s.h.Exporter.Name, 500)
	s.doc.Text("exporter name", left, base, st, first(layout.Wrap(st, room, s.h.Exporter.Name)))
	s.doc.Line(left, top+550, right, top+550, 35, edge)
	s.y = continuation
}

func first(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[0]
}

// feet numbers the pages, now that their count is known.
func (s *sheet) feet() {
	n := s.doc.Pages()
	for i := 1; i <= n; i++ {
		s.doc.SetPage(i)
		s.doc.Line(left, 28500, right, 28500, 35, edge)
		base := layout.Unit(28500) + 100 + baseline(styleFoot)
		page := "Page " + strconv.Itoa(i) + " of " + strconv.Itoa(n)
		s.doc.TextRight("page", right, base, styleFoot, page)
		name := s.h.Number + " · " + s.h.Exporter.Name
		room := width - layout.Width(styleFoot, page) - 400
		s.doc.Text("exporter name", left, base, styleFoot, first(layout.Wrap(styleFoot, room, name)))
	}
}

// letterhead is the exporter in both scripts and the document's title.
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

// addressText is the address in one line, and the country where its last line
// does not name it.
func addressText(p *Party) string {
	lines := p.Address
	if n := len(lines); n == 0 || !strings.Contains(strings.ToLower(lines[n-1]), strings.ToLower(p.Country)) {
		lines = append(slices.Clone(lines), p.Country)
	}
	return joined(", ", lines...)
}

func idText(p *Party) string {
	parts := make([]string, 0, len(p.IDs))
	for _, id := range p.IDs {
		parts = append(parts, id.Label+" "+id.Value)
	}
	return strings.Join(parts, " · ")
}

func contactText(p *Party) string { return joined(" · ", p.Contact, p.Phone, p.Email) }

// joined joins the parts that are not empty.
func joined(sep string, parts ...string) string {
	kept := make([]string, 0, len(parts))
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}

package documents

import (
	"strings"

	"woolroad/documents/layout"
)

// band is a row of boxes side by side, all as high as the fullest of them.
type band []*cell

// newCell returns an empty cell for a box of width w.
func (s *sheet) newCell(w layout.Unit) *cell { return &cell{width: w - 2*pad, zh: s.zh} }

// boxes draws bands under each other. A band that does not fit on one page continues on
// the next.
func (s *sheet) boxes(bands ...band) {
	for _, b := range bands {
		h := layout.Unit(0)
		for _, c := range b {
			h = max(h, c.height())
		}
		h += 2 * 130
		if h > s.room() && (h <= s.page() || s.room() < 2000) {
			s.breakPage()
		}
		for h > s.room() {
			s.band(b, s.room())
			s.breakPage()
			h = 0
			for _, c := range b {
				h = max(h, c.height())
			}
			h += 2 * 130
		}
		s.band(b, h)
	}
}

// band draws the boxes of b at height h, with as many lines of each as h holds, and
// removes the drawn lines from b.
func (s *sheet) band(b band, h layout.Unit) {
	x := left
	for _, c := range b {
		n := c.fit(h - 2*130)
		s.drawLines(x+pad, s.y+130, c.lines[:n])
		c.lines = c.lines[n:]
		s.doc.Rect(x, s.y, c.width+2*pad, h, 35, edge)
		x += c.width + 2*pad
	}
	s.y += h
}

// party adds a company under the label l. A nil p adds "same as buyer".
func (c *cell) party(l Bilingual, field string, p *Party) {
	c.label(l)
	if p == nil {
		c.both(field, styleBody, labelSameAsBuyer)
		return
	}
	c.text(field+" name", styleBold, p.Name)
	if p.NameLocal != "" {
		c.text(field+" name_local", styleSoft, p.NameLocal)
	}
	c.text(field+" address", styleBody, addressText(p))
	if ids := idText(p); ids != "" {
		c.text(field+" numbers", styleSub, ids)
	}
	if contact := contactText(p); contact != "" {
		c.text(field+" contact", styleSub, contact)
	}
}

// fact adds a label and its text, or nothing for an empty text.
func (c *cell) fact(l Bilingual, field string, st layout.Style, text string) {
	if text == "" {
		return
	}
	c.label(l)
	c.text(field, st, text)
}

// sharedBoxes draws the boxes that all documents share. number is the label of the
// document's own number, companion the label of its companion document's number; an empty
// payment leaves the payment terms out. A document that supersedes another begins with a
// notice that names it and the reason.
func (s *sheet) sharedBoxes(number, companion Bilingual, payment string) {
	const quarter = half / 2
	h := s.h
	buyer, consignee := s.newCell(half), s.newCell(half)
	buyer.party(labelBuyer, "buyer", &h.Buyer)
	consignee.party(labelConsignee, "consignee", h.Consignee)
	consignee.party(labelNotify, "notify", h.Notify)

	no, refs := s.newCell(quarter), s.newCell(quarter)
	no.fact(number, "number", styleBold, h.Number)
	no.fact(labelDate, "date", styleBody, date(h.Date))
	no.fact(companion, "companion", styleBody, h.Companion)
	refs.fact(labelContract, "contract", styleBody, h.Contract)
	refs.fact(labelOrder, "order", styleBody, h.Order)
	refs.fact(labelBuyerRef, "buyer_reference", styleBody, h.BuyerReference)

	terms := s.newCell(half)
	if payment == "" {
		terms.fact(labelDelivery, "terms", styleBold, h.Terms)
	} else {
		terms.fact(labelTerms, "terms", styleBold, h.Terms)
		terms.text("payment", styleBody, payment)
	}
	if c := h.Credit; c != nil {
		terms.fact(labelCredit, "credit", styleBody, c.Number+" of "+date(c.Date)+", "+c.IssuingBank)
	}

	transport := s.newCell(half)
	transport.label(labelTransport)
	transport.transport(&h.Transport)
	origin, destination := s.newCell(quarter), s.newCell(quarter)
	origin.label(labelOrigin)
	origin.both("origin", styleBody, h.Origin)
	destination.fact(labelDestination, "destination", styleBody, h.Transport.Destination)

	marks := s.newCell(half)
	marks.label(labelMarks)
	if len(h.Marks) == 0 {
		marks.both("marks", styleBody, labelNoMarks)
	} else {
		marks.text("marks", styleBody, strings.Join(h.Marks, " · "))
	}
	packages, masses := s.newCell(quarter), s.newCell(quarter)
	packages.label(labelPackages)
	for _, p := range h.Packages {
		packages.text("packages", styleBody, count(p.Count)+" "+p.Name.EN+" ("+p.Code+")")
	}
	masses.label(labelGrossNet)
	masses.text("gross", styleBody, "gross "+h.Gross.Grouped()+" kg")
	masses.text("tare", styleBody, "tare "+h.Tare.Grouped()+" kg")
	masses.text("net", styleBold, "net "+h.Net.Grouped()+" kg")

	if h.Supersedes != "" {
		notice := s.newCell(width)
		notice.fact(labelSupersedes, "supersedes", styleBold, h.Supersedes+": "+h.Reason)
		s.boxes(band{notice})
	}
	s.boxes(band{buyer, no, refs}, band{consignee, terms}, band{transport, origin, destination}, band{marks, packages, masses})
}

// transport adds the means of transport and the places of the route.
func (c *cell) transport(t *Transport) {
	means := t.Mode.EN
	if c.zh && t.Mode.ZH != "" {
		means += " " + t.Mode.ZH
	}
	for _, m := range []struct{ what, name string }{
		{"truck", t.Truck}, {"vessel", t.Vessel}, {"flight", t.Flight}, {"container", t.Container}, {"seal", t.Seal},
	} {
		if m.name != "" {
			means += ", " + m.what + " " + m.name
		}
	}
	c.text("route", styleBody, means)
	c.text("route", styleBody, joinFilled(" → ", t.Loading, t.Border, t.Discharge, t.Destination))
}

package layout

import "errors"

var errWidth = errors.New("layout: a line needs a width above zero")

// Line draws a line from x1, y1 to x2, y2, width 1/100 point thick.
func (d *Document) Line(x1, y1, x2, y2 Unit, width int, c Colour) {
	p := d.stroke(width, c)
	if p == nil {
		return
	}
	p.numbers(int(x1), int(PageHeight-y1))
	p.buf = append(p.buf, "m "...)
	p.numbers(int(x2), int(PageHeight-y2))
	p.buf = append(p.buf, "l S\n"...)
}

// Rect draws the outline of a box whose top left corner is x, y. The line,
// width 1/100 point thick, runs along the middle of the edge.
func (d *Document) Rect(x, y, w, h Unit, width int, c Colour) {
	p := d.stroke(width, c)
	if p == nil {
		return
	}
	p.box(x, y, w, h)
	p.buf = append(p.buf, "S\n"...)
}

// Fill fills the box whose top left corner is x, y, and which is w wide and h high.
func (d *Document) Fill(x, y, w, h Unit, c Colour) {
	p := d.on()
	if p == nil {
		return
	}
	p.graphics()
	p.setFill(c)
	p.box(x, y, w, h)
	p.buf = append(p.buf, "f\n"...)
}

// stroke makes the current page ready for lines and returns it, or nil if the document
// has failed.
func (d *Document) stroke(width int, c Colour) *page {
	p := d.on()
	if p == nil {
		return nil
	}
	if width <= 0 { // in a PDF 0 means "the thinnest line the printer has"
		d.Fail(errWidth)
		return nil
	}
	p.graphics()
	p.setStroke(c)
	p.setWidth(width)
	return p
}

// box adds the outline of a box to the path.
func (p *page) box(x, y, w, h Unit) {
	p.numbers(int(x), int(PageHeight-y-h), int(w), int(h))
	p.buf = append(p.buf, "re "...)
}

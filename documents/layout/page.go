package layout

import "strconv"

// A page is a content stream being written, in units of 1/100 mm from the lower left
// corner; its first operator scales the page to that. It remembers the font, colours and
// width in force, so that setting the same ones again writes nothing.
type page struct {
	buf []byte

	inText bool // between BT and ET
	x, y   Unit // where the last line of text began, while inText

	face     face
	size     int // 0 when no font is set
	tracking int // Tc as written, in 1/100 unit
	fill     Colour
	stroke   Colour
	width    int // line width in 1/100 unit; -1 when none is set
}

// pageScale converts 1/100 mm to the points of a PDF: 72/2540.
const pageScale = "0.02834646 0 0 0.02834646 0 0 cm\n"

// start begins the content unless it has begun.
func (p *page) start() {
	if len(p.buf) == 0 {
		p.buf = append(p.buf, pageScale...)
		p.width = -1
	}
}

// reset empties the page and reuses its memory, unless that is large.
func (p *page) reset() {
	const keep = 1 << 20
	b := p.buf[:0]
	if cap(b) > keep {
		b = nil
	}
	*p = page{buf: b}
}

// text opens a text object at x, y, measured from the lower left corner, or moves the
// open one there.
func (p *page) text(x, y Unit) {
	p.start()
	if !p.inText {
		p.buf = append(p.buf, "BT "...)
		p.inText, p.x, p.y = true, 0, 0
	}
	p.numbers(int(x-p.x), int(y-p.y))
	p.buf = append(p.buf, "Td\n"...)
	p.x, p.y = x, y
}

// graphics closes the text object, within which paths are not allowed.
func (p *page) graphics() {
	p.start()
	if p.inText {
		p.buf = append(p.buf, "ET\n"...)
		p.inText = false
	}
}

// setFont sets the face and its size in 1/100 point.
func (p *page) setFont(f face, size int) {
	if p.face == f && p.size == size {
		return
	}
	p.face, p.size = f, size
	p.buf = append(p.buf, fontResource...)
	p.buf = append(p.buf, '0'+byte(f), ' ')
	p.hundredths(pointsToUnits(size))
	p.buf = append(p.buf, "Tf "...)
}

// setTracking sets the extra space after each character, in 1/1000 of size.
func (p *page) setTracking(size, tracking int) {
	t := pointsToUnits(size) * tracking / 1000
	if p.tracking == t {
		return
	}
	p.tracking = t
	p.hundredths(t)
	p.buf = append(p.buf, "Tc "...)
}

// setFill sets the colour of text and filled boxes.
func (p *page) setFill(c Colour) {
	if p.fill != c {
		p.fill = c
		p.colour(c, "g ", "rg ")
	}
}

// setStroke sets the colour of lines.
func (p *page) setStroke(c Colour) {
	if p.stroke != c {
		p.stroke = c
		p.colour(c, "G ", "RG ")
	}
}

// setWidth sets the line width, given in 1/100 point.
func (p *page) setWidth(width int) {
	w := pointsToUnits(width)
	if p.width == w {
		return
	}
	p.width = w
	p.hundredths(w)
	p.buf = append(p.buf, "w "...)
}

// colour writes c with the operator for grey or for colours.
func (p *page) colour(c Colour, grey, rgb string) {
	p.level(c.R)
	if c.R == c.G && c.G == c.B {
		p.buf = append(p.buf, grey...)
		return
	}
	p.level(c.G)
	p.level(c.B)
	p.buf = append(p.buf, rgb...)
}

// level writes one part of a colour, from 0 to 1, with three decimals.
func (p *page) level(v uint8) {
	n := (int(v)*1000 + 127) / 255
	if n == 1000 {
		p.buf = append(p.buf, "1 "...)
		return
	}
	p.buf = append(p.buf, '.', byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10), ' ')
}

// numbers writes whole numbers, each with a space after it.
func (p *page) numbers(ns ...int) {
	for _, n := range ns {
		p.buf = append(strconv.AppendInt(p.buf, int64(n), 10), ' ')
	}
}

// hundredths writes n/100 and a space.
func (p *page) hundredths(n int) { p.buf = append(appendHundredths(p.buf, n), ' ') }

// appendHundredths appends n/100 as a decimal without needless digits.
func appendHundredths(b []byte, n int) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, int64(n/100), 10)
	if n %= 100; n != 0 {
		b = append(b, '.', byte('0'+n/10))
		if n%10 != 0 {
			b = append(b, byte('0'+n%10))
		}
	}
	return b
}

// pointsToUnits converts 1/100 point to 1/100 unit, rounded.
func pointsToUnits(n int) int { return (n*2540 + 36) / 72 }

package documents

import (
	"io"
	"strconv"
	"strings"

	"woolroad/app/fibre"
	"woolroad/documents/layout"
)

// Write draws the packing list as PDF. The errors are ErrSum, ErrTooWide and
// *layout.ErrGlyph.
func (pl *PackingList) Write(w io.Writer) error {
	return draw(w, pl, nil, func(s *sheet) {
		s.sharedBoxes(labelPackingNo, labelInvoiceNo, "")
		s.packing(&pl.Packing)
	})
}

// Write draws the invoice and then the bales as PDF. The errors are ErrSum, ErrTooWide and
// *layout.ErrGlyph.
func (c *Combined) Write(w io.Writer) error {
	seal, err := sealOf(w, c, c.Total)
	if err != nil {
		return err
	}
	return draw(w, c, &c.Invoice, func(s *sheet) {
		s.seal = seal
		s.sharedBoxes(labelInvoiceNo, labelPackingNo, c.Payment)
		s.invoice(&c.Invoice, false)
		s.packing(&c.Packing)
	})
}

// baleHeight is the height of a row of bales: 2,000 bales fit on 14 pages.
const baleHeight layout.Unit = 470

// baleGap is the free space under the last row of bales.
const baleGap layout.Unit = 60

// packedSum is a sum of packages. The net mass is gross less tare, which Check has
// verified for every bale.
type packedSum struct {
	packages    int
	gross, tare fibre.Mass
}

// add returns the sum with one more bale.
func (m packedSum) add(b Bale) packedSum {
	return packedSum{packages: m.packages + 1, gross: m.gross.Add(b.Gross), tare: m.tare.Add(b.Tare)}
}

// figures returns what is printed of the sum: packages, gross, tare and net.
func (m packedSum) figures() [4]string {
	return [4]string{count(m.packages), m.gross.Grouped(), m.tare.Grouped(), m.gross.Sub(m.tare).Grouped()}
}

// packing draws the lots bale by bale, their totals, the remarks and the signature.
func (s *sheet) packing(p *Packing) {
	s.y += 350
	sums := s.sumColumns(p)
	tail := s.grandTotal(sums)
	for i := range p.Lots {
		after := layout.Unit(0)
		if i == len(p.Lots)-1 {
			after = tail.height
		}
		s.lot(&p.Lots[i], after)
	}
	tail.draw()
	s.remarks()
}

// sumColumns returns the columns in which sums of masses stand.
func (s *sheet) sumColumns(p *Packing) []column {
	cols := []column{
		{label: labelTotals, field: "lot", width: 6800, text: true},
		{label: labelPkgs, field: "packages", width: 1800},
		{label: labelGross, field: "gross", width: 3200},
		{label: labelTare, field: "tare", width: 3000},
		{label: labelNet, field: "net", width: 3200},
	}
	x := left
	for i := range cols {
		cols[i].x = x
		x += cols[i].width
	}
	for _, l := range p.Lots {
		for j, f := range (packedSum{0, l.Gross, l.Tare}).figures() {
			cols[j+1].decimals = max(cols[j+1].decimals, decimalsOf(f))
		}
	}
	return cols
}

// sums draws the row with the sum of all lots.
func (s *sheet) sums(cols []column, st layout.Style, m packedSum) {
	base := s.y + 60 + baseline(st)
	s.doc.Text("label", left+60, base, st, s.label(labelMassTotal))
	for j, f := range m.figures() {
		s.figure(cols[j+1], base, st, f)
	}
	s.y += leading(st) + 130
}

// label returns a label in English and, where the document is bilingual, in Chinese.
func (s *sheet) label(b Bilingual) string {
	if s.zh {
		return b.EN + " " + b.ZH
	}
	return b.EN
}

// grandTotal returns the total of all lots and, unless remarks follow, the signature as one
// block, so that they stay on one page.
func (s *sheet) grandTotal(cols []column) block {
	sign := block{draw: func() {}}
	if len(s.h.Remarks) == 0 {
		sign = s.signature()
	}
	height := s.headHeight() + leading(styleTotal) + 130 + 350
	return block{height + sign.height, func() {
		s.need(height + sign.height)
		s.y += 250
		s.tableHead(cols)
		s.sums(cols, styleTotal, packedSum{s.h.PackageCount, s.h.Gross, s.h.Tare})
		s.doc.Line(left, s.y, right, s.y, 90, ink)
		sign.draw()
	}}
}

// lot draws a lot's heading, its bales in columns down each page, and its total. The last
// two rows of bales stay on one page with the total and with what follows it, which has
// the height after.
func (s *sheet) lot(l *PackedLot, after layout.Unit) {
	heading := cell{width: width - 120, zh: s.zh}
	heading.accented("lot "+l.Number, styleBody, s.lotTitle(l), l.Species, styleItalic)
	grid := s.baleGrid(l)
	whole := packedSum{l.Package.Count, l.Gross, l.Tare}
	end := s.sumLine(l, labelLotTotal, whole)
	total := baleGap + end.height + 250
	carried := s.sumLine(l, labelCarried, whole).height // the last sum is the widest
	const fewest = 2                                    // rows of a lot on a page
	headHeight := heading.height() + 100 + s.headHeight()

	rows := layout.Unit((len(l.Bales) + grid.across - 1) / grid.across)
	first := fewest * baleHeight
	if rows < 2*fewest { // too few for two pages
		first = rows*baleHeight + after
	}
	s.need(headHeight + first + total)
	s.drawLines(left+60, s.y, heading.lines)
	s.y += heading.height() + 100
	var sum packedSum
	for from := 0; ; {
		s.baleHead(grid)
		left := len(l.Bales) - from
		rows := (left + grid.across - 1) / grid.across
		if fit := int((s.room() - total - after) / baleHeight); rows > fit {
			// The page ends within the lot, and the next one gets two rows or more.
			fit = int((s.room() - baleGap - carried) / baleHeight)
			rows = max(1, min(fit, (left-fewest*grid.across)/grid.across))
		}
		n := min(left, rows*grid.across)
		s.bales(grid, grid.texts[from:from+n], rows)
		for _, b := range l.Bales[from : from+n] {
			sum = sum.add(b)
		}
		if from += n; from == len(l.Bales) {
			break
		}
		s.sumLine(l, labelCarried, sum).draw()
		s.breakPage()
		s.sumLine(l, labelBrought, sum).draw()
	}
	end.draw()
	s.y += 250
}

// sumLine returns a line with the sum of a lot's bales, either so far or in all; what is
// its label.
func (s *sheet) sumLine(l *PackedLot, what Bilingual, m packedSum) block {
	f := m.figures()
	c := cell{width: width - 120, zh: s.zh}
	c.text("lot number", styleBold, "Lot "+l.Number+", "+s.label(Bilingual{strings.ToLower(what.EN), what.ZH})+": "+
		f[0]+" "+l.Package.Name.EN+", gross "+f[1]+" kg, tare "+f[2]+" kg, net "+f[3]+" kg")
	return block{c.height() + 150, func() {
		s.drawLines(left+60, s.y+60, c.lines)
		s.y += c.height() + 150
	}}
}

// lotTitle returns a lot's heading: the goods and how they are packed.
func (s *sheet) lotTitle(l *PackedLot) string {
	goods := strings.Join(strings.Fields(l.Description), " ")
	if s.zh && l.Product.ZH != "" {
		goods += " " + l.Product.ZH
	}
	if !strings.Contains(l.Description, l.Species) {
		goods += " · " + l.Species
	}
	if l.Line > 0 {
		goods = "invoice line " + strconv.Itoa(l.Line) + " · " + goods
	}
	return "Lot " + l.Number + " · " + goods + " · HS " + l.HS6 + " · " +
		count(l.Package.Count) + " " + l.Package.Name.EN + " (" + l.Package.Code + ")"
}

// baleGrid is a lot's bales in groups of columns that stand side by side.
type baleGrid struct {
	across int
	cols   [4]column // of the first group; the others stand to its right
	step   layout.Unit
	texts  [][4]string // number, gross, tare, net of each bale
}

// baleGrid measures a lot's bales and makes as many groups of columns, at most three, as
// fit in the page's width.
func (s *sheet) baleGrid(l *PackedLot) baleGrid {
	g := baleGrid{cols: [4]column{
		{label: labelBale, field: "bale number"}, {label: labelGross, field: "gross"},
		{label: labelTare, field: "tare"}, {label: labelNet, field: "net"},
	}}
	longest := func(j int, figure string) {
		c := &g.cols[j]
		if j > 0 {
			c.decimals = max(c.decimals, decimalsOf(figure))
		}
		// Digits are equally wide, so that the longest figure is the widest.
		if w := layout.Unit(len(figure)+c.decimals)*162 + gutter; w > c.width {
			c.width = max(c.width, layout.Width(styleBale, figure)+c.missingDecimals(styleBale, figure)+gutter)
		}
	}
	for j := range g.cols {
		g.cols[j].widen(styleBale, s.zh)
	}
	g.texts = make([][4]string, len(l.Bales))
	for i, b := range l.Bales {
		g.texts[i] = [4]string{b.Number, b.Gross.String(), b.Tare.String(), b.Net.String()}
		for j, text := range g.texts[i] {
			longest(j, text)
		}
	}
	var used layout.Unit
	for _, c := range g.cols {
		used += c.width
	}
	g.across = int(max(1, min(3, width/(used+gutter))))
	g.step = width / layout.Unit(g.across)
	for j := range g.cols {
		g.cols[j].width = g.cols[j].width * (g.step - gutter) / used
	}
	x := left
	for j := range g.cols {
		g.cols[j].x = x
		x += g.cols[j].width
	}
	return g
}

// at returns the column moved to the right by shift.
func (c column) at(shift layout.Unit) column {
	c.x += shift
	return c
}

// baleHead draws the labels of all groups of columns.
func (s *sheet) baleHead(g baleGrid) {
	cols := make([]column, 0, 4*g.across)
	for k := range g.across {
		for _, c := range g.cols {
			cols = append(cols, c.at(layout.Unit(k)*g.step))
		}
	}
	s.tableHead(cols)
}

// bales draws bales in the groups of columns, each group filled from top to bottom with
// as many bales as there are rows, and a darker line under every fifth row.
func (s *sheet) bales(g baleGrid, bales [][4]string, rows int) {
	for i, texts := range bales {
		shift := layout.Unit(i/rows) * g.step
		base := s.y + layout.Unit(i%rows)*baleHeight + 60 + baseline(styleBale)
		no := g.cols[0].at(shift)
		s.fitted("bale number", no.right(), base, styleBaleNo, no.width-120, texts[0])
		for j := 1; j < len(texts); j++ {
			s.figure(g.cols[j].at(shift), base, styleBale, texts[j])
		}
	}
	height := layout.Unit(rows) * baleHeight
	for i := 1; i <= rows; i++ {
		c := faint
		if i%5 == 0 || i == rows {
			c = edge
		}
		y := s.y + layout.Unit(i)*baleHeight
		s.doc.Line(left, y, right, y, 25, c)
	}
	for k := 1; k < g.across; k++ {
		x := left + layout.Unit(k)*g.step
		s.doc.Line(x, s.y, x, s.y+height, 35, edge)
	}
	s.y += height + baleGap
}

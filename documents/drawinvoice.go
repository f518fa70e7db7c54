package documents

import (
	"io"

	"woolroad/app/money"
	"woolroad/documents/layout"
)

// Write draws the invoice as PDF. The errors are ErrSum, ErrTooWide and
// *layout.ErrGlyph.
func (inv *CommercialInvoice) Write(w io.Writer) error {
	seal, err := sealOf(w, inv, inv.Total)
	if err != nil {
		return err
	}
	return draw(w, inv, &inv.Invoice, func(s *sheet) {
		s.seal = seal
		s.sharedBoxes(labelInvoiceNo, labelPackingNo, inv.Payment)
		s.invoice(&inv.Invoice, true)
	})
}

// block is a part of a page that is measured before it is drawn.
type block struct {
	height layout.Unit
	draw   func()
}

// heightOf returns the height of blocks, one under the other.
func heightOf(blocks ...block) (h layout.Unit) {
	for _, b := range blocks {
		h += b.height
	}
	return h
}

// carriedHeight is the height of the line with the sum so far, at a page's foot or head.
const carriedHeight layout.Unit = 560

// invoice draws the lines, the totals and what explains them. It draws the signature too
// if ends is set, which means that the document ends with the invoice.
func (s *sheet) invoice(inv *Invoice, ends bool) {
	set := s.lineTable(inv)
	cols, rows := set.cols, set.rows
	masses := s.massTable(inv)
	tail := []block{s.totals(inv, set), s.words(inv), s.details(inv)}
	signs := ends && len(s.h.Remarks) == 0
	if signs && len(masses) == 0 {
		tail = append(tail, s.signature())
	}
	heights := make([]layout.Unit, len(rows))
	for i, r := range rows {
		heights[i] = r.height
	}

	s.y += 350
	sum := money.Zero(inv.Currency)
	amounts := cols[len(cols)-1]
	s.table(heights, tail, tableFrame{
		head:  func() { s.tableHead(cols) },
		carry: func(l Bilingual) { s.carried(l, cols[1].x, amounts, sum) },
		row: func(i int) {
			s.line(set, i)
			sum, _ = sum.Add(inv.Lines[i].Amount) // Check has added them up without an error
		},
	})
	if len(masses) > 0 {
		s.masses(inv, masses, signs)
	}
	if ends {
		s.remarks()
	}
}

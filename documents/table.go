package documents

import "woolroad/documents/layout"

// tableFrame is what a table that breaks over pages repeats.
type tableFrame struct {
	intro block                 // over the table, on its first page; may be empty
	head  func()                // the labels, on every page
	carry func(label Bilingual) // the sums so far, at foot and head; nil: none
	row   func(i int)
}

// table draws rows of the heights given and the blocks of the tail after them.
// Rows are never split, and the tail keeps at least the last two rows on its
// page, so that neither totals nor a signature ever stand alone.
func (s *sheet) table(rows []layout.Unit, tail []block, f tableFrame) {
	foot := layout.Unit(0)
	if f.carry != nil {
		foot = carriedHeight
	}
	end := heightOf(tail...)
	last := max(0, len(rows)-2)
	closing := end
	for _, h := range rows[last:] {
		closing += h
	}
	if closing > s.page()-s.headHeight()-foot && len(tail) > 0 {
		closing += tail[0].height - end // the rest of the tail breaks by itself
	}

	first := rows[0] + foot
	if last == 0 {
		first = closing
	}
	s.need(f.intro.height + s.headHeight() + first)
	if f.intro.draw != nil {
		f.intro.draw()
	}
	f.head()
	for i, h := range rows {
		switch {
		case i < last:
			h += foot
		case i == last:
			h = closing
		}
		if h > s.room() && i > 0 {
			if f.carry != nil {
				f.carry(labelCarried)
			}
			s.breakPage()
			f.head()
			if f.carry != nil {
				f.carry(labelBrought)
			}
		}
		f.row(i)
	}
	for _, b := range tail {
		s.need(b.height)
		b.draw()
	}
}

package documents

import "woolroad/documents/layout"

// tableFrame is the parts of a table around its rows.
type tableFrame struct {
	intro block                 // above the table, on its first page; may be empty
	head  func()                // draws the labels, on every page
	carry func(label Bilingual) // draws the sum so far, at foot and head; nil: none
	row   func(i int)           // draws row i
}

// table draws rows of the given heights, and the blocks of the tail after them. Rows are
// never split, and the tail has at least the last two rows with it on its page, so that
// neither totals nor a signature ever stand alone.
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

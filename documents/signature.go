package documents

import (
	"strconv"

	"woolroad/documents/layout"
)

// codeSize is the side of the QR code, with the quiet zone around it.
const codeSize layout.Unit = 2700

// remarks draws the remarks, and the signature with the last of them. It draws nothing
// where there are no remarks.
func (s *sheet) remarks() {
	if len(s.h.Remarks) == 0 {
		return
	}
	heading := cell{width: width - 120, zh: s.zh}
	heading.label(labelRemarks)
	rows, heights := make([]cell, len(s.h.Remarks)), make([]layout.Unit, len(s.h.Remarks))
	for i, text := range s.h.Remarks {
		rows[i] = cell{width: width - 120, zh: s.zh}
		rows[i].text("remark "+strconv.Itoa(i+1), styleBody, text)
		heights[i] = rows[i].height() + 60
	}
	s.y += 250
	s.table(heights, []block{s.signature()}, tableFrame{
		intro: block{heading.height() + 180, func() {
			s.doc.Line(left, s.y, right, s.y, 35, edge)
			s.drawLines(left+60, s.y+120, heading.lines)
			s.y += heading.height() + 180
		}},
		head: func() {},
		row: func(i int) {
			s.drawLines(left+60, s.y, rows[i].lines)
			s.y += heights[i]
		},
	})
}

// signature returns the block at the foot of the last page: the start of the seal's hash,
// the QR code, and room to sign and stamp. A document without prices has neither hash nor
// code.
func (s *sheet) signature() block {
	box := cell{width: 6200, zh: s.zh}
	when, day := labelDateOfIssue, date(s.h.Date)
	if s.h.Place != "" {
		when, day = labelPlaceAndDate, s.h.Place+", "+day
	}
	box.both("date", styleSub, Bilingual{when.EN + ": " + day, when.ZH})
	box.both("label", styleSub, labelSignature)
	box.text("exporter name", styleBold, s.h.Exporter.Name)

	height := box.height() + 1500 // room to sign and stamp
	if s.seal.hash != "" {
		height = max(height, codeSize+300)
	}
	return block{height, func() {
		floor := bottom - 150
		x, y := right-box.width, floor-box.height()
		s.doc.Line(x, y-80, right, y-80, 60, ink)
		s.drawLines(x, y, box.lines)

		if hash := s.seal.hash; hash != "" {
			s.doc.QR(left+7900, floor-codeSize, codeSize, s.seal.code)
			note := cell{width: 7000, zh: s.zh}
			note.text("seal", styleSub, "The content of this document is sealed under "+hash[:4]+" "+hash[4:8]+" "+hash[8:12]+" "+hash[12:16]+"; scan the code to check it.")
			s.drawLines(left, floor-note.height(), note.lines)
		}
		s.y = bottom
	}}
}

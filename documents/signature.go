package documents

import "woolroad/documents/layout"

// codeSize is the side of the QR code, with the quiet zone around it.
const codeSize layout.Unit = 2700

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

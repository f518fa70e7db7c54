package documents

import "woolroad/documents/layout"

// demoText stands on each page of a document about an invented shipment.
const demoText = "DEMO · 演示 · not a real document"

// The demo band lies in the margin above the body, where a printer still prints.
const (
	demoTop    layout.Unit = 430
	demoHeight layout.Unit = 450
)

var (
	demoColour = layout.Colour{R: 0xa3, G: 0x1f, B: 0x1f}
	demoFaint  = layout.Colour{R: 0xf7, G: 0xe9, B: 0xe7} // light enough to read figures over it
	styleDemo  = layout.Style{Font: layout.Bold, Size: 820, Colour: layout.Colour{R: 0xff, G: 0xff, B: 0xff}, Tracking: 40}
	styleDemoX = layout.Style{Font: layout.Bold, Size: 17000, Colour: demoFaint, Tracking: 60}
)

// addPage begins a page. On a demo document it draws the demo marks first, so that
// everything else lies over them.
func (s *sheet) addPage() {
	s.doc.AddPage()
	if !s.h.Demo {
		return
	}
	s.doc.TextSlanted("demo", layout.PageWidth/2, layout.PageHeight/2, styleDemoX, "DEMO")
	s.doc.Fill(left, demoTop, width, demoHeight, demoColour)
	s.doc.TextCentre("demo", (left+right)/2, demoTop+(demoHeight-leading(styleDemo))/2+baseline(styleDemo), styleDemo, demoText)
}

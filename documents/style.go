package documents

import "woolroad/documents/layout"

// The page's edges after the UN Layout Key: 10 mm at the top, 20 mm on the left.
const (
	left   layout.Unit = 2000
	right  layout.Unit = 20000
	top    layout.Unit = 1000
	bottom layout.Unit = 28200 // of the body; the footer stands below
	width              = right - left
	half               = width / 2
	pad    layout.Unit = 180 // inside a box
)

var (
	ink   = layout.Colour{R: 0x16, G: 0x20, B: 0x2c}
	soft  = layout.Colour{R: 0x3d, G: 0x46, B: 0x54}
	muted = layout.Colour{R: 0x55, G: 0x60, B: 0x6e}
	edge  = layout.Colour{R: 0x8b, G: 0x95, B: 0xa1}
	faint = layout.Colour{R: 0xc8, G: 0xce, B: 0xd6}
)

var (
	styleTitle    = layout.Style{Font: layout.Bold, Size: 1450, Colour: ink, Tracking: 60}
	styleTitleZH  = layout.Style{Size: 1050, Colour: soft, Tracking: 350}
	styleExporter = layout.Style{Font: layout.Bold, Size: 1150, Colour: ink}
	styleLocal    = layout.Style{Size: 950, Colour: soft}
	styleBody     = layout.Style{Size: 820, Colour: ink}
	styleBold     = layout.Style{Font: layout.Bold, Size: 820, Colour: ink}
	styleItalic   = layout.Style{Font: layout.Italic, Size: 820, Colour: ink}
	styleSoft     = layout.Style{Size: 820, Colour: soft}
	styleSub      = layout.Style{Size: 700, Colour: muted}
	styleSubItal  = layout.Style{Font: layout.Italic, Size: 700, Colour: muted}
	styleLabel    = layout.Style{Size: 590, Colour: muted, Tracking: 40}
	styleLabelZH  = layout.Style{Size: 590, Colour: muted}
	styleHead     = layout.Style{Font: layout.Bold, Size: 600, Colour: muted, Tracking: 30}
	styleHeadZH   = layout.Style{Size: 600, Colour: muted}
	styleTotal    = layout.Style{Font: layout.Bold, Size: 1000, Colour: ink}
	styleFoot     = layout.Style{Size: 660, Colour: muted}
	styleBale     = layout.Style{Size: 800, Colour: ink}
	styleBaleNo   = layout.Style{Size: 800, Colour: muted}
)

// leading returns the height of a line in the style st: 1.35 times the size of its type.
func leading(st layout.Style) layout.Unit { return layout.Unit(st.Size * 476 / 1000) }

// baseline returns how far below the top of a line its baseline lies.
func baseline(st layout.Style) layout.Unit { return layout.Unit(st.Size * 374 / 1000) }

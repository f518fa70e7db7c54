package orders

import (
	"html/template"
	"slices"
	"strings"

	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/documents"
)

// isRemark reports whether a pointer leads into a remark.
func isRemark(pointer string) bool { return strings.HasPrefix(pointer, "/remarks/") }

// KindBoxes returns a box for each kind of document that may print the remark, and one for
// each other text that the order has in the place of a kind.
func (r rowSection) KindBoxes() []page.Field {
	at := r.At + "/documents"
	kinds := documents.KindNames()
	ticked := form.SplitLines(r.form.Value(at))
	for _, kind := range ticked {
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	boxes := make([]page.Field, len(kinds))
	for i, kind := range kinds {
		boxes[i] = page.Field{ID: fieldID(at) + "-" + kind, Name: at, Label: say.KindNamed(kind), Kind: page.Tick, Ticked: kind}
		if slices.Contains(ticked, kind) {
			boxes[i].Value = kind
		}
	}
	boxes[len(boxes)-1].Faults = r.FaultsAt(at) // which stand behind the last one
	return boxes
}

// kindBoxes returns the HTML of the boxes of a remark's kinds of document. Its error is
// that of a fault that is no sentence.
func kindBoxes(l say.Lang, r rowSection) (template.HTML, error) {
	w := page.Markup{Lang: l}
	for _, b := range r.KindBoxes() {
		w.Add(`<span>`)
		w.Box(b)
		w.Add("</span>\n")
	}
	return template.HTML(w.B.String()), w.Err
}

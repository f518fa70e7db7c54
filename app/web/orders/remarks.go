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

// tickBox is a box that sends a value of its own if it is ticked.
type tickBox struct {
	page.Field
	Sends string
	Head  string // the ids of the table heads that name it; empty: its label does
}

// KindBoxes returns a box for each kind of document that may print the remark, and one for
// each other text that the order has in the place of a kind.
func (r rowSection) KindBoxes() []tickBox {
	at := r.At + "/documents"
	var kinds []string
	for _, info := range documents.Kinds {
		kinds = append(kinds, string(info.Kind))
	}
	ticked := form.SplitLines(r.form.Value(at))
	for _, kind := range ticked {
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	boxes := make([]tickBox, len(kinds))
	for i, kind := range kinds {
		boxes[i] = tickBox{Field: page.Field{ID: fieldID(at) + "-" + kind, Name: at, Label: say.KindNamed(kind)}, Sends: kind}
		if slices.Contains(ticked, kind) {
			boxes[i].Value = kind
		}
	}
	return boxes
}

// kindBoxes returns the HTML of the boxes of a remark's kinds of document. Its error is
// that of a fault that is no sentence.
func kindBoxes(l say.Lang, r rowSection) (template.HTML, error) {
	w := page.Markup{Lang: l}
	for _, b := range r.KindBoxes() {
		w.Add(`<label>`)
		b.write(&w)
		w.Add(` `).Say(b.Label).Add("</label>\n")
	}
	at := r.At + "/documents"
	w.Faults(fieldID(at), r.FaultsAt(at))
	return template.HTML(w.B.String()), w.Err
}

// write writes the box alone, without its label.
func (b tickBox) write(w *page.Markup) {
	w.Add(`<input type="checkbox" id="`).Text(b.ID).Add(`" name="`).Text(b.Name).Add(`" value="`).Text(b.Sends).Add(`"`)
	if b.Head != "" {
		w.Add(` aria-labelledby="`).Text(b.Head).Add(`"`)
	}
	if b.Value == b.Sends {
		w.Add(` checked`)
	}
	if len(b.Faults) > 0 {
		w.Add(` aria-invalid="true" aria-describedby="`).Text(b.ID).Add(`-fault"`)
	}
	w.Add(`>`)
}

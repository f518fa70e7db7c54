package page

import (
	"cmp"
	"html/template"
	"regexp"

	"woolroad/app/typing"
	"woolroad/app/web/say"
)

// Kind is the way in which the value of a field is typed.
type Kind string

// The kinds of fields. Text is the usual one.
const (
	Text     Kind = ""
	Email    Kind = "email"
	Phone    Kind = "tel"
	Address  Kind = "url"      // of a web site
	Date     Kind = "date"     // 2026-04-03
	Code     Kind = "code"     // capitals and digits
	Currency Kind = "currency" // the code of a currency
	Number   Kind = "number"   // a decimal
	Country  Kind = "country"  // the code of a country, chosen from all
	Lines    Kind = "lines"    // several lines
	Select   Kind = "select"   // one of Choices
	Tick     Kind = "tick"     // a box to tick: "yes" or nothing
	Several  Kind = "several"  // boxes of one name, which the page draws one by one
	Search   Kind = "search"   // words to search for
	Month    Kind = "month"    // 2026-04
	Hash     Kind = "hash"     // hexadecimal digits
	File     Kind = "file"     // a file, or several
)

// calendar has the shape of the values that a browser shows in a field for a day or a month.
var calendar = map[Kind]*regexp.Regexp{
	Date:  regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`),
	Month: regexp.MustCompile(`^\d{4}-\d{2}$`),
}

// FieldNeed is what a form says about whether a field must be filled in.
type FieldNeed int

// What a form says about whether a field must be filled in.
const (
	Unsaid   FieldNeed = iota // the hint says it, or nothing does
	Needed                    // the form is refused without it
	Optional                  // the form marks it as optional
	Asked                     // the browser asks for it before it sends the form
)

// Field is one field of a form as it is drawn: its label, the typed value, and the faults
// and warnings about it.
type Field struct {
	ID        string
	Name      string // the name under which a browser sends it; empty: the ID
	Label     say.Message
	Unseen    bool        // only screen readers have the label
	Within    say.Message // what the field shows while it is empty; without Format: nothing
	Place     say.Message // what summaries call it, where the label says too little; without Format: the label
	Hint      say.Message // without Format: none
	Value     string
	Kind      Kind
	Ticked    string       // what a box to tick sends; empty: "yes"
	Accept    string       // the types of files that a browser offers
	Many      bool         // more than one file may be chosen
	Units     typing.Units // that a person may write behind the number
	Choices   []Choice
	More      []Choice // a second group of choices
	MoreLabel say.Message
	Need      FieldNeed
	Wide      bool
	Auto      string // what a browser may fill in, as in the attribute autocomplete
	Most      int    // how many characters it may have; 0: the server checks that
	List      string // the id of the list that suggests values; of a currency: "currencies"
	Suggest   string // the path that draws that list anew for what is typed; empty: it stays
	Live      string // the path that draws #numbers anew when the value changes
	Faults    []any  // what is wrong with it: Messages, faults, errors for people
	Notes     []any  // warnings: it may stay as it is
}

// Choice is one of the values that a field may take, or that a list suggests.
type Choice struct {
	Value  string
	Label  say.Message
	Chosen bool
}

// Chosen returns a copy of the choices in which the one with that value is marked.
func Chosen(all []Choice, value string) []Choice {
	out := make([]Choice, len(all))
	for i, c := range all {
		c.Chosen = c.Value == value
		out[i] = c
	}
	return out
}

// suggestions returns the id of the list that suggests values for the field, or "".
func (f Field) suggestions() string {
	if f.Kind == Currency {
		return cmp.Or(f.List, "currencies")
	}
	return f.List
}

// described returns the ids, separated by spaces, of the hint, faults and notes of the
// field.
func (f Field) described() string {
	ids := ""
	for _, part := range []struct {
		shown  bool
		suffix string
	}{{f.Hint.Format != "", "-hint"}, {len(f.Faults) > 0, "-fault"}, {len(f.Notes) > 0, "-note"}} {
		if part.shown {
			if ids != "" {
				ids += " "
			}
			ids += f.ID + part.suffix
		}
	}
	return ids
}

// drawFields returns the HTML of fields, each below its label. It is no template, because
// a form has a hundred fields of ten attributes each, which a template draws too slowly.
// Its error is that of a value that is no sentence.
func drawFields(l say.Lang, fields []Field) (template.HTML, error) {
	w := Markup{Lang: l}
	optional := ` <span class="muted small">` + template.HTMLEscapeString(l.Say(say.Msg("optional"))) + `</span>`
	for _, f := range fields {
		if f.Kind == Tick {
			w.tick(f)
			continue
		}
		w.Add(`<div class="field`)
		if f.Wide {
			w.Add(` wide`)
		}
		if f.Unseen {
			w.Add(` grow"><label class="unseen" for="`)
		} else {
			w.Add(`"><label for="`)
		}
		w.Text(f.ID).Add(`">`).Say(f.Label)
		if f.Need == Optional {
			w.Add(optional)
		}
		w.Add("</label>\n")
		w.element(f, "")
		w.Add("\n")
		if told := l.Say(say.StoredLabel(f.Value)); told != f.Value { // a text that the program itself stored, in English
			w.Add(`<span class="hint">`).Text(told).Add(`</span>`)
		}
		if f.Hint.Format != "" {
			w.Add(`<span class="hint" id="`).Text(f.ID).Add(`-hint">`).Say(f.Hint).Add(`</span>`)
		}
		w.faults(f.ID, f.Faults)
		if len(f.Notes) > 0 {
			w.Add(`<span class="caution" id="`).Text(f.ID).Add(`-note">`).Add(string(Icon("triangle-alert"))).Add(` `)
			for _, n := range f.Notes {
				w.Say(n).Add(` `)
			}
			w.Add(`</span>`)
		}
		w.Add(`</div>`)
	}
	return template.HTML(w.B.String()), w.Err
}

// tick writes a box to tick as a line of its own.
func (w *Markup) tick(f Field) {
	w.Add(`<p>`)
	w.Box(f)
	w.Add(`</p>`)
}

// Box writes a box to tick, with its label, hint and faults behind it. If one of these is
// no sentence, w.Err has the error of the first one.
func (w *Markup) Box(f Field) {
	w.boxAlone(f, "")
	if !f.Unseen {
		w.Add(` <label for="`).Text(f.ID).Add(`">`).Say(f.Label).Add(`</label>`)
	}
	if f.Hint.Format != "" {
		w.Add(` <span class="hint" id="`).Text(f.ID).Add(`-hint">`).Say(f.Hint).Add(`</span>`)
	}
	w.faults(f.ID, f.Faults)
}

// boxAlone writes a box to tick without what stands behind it. In a grid, labelledBy has the
// ids of the table heads that name the box; elsewhere it is "".
func (w *Markup) boxAlone(f Field, labelledBy string) {
	w.Add(`<input type="checkbox"`)
	if f.Name != "" {
		w.attribute("name", f.Name)
	}
	if f.ID != "" {
		w.attribute("id", f.ID)
	}
	if f.Name == "" {
		w.attribute("name", f.ID)
	}
	w.attribute("value", cmp.Or(f.Ticked, "yes"))
	if f.Unseen {
		w.Add(` aria-label="`).Say(f.Label).Add(`"`)
	}
	if labelledBy != "" {
		w.attribute("aria-labelledby", labelledBy)
	}
	if ids := f.described(); ids != "" {
		w.attribute("aria-describedby", ids)
	}
	if len(f.Faults) > 0 {
		w.attribute("aria-invalid", "true")
	}
	if f.Value != "" {
		w.Add(` checked`)
	}
	w.Add(`>`)
}

// drawBox returns the HTML of a box to tick, as Box writes it. Its error is that of a
// label that is no sentence.
func drawBox(l say.Lang, f Field) (template.HTML, error) {
	w := Markup{Lang: l}
	w.Box(f)
	return template.HTML(w.B.String()), w.Err
}

// element writes the input, select or textarea of a field. The caller writes its label,
// hint, faults and notes, which element only names by their ids. A select shows the Choice
// that is Chosen, whatever the Value is. If a label is no sentence, w.Err has the error of
// the first one.
//
// In a grid, labelledBy has the ids of the table heads that name the field; elsewhere it
// is "". No field of a grid is marked as required, because a whole row may stay empty.
func (w *Markup) element(f Field, labelledBy string) {
	tag := "input"
	switch f.Kind {
	case Select, Country:
		tag = "select"
	case Lines:
		tag = "textarea"
	}
	w.Add(`<`+tag).attribute("id", f.ID)
	switch f.Kind {
	case Date, Month:
		if f.Value == "" || calendar[f.Kind].MatchString(f.Value) { // else a browser would hide what was typed
			w.attribute("type", string(f.Kind))
		}
	case Email, Phone, Address, Search, File:
		w.attribute("type", string(f.Kind))
	}
	w.attribute("name", cmp.Or(f.Name, f.ID))
	switch f.Kind {
	case Lines:
		w.attribute("rows", "4")
	case Search:
		w.Add(` spellcheck="false"`)
	case Hash:
		w.Add(` autocapitalize="off" spellcheck="false"`)
	case File:
		w.files(f)
	case Number:
		w.attribute("class", "n").attribute("inputmode", "decimal")
	case Code:
		w.Add(` autocapitalize="characters" spellcheck="false"`)
	case Currency:
		w.Add(` size="5" maxlength="3" autocapitalize="characters" spellcheck="false"`)
	}
	if f.Auto != "" {
		w.attribute("autocomplete", f.Auto)
	}
	if f.Most > 0 {
		w.Add(` maxlength="`).number(f.Most).Add(`"`)
	}
	if list := f.suggestions(); list != "" {
		w.attribute("list", list)
	}
	if f.Suggest != "" {
		w.attribute("hx-post", f.Suggest).attribute("hx-params", cmp.Or(f.Name, f.ID)).attribute("hx-trigger", "input changed delay:300ms").attribute("hx-target", "#"+f.List)
	}
	if f.Live != "" {
		w.attribute("hx-post", f.Live).attribute("hx-trigger", "change").attribute("hx-include", "closest form").attribute("hx-target", "#numbers")
	}
	if tag == "input" && f.Kind != File {
		w.attribute("value", f.Value)
	}
	if f.Within.Format != "" {
		w.Add(` placeholder="`).Say(f.Within).Add(`"`)
	}
	if labelledBy != "" {
		w.attribute("aria-labelledby", labelledBy)
		if f.Kind == Text && f.Wide {
			w.attribute("class", "long")
		}
	} else if f.Need == Needed {
		w.attribute("aria-required", "true")
	} else if f.Need == Asked {
		w.Add(` required`)
	}
	if ids := f.described(); ids != "" {
		w.attribute("aria-describedby", ids)
	}
	if len(f.Faults) > 0 {
		w.attribute("aria-invalid", "true")
	}
	w.Add(`>`)
	switch tag {
	case "select":
		w.choices(f.Choices)
		if len(f.More) > 0 {
			w.Add(`<optgroup label="`).Say(f.MoreLabel).Add(`">`)
			w.choices(f.More)
			w.Add(`</optgroup>`)
		}
		w.Add(`</select>`)
	case "textarea":
		w.Add("\n").Text(f.Value).Add(`</textarea>`)
	}
}

// Cell writes a field as a cell of a grid, with its faults. labelledBy has the ids of the
// heads that name it. If a sentence of it is none, w.Err has the error of the first one.
func (w *Markup) Cell(f Field, labelledBy string) {
	w.Add(`<td>`)
	if f.Kind == Tick {
		w.boxAlone(f, labelledBy)
	} else {
		w.element(f, labelledBy)
	}
	w.faults(f.ID, f.Faults)
	w.Add(`</td>`)
}

// files writes the attributes that only a field for files has.
func (w *Markup) files(f Field) {
	if f.Accept != "" {
		w.attribute("accept", f.Accept)
	}
	if f.Many {
		w.Add(` multiple`)
	}
}

// faults writes the faults of the field with that id, and nothing where there are none.
func (w *Markup) faults(id string, faults []any) {
	if len(faults) == 0 {
		return
	}
	w.Add(`<span class="fault" id="`).Text(id).Add(`-fault">`)
	for _, f := range faults {
		w.Say(f).Add(` `)
	}
	w.Add(`</span>`)
}

// choices writes the options of a list.
func (w *Markup) choices(list []Choice) {
	for _, c := range list {
		w.Add(`<option value="`).Text(c.Value).Add(`"`)
		if c.Chosen {
			w.Add(` selected`)
		}
		w.Add(`>`).Say(c.Label).Add(`</option>`)
	}
}

// drawChoices returns the HTML of the options of a select or a datalist. It is no
// template, because a form has hundreds of options. Its error is that of a label that is
// no sentence.
func drawChoices(l say.Lang, list []Choice) (template.HTML, error) {
	w := Markup{Lang: l}
	w.choices(list)
	return template.HTML(w.B.String()), w.Err
}

package orders

import (
	"strings"

	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
	"woolroad/app/web/form"
)

// textsOf returns the entries of a list that is typed in one field.
func textsOf(f *form.Form, at, text string) []string {
	if orderfile.PatternOf(at) == lotsOfLine {
		return lotNumbers(f, text)
	}
	return form.SplitLines(text)
}

// commas are the characters that people write between the numbers of lots.
const commas = ",;，、；\n"

// lotNumbers returns the numbers of lots in a text that has commas between them. A number
// that itself has a comma in it is found if a lot of this order has that number. Numbers
// are in plain letters and digits, as those of the order's lots are.
func lotNumbers(f *form.Form, text string) []string {
	var odd []string
	if lots := f.Find("/lots"); lots != nil {
		for _, lot := range lots.Parts {
			if n := lot.Parts["number"]; n != nil && strings.ContainsAny(n.Text, commas) {
				odd = append(odd, n.Text)
			}
		}
	}
	var out []string
	text = typing.Plain(text)
	for text = strings.TrimLeft(text, commas+" "); text != ""; text = strings.TrimLeft(text, commas+" ") {
		end := strings.IndexAny(text, commas)
		if end < 0 {
			end = len(text)
		}
		for _, number := range odd {
			if rest, ok := strings.CutPrefix(text, number); ok && strings.IndexAny(strings.TrimLeft(rest, " ")+",", commas) == 0 {
				end = max(end, len(number))
			}
		}
		out = append(out, strings.TrimSpace(text[:end]))
		text = text[end:]
	}
	return out
}

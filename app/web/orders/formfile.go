package orders

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"woolroad/app/web/say"
)

// file is the order file. What was not typed is not there.
func (f *orderForm) file() []byte {
	var b bytes.Buffer
	f.write(&b, "", f.root)
	return b.Bytes()
}

// write writes an object: what must be in it is, even if it is empty, so that
// the faults are those of its fields.
func (f *orderForm) write(b *bytes.Buffer, at string, n *typed) {
	b.WriteByte('{')
	first := true
	put := func(key string, value []byte) {
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.Write(jsonText(key))
		b.WriteByte(':')
		b.Write(value)
	}
	for _, key := range n.keys {
		if value := f.value(at+"/"+key, n.parts[key], slices.Contains(n.shape.required, key)); value != nil {
			put(key, value)
		}
	}
	for _, key := range n.shape.required {
		part := n.shape.parts[key]
		if n.parts[key] != nil && part.constant == "" {
			continue
		}
		if part.constant != "" {
			put(key, jsonText(part.constant))
		} else if value := f.value(at+"/"+key, newTyped(part), true); value != nil {
			put(key, value)
		}
	}
	b.WriteByte('}')
}

// value is a part as the file writes it, or nil for nothing.
func (f *orderForm) value(at string, n *typed, required bool) []byte {
	var b bytes.Buffer
	switch {
	case n.shape.constant != "":
		return nil // write puts it in
	case n.shape.kind == objectKind:
		wanted := required || at == "/consignee" || at == "/notify" // which are somebody else, then
		if f.same[at] || !wanted && n.empty(say.PatternOf(at)) {
			return nil
		}
		f.write(&b, at, n)
	case n.shape.kind == listKind:
		if len(n.keys) == 0 && !required {
			return nil
		}
		b.WriteByte('[')
		for i, key := range n.keys {
			if i > 0 {
				b.WriteByte(',')
			}
			f.write(&b, at+"/"+key, n.parts[key])
		}
		b.WriteByte(']')
	case n.shape.kind == linesKind:
		lines := f.texts(at, n.text)
		if len(lines) == 0 && !required {
			return nil
		}
		b.WriteByte('[')
		for i, line := range lines {
			if i > 0 {
				b.WriteByte(',')
			}
			b.Write(jsonText(line))
		}
		b.WriteByte(']')
	case n.text == "":
		return nil
	case n.shape.kind == wholeKind && len(n.text) < 10 && strings.Trim(n.text, "0123456789") == "" && (n.text == "0" || n.text[0] != '0'):
		return []byte(n.text)
	default:
		return jsonText(n.text)
	}
	return b.Bytes()
}

// texts are the texts of a list that is typed in one field.
func (f *orderForm) texts(at, text string) []string {
	if say.PatternOf(at) == lotsOfLine {
		return f.lotNumbers(text)
	}
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// commas are what people put between the numbers of lots.
const commas = ",;，、；\n"

// lotNumbers are the lots named in a text with commas between them. The number
// of a lot of this order may itself have a comma in it.
func (f *orderForm) lotNumbers(text string) []string {
	var odd []string
	if lots := f.find("/lots"); lots != nil {
		for _, lot := range lots.parts {
			if n := lot.parts["number"]; n != nil && strings.ContainsAny(n.text, commas) {
				odd = append(odd, n.text)
			}
		}
	}
	var out []string
	for text = strings.TrimLeft(text, commas+" "); text != ""; text = strings.TrimLeft(text, commas+" ") {
		end := strings.IndexAny(text, commas)
		if end < 0 {
			end = len(text)
		}
		for _, number := range odd {
			if rest, ok := strings.CutPrefix(text, number); ok && (rest == "" || strings.ContainsAny(rest[:1], commas)) {
				end = max(end, len(number))
			}
		}
		out = append(out, strings.TrimSpace(text[:end]))
		text = text[end:]
	}
	return out
}

// jsonText is a JSON text.
func jsonText(text string) []byte {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // a text always becomes one
	}
	return b
}

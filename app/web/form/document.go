package form

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Document returns the JSON document that was typed. What was not typed is not there, but
// for what must be: so the faults of an empty part are those of its fields.
func (f *Form) Document() []byte {
	var b bytes.Buffer
	f.write(&b, "", f.Root)
	return b.Bytes()
}

// write writes an object.
func (f *Form) write(b *bytes.Buffer, at string, n *Node) {
	b.WriteByte('{')
	first := true
	put := func(key string, value []byte) {
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.Write(quoted(key))
		b.WriteByte(':')
		b.Write(value)
	}
	for _, key := range n.Keys {
		if value := f.value(at+"/"+key, n.Parts[key], slices.Contains(n.Shape.Required, key)); value != nil {
			put(key, value)
		}
	}
	for _, key := range n.Shape.Required {
		part := n.Shape.Parts[key]
		if n.Parts[key] != nil && part.Constant == "" {
			continue
		}
		if part.Constant != "" {
			put(key, quoted(part.Constant))
		} else if value := f.value(at+"/"+key, newNode(part), true); value != nil {
			put(key, value)
		}
	}
	b.WriteByte('}')
}

// value returns a part as the document writes it, or nil for nothing.
func (f *Form) value(at string, n *Node, required bool) []byte {
	var b bytes.Buffer
	switch {
	case n.Shape.Constant != "":
		return nil // write puts it in
	case n.Shape.Kind == Object:
		wanted := required || f.rules.Wanted != nil && f.rules.Wanted(at)
		if f.Omitted[at] || !wanted && f.Empty(n, PatternOf(at)) {
			return nil
		}
		f.write(&b, at, n)
	case n.Shape.Kind == List:
		if len(n.Keys) == 0 && !required {
			return nil
		}
		b.WriteByte('[')
		for i, key := range n.Keys {
			if i > 0 {
				b.WriteByte(',')
			}
			f.write(&b, at+"/"+key, n.Parts[key])
		}
		b.WriteByte(']')
	case n.Shape.Kind == Lines:
		texts := f.texts(at, n.Text)
		if len(texts) == 0 && !required {
			return nil
		}
		b.WriteByte('[')
		for i, text := range texts {
			if i > 0 {
				b.WriteByte(',')
			}
			b.Write(quoted(text))
		}
		b.WriteByte(']')
	case n.Text == "":
		return nil
	case n.Shape.Kind == Whole && isWhole(n.Text):
		return []byte(n.Text)
	default:
		return quoted(n.Text)
	}
	return b.Bytes()
}

// isWhole says whether a text is a JSON number without decimals, of at most nine digits.
func isWhole(text string) bool {
	return len(text) < 10 && strings.Trim(text, "0123456789") == "" && (text == "0" || text[0] != '0')
}

// texts returns the texts of a list that is typed in one field.
func (f *Form) texts(at, text string) (all []string) {
	if f.rules.Split != nil {
		return f.rules.Split(f, at, text)
	}
	return SplitLines(text)
}

// SplitLines returns the lines that say something.
func SplitLines(text string) (lines []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// quoted returns a JSON text.
func quoted(text string) []byte {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // a text always becomes one
	}
	return b
}

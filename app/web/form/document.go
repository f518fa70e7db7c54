package form

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"woolroad/app/trade/orderfile"
)

// Document returns the typed values as a JSON document. It leaves out what was not
// typed, but writes the objects and lists that the schema requires even if they are
// empty: then a fault is at the empty field, and not at the part around it.
func (f *Form) Document() []byte {
	var b bytes.Buffer
	f.write(&b, "", f.Root)
	return b.Bytes()
}

// write writes the object n, whose pointer is at: first what was typed, in its order,
// then the required parts that were not typed, and the constants.
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

// value returns a part as JSON, or nil where the document does not have it.
func (f *Form) value(at string, n *Node, required bool) []byte {
	var b bytes.Buffer
	switch {
	case n.Shape.Constant != "":
		return nil // write adds the constant itself
	case n.Shape.Kind == Object:
		wanted := required || f.rules.Wanted != nil && f.rules.Wanted(at)
		if f.Omitted[at] || !wanted && f.Empty(n, orderfile.PatternOf(at)) {
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
	case n.Shape.Kind == Whole && isWhole(n.Text), n.Shape.Kind == Truth && n.Text == "true":
		return []byte(n.Text)
	default:
		return quoted(n.Text)
	}
	return b.Bytes()
}

// isWhole reports whether text is a JSON number without sign and decimals, of at most
// nine digits.
func isWhole(text string) bool {
	return text != "" && len(text) < 10 && strings.Trim(text, "0123456789") == "" && (text == "0" || text[0] != '0')
}

// texts returns the entries of a list that is typed in one field.
func (f *Form) texts(at, text string) (all []string) {
	if f.rules.Split != nil {
		return f.rules.Split(f, at, text)
	}
	return SplitLines(text)
}

// SplitLines returns the lines of a text that are not blank, without blanks around them.
func SplitLines(text string) (lines []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// quoted returns a text as a JSON string.
func quoted(text string) []byte {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // a text can always be quoted
	}
	return b
}

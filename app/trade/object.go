package trade

import (
	"slices"
	"strings"

	"woolroad/app/money"
	"woolroad/app/typing"
)

// fields are the values of an object by their keys. Every key that is asked for
// is one that the format knows; close reports the others.
type fields struct {
	value
	known []string
}

// fields opens an object. On nothing, or on something else, its keys are absent
// and none is missing.
func (v value) fields() *fields {
	if !v.is(object) {
		v.node = nil
	}
	return &fields{value: v}
}

// may is the value of a key that can be absent.
func (o *fields) may(key string) value {
	if !slices.Contains(o.known, key) {
		o.known = append(o.known, key)
	}
	if o.node != nil {
		if n := o.node.child(key); n != nil {
			return value{o.findings, n.pointer, n}
		}
	}
	return value{o.findings, o.pointer + "/" + key, nil}
}

// need is the value of a key that must be there.
func (o *fields) need(key string) value {
	v := o.may(key)
	if o.node != nil && v.node == nil {
		v.missing(v.pointer, key)
	}
	return v
}

// text is the text of a key that must be there and say something.
func (o *fields) text(key string) string {
	v := o.may(key)
	if o.node != nil && v.node == nil {
		v.empty = append(v.empty, len(v.faults))
		v.missing(v.pointer, key)
	}
	return v.text()
}

// currency is the code of a currency, in capitals, as text has it.
func (o *fields) currency(key string) money.Currency {
	return money.Currency(strings.ToUpper(strings.TrimSpace(typing.Plain(o.text(key)))))
}

// close reports the keys that nobody asked for.
func (o *fields) close() {
	if o.node == nil {
		return
	}
	for _, key := range o.node.keys {
		if !slices.Contains(o.known, key) {
			o.unknown(o.pointer, key, o.known)
		}
	}
}

// unknown reports a key of the object at a place where only others are known.
func (f *findings) unknown(at, key string, known []string) {
	pointer := at + "/" + escape.Replace(clip(key))
	if like := nearest(key, known); like != "" {
		f.fault(pointer, FaultUnknownKey, "%q is not a key of an order here; did you mean %q?", clip(key), like)
	} else {
		f.fault(pointer, FaultUnknownKey, "%q is not a key of an order here; take it out. Known here are %s.", clip(key), strings.Join(known, ", "))
	}
}

// nearest is the only word within two edits of what was written, and not another
// word altogether, or "".
func nearest(written string, words []string) string {
	if len(written) > shortText {
		return ""
	}
	found, least := "", 3
	for _, w := range words {
		switch d := distance(strings.ToLower(written), w); {
		case 2*d > len(w):
		case d < least:
			found, least = w, d
		case d == least:
			found = ""
		}
	}
	return found
}

// distance is how many letters must be put in, taken out or changed to make b
// of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

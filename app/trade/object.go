package trade

import (
	"slices"
	"strings"

	"woolroad/app/money"
	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
)

// A fields reads the values of an object by their keys. Every key that is asked for
// belongs to the format; reportOthers reports all others.
type fields struct {
	value
	known []string
}

// fields returns the reader of an object's keys. It reports a value that is no object. Of
// that, and of nothing, all keys are absent and none is reported as missing.
func (v value) fields() *fields {
	if !v.expect(orderfile.Object) {
		v.node = nil
	}
	return &fields{value: v}
}

// optional returns the value of a key that may be absent.
func (o *fields) optional(key string) value {
	if !slices.Contains(o.known, key) {
		o.known = append(o.known, key)
	}
	if o.node != nil {
		if n := o.node.Child(key); n != nil {
			return value{o.findings, n.Pointer, n}
		}
	}
	return value{o.findings, o.pointer + "/" + key, nil}
}

// must returns the value of a key, and reports a key that is absent.
func (o *fields) must(key string) value {
	v := o.optional(key)
	if o.node != nil && v.node == nil {
		v.refuseMissing(v.pointer, key)
	}
	return v
}

// text returns the text of a key, and reports a text that is absent or empty.
func (o *fields) text(key string) string {
	v := o.optional(key)
	if o.node != nil && v.node == nil {
		v.noText = append(v.noText, len(v.faults))
		v.refuseMissing(v.pointer, key)
	}
	return v.text()
}

// currency returns the text of a key in capital letters, and reports one that is absent or
// empty.
func (o *fields) currency(key string) money.Currency {
	return money.Currency(strings.ToUpper(strings.TrimSpace(typing.Plain(o.text(key)))))
}

// reportOthers reports the keys of the object that nobody has asked for.
func (o *fields) reportOthers() {
	if o.node == nil {
		return
	}
	for _, key := range o.node.Keys {
		if !slices.Contains(o.known, key) {
			o.reportUnknownKey(o.pointer, key, o.known)
		}
	}
}

// reportUnknownKey reports a key of the object at a place that is none of the known ones.
func (f *findings) reportUnknownKey(at, key string, known []string) {
	pointer := at + "/" + orderfile.Escape(orderfile.Clip(key))
	if like := orderfile.Nearest(key, known); like != "" {
		f.report(pointer, FaultUnknownKey, "%q is not a key of an order here; did you mean %q?", orderfile.Clip(key), like)
	} else {
		f.report(pointer, FaultUnknownKey, "%q is not a key of an order here; remove it. The known keys are %s.", orderfile.Clip(key), strings.Join(known, ", "))
	}
}

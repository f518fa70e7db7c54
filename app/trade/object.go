package trade

import (
	"slices"
	"strings"

	"woolroad/app/money"
	"woolroad/app/trade/orderfile"
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
	if !v.is(orderfile.Object) {
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
		if n := o.node.Child(key); n != nil {
			return value{o.findings, n.Pointer, n}
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
	for _, key := range o.node.Keys {
		if !slices.Contains(o.known, key) {
			o.unknown(o.pointer, key, o.known)
		}
	}
}

// unknown reports a key of the object at a place where only others are known.
func (f *findings) unknown(at, key string, known []string) {
	pointer := at + "/" + orderfile.Escape(orderfile.Clip(key))
	if like := orderfile.Nearest(key, known); like != "" {
		f.fault(pointer, FaultUnknownKey, "%q is not a key of an order here; did you mean %q?", orderfile.Clip(key), like)
	} else {
		f.fault(pointer, FaultUnknownKey, "%q is not a key of an order here; take it out. Known here are %s.", orderfile.Clip(key), strings.Join(known, ", "))
	}
}

package trade

import (
	"errors"
	"regexp"

	"github.com/golang-sql/civil"
	"golang.org/x/text/unicode/norm"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
)

// A value is what a file gives at a place, or nothing. Its readers report a value that
// does not have the shape of its place, and then return zero; whether a value is right is
// for the checks of findings to say.
type value struct {
	*findings
	pointer string
	node    *orderfile.Node // nil: nothing is given
}

// given reports whether the file gives a value.
func (v value) given() bool { return v.node != nil }

// reject reports a value that cannot be used.
func (v value) reject(code FaultCode, format string, args ...any) {
	v.refuse(v.pointer, code, format, args...)
}

// expect reports whether a value of this kind is given. It adds a fault for a value of
// another kind.
func (v value) expect(k orderfile.Kind) bool {
	if v.node == nil || v.node.Kind == k {
		return v.node != nil
	}
	switch {
	case v.node.Kind == orderfile.Null:
		v.reject(FaultNull, "This is null; fill it in, or leave the key out if it may be absent.")
	case k == orderfile.Object:
		v.reject(FaultNotAnObject, "This must be keys and values in { }.")
	case k == orderfile.List:
		v.reject(FaultNotAList, "This must be a list in [ ].")
	case k == orderfile.Text:
		v.reject(FaultNotAText, "This must be a text in quotation marks.")
	case k == orderfile.Truth:
		v.reject(FaultNotYesOrNo, "This must be true or false, without quotation marks.")
	default:
		v.reject(FaultNotAWholeNumber, "This must be a whole number without quotation marks.")
	}
	return false
}

// text returns the text that is given, with é as one character, or "" where nothing is
// given. It adds a fault for an empty text, and for a value that is no text.
func (v value) text() string {
	if v.node != nil && v.node.Kind == orderfile.Text && v.node.Text == "" {
		v.noText = append(v.noText, len(v.faults))
		v.refuseEmpty(v.pointer)
	}
	return v.maybeEmptyText()
}

// maybeEmptyText returns the text that is given, as text does, but an empty one has no
// fault.
func (v value) maybeEmptyText() string {
	if !v.expect(orderfile.Text) {
		return ""
	}
	return norm.NFC.String(v.node.Text) // é as one character, as fonts have it
}

// requiredWord returns a text from which something else is made, such as a date. It
// reports an empty one and one of more than most characters, and then returns "".
func (v value) requiredWord(most int) string {
	s := v.maybeEmptyText()
	if v.node == nil || v.refused[v.pointer] {
		return ""
	}
	if fault := textFault(s, most); fault.Code != "" {
		v.refuseFor(v.pointer, fault)
		return ""
	}
	return s
}

// texts returns the texts of a list.
func (v value) texts() []string {
	var out []string
	for _, item := range v.list() {
		out = append(out, item.maybeEmptyText())
	}
	return out
}

// list returns the values of a list.
func (v value) list() []value {
	if !v.expect(orderfile.List) {
		return nil
	}
	out := make([]value, len(v.node.Items))
	for i, n := range v.node.Items {
		out[i] = value{v.findings, n.Pointer, n}
	}
	return out
}

// oneOf returns a text that is one of a few. It reports another text, and then returns
// "".
func (v value) oneOf(allowed ...string) string {
	return v.findings.oneOf(v.pointer, v.requiredWord(shortWord), allowed...)
}

// How many characters a text may have from which something else is made.
const (
	shortWord = 60
	longWord  = 500
)

var dateShape = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// date returns a date. It reports a text that is none.
func (v value) date() civil.Date {
	s := typing.Day(v.requiredWord(longWord))
	if s == "" {
		return civil.Date{}
	}
	d, err := civil.ParseDate(s)
	switch {
	case !dateShape.MatchString(s):
		v.reject(FaultNotADate, "%q is not a date; write year, month and day like 2026-04-03.", orderfile.Clip(s))
	case err != nil:
		v.reject(FaultNoSuchDay, "The date %s does not exist; correct the day or the month.", s)
	default:
		return d
	}
	return civil.Date{}
}

// decimal returns the number that a text holds, with or without one of the units after it.
// Where the value is missing, it returns nil; where it is no such text, also a fault.
func (v value) decimal(units typing.Units) *exact.Number {
	if v.node == nil {
		return nil
	}
	if v.node.Kind == orderfile.Number {
		v.reject(FaultDecimalNotAText, "Decimals are written as text; put quotation marks around %s.", orderfile.Clip(v.node.Text))
		return nil
	}
	if !v.expect(orderfile.Text) {
		return nil
	}
	n, fault := Figure(v.node.Text, units)
	if fault.Code != "" {
		v.refuseFor(v.pointer, fault)
		return nil
	}
	return &n
}

// number returns what decimal does, and zero where decimal returns nil.
func (v value) number(units typing.Units) exact.Number {
	if n := v.decimal(units); n != nil {
		return *n
	}
	return exact.Number{}
}

// mass returns a mass, which is written in kilograms.
func (v value) mass() fibre.Mass { return fibre.Kilograms(v.number(typing.Kilograms)) }

// price returns a price, with or without one of the units after it, in a currency that
// need not be one.
func (v value) price(units typing.Units, cur money.Currency) money.Price {
	n := v.decimal(units)
	if n == nil {
		return money.Price{}
	}
	return money.HoldPrice(*n, cur)
}

// amount returns an amount of money in a currency that need not be one, or nil.
func (v value) amount(cur money.Currency) *money.Amount {
	n := v.decimal(typing.Money(string(cur)))
	if n == nil {
		return nil
	}
	a, err := money.Hold(*n, cur)
	switch {
	case errors.Is(err, money.ErrDecimals):
		v.reject(FaultTooManyDecimals, "%s has %d decimals and %s has %d; write the amount in whole minor units.", n.String(), int(n.Decimals()), string(cur), int(cur.Digits()))
	case err != nil:
		v.reject(FaultTooLarge, "%s is too large; use a smaller amount.", n.String())
	default:
		return &a
	}
	return nil
}

// yes reports whether the value is true. It adds a fault for a value that is neither true
// nor false.
func (v value) yes() bool {
	if !v.expect(orderfile.Truth) {
		return false
	}
	return v.node.Text == "true"
}

// digit returns a whole number below 10. It reports any other value, and then returns 0.
func (v value) digit() int32 {
	if v.node != nil && v.node.Kind == orderfile.Text {
		v.reject(FaultNotAWholeNumber, "This must be a JSON number: write 0, 1, 2 or 3 without quotation marks.")
		return 0
	}
	if !v.expect(orderfile.Number) {
		return 0
	}
	if s := v.node.Text; len(s) == 1 {
		return int32(s[0] - '0')
	}
	v.refuseMassDecimals(v.pointer, orderfile.Clip(v.node.Text))
	return 0
}

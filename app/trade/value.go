package trade

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/golang-sql/civil"
	"golang.org/x/text/unicode/norm"

	"woolroad/app/codes"
	"woolroad/app/exact"
	"woolroad/app/money"
)

// How long a text may be, in letters. All are generous.
const (
	nameText  = 40  // what the desk calls something by
	shortText = 60  // a code, a number of something
	longText  = 500 // a name, a line of an address, a description
)

// findings collects what is wrong with a file.
type findings struct {
	faults Faults
	unread map[string]bool // what could not be read, and all that it stands in
}

func (f *findings) fault(pointer, format string, args ...any) {
	f.faults = append(f.faults, Fault{Pointer: pointer, Format: format, Args: args})
}

func (f *findings) warn(pointer, format string, args ...any) {
	f.faults = append(f.faults, Fault{Pointer: pointer, Format: format, Args: args, Warning: true})
}

// problem reports what a code list says, if it says anything.
func (f *findings) problem(pointer string, err error, warning bool) {
	if p := (*codes.Problem)(nil); errors.As(err, &p) {
		f.faults = append(f.faults, Fault{Pointer: pointer, Format: p.Format, Args: p.Args, Warning: warning})
	} else if err != nil {
		f.faults = append(f.faults, Fault{Pointer: pointer, Format: "%s.", Args: []any{err.Error()}, Warning: warning})
	}
}

// spoil marks a value as not to be relied on, so that no rule that needs it
// adds a fault to the one that is already there.
func (f *findings) spoil(pointer string) {
	for !f.unread[pointer] {
		f.unread[pointer] = true
		pointer = pointer[:max(0, strings.LastIndexByte(pointer, '/'))]
	}
}

// read says whether all of these were read.
func (f *findings) read(pointers ...string) bool {
	return !slices.ContainsFunc(pointers, func(p string) bool { return f.unread[p] })
}

// value is what a file gives at a place, or nothing. Its readers report what is
// wrong and then return zero.
type value struct {
	*findings
	pointer string
	node    *node // nil: nothing is given
}

func (v value) given() bool { return v.node != nil }

// bad reports a value that cannot be used.
func (v value) bad(format string, args ...any) {
	v.fault(v.pointer, format, args...)
	v.spoil(v.pointer)
}

// is says whether a value of this kind is given, and reports another kind.
func (v value) is(k kind) bool {
	if v.node == nil || v.node.kind == k {
		return v.node != nil
	}
	switch {
	case v.node.kind == null:
		v.bad("This is null; fill it in, or leave the key out if it may be absent.")
	case k == object:
		v.bad("This must be keys and values in { }.")
	case k == list:
		v.bad("This must be a list in [ ].")
	case k == text:
		v.bad("This must be a text in quotation marks.")
	default:
		v.bad("This must be a whole number without quotation marks.")
	}
	return false
}

// text is a text of one line that says something.
func (v value) text(most int) string {
	if !v.is(text) {
		return ""
	}
	s := norm.NFC.String(v.node.text) // é as one letter, as fonts have it
	switch {
	case strings.TrimSpace(s) == "":
		v.bad("This is empty; fill it in, or leave the key out if it may be absent.")
	case utf8.RuneCountInString(s) > most:
		v.bad("This has %d characters; at most %d fit.", utf8.RuneCountInString(s), most)
	case strings.ContainsFunc(s, unprintable):
		v.bad("This has a line break, a tab or another control character in it; write one line of plain text.")
	case strings.ContainsRune(s, utf8.RuneError):
		v.bad("A character in this was lost (U+FFFD); write the text again.")
	default:
		return s
	}
	return ""
}

// unprintable says whether a letter would disturb a paper: controls, line ends,
// and marks that turn the direction of writing.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || r >= '\u2028' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\ufeff'
}

// label is a short text by which people tell things apart.
func (v value) label() string {
	s := v.text(shortText)
	if s != strings.TrimSpace(s) {
		v.bad("%q begins or ends with a space; take it out.", s)
		return ""
	}
	return s
}

// texts are the lines of a list.
func (v value) texts(atMost int) []string {
	var out []string
	for _, item := range v.list(atMost) {
		out = append(out, item.text(longText))
	}
	return out
}

// list are a list's values.
func (v value) list(atMost int) []value {
	if !v.is(list) {
		return nil
	}
	if n := len(v.node.items); n > atMost {
		v.bad("This list has %d entries; at most %d are allowed.", n, atMost)
		return nil
	}
	out := make([]value, len(v.node.items))
	for i, n := range v.node.items {
		out[i] = value{v.findings, v.pointer + "/" + strconv.Itoa(i), n}
	}
	return out
}

// filled is list, and reports one that is empty.
func (v value) filled(atMost int) []value {
	items := v.list(atMost)
	if v.node != nil && v.node.kind == list && len(v.node.items) == 0 {
		v.bad("This list is empty; it needs at least one entry.")
	}
	return items
}

// lookup is a text that a code list knows.
func lookup[T any](v value, find func(string) (T, error)) T {
	var zero T
	s := v.text(shortText)
	if s == "" {
		return zero
	}
	found, err := find(s)
	if err != nil {
		v.problem(v.pointer, err, false)
		v.spoil(v.pointer)
		return zero
	}
	return found
}

func (v value) currency() money.Currency {
	s := v.text(shortText)
	if s == "" {
		return ""
	}
	cur, err := money.ParseCurrency(s)
	if err != nil {
		v.bad("%q is not a currency of ISO 4217; write a code such as USD, INR, NPR or CNY.", s)
	}
	return cur
}

// oneOf is a text out of a few.
func (v value) oneOf(allowed ...string) string {
	s := v.text(shortText)
	if s != "" && !slices.Contains(allowed, s) {
		v.bad("%q is not known here; write one of %s.", s, strings.Join(allowed, ", "))
		return ""
	}
	return s
}

var nameShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// name is what the desk calls something by, such as a rate rule.
func (v value) name() string {
	s := v.text(nameText)
	if s != "" && !nameShape.MatchString(s) {
		v.bad("%q is not a name; write small letters, digits and hyphens, like cfets-month-first.", s)
		return ""
	}
	return s
}

// id is an identifier in its canonical form.
func (v value) id(kind string) string {
	s := v.text(shortText)
	if s == "" {
		return ""
	}
	warning, err := codes.CheckID(kind, s)
	v.problem(v.pointer, warning, true)
	v.problem(v.pointer, err, false)
	if err != nil {
		v.spoil(v.pointer)
		return ""
	}
	return codes.CanonicalID(kind, s)
}

var dateShape = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

func (v value) date() civil.Date {
	s := v.text(longText)
	if s == "" {
		return civil.Date{}
	}
	d, err := civil.ParseDate(s)
	switch {
	case !dateShape.MatchString(s):
		v.bad("%q is not a date; write year, month and day like 2026-04-03.", clip(s))
	case err != nil:
		v.bad("The date %s does not exist; correct the day or the month.", s)
	case d.Year < 1900:
		v.bad("The date %s is before 1900; correct the year.", s)
	default:
		return d
	}
	return civil.Date{}
}

// span is which figures a number may have.
type span struct {
	positive bool   // zero is not allowed
	most     string // at most that; empty for any
	under    bool   // less than most
}

// decimal is a number written as a text, or nil.
func (v value) decimal(in span) *exact.Number {
	n := v.plain()
	if n == nil {
		return nil
	}
	if in.positive && n.Sign() == 0 {
		v.bad("This must be above zero.")
		return nil
	}
	if in.most == "" {
		return n
	}
	switch c := n.Cmp(exact.Must(in.most)); {
	case in.under && c >= 0:
		v.bad("%s is too much; it must be below %s.", n.String(), in.most)
		return nil
	case c > 0:
		v.bad("%s is too much; it may be %s at most.", n.String(), in.most)
		return nil
	}
	return n
}

func (v value) plain() *exact.Number {
	if v.node == nil {
		return nil
	}
	if v.node.kind == number {
		v.bad("Decimals are texts; put quotation marks around %s.", clip(v.node.text))
		return nil
	}
	if !v.is(text) {
		return nil
	}
	s := v.node.text
	n, err := exact.Parse(s)
	if err == nil {
		return &n
	}
	digits := len(s) - strings.Count(s, ".")
	switch {
	case strings.Trim(s, "0123456789.") == "" && digits > exact.MaxDigits:
		v.bad("This number has %d digits; it may have %d.", digits, exact.MaxDigits)
	case strings.HasPrefix(s, "-"):
		v.bad("%q must not be negative; write it without a sign.", clip(s))
	case strings.Trim(s, "0123456789.eE+-") == "" && strings.ContainsAny(s, "eE"):
		v.bad("%q has an exponent; write the number out, like 1250.5.", clip(s))
	default:
		v.bad("%q is not a number; write digits 0-9 with at most one point between them, like 1250.5.", clip(s))
	}
	return nil
}

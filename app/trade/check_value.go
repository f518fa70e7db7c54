package trade

import (
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
	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/typing"
)

// LongText is how many characters a name, a line of an address or a description
// may have. It is a variable so that a test can tighten the rule over orders that
// are stored.
var LongText = 500

// How long other texts may be, in characters. All are generous.
const (
	nameText  = 40 // what the desk calls something by
	shortText = 60 // a code, a number of something
)

// A check of a value takes the place of the object that the value is in and the
// value's key or index there. It returns the value, or nothing in place of one
// that breaks a rule, so that no other rule relies on that.

// required is a text that must say something.
func (f *findings) required(at, key, s string, most int) string {
	if s == "" {
		if pointer := at + "/" + key; !f.bad[pointer] {
			f.missing(pointer, key)
		}
		return ""
	}
	return f.text(at, key, s, most)
}

// text is a text of one line, or "" for none.
func (f *findings) text(at, key, s string, most int) string {
	if s == "" {
		return ""
	}
	s = typing.Text(norm.NFC.String(s))
	if fault := textFault(s, most); fault.Code != "" {
		f.refuseFor(at+"/"+key, fault)
		return ""
	}
	return s
}

// code is a code that must be there, in plain letters and digits.
func (f *findings) code(at, key, s string) string {
	return f.required(at, key, strings.TrimSpace(typing.Plain(s)), shortText)
}

// numbered is a number of something, by which people tell it apart, or "" for none: in
// plain letters and digits.
func (f *findings) numbered(at, key, s string) string {
	return f.text(at, key, typing.Plain(s), LongText)
}

// entry is a text of a list, which says something.
func (f *findings) entry(at, key, s string, most int) string {
	if s == "" && !f.bad[at+"/"+key] {
		f.saysNothing(at + "/" + key)
	}
	return f.text(at, key, s, most)
}

// textFault returns what is wrong with a text, without a place, or the zero Fault
// for nothing.
func textFault(s string, most int) Fault {
	switch {
	case strings.TrimSpace(s) == "":
		return Fault{Code: FaultEmpty, Format: "This is empty; fill it in, or leave the key out if it may be absent."}
	case utf8.RuneCountInString(s) > most:
		return Fault{Code: FaultTooLong, Format: "This has %d characters; at most %d fit.", Args: []any{utf8.RuneCountInString(s), most}}
	case strings.ContainsFunc(s, unprintable):
		return Fault{Code: FaultControlCharacter, Format: "This has a line break, a tab or another control character in it; write one line of plain text."}
	case strings.ContainsRune(s, utf8.RuneError):
		return Fault{Code: FaultLostCharacter, Format: "A character in this was lost (U+FFFD); write the text again."}
	}
	return Fault{}
}

// unprintable says whether a letter would disturb a document: controls, line ends,
// and marks that turn the direction of writing.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || r >= '\u2028' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\ufeff'
}

// trimmed is a short text by which people tell things apart, as text or entry
// has read it.
func (f *findings) trimmed(at, key, s string) string {
	if s != strings.TrimSpace(s) {
		f.refuse(at+"/"+key, FaultSpaceAround, "%q begins or ends with a space; take it out.", s)
		return ""
	}
	return s
}

// label is a short text that must be there, and by which people tell things
// apart.
func (f *findings) label(at, key, s string) string {
	return f.trimmed(at, key, f.required(at, key, typing.Plain(s), shortText))
}

// fits says whether a list has no more entries than are allowed.
func (f *findings) fits(pointer string, entries, atMost int) bool {
	if entries > atMost {
		f.refuse(pointer, FaultTooManyEntries, "This list has %d entries; at most %d are allowed.", entries, atMost)
		return false
	}
	return true
}

// filled is fits for a list that must have entries.
func (f *findings) filled(pointer string, entries, atMost int) bool {
	if entries == 0 && !f.bad[pointer] {
		f.refuse(pointer, FaultEmptyList, "This list is empty; it needs at least one entry.")
	}
	return f.fits(pointer, entries, atMost)
}

// checked are a list's entries as check leaves them.
func checked[T any](list []T, check func(i int, entry T) T) []T {
	if len(list) == 0 {
		return nil
	}
	out := make([]T, len(list))
	for i, entry := range list {
		out[i] = check(i, entry)
	}
	return out
}

// texts are the lines of a list.
func (f *findings) texts(pointer string, lines []string) []string {
	return checked(lines, func(i int, line string) string { return f.entry(pointer, strconv.Itoa(i), line, LongText) })
}

// lookup is a text that a code list knows, as text, required or entry has read
// it.
func lookup[T any](f *findings, pointer, s string, find func(string) (T, error)) T {
	var zero T
	if s == "" {
		return zero
	}
	found, err := find(s)
	if err != nil {
		f.problem(pointer, err, false)
		f.exclude(pointer)
		return zero
	}
	return found
}

func (f *findings) currency(at string, cur money.Currency) money.Currency {
	s := f.required(at, "currency", string(cur), shortText)
	if s == "" {
		return ""
	}
	if _, err := money.ParseCurrency(s); err != nil || cur.Withdrawn() {
		f.faults = append(f.faults, notCurrency(at+"/currency", s))
		f.exclude(at + "/currency")
		return ""
	}
	return cur
}

// notCurrency is the fault of a currency that is none.
func notCurrency(pointer, code string) Fault {
	if money.Currency(code).Withdrawn() {
		return Fault{Pointer: pointer, Code: FaultWithdrawnCurrency, Format: "Nobody pays in %q any more; write the currency that has taken its place.", Args: []any{code}}
	}
	return Fault{Pointer: pointer, Code: FaultNotACurrency, Format: "%q is not a currency of ISO 4217; write a code such as USD, INR, NPR or CNY.", Args: []any{code}}
}

// oneOf is a text out of a few, as text or required has read it.
func (f *findings) oneOf(pointer, s string, allowed ...string) string {
	if s != "" && !slices.Contains(allowed, s) {
		f.refuse(pointer, FaultNotOneOf, "%q is not known here; write one of %s.", s, strings.Join(allowed, ", "))
		return ""
	}
	return s
}

var nameShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// name is what the desk calls something by, such as a rate rule.
func (f *findings) name(at, key, name string) string {
	s := f.text(at, key, name, nameText)
	if s != "" && !nameShape.MatchString(s) {
		f.refuse(at+"/"+key, FaultNotAName, "%q is not a name; write small letters, digits and hyphens, like cfets-month-first.", s)
		return ""
	}
	return s
}

// id is an identifier in its canonical form, of a text as text or entry has
// read it.
func (f *findings) id(pointer, kind, s string) string {
	if s == "" {
		return ""
	}
	warning, err := codes.CheckID(kind, s)
	f.problem(pointer, warning, true)
	f.problem(pointer, err, false)
	if err != nil {
		f.exclude(pointer)
		return ""
	}
	return codes.CanonicalID(kind, s)
}

func (f *findings) date(at, key string, d civil.Date) civil.Date {
	pointer := at + "/" + key
	switch {
	case f.bad[pointer]:
	case d.IsZero():
		f.missing(pointer, key)
	case d.Year < 1900:
		f.refuse(pointer, FaultBefore1900, "The date %s is before 1900; correct the year.", d.String())
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

// fault returns why a number does not lie in the span, without a place, or the
// zero Fault for one that does.
func (in span) fault(n exact.Number) Fault {
	if in.positive && n.Sign() == 0 {
		return Fault{Code: FaultNotPositive, Format: "This must be above zero."}
	}
	if in.most == "" {
		return Fault{}
	}
	switch c := n.Cmp(exact.Must(in.most)); {
	case in.under && c >= 0:
		return Fault{Code: FaultTooMuch, Format: "%s is too much; it must be below %s.", Args: []any{n.String(), in.most}}
	case c > 0:
		return Fault{Code: FaultTooMuch, Format: "%s is too much; it may be %s at most.", Args: []any{n.String(), in.most}}
	}
	return Fault{}
}

// decimal is a number that lies in a span, or nil.
func (f *findings) decimal(at, key string, n *exact.Number, in span) *exact.Number {
	if n == nil || f.bad[at+"/"+key] {
		return nil
	}
	if fault := in.fault(*n); fault.Code != "" {
		f.refuseFor(at+"/"+key, fault)
		return nil
	}
	return n
}

// number is decimal, or zero.
func (f *findings) number(at, key string, n exact.Number, in span) exact.Number {
	if good := f.decimal(at, key, &n, in); good != nil {
		return *good
	}
	return exact.Number{}
}

// price is what a kilogram costs, and nothing where the currency is unknown.
func (f *findings) price(at string, p money.Price, cur money.Currency) money.Price {
	n := p.Number()
	switch {
	case f.decimal(at, "price", &n, span{positive: true}) == nil:
	case n.Decimals() > money.MaxPriceDecimals:
		f.refuse(at+"/price", FaultTooManyDecimals, "%s has %d decimals; a price has %d at most.", n.String(), int(n.Decimals()), money.MaxPriceDecimals)
	case cur != "":
		return p
	}
	return money.Price{}
}

// maxGross is above what any package weighs, in kg.
var maxGross = fibre.Must("100000")

func (f *findings) mass(at, key string, m fibre.Mass) fibre.Mass {
	if m.Cmp(maxGross) >= 0 {
		f.refuse(at+"/"+key, FaultBaleTooHeavy, "%s kg is more than a package weighs; it must be below %s kg.", m.Grouped(), maxGross.Grouped())
		return fibre.Mass{}
	}
	return m
}

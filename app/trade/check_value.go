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

// LongText is how many characters a name, a line of an address or a description may have.
// It is a variable so that a test can tighten the rule over orders that are stored.
var LongText = 500

// How many characters other texts may have, far more than they need.
const (
	nameText  = 40 // the name of a rate rule and the like
	shortText = 60 // a code, or the number of a lot and the like

	longParagraph = 2000 // a text of several lines
)

// Each check of a value takes the place of the object that the value is in (at) and the
// value's key or index there (key). It returns the value. A value that breaks a rule is
// refused: the check reports it and returns nothing in its place, so that no other rule
// relies on that value.

// required checks a text that must be there, of at most that many characters, and returns
// it, or "" where it refuses it.
func (f *findings) required(at, key, s string, most int) string {
	if s == "" {
		if pointer := at + "/" + key; !f.refused[pointer] {
			f.refuseMissing(pointer, key)
		}
		return ""
	}
	return f.text(at, key, s, most)
}

// text checks a text of one line, of at most that many characters, and returns it with
// its characters composed (NFC). It returns "" for no text, and where it refuses the
// text.
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

// optionalParagraph checks a text that need not be there as paragraph does.
func (f *findings) optionalParagraph(at, key, s string) string {
	if s == "" {
		return ""
	}
	return f.paragraph(at, key, s)
}

// paragraph checks a text that must be there, of lines with a line break between them and
// of at most longParagraph characters. It returns the text with its characters composed
// (NFC), or "" where it refuses it.
func (f *findings) paragraph(at, key, s string) string {
	if strings.TrimSpace(s) == "" {
		return f.required(at, key, s, longParagraph)
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	for line := range strings.SplitSeq(s, "\n") {
		switch fault := textFault(line, longParagraph); fault.Code {
		case "", FaultEmpty, FaultTooLong: // which are for the text as a whole to say
		default:
			f.refuseFor(at+"/"+key, fault)
			return ""
		}
	}
	if n := utf8.RuneCountInString(s); n > longParagraph {
		f.refuse(at+"/"+key, FaultTooLong, "This has %d characters; at most %d fit.", n, longParagraph)
		return ""
	}
	return typing.Text(norm.NFC.String(s))
}

// plainCode checks a code that must be there, and returns it with ASCII letters and digits in
// place of full-width ones and the like (see typing.Plain), or "" where it refuses it.
func (f *findings) plainCode(at, key, s string) string {
	return f.required(at, key, strings.TrimSpace(typing.Plain(s)), shortText)
}

// plainText checks an optional text that tells things apart, such as a contract's number, of
// at most LongText characters. It returns the text as plainCode does, "" if it is refused.
func (f *findings) plainText(at, key, s string) string {
	return f.text(at, key, typing.Plain(s), LongText)
}

// listText checks a text of a list, which must not be empty, of at most that many
// characters, and returns it, or "" where it refuses it.
func (f *findings) listText(at, key, s string, most int) string {
	if s == "" && !f.refused[at+"/"+key] {
		f.refuseEmpty(at + "/" + key)
	}
	return f.text(at, key, s, most)
}

// textFault returns what is wrong with a text that may have most characters, as a fault
// without a place, or the zero Fault.
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

// unprintable reports whether a character would disturb a document: a control character,
// a line end, or a mark that turns the direction of writing.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || r >= '\u2028' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\ufeff'
}

// refuseSpaces refuses a text with a space around it and returns "". It returns any other
// text. The caller has checked the text otherwise.
func (f *findings) refuseSpaces(at, key, s string) string {
	if s != strings.TrimSpace(s) {
		f.refuse(at+"/"+key, FaultSpaceAround, "%q begins or ends with a space; remove the space.", s)
		return ""
	}
	return s
}

// label checks a short text that must be there and tells things apart, such as a lot's
// number. It returns the text as plainCode does, or "" where it refuses it.
func (f *findings) label(at, key, s string) string {
	return f.refuseSpaces(at, key, f.required(at, key, typing.Plain(s), shortText))
}

// fits reports whether a list has no more entries than are allowed, and refuses a longer
// one.
func (f *findings) fits(pointer string, entries, atMost int) bool {
	if entries > atMost {
		f.refuse(pointer, FaultTooManyEntries, "This list has %d entries; at most %d are allowed.", entries, atMost)
		return false
	}
	return true
}

// fitsFilled refuses a list without entries, and one of more than are allowed. It reports
// whether the list has no more.
func (f *findings) fitsFilled(pointer string, entries, atMost int) bool {
	if entries == 0 && !f.refused[pointer] {
		f.refuse(pointer, FaultEmptyList, "This list is empty; it needs at least one entry.")
	}
	return f.fits(pointer, entries, atMost)
}

// checkAll returns the results of check for all entries of a list, or nil for a list
// without entries.
func checkAll[T any](list []T, check func(i int, entry T) T) []T {
	if len(list) == 0 {
		return nil
	}
	out := make([]T, len(list))
	for i, entry := range list {
		out[i] = check(i, entry)
	}
	return out
}

// texts checks the lines of a list, and returns them, each "" where it is refused.
func (f *findings) texts(pointer string, lines []string) []string {
	return checkAll(lines, func(i int, line string) string { return f.listText(pointer, strconv.Itoa(i), line, LongText) })
}

// lookup finds the code s in a code list, and returns the zero value for "" and where it
// refuses the code. s is a text that has been checked.
func lookup[T any](f *findings, pointer, s string, find func(string) (T, error)) T {
	var zero T
	if s == "" {
		return zero
	}
	found, err := find(s)
	if err != nil {
		f.reportProblem(pointer, err, false)
		f.exclude(pointer)
		return zero
	}
	return found
}

// currency checks the currency of an object, which must be there, and returns it, or ""
// where it refuses it.
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

// notCurrency returns the fault of a code that is no currency or one that was withdrawn.
func notCurrency(pointer, code string) Fault {
	if money.Currency(code).Withdrawn() {
		return Fault{Pointer: pointer, Code: FaultWithdrawnCurrency, Format: "%q is no longer in use; write the currency that replaced it.", Args: []any{code}}
	}
	return Fault{Pointer: pointer, Code: FaultNotACurrency, Format: "%q is not a currency of ISO 4217; write a code such as USD, INR, NPR or CNY.", Args: []any{code}}
}

// oneOf returns a text that is one of a few, and refuses another one and returns "". s is
// a text that has been checked, or "".
func (f *findings) oneOf(pointer, s string, allowed ...string) string {
	if s != "" && !slices.Contains(allowed, s) {
		f.refuse(pointer, FaultNotOneOf, "%q is not known here; write one of %s.", s, strings.Join(allowed, ", "))
		return ""
	}
	return s
}

var nameShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// name checks the name that the desk gives something, such as a rate rule, and returns
// it, or "" where there is none or name refuses it.
func (f *findings) name(at, key, name string) string {
	s := f.text(at, key, name, nameText)
	if s != "" && !nameShape.MatchString(s) {
		f.refuse(at+"/"+key, FaultNotAName, "%q is not a name; write lower-case letters, digits and hyphens, like cfets-month-first.", s)
		return ""
	}
	return s
}

// id checks an identifier of a kind that codes knows, and returns its canonical form, or
// "" where it refuses the identifier. s is a text that has been checked, or "".
func (f *findings) id(pointer, kind, s string) string {
	if s == "" {
		return ""
	}
	warning, err := codes.CheckID(kind, s)
	f.reportProblem(pointer, warning, true)
	f.reportProblem(pointer, err, false)
	if err != nil {
		f.exclude(pointer)
		return ""
	}
	return codes.CanonicalID(kind, s)
}

// date checks a date that must be there, and returns it, or the zero Date where it
// refuses it.
func (f *findings) date(at, key string, d civil.Date) civil.Date {
	pointer := at + "/" + key
	switch {
	case f.refused[pointer]:
	case d.IsZero():
		f.refuseMissing(pointer, key)
	case d.Year < 1900:
		f.refuse(pointer, FaultBefore1900, "The date %s is before 1900; correct the year.", d.String())
	default:
		return d
	}
	return civil.Date{}
}

// A span says which figures a number may have. It ends with most, which may be empty for
// no end.
type span struct {
	positive bool   // zero is not allowed
	most     string // the highest figure; empty: there is none
	under    bool   // most itself is not allowed
}

// fault returns why a number does not lie in the span, as a fault without a place, or the
// zero Fault for a number that does.
func (s span) fault(n exact.Number) Fault {
	if s.positive && n.Sign() == 0 {
		return Fault{Code: FaultNotPositive, Format: "This must be above zero."}
	}
	if s.most == "" {
		return Fault{}
	}
	switch c := n.Cmp(exact.Must(s.most)); {
	case s.under && c >= 0:
		return Fault{Code: FaultTooMuch, Format: "%s is too much; it must be below %s.", Args: []any{n.String(), s.most}}
	case c > 0:
		return Fault{Code: FaultTooMuch, Format: "%s is too much; it may be %s at most.", Args: []any{n.String(), s.most}}
	}
	return Fault{}
}

// decimal checks an optional number, and returns it, or nil where there is none or
// decimal refuses it.
func (f *findings) decimal(at, key string, n *exact.Number, bounds span) *exact.Number {
	if n == nil || f.refused[at+"/"+key] {
		return nil
	}
	if fault := bounds.fault(*n); fault.Code != "" {
		f.refuseFor(at+"/"+key, fault)
		return nil
	}
	return n
}

// number checks a number, and returns it, or zero where it refuses the number.
func (f *findings) number(at, key string, n exact.Number, bounds span) exact.Number {
	if good := f.decimal(at, key, &n, bounds); good != nil {
		return *good
	}
	return exact.Number{}
}

// price checks a price, and returns it. It returns the zero Price where
// it refuses the price or the currency is unknown.
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

// maxGross is more than any package weighs.
var maxGross = fibre.Must("100000")

// mass checks a mass, and returns it, or zero where it refuses the mass.
func (f *findings) mass(at, key string, m fibre.Mass) fibre.Mass {
	if m.Cmp(maxGross) >= 0 {
		f.refuse(at+"/"+key, FaultBaleTooHeavy, "%s kg is more than a package weighs; it must be below %s kg.", m.Grouped(), maxGross.Grouped())
		return fibre.Mass{}
	}
	return m
}

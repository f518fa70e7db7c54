package trade

import (
	"regexp"
	"strings"

	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
)

// An order's number names a folder and, with CI- or PL- before it, documents.
var (
	orderNumber   = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]{0,33}[A-Za-z0-9])?$`)
	deviceName    = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)`) // Windows makes no folder of that name
	pageName      = regexp.MustCompile(`^(?i:new|upload|drafts|sums|totals)$`)           // the page of an order has an address beside these
	seriesLetters = regexp.MustCompile(`^[A-Za-z]+-`)
)

// checkOrderNumber returns the order's number in plain letters and digits, or "" where it
// refuses the number.
func (f *findings) checkOrderNumber(number string) string {
	s := f.required("", "number", typing.Plain(number), LongText)
	switch {
	case s == "":
	case strings.ContainsAny(s, `/\`):
		f.refuse("/number", FaultNumberSlash, "%q names a folder, so it cannot contain / or \\; write - instead.", orderfile.Clip(s))
	case !orderNumber.MatchString(s) || strings.Contains(s, ".."):
		f.refuse("/number", FaultNumberShape, "%q is not an order number; write up to 35 letters A-Z, digits, - . or _, with a letter or digit at both ends, like SO-2026-0041.", orderfile.Clip(s))
	case deviceName.MatchString(s):
		f.refuse("/number", FaultNumberReserved, "%q names a folder, and some computers reserve that name; put letters before it, like SO-.", s)
	case pageName.MatchString(s):
		f.refuse("/number", FaultNumberOfPage, "%q is the name of a page; write another number, like SO-2026-0041.", s)
	default:
		return s
	}
	return ""
}

// Tail returns what the numbers of the order's documents have in common with the order's
// own: "2026-0041" for "SO-2026-0041", without the letters of the series and the hyphen
// after them, and the whole number for one that begins otherwise.
func (o Order) Tail() string { return o.Number[len(seriesLetters.FindString(o.Number)):] }

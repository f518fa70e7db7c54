package trade

import (
	"regexp"
	"strings"

	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
)

// An order's number names a folder and, with CI- or PL- before it, documents.
var (
	orderNumber = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]{0,33}[A-Za-z0-9])?$`)
	device      = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)`) // Windows makes no such folder
	page        = regexp.MustCompile(`^(?i:new|upload|drafts|sums|totals)$`)           // beside which an order has its own
	series      = regexp.MustCompile(`^[A-Za-z]+-`)
)

func (f *findings) orderNumber(number string) string {
	s := f.required("", "number", typing.Plain(number), LongText)
	switch {
	case s == "":
	case strings.ContainsAny(s, `/\`):
		f.refuse("/number", FaultNumberSlash, "%q names a folder, so it cannot have / or \\ in it; write - instead.", orderfile.Clip(s))
	case !orderNumber.MatchString(s) || strings.Contains(s, ".."):
		f.refuse("/number", FaultNumberShape, "%q is not an order number; write up to 35 letters A-Z, digits, - . or _, with a letter or digit at both ends, like SO-2026-0041.", orderfile.Clip(s))
	case device.MatchString(s):
		f.refuse("/number", FaultNumberReserved, "%q names a folder, and some computers keep that name for themselves; put letters before it, like SO-.", s)
	case page.MatchString(s):
		f.refuse("/number", FaultNumberOfPage, "%q is the name of a page; write another number, like SO-2026-0041.", s)
	default:
		return s
	}
	return ""
}

// Tail is what the order's documents have in common with its number: what follows
// the letters of the series and their "-", "2026-0041" for "SO-2026-0041", and
// otherwise the whole number.
func (o Order) Tail() string { return o.Number[len(series.FindString(o.Number)):] }

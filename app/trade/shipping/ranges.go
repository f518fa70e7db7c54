package shipping

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/trade"
	"woolroad/app/typing"
)

// A shortNumber is a bale's number in two parts: the digits at its end as a number, and what
// stands before them. "LHW26-044-001" is 1 after "LHW26-044-".
type shortNumber struct {
	before string
	n      int
	is     bool // the number ends with digits, not too many to count by
}

// shortOf returns the parts of a bale's number.
func shortOf(number string) shortNumber {
	number = typing.Plain(number)
	before := strings.TrimRight(number, "0123456789")
	digits := strings.TrimLeft(number[len(before):], "0")
	if len(before) == len(number) || len(digits) > 9 {
		return shortNumber{before: number}
	}
	n, _ := strconv.Atoi("0" + digits) // at most nine digits are always a number
	return shortNumber{before, n, true}
}

// A numbering finds a lot's bales by what people call them.
type numbering struct {
	lot    trade.Lot
	shorts []shortNumber       // as the lot's bales
	full   map[string]int      // number in full → the place of the bale in the lot, or several
	byEnd  map[int][]int       // short number → the places of the bales that end with it
	runs   map[shortNumber]int // prefix and short number → the place of the bale, or several
}

// What is found in place of one bale.
const (
	none    = -1
	several = -2
)

// numberingOf returns the numbering of a lot.
func numberingOf(lot trade.Lot) numbering {
	n := numbering{lot: lot, full: map[string]int{}, byEnd: map[int][]int{}, runs: map[shortNumber]int{}}
	for i, b := range lot.Bales {
		short := shortOf(b.Number)
		n.shorts = append(n.shorts, short)
		if _, twice := n.full[called(b.Number)]; twice {
			n.full[called(b.Number)] = several
		} else {
			n.full[called(b.Number)] = i
		}
		if !short.is {
			continue
		}
		n.byEnd[short.n] = append(n.byEnd[short.n], i)
		if _, twice := n.runs[short]; twice {
			n.runs[short] = several
		} else {
			n.runs[short] = i
		}
	}
	return n
}

// called returns a bale's number as it is compared: in capitals, with plain digits.
func called(number string) string {
	return strings.ToUpper(strings.TrimSpace(typing.Plain(number)))
}

// find returns the place of the bale that a text names: its number in full, or the digits at
// its end where no other bale of the lot ends with the same number. It returns none for
// no bale, and several where several are called so.
func (n numbering) find(text string) int {
	if i, ok := n.full[called(text)]; ok {
		return i
	}
	short := shortOf(strings.TrimSpace(text))
	at := n.byEnd[short.n]
	switch {
	case !short.is || short.before != "" || len(at) == 0:
		return none
	case len(at) == 1:
		return at[0]
	}
	return several
}

// What stands between the parts of a list of ranges, and between the ends of a range. A hyphen
// may be part of a bale's number too; the other signs of a range are none.
const (
	betweenParts = ",;，；、\n\r"
	hyphens      = "-－‐‑"
	rangeSigns   = "–—―−~～〜至到"
)

// allBales are the ways of writing that all bales of the lot are meant.
var allBales = []string{"ALL", "全部", "所有"}

// ParseRanges reads which bales of a lot a person has written: "1-40, 52", with a hyphen or a
// dash, with full-width digits and signs, or "all". A number is a bale's number in full, or the
// digits at its end, "1" or "001" for "LHW26-044-001", where one bale alone ends so. A text
// that is the full number of a bale is that bale, even with a hyphen in it. ParseRanges
// returns the bales that it could read, in the lot's order, and a fault for each part that
// names no bale, several, or one that is named before; the fault's pointer is the part's
// place from 0, "/2".
func ParseRanges(text string, lot trade.Lot) ([]trade.Bale, trade.Faults) {
	n, f := numberingOf(lot), &findings{}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(betweenParts, r) })
	if len(parts) == 1 && slices.Contains(allBales, called(parts[0])) {
		return slices.Clone(lot.Bales), nil
	}
	picked, given := make([]bool, len(lot.Bales)), false
	for i, part := range parts {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		given = true
		at := fmt.Sprintf("/%d", i)
		for _, bale := range n.read(at, part, f) {
			if picked[bale] {
				f.report(at, FaultBaleNamedTwice, "Bale %s is written twice, the second time in %q; remove one.", lot.Bales[bale].Number, part)
				break // one sentence says enough of 1-40, 1-40
			}
			picked[bale] = true
		}
	}
	if !given {
		f.report("", FaultNoBaleNamed, "Write the bales' numbers, like 1-40, 52, or write all.")
	}
	var bales []trade.Bale
	for i, b := range lot.Bales {
		if picked[i] {
			bales = append(bales, b)
		}
	}
	return bales, f.faults
}

// read returns the places of the bales that one part of a list names, and reports it where it
// names none.
func (n numbering) read(at, part string, f *findings) []int {
	if i := n.find(part); i >= 0 {
		return []int{i}
	} else if i == several {
		f.report(at, FaultSeveralBales, "Several bales of lot %s end with %q; write their numbers in full.", n.lot.Number, part)
		return nil
	}
	from, to, found := "", "", 0
	for _, ends := range splits(part) {
		if n.find(ends[0]) >= 0 && n.find(ends[1]) >= 0 {
			from, to, found = ends[0], ends[1], found+1
		}
	}
	switch {
	case found > 1:
		f.report(at, FaultSeveralRanges, "Several ranges of lot %s can be read in %q; write a dash (–) between the two numbers.", n.lot.Number, part)
	case found == 1:
		return n.between(at, part, n.find(from), n.find(to), f)
	default:
		f.report(at, FaultNoSuchBale, "There is no bale %q in lot %s, which has %s.", n.missing(part), n.lot.Number, n.outline())
	}
	return nil
}

// splits returns the two ends of a range in every way in which a part can be one: at a dash
// where it has one, or else at each hyphen.
func splits(part string) (ends [][2]string) {
	part = strings.ReplaceAll(part, " to ", "–")
	signs := hyphens
	if strings.ContainsAny(part, rangeSigns) {
		signs = rangeSigns
	}
	for i, r := range part {
		if strings.ContainsRune(signs, r) {
			ends = append(ends, [2]string{strings.TrimSpace(part[:i]), strings.TrimSpace(part[i+len(string(r)):])})
		}
	}
	return ends
}

// missing returns the end of a range that is no bale, or the whole part where it is no range.
func (n numbering) missing(part string) string {
	for _, ends := range splits(part) {
		for k, end := range ends {
			if other := ends[1-k]; end != "" && n.find(end) < 0 && n.find(other) >= 0 {
				return end
			}
		}
	}
	return part
}

// between returns the places of the bales from one to another, whose numbers must follow one
// another without a gap, and reports a range that has one.
func (n numbering) between(at, part string, from, to int, f *findings) (bales []int) {
	a, b := n.shorts[from], n.shorts[to]
	switch {
	case !a.is || !b.is || a.before != b.before:
		f.report(at, FaultNotARange, "The numbers of bales %s and %s do not follow one another; write each bale's number.", n.lot.Bales[from].Number, n.lot.Bales[to].Number)
		return nil
	case a.n > b.n:
		f.report(at, FaultRangeBackwards, "The range %q runs backwards; write the lower number first.", part)
		return nil
	}
	for k := a.n; k <= b.n; k++ {
		i, ok := n.runs[shortNumber{a.before, k, true}]
		switch {
		case !ok: // which ends it, because a range of a lot's ends may be a billion numbers long
			f.report(at, FaultNoSuchBale, "There is no bale %q in lot %s, which has %s.", strconv.Itoa(k), n.lot.Number, n.outline())
			return nil
		case i < 0:
			f.report(at, FaultSeveralBales, "Several bales of lot %s end with %q; write their numbers in full.", n.lot.Number, strconv.Itoa(k))
			return nil
		}
		bales = append(bales, i)
	}
	return bales
}

// Ranges prints which bales of a lot are meant, "1–40, 52": the digits at the end of their
// numbers where these tell a bale from all others of the lot, and else the numbers in full.
// ParseRanges reads the same bales from it, unless a bale's number has a comma or a dash.
func Ranges(bales []trade.Bale, of trade.Lot) string {
	n, chosen := numberingOf(of), map[string]bool{}
	for _, b := range bales {
		chosen[b.Number] = true
	}
	return n.printed(func(b trade.Bale) bool { return chosen[b.Number] })
}

// outline prints which bales the lot has, but no more than fit in a sentence.
func (n numbering) outline() string {
	const most = 12
	parts := strings.SplitN(n.printed(nil), ", ", most+1)
	if len(parts) > most {
		parts[most] = "…"
	}
	return strings.Join(parts, ", ")
}

// printed prints the bales of the lot that chosen reports, or all where it is nil, in the order
// of their numbers.
func (n numbering) printed(chosen func(trade.Bale) bool) string {
	var at []int
	for i, b := range n.lot.Bales {
		if chosen == nil || chosen(b) {
			at = append(at, i)
		}
	}
	slices.SortStableFunc(at, func(i, j int) int {
		a, b := n.shorts[i], n.shorts[j]
		return cmp.Or(cmp.Compare(a.before, b.before), cmp.Compare(a.n, b.n))
	})
	var out []string
	for len(at) > 0 {
		end := 1
		for end < len(at) && n.follows(at[end-1], at[end]) {
			end++
		}
		from, to := n.name(at[0]), n.name(at[end-1])
		switch full := n.lot.Bales[at[0]].Number; {
		case end == 1:
			out = append(out, from)
		case from == full || to == n.lot.Bales[at[end-1]].Number: // both ends in one way
			out = append(out, full+"–"+n.lot.Bales[at[end-1]].Number)
		default:
			out = append(out, from+"–"+to)
		}
		at = at[end:]
	}
	return strings.Join(out, ", ")
}

// follows reports whether the number of bale j is the one after bale i's, and neither is that
// of another bale.
func (n numbering) follows(i, j int) bool {
	a, b := n.shorts[i], n.shorts[j]
	return a.is && b.is && a.before == b.before && a.n+1 == b.n && n.runs[a] == i && n.runs[b] == j
}

// name returns the shortest text by which find returns a bale.
func (n numbering) name(i int) string {
	if s := n.shorts[i]; s.is {
		if short := strconv.Itoa(s.n); n.find(short) == i {
			return short
		}
	}
	return n.lot.Bales[i].Number
}

package layout

import (
	"strings"
	"unicode"
)

// Wrap breaks s into lines no wider than width, except where one character alone is
// wider. Lines break where a writer would break them: at spaces, which are then left out;
// after a hyphen, dash or slash inside a word; between Chinese characters, but not before
// a closing mark or after an opening one; and inside a word only if the word is wider
// than a line. A \n always breaks. Nothing else is changed. Wrap returns no lines for "".
func Wrap(st Style, width Unit, s string) []string {
	if s == "" {
		return nil
	}
	w := wrapper{style: st, characters: st.typeface(), width: width}
	for paragraph := range strings.SplitSeq(s, "\n") {
		w.paragraph(paragraph)
	}
	return w.lines
}

// wrapper breaks one text into lines.
type wrapper struct {
	style      Style
	characters *typeface
	width      Unit
	lines      []string
}

// paragraph appends the lines of a text without line breaks.
func (w *wrapper) paragraph(s string) {
	if w.fits(s) {
		w.line(s)
		return
	}
	start := 0 // of the line
	total := 0 // width from start to the character looked at, in 1/1000 em
	brk := -1  // the last place after start where the line may break
	upTo := 0  // total at brk
	prev, prior := rune(-1), rune(-1)
	for i, r := range s {
		if i > start && mayBreak(prior, prev, r) {
			brk, upTo = i, total
		}
		if isSpace(r) && i > start { // spaces at the end of a line may hang over
			total += w.advance(r)
			prior, prev = prev, r
			continue
		}
		next := total + w.advance(r)
		if i > start && w.style.units(next) > w.width {
			if brk <= start {
				brk, upTo = i, total // nowhere better than here
			}
			w.line(s[start:brk])
			start, next = brk, next-upTo
			// What is left is less than one unbreakable piece, but it may
			// still be wider than a line together with this character.
			if i > start && w.style.units(next) > w.width {
				w.line(s[start:i])
				start, next = i, w.advance(r)
			}
		}
		total = next
		prior, prev = prev, r
	}
	w.line(s[start:])
}

// fits reports whether a text is no wider than a line.
func (w *wrapper) fits(s string) bool {
	total := 0
	for _, r := range s {
		if total += w.advance(r); w.style.units(total) > w.width {
			return false
		}
	}
	return true
}

// line appends a line, without the spaces at its end.
func (w *wrapper) line(s string) {
	w.lines = append(w.lines, strings.TrimRightFunc(s, isSpace))
}

// advance returns how far r moves the pen, with tracking, in 1/1000 em.
func (w *wrapper) advance(r rune) int {
	return int(w.characters.character(r).advance) + w.style.Tracking
}

// isSpace reports whether a line may break at r and r be left out there. It returns false
// for a no-break space.
func isSpace(r rune) bool {
	switch {
	case r < 0x1680: // the first space beyond ASCII that is no no-break space
		return r == ' ' || r == '\t'
	case r == 0x2007, r == 0x202F, r > 0x3000:
		return false
	}
	return unicode.Is(unicode.Zs, r)
}

// mayBreak reports whether a line may break between prev and next. prior is the character
// before prev. -1 stands for the beginning.
func mayBreak(prior, prev, next rune) bool {
	switch {
	case isSpace(next):
		return false
	case isSpace(prev):
		return true
	case isJoint(prev):
		// "-40" and "--" stay whole, and so does "and/" at its closing bracket
		return prior >= 0 && !isSpace(prior) && !isJoint(next) && !strings.ContainsRune(notFirst, next)
	case isWide(prev) || isWide(next):
		return !strings.ContainsRune(notFirst, next) && !strings.ContainsRune(notLast, prev)
	}
	return false
}

// isJoint reports whether a word may be broken after r.
func isJoint(r rune) bool {
	return r == '-' || r == '/' || r == '‐' || r == '–'
}

// isWide reports whether r is from a script that breaks between any two characters.
func isWide(r rune) bool {
	switch {
	case r < 0x2E80:
		return false
	case r <= 0x9FFF, r >= 0xF900 && r <= 0xFAFF, r >= 0xFE30 && r <= 0xFE4F, r >= 0xFF00 && r <= 0xFFEF:
		return true
	}
	return r >= 0x20000 && r <= 0x3FFFF
}

// Marks that may not begin a line, and marks that may not end one, next to a Chinese
// character (GB/T 15834, and JIS X 4051 for kana).
const (
	notFirst = "，。、；：！？）」』》】〉〕］｝〗〙〛’”…—·・‥～〜々〻ー％‰℃°" +
		"ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ" +
		",.;:!?)]}%"
	notLast = "（「『《【〈〔［｛〖〘〚‘“￥＄￡" + "([{¥$£€"
)

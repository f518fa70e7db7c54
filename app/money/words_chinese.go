package money

import (
	"strconv"
	"strings"
)

var (
	chineseDigits = []string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}
	chinesePlaces = []string{"", "拾", "佰", "仟"} // within the four digits before 万 or 亿
)

// chinese writes yuan, jiao and fen in capitals after the payment rules of the People's
// Bank of China: 整 ends an amount in whole yuan or jiao, and never follows fen; a gap of
// one or more zeros is one 零. Where the rules leave 零 after 元 to the writer (¥1680.32)
// chinese writes it only if the jiao are zero.
func chinese(yuan, jiao, fen int64) string {
	var b strings.Builder
	if yuan > 0 || jiao == 0 && fen == 0 {
		b.WriteString(chineseWhole(yuan) + "元")
	}
	if jiao > 0 {
		b.WriteString(chineseDigits[jiao] + "角")
	}
	switch {
	case fen == 0:
		b.WriteString("整")
	case jiao == 0 && yuan > 0:
		b.WriteString("零" + chineseDigits[fen] + "分")
	default:
		b.WriteString(chineseDigits[fen] + "分")
	}
	return b.String()
}

// chineseWhole writes a whole number from 0, of at most 16 digits.
func chineseWhole(n int64) string {
	if n == 0 {
		return "零"
	}
	digits := strconv.FormatInt(n, 10)
	var b strings.Builder
	gap := false   // zeros since the last digit written
	group := false // a digit written in these four
	for i, c := range digits {
		place := len(digits) - 1 - i
		switch {
		case c == '0':
			gap = true
		case gap:
			b.WriteString("零")
			fallthrough
		default:
			b.WriteString(chineseDigits[c-'0'] + chinesePlaces[place%4])
			gap, group = false, true
		}
		switch {
		case place == 8:
			b.WriteString("亿")
			group = false
		case place%4 == 0 && place > 0 && group:
			b.WriteString("万")
			group = false
		}
	}
	return b.String()
}

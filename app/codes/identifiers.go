package codes

import (
	"slices"
	"strings"
	"unicode"
	"woolroad/app/typing"
)

// The kinds of identifier, as an order file writes them.
const (
	USCC        = "cn_uscc"
	CustomsCode = "cn_customs"
	GSTIN       = "in_gstin"
	IndianPAN   = "in_pan"
	IEC         = "in_iec"
	ADCode      = "in_ad_code"
	NepalPAN    = "np_pan"
	EXIM        = "np_exim"
	LEI         = "lei"
	GLN         = "gln"
	IBAN        = "iban"
	BIC         = "bic"
	Container   = "iso6346"
	AirWaybill  = "awb"
	IMO         = "imo"
)

// An idRule is what this package knows of one kind of identifier. Its check takes the
// value in its canonical form.
type idRule struct {
	kind     string
	en, zh   string
	country  string
	freeText bool
	check    func(value string) (warning, err error)
}

// The rules stand in the order in which documents print the identifiers; the first
// partyIDs of them belong to a party.
var idRules = []idRule{
	{USCC, "USCC", "统一社会信用代码", "CN", false, checkUSCC},
	{CustomsCode, "Customs code", "海关编码", "CN", false, checkCustomsCode},
	{GSTIN, "GSTIN", "印度商品及服务税号", "IN", false, checkGSTIN},
	{IndianPAN, "PAN", "印度永久账号", "IN", false, checkIndianPAN},
	{IEC, "IEC", "印度进出口商代码", "IN", false, checkIEC},
	{ADCode, "AD code", "印度授权银行代码", "IN", true, checkADCode},
	{NepalPAN, "PAN", "尼泊尔永久账号", "NP", false, checkNepalPAN},
	{EXIM, "EXIM code", "尼泊尔进出口代码", "NP", true, checkEXIM},
	{LEI, "LEI", "法人机构识别编码", "", false, checkLEI},
	{GLN, "GLN", "全球位置码", "", false, checkGLN},
	{IBAN, "IBAN", "国际银行账号", "", false, checkIBAN},
	{BIC, "BIC", "银行识别代码", "", false, checkBIC},
	{Container, "Container number", "集装箱号", "", false, checkContainer},
	{AirWaybill, "Air waybill", "航空运单号", "", false, checkAirWaybill},
	{IMO, "IMO number", "IMO编号", "", false, checkIMO},
}

const partyIDs = 10

// IDKinds returns every kind of identifier in a fixed order.
func IDKinds() []string {
	var kinds []string
	for _, r := range idRules {
		kinds = append(kinds, r.kind)
	}
	return kinds
}

// PartyIDKinds returns the kinds of identifier that a seller or a buyer may have, in the
// order in which documents print them.
func PartyIDKinds() []string { return IDKinds()[:partyIDs] }

// IDLabel returns what documents print before an identifier of this kind, or empty
// strings for an unknown kind.
func IDLabel(kind string) (en, zh string) {
	r, _ := lookupRule(kind)
	return r.en, r.zh
}

// IDCountry returns the country that issues identifiers of this kind, or "" if any
// country may.
func IDCountry(kind string) string {
	r, _ := lookupRule(kind)
	return r.country
}

// CanonicalID returns the value as it is stored and printed: in capitals, with plain
// digits for those of other scripts, and without the spaces, hyphens and dots that people put
// between groups. From free text (the AD code and the EXIM code) it only removes the
// space at both ends.
func CanonicalID(kind, value string) string {
	r, _ := lookupRule(kind)
	if r.freeText {
		return strings.TrimSpace(value)
	}
	return strings.Map(func(c rune) rune {
		switch {
		case c == '.', unicode.Is(unicode.Zs, c), unicode.Is(unicode.Pd, c):
			return -1
		case 'a' <= c && c <= 'z':
			return c - 'a' + 'A'
		}
		return c
	}, typing.Plain(value))
}

// CheckID checks the shape and the check digit of the value's canonical form. The error
// says what is wrong. The warning says what looks odd; a value with a warning may be
// used. Both are *Problem. Two nils do not mean that the number was ever issued.
func CheckID(kind, value string) (warning, err error) {
	r, ok := lookupRule(kind)
	if !ok {
		return nil, problem("id.unknown_kind", "%q is not a kind of identifier known here; use one of %s.", kind, strings.Join(IDKinds(), ", "))
	}
	return r.check(CanonicalID(kind, value))
}

// lookupRule returns the rule for a kind of identifier, and false for an unknown kind.
func lookupRule(kind string) (idRule, bool) {
	i := slices.IndexFunc(idRules, func(r idRule) bool { return r.kind == kind })
	if i < 0 {
		return idRule{}, false
	}
	return idRules[i], true
}

// alphanumeric returns the value of a digit or capital letter: 0-9, A=10 to
// Z=35.
func alphanumeric(c byte) int {
	if c <= '9' {
		return int(c - '0')
	}
	return int(c-'A') + 10
}

// mod97 reads digits and capital letters as ISO 7064 does, A as 10 to Z as 35, and
// returns the remainder of dividing by 97.
func mod97(s string) int {
	m := 0
	for i := range len(s) {
		v := alphanumeric(s[i])
		if v > 9 {
			m *= 10
		}
		m = (m*10 + v) % 97
	}
	return m
}

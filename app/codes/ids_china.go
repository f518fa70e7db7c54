package codes

import (
	"regexp"
	"strings"
)

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY" // GB 32100-2015: no I O S V Z

var (
	usccShape    = regexp.MustCompile(`^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$`)
	customsShape = regexp.MustCompile(`^[0-9]{4}[0-9A-Z]{6}$`)

	usccWeights = []int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}
	orgWeights  = []int{3, 7, 9, 10, 5, 8, 4, 2}
)

// checkUSCC checks China's unified social credit code, GB 32100-2015. An organisation
// code inside it (GB 11714) that does not check is only a warning, because some old ones
// do not. A wrong shape or check character is an error.
func checkUSCC(s string) (warning, err error) {
	if !usccShape.MatchString(s) {
		return nil, problem("cn_uscc.shape", "USCC %q must be 18 digits and capital letters without I, O, S, V, Z, its third to eighth digits only; compare it with the business licence.", s)
	}
	if s[17] != usccCheck(s) {
		return nil, problem("cn_uscc.check_character", "The last character of USCC %s does not fit the others; compare it with the business licence.", s)
	}
	if s[16] != orgCheck(s[8:16]) {
		return problem("cn_uscc.organisation_code", "The 17th character of USCC %s does not fit the organisation code before it; old codes may be so, but compare it with the business licence.", s), nil
	}
	return nil, nil
}

// usccCheck returns the 18th character that the first 17 require.
func usccCheck(s string) byte {
	sum := 0
	for i, w := range usccWeights {
		sum += w * strings.IndexByte(usccAlphabet, s[i])
	}
	return usccAlphabet[(31-sum%31)%31]
}

// orgCheck returns the check character that the eight characters of an organisation code
// require.
func orgCheck(s string) byte {
	sum := 0
	for i, w := range orgWeights {
		sum += w * alphanumeric(s[i])
	}
	return "0X987654321"[sum%11]
}

// checkCustomsCode returns an error for a text that does not have the shape of a China
// Customs registration code. Such a code has no check digit.
func checkCustomsCode(s string) (warning, err error) {
	if !customsShape.MatchString(s) {
		return nil, problem("cn_customs.shape", "Customs code %q must be ten characters, four digits and then six digits or capital letters; compare it with the customs registration.", s)
	}
	return nil, nil
}

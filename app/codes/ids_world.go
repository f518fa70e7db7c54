package codes

import "regexp"

var (
	leiShape = regexp.MustCompile(`^[0-9A-Z]{18}[0-9]{2}$`)
	glnShape = regexp.MustCompile(`^[0-9]{13}$`)
	bicShape = regexp.MustCompile(`^[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?$`)
)

// checkLEI checks a legal entity identifier, ISO 17442. A wrong shape or check digits that do
// not fit are an error.
func checkLEI(s string) (warning, err error) {
	if !leiShape.MatchString(s) {
		return nil, problem("lei.shape", "LEI %q must be 18 digits or capital letters and two check digits.", s)
	}
	if mod97(s) != 1 {
		return nil, problem("lei.check_digits", "The check digits of LEI %s do not fit; look the company up at gleif.org.", s)
	}
	return nil, nil
}

// checkGLN checks a GS1 global location number. A wrong shape or check digit is an error.
func checkGLN(s string) (warning, err error) {
	if !glnShape.MatchString(s) {
		return nil, problem("gln.shape", "GLN %q must be 13 digits.", s)
	}
	sum := 0
	for i := range s {
		sum += int(s[i]-'0') * (1 + 2*(i%2))
	}
	if sum%10 != 0 {
		return nil, problem("gln.check_digit", "The last digit of GLN %s does not fit the others; ask the holder for the number again.", s)
	}
	return nil, nil
}

// checkBIC checks a bank's code after ISO 9362, which has no check digit. A wrong shape or an
// unknown country is an error.
func checkBIC(s string) (warning, err error) {
	if !bicShape.MatchString(s) {
		return nil, problem("bic.shape", "BIC %q must be 8 or 11 characters: four letters of the bank, two of the country, two characters, and three more for a branch.", s)
	}
	if _, ok := lookupBankCountry(s[4:6]); !ok {
		return nil, problem("bic.country", "Characters 5 and 6 of BIC %s must be a country code, and %s is not one.", s, s[4:6])
	}
	return nil, nil
}

// lookupBankCountry returns the country with a code that banks use: one of ISO 3166-1, or
// XK for Kosovo, a code that ISO leaves to its users.
func lookupBankCountry(code string) (Country, bool) {
	if code == "XK" {
		return Country{code, "Kosovo", "科索沃"}, true
	}
	c, err := LookupCountry(code)
	return c, err == nil
}

package codes

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	panShape     = regexp.MustCompile(`^[A-Z]{5}[0-9]{4}[A-Z]$`)
	numericShape = regexp.MustCompile(`^[0-9]{10}$`)

	// The characters of a GSTIN after its state, without the check character.
	gstinOfPAN  = regexp.MustCompile(`^[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z][ZDC]$`)    // a taxpayer, a tax deductor, a tax collector
	gstinOfTAN  = regexp.MustCompile(`^[A-Z]{4}[0-9]{5}[A-Z][0-9A-Z][ZD]$`)     // a department of government, a tax deductor
	gstinOfNone = regexp.MustCompile(`^[0-9]{2}[A-Z]{3}[0-9]{5}(UN|ON|NR|NF)$`) // a UN body or embassy, another notified person, a taxpayer from abroad
	gstinOnline = regexp.MustCompile(`^[0-9]{2}[A-Z]{3}[0-9]{5}OS$`)            // a provider of online services from abroad
	gstinChars  = regexp.MustCompile(`^[0-9]{2}[0-9A-Z]{13}$`)
)

// checkGSTIN checks an Indian GST number: the state, the holder, and the check character
// after Luhn modulo 36, which every kind of number has. Each that is wrong is an error.
//
// A taxpayer is identified by the PAN, a registration number and Z; a tax deductor has D
// and a tax collector C in place of Z, and a deductor or a government department may have
// its TAN in place of the PAN. UN bodies, embassies and foreigners have a year, a country
// and a serial number instead, followed by UN, ON, NR, NF or, for online services, OS.
// The kinds are those of GSTN's note on the format of GSTINs (October 2017) and of the
// India Compliance app.
func checkGSTIN(s string) (warning, err error) {
	if !gstinChars.MatchString(s) {
		return nil, gstinShapeProblem(s)
	}
	switch state, holder := s[:2], s[2:14]; {
	case gstinOnline.MatchString(holder):
		if state != "99" {
			return nil, problem("in_gstin.online", "GSTIN %s is one of online services from abroad, and these begin with 99; ask the holder for the number again.", s)
		}
	case (state < "01" || state > "38") && state != "97" && state != "99":
		return nil, problem("in_gstin.state", "GSTIN %s begins with %s, which is not an Indian state; state codes are 01 to 38, 97 and 99.", s, state)
	case gstinOfPAN.MatchString(holder):
		if _, err := checkIndianPAN(holder[:10]); err != nil {
			return nil, problem("in_gstin.pan", "Characters 3 to 12 of GSTIN %s must be a PAN, and %s is not one.", s, holder[:10])
		}
	case !gstinOfTAN.MatchString(holder) && !gstinOfNone.MatchString(holder):
		return nil, gstinShapeProblem(s)
	}
	if s[14] != gstinCheck(s) {
		return nil, problem("in_gstin.check_character", "The last character of GSTIN %s does not fit the others; ask the holder for the number again.", s)
	}
	return nil, nil
}

// gstinShapeProblem returns the error about a GSTIN whose shape is none of those allowed.
func gstinShapeProblem(s string) error {
	return problem("in_gstin.shape", "GSTIN %q must be 15 characters: two digits of the state, the PAN, a digit or letter other than 0, Z (D for a tax deductor, C for a tax collector) and a check character; or, for a UN body, an embassy or a company abroad, the state, year, three letters, five digits, two letters such as UN or OS, and a check character.", s)
}

// gstinCheck returns the 15th character that the first 14 require.
func gstinCheck(s string) byte {
	sum := 0
	for i := range 14 {
		p := alphanumeric(s[i]) * (1 + i%2)
		sum += p/36 + p%36
	}
	return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(36-sum%36)%36]
}

// checkIndianPAN checks the shape of an Indian PAN, its kind of holder and that it is not
// zero; anything else is an error. Its last letter is a check letter, but how that is
// calculated was never published.
func checkIndianPAN(s string) (warning, err error) {
	if !panShape.MatchString(s) {
		return nil, problem("in_pan.shape", "Indian PAN %q must be five capital letters, four digits and a capital letter.", s)
	}
	if !strings.Contains("ABCFGHJKLPT", s[3:4]) {
		return nil, problem("in_pan.holder", "The fourth letter of PAN %s must be a kind of holder: one of A, B, C, F, G, H, J, K, L, P, T.", s)
	}
	if s[5:9] == "0000" {
		return nil, problem("in_pan.zero", "The digits of PAN %s must not all be zero.", s)
	}
	return nil, nil
}

// checkIEC returns an error for a text that does not have the shape of an Indian
// importer-exporter code: the holder's PAN, or ten digits in older codes.
func checkIEC(s string) (warning, err error) {
	if !panShape.MatchString(s) && !numericShape.MatchString(s) {
		return nil, problem("in_iec.shape", "IEC %q must be the holder's PAN (five letters, four digits, a letter) or, if it is an old one, ten digits.", s)
	}
	return nil, nil
}

// checkADCode accepts any text of one line and up to 35 characters, because no public source
// gives the shape. It returns an error for any other text.
func checkADCode(s string) (warning, err error) {
	if !shortText(s, 35) {
		return nil, problem("in_ad_code.shape", "AD code %q must be one line of 1 to 35 characters; write it as the bank gave it.", s)
	}
	return nil, nil
}

// CheckIndianIDs returns an error, a *Problem, if the numbers of one Indian party do not
// belong together: characters 3 to 12 of the GSTIN are the PAN, and an IEC with letters
// is the PAN. It leaves out a number given as "", and a GSTIN without a PAN in it, such
// as a UN body's. The caller must check each number with CheckID first.
func CheckIndianIDs(gstin, pan, iec string) error {
	gstin, pan, iec = CanonicalID(GSTIN, gstin), CanonicalID(IndianPAN, pan), CanonicalID(IEC, iec)
	if numericShape.MatchString(iec) {
		iec = ""
	}
	if len(gstin) == 15 && panShape.MatchString(gstin[2:12]) {
		if pan != "" && pan != gstin[2:12] {
			return problem("in_pan.not_of_gstin", "PAN %s and GSTIN %s do not belong together: characters 3 to 12 of the GSTIN are the PAN.", pan, gstin)
		}
		if iec != "" && iec != gstin[2:12] {
			return problem("in_iec.not_of_gstin", "IEC %s and GSTIN %s do not belong together: an IEC with letters is the PAN, which is characters 3 to 12 of the GSTIN.", iec, gstin)
		}
	}
	if iec != "" && pan != "" && iec != pan {
		return problem("in_iec.not_of_pan", "IEC %s and PAN %s do not belong together: an IEC with letters is the PAN.", iec, pan)
	}
	return nil
}

// shortText reports whether s is one printable line of 1 to limit characters.
func shortText(s string, limit int) bool {
	n := utf8.RuneCountInString(s)
	return n >= 1 && n <= limit && utf8.ValidString(s) && !strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsPrint(c) })
}

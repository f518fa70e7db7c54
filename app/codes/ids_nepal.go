package codes

import "regexp"

var nepalPANShape = regexp.MustCompile(`^[0-9]{9}$`)

// checkNepalPAN checks the shape of a Nepalese PAN, which is also the VAT number. No
// checksum has been published.
func checkNepalPAN(s string) (warning, err error) {
	if !nepalPANShape.MatchString(s) {
		return nil, problem("np_pan.shape", "Nepalese PAN %q must be nine digits.", s)
	}
	return nil, nil
}

// checkEXIM accepts any short text, because no public source gives the shape.
func checkEXIM(s string) (warning, err error) {
	if !shortText(s, 20) {
		return nil, problem("np_exim.shape", "EXIM code %q must be one line of 1 to 20 characters; write it as the Department of Customs gave it.", s)
	}
	return nil, nil
}

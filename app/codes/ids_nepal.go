package codes

import "regexp"

var nepalPANShape = regexp.MustCompile(`^[0-9]{9}$`)

// checkNepalPAN returns an error for a text that does not have the shape of a Nepalese PAN,
// which is also the VAT number. No checksum has been published.
func checkNepalPAN(s string) (warning, err error) {
	if !nepalPANShape.MatchString(s) {
		return nil, problem("np_pan.shape", "Nepalese PAN %q must be nine digits.", s)
	}
	return nil, nil
}

// checkEXIM accepts any text of one line and up to 20 characters, because no public source
// gives the shape. It returns an error for any other text.
func checkEXIM(s string) (warning, err error) {
	if !shortText(s, 20) {
		return nil, problem("np_exim.shape", "EXIM code %q must be one line of 1 to 20 characters; write it as the Department of Customs gave it.", s)
	}
	return nil, nil
}

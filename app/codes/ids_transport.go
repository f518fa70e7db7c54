package codes

import "regexp"

var (
	containerShape = regexp.MustCompile(`^[A-Z]{3}[UJZABDEK][0-9]{7}$`)
	awbShape       = regexp.MustCompile(`^[0-9]{11}$`)
	imoShape       = regexp.MustCompile(`^[0-9]{7}$`)
)

// checkContainer checks a container number, ISO 6346, or the ILU code of a swap body or
// semi-trailer, EN 13044-1. The owner's key of an ILU code ends with A, B, D, E or K
// (ilu-code.eu), and its check digit is that of ISO 6346. A wrong shape or check digit is an
// error.
func checkContainer(s string) (warning, err error) {
	if !containerShape.MatchString(s) {
		return nil, problem("iso6346.shape", "Container number %q must be three letters of the owner, U, J or Z (for a swap body or semi-trailer A, B, D, E or K), and seven digits.", s)
	}
	if s[10] != containerCheck(s) {
		return nil, problem("iso6346.check_digit", "The last digit of container number %s does not fit the others; compare it with the container's door.", s)
	}
	return nil, nil
}

// containerCheck returns the eleventh character that the first ten require. Letters count
// from 10 and skip 11, 22 and 33.
func containerCheck(s string) byte {
	sum := 0
	for i := range 10 {
		v := alphanumeric(s[i])
		if v > 9 {
			v += (v - 1) / 10
		}
		sum += v << i
	}
	return byte('0' + sum%11%10)
}

// checkAirWaybill checks the number of an air waybill: three digits of the airline, a serial
// number of seven, and the remainder of dividing the serial number by 7. A wrong shape or
// check digit is an error.
func checkAirWaybill(s string) (warning, err error) {
	if !awbShape.MatchString(s) {
		return nil, problem("awb.shape", "Air waybill number %q must be eleven digits: three of the airline and eight more.", s)
	}
	rest := 0
	for i := 3; i < 10; i++ {
		rest = (rest*10 + int(s[i]-'0')) % 7
	}
	if byte('0'+rest) != s[10] {
		return nil, problem("awb.check_digit", "The last digit of air waybill number %s does not fit the others; compare it with the airline's booking.", s)
	}
	return nil, nil
}

// checkIMO checks a ship's IMO number. A wrong shape is an error; a wrong check digit is only
// a warning, because some ships in old lists have such numbers.
func checkIMO(s string) (warning, err error) {
	if !imoShape.MatchString(s) {
		return nil, problem("imo.shape", "IMO number %q must be seven digits.", s)
	}
	sum := 0
	for i := range 6 {
		sum += int(s[i]-'0') * (7 - i)
	}
	if byte('0'+sum%10) != s[6] {
		return problem("imo.check_digit", "The last digit of IMO number %s does not fit the others; compare it with the carrier's booking.", s), nil
	}
	return nil, nil
}

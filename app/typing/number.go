package typing

import (
	"regexp"
	"strings"
)

// Units are the ways of writing one unit of measure. A number may have one of them before
// it or after it.
type Units []string

// The units in which the fields of forms take figures.
var (
	Kilograms    = Units{"kilograms", "kilogram", "kgs", "kg", "公斤", "千克", "किलोग्राम", "किग्रा"}
	Tonnes       = Units{"tonnes", "tonne", "t", "吨", "टन"}
	PerCent      = Units{"per cent", "percent", "%"}
	PerMille     = Units{"per mille", "‰"}
	Micrometres  = Units{"micrometres", "microns", "micron", "µm", "um", "微米"}
	Millimetres  = Units{"millimetres", "mm", "毫米"}
	perKilograms = Units{"per kilogram", "per kg", "/ kg", "/kg", "/公斤", "/千克"}
)

// Money returns the ways of writing the unit of an amount in the currency with that code.
func Money(currency string) Units {
	if currency == "" {
		return nil
	}
	return Units{currency}
}

// PerKilogram returns the ways of writing the unit of a price per kilogram in the
// currency with that code.
func PerKilogram(currency string) Units {
	var units Units
	if currency != "" {
		for _, per := range perKilograms {
			units = append(units, currency+" "+per, currency+per)
		}
		units = append(units, currency)
	}
	return append(units, perKilograms...) // the shorter ones last
}

// Number returns the readings of a number: digits with at most one point between them and
// all the decimals that were written. A number that can be read in one way only has one
// reading, whether it is written "1250.5", "1,250.5", "1.250,5", "1 250,5" or
// "12,34,567.5", with digits of any script that Plain reads, and with or without one of
// the units. "85,300" has two readings: first 85.300, then 85300. A text that is not a
// number has none.
func Number(text string, units Units) []string {
	if point.MatchString(text) {
		return []string{text}
	}
	s := units.cut(strings.TrimSpace(Plain(text)))
	switch {
	case point.MatchString(s):
		return []string{s}
	case spaced.MatchString(s):
		return []string{strings.NewReplacer(" ", "", ",", ".").Replace(s)}
	case commas.MatchString(s):
		return []string{strings.ReplaceAll(s, ",", "")}
	case points.MatchString(s):
		return []string{strings.NewReplacer(".", "", ",", ".").Replace(s)}
	case comma.MatchString(s):
		decimal := strings.Replace(s, ",", ".", 1)
		if thousand.MatchString(s) {
			return []string{decimal, strings.Replace(s, ",", "", 1)}
		}
		return []string{decimal}
	}
	return nil
}

// The ways of writing a number. Only one can be read in two ways: a single comma with
// three digits after it and one to three before it, the first of them not zero.
var (
	point    = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
	comma    = regexp.MustCompile(`^[0-9]+,[0-9]+$`)
	thousand = regexp.MustCompile(`^[1-9][0-9]{0,2},[0-9]{3}$`)
	spaced   = regexp.MustCompile(`^[1-9][0-9]{0,2}( [0-9]{3})+([.,][0-9]+)?$`)
	commas   = regexp.MustCompile(`^[1-9](` +
		`[0-9]{0,2}(,[0-9]{3}){2,}(\.[0-9]+)?|[0-9]{0,2},[0-9]{3}\.[0-9]+|` + // in threes
		`[0-9]?(,[0-9]{2})+,[0-9]{3}(\.[0-9]+)?)$`) // with lakhs
	points = regexp.MustCompile(`^[1-9][0-9]{0,2}((\.[0-9]{3})+,[0-9]+|(\.[0-9]{3}){2,})$`)
)

// cut removes a unit before the number and one after it.
func (units Units) cut(s string) string {
	for _, u := range units {
		if rest := len(s) - len(u); rest > 0 && strings.EqualFold(s[rest:], u) {
			s = strings.TrimRight(s[:rest], " ")
			break
		}
	}
	for _, u := range units {
		if len(s) > len(u) && strings.EqualFold(s[:len(u)], u) {
			s = strings.TrimLeft(s[len(u):], " ")
			break
		}
	}
	return s
}

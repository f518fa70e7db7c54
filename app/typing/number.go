package typing

import (
	"regexp"
	"strings"
)

// Units are the ways of writing one unit of measure. A number may have one of them
// before or behind it.
type Units []string

// The units that a field's figures are in.
var (
	Kilograms    = Units{"kilograms", "kilogram", "kgs", "kg", "公斤", "千克", "किलोग्राम", "किग्रा"}
	PerCent      = Units{"per cent", "percent", "%"}
	PerMille     = Units{"per mille", "‰"}
	Micrometres  = Units{"micrometres", "microns", "micron", "µm", "um", "微米"}
	Millimetres  = Units{"millimetres", "mm", "毫米"}
	perKilograms = Units{"per kilogram", "per kg", "/ kg", "/kg", "/公斤", "/千克"}
)

// Money are the ways of writing an amount of the currency with that code.
func Money(currency string) Units {
	if currency == "" {
		return nil
	}
	return Units{currency}
}

// PerKilogram are the ways of writing a price of the currency for a kilogram.
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

// Number returns what a number can be read as: digits with at most one point between
// them, as it is written with its decimals. A number that can be read in one way only
// has one reading, whichever of "1250.5", "1,250.5", "1.250,5", "1 250,5" and
// "12,34,567.5" it is, with digits of any script that Plain reads and one of the units,
// if any. "85,300" has two: first 85.300, and then 85300. What is no number has none.
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

// The ways of writing a number. Only one comma with three digits behind it and one to
// three before it, the first of them no zero, can be two things.
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

// cut takes a unit away before a number and behind it.
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

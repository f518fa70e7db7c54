package codes

import (
	"regexp"
	"slices"
	"strings"
)

// HS6 is a six-digit subheading of the Harmonized System, dotted: "5101.21".
// The six digits are the same in every country; what follows them is not.
type HS6 string

// Digits returns the six digits without the dot.
func (h HS6) Digits() string { return strings.ReplaceAll(string(h), ".", "") }

var digits = regexp.MustCompile(`^[0-9]+$`)

// bare removes what people write between the digits of an HS code.
var bare = strings.NewReplacer(".", "", " ", "")

// ParseHS6 reads a subheading written with its dot, without it, or with spaces:
// "5101.21", "510121". It checks the shape and that the chapter exists, but not that the
// subheading exists: Product.CheckHS checks that against the subheadings of our goods.
// The error is a *Problem.
func ParseHS6(s string) (HS6, error) {
	code := bare.Replace(s)
	switch {
	case len(code) > 6 && digits.MatchString(code):
		return "", problem("hs6.long", "%q has %d digits; the subheading is the first six of them: %s.", s, len(code), code[:4]+"."+code[4:6])
	case len(code) != 6 || !digits.MatchString(code):
		return "", problem("hs6.shape", "%q is not a six-digit HS code; write four digits, a point and two digits.", s)
	}
	h := HS6(code[:4] + "." + code[4:])
	if chapter := code[:2]; chapter < "01" || chapter > "97" || chapter == "77" {
		return "", problem("hs6.no_chapter", "HS code %s has no chapter: the Harmonized System has no chapter %s.", h, chapter)
	}
	return h, nil
}

// tariffDigits is how many digits a tariff code has in the countries of our lanes.
var tariffDigits = map[string]int{"CN": 10, "IN": 8, "NP": 8}

// ParseHS reads a country's own tariff code and returns its digits without the dots and
// spaces between them: 10 digits in China, 8 in India and Nepal, 6 to 12 elsewhere. The
// first six must be those of h, because they are agreed worldwide; an empty h stands for
// an unknown subheading and is not compared. The error is a *Problem.
func ParseHS(country, code string, h HS6) (string, error) {
	c, err := LookupCountry(country)
	if err != nil {
		return "", err
	}
	written := code
	if code = bare.Replace(code); !digits.MatchString(code) {
		return "", problem("hs.not_digits", "HS code %q for %s must be digits only.", written, c)
	}
	if n, ok := tariffDigits[country]; ok && len(code) != n {
		return "", problem("hs.length", "HS code %s for %s has %d digits; it must have %d.", code, c, len(code), n)
	}
	if len(code) < 6 || len(code) > 12 {
		return "", problem("hs.length", "HS code %s for %s has %d digits; it must have 6 to 12.", code, c, len(code))
	}
	if h != "" && code[:6] != h.Digits() {
		return "", problem("hs.other_heading", "HS code %s for %s must begin with %s, the digits of %s; only what follows the sixth may differ.", code, c, h.Digits(), h)
	}
	return code, nil
}

// A Subheading is one line of HS chapter 51.
type Subheading struct {
	Code HS6
	Text string
}

// HS 2022 as the Indian Customs Tariff prints it, shortened; 5104 and 5105
// were not read there and must be checked against a tariff before they are
// relied on.
var chapter51 = []Subheading{
	{"5101.11", "greasy wool, including fleece-washed, shorn"},
	{"5101.19", "greasy wool, including fleece-washed, other than shorn"},
	{"5101.21", "degreased wool, not carbonised, shorn"},
	{"5101.29", "degreased wool, not carbonised, other than shorn"},
	{"5101.30", "carbonised wool"},
	{"5102.11", "fine hair of Kashmir (cashmere) goats, not carded or combed"},
	{"5102.19", "other fine animal hair, not carded or combed"},
	{"5102.20", "coarse animal hair, not carded or combed"},
	{"5103.10", "noils of wool or of fine animal hair"},
	{"5103.20", "other waste of wool or of fine animal hair"},
	{"5103.30", "waste of coarse animal hair"},
	{"5104.00", "garnetted stock of wool or of animal hair"},
	{"5105.10", "carded wool"},
	{"5105.21", "combed wool in fragments"},
	{"5105.29", "wool tops and other combed wool"},
	{"5105.31", "fine hair of Kashmir (cashmere) goats, carded or combed"},
	{"5105.39", "other fine animal hair, carded or combed"},
	{"5105.40", "coarse animal hair, carded or combed"},
}

// String returns what the subheading covers, in English.
func (s Subheading) String() string { return s.Text }

// Subheadings returns the subheadings of HS chapter 51 from greasy wool (5101) to carded
// and combed fibre (5105), in the order of the tariff.
func Subheadings() []Subheading { return slices.Clone(chapter51) }

// Text returns what the subheading covers, in short, or "" for one that Subheadings does
// not return.
func (h HS6) Text() string {
	for _, s := range chapter51 {
		if s.Code == h {
			return s.Text
		}
	}
	return ""
}

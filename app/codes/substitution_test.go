package codes

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestOneWrongCharacter draws a valid number, changes one of its characters
// into another of the same sort, and expects CheckID to notice. Digits are not
// swapped for letters where the rule reads them as one place and two (ISO 7064
// for LEI and IBAN), and a container whose check digit is 0 is left out, for
// there ISO 6346 writes both 10 and 0 the same.
func TestOneWrongCharacter(t *testing.T) {
	const (
		digits  = "0123456789"
		capital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		any36   = digits + capital
	)
	tests := []struct {
		kind     string
		pattern  string // a class for each character before the check is added
		complete func(body string) string
		skip     func(valid string) bool
	}{
		{kind: USCC, pattern: "ccddddddcccccccco", complete: func(b string) string {
			b = b[:16] + string(orgCheck(b[8:16]))
			return b + string(usccCheck(b))
		}},
		{kind: GSTIN, pattern: "sdAAAFAddddAnZ", complete: func(b string) string {
			b = "27" + b[2:5] + "F" + b[6:]
			return b + string(gstinCheck(b))
		}},
		{kind: LEI, pattern: "xxxxxxxxxxxxxxxxxx", complete: func(b string) string { return b + two(98-mod97(b+"00")) }},
		{kind: IBAN, pattern: "WESTdddddddddddddd", complete: func(b string) string {
			return "GB" + two(98-mod97(b+"GB00")) + b
		}},
		{kind: GLN, pattern: "dddddddddddd", complete: completeGLN},
		{kind: Container, pattern: "AAAUdddddd", complete: func(b string) string { return b + string(containerCheck(b)) },
			skip: func(s string) bool { return s[10] == '0' }},
	}
	classes := map[rune]string{'c': usccAlphabet, 'd': digits, 'A': capital, 'x': any36, 'n': any36[1:], 'o': "0", 's': "2",
		'F': "F", 'Z': "Z", 'U': "U", 'W': "W", 'E': "E", 'S': "S", 'T': "T"}
	for _, test := range tests {
		t.Run(test.kind, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				var body strings.Builder
				for _, class := range test.pattern {
					body.WriteByte(classes[class][rapid.IntRange(0, len(classes[class])-1).Draw(t, "character")])
				}
				valid := test.complete(body.String())
				if _, err := CheckID(test.kind, valid); err != nil {
					if strings.Contains(valid, "0000") {
						t.Skip("a PAN without digits")
					}
					t.Fatalf("CheckID(%s, %s) = %v, want it valid", test.kind, valid, err)
				}
				if test.skip != nil && test.skip(valid) {
					t.Skip("0 stands for 10 too")
				}
				i := rapid.IntRange(0, len(valid)-1).Draw(t, "position")
				if test.kind == Container && i < 4 {
					t.Skip("letters eleven apart count the same in ISO 6346")
				}
				same := digits
				if valid[i] > '9' {
					same = capital
				}
				if test.kind == USCC {
					same = usccAlphabet
				}
				c := same[rapid.IntRange(0, len(same)-1).Draw(t, "instead")]
				if c == valid[i] {
					t.Skip("the same character")
				}
				wrong := valid[:i] + string(c) + valid[i+1:]
				if _, err := CheckID(test.kind, wrong); err == nil {
					t.Fatalf("CheckID(%s, %s) took it, and %s too", test.kind, valid, wrong)
				}
			})
		})
	}
}

// two writes the check digits of ISO 7064.
func two(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

// completeGLN tries the ten digits.
func completeGLN(body string) string {
	for _, c := range "0123456789" {
		if _, err := CheckID(GLN, body+string(c)); err == nil {
			return body + string(c)
		}
	}
	return body
}

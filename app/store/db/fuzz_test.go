package db

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"reflect"
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"

	"woolroad/app/trade"
)

// sorted are lists as there are, by name, with their columns.
var sorted = map[string][]string{
	"number": {"number"}, "date": {"date", "number"}, "buyer": {"buyer", "number"}, "total": {"currency", "total_minor", "number"}, "mass": {"grams", "number"},
}

// FuzzCursor has whatever a link may carry: it is a place in the list, which
// another link says too, or it is refused. Framed has it with the right sum.
func FuzzCursor(f *testing.F) {
	f.Add(`{"Order":"date-","Back":true,"Keys":["2026-03-01","SO-1"]}`, true)
	f.Add(`{"Order":"total","Back":false,"Keys":["USD",12345,"SO-1"]}`, true)
	f.Add(`{"Order":"total","Back":false,"Keys":["USD",1.5e9,{"a":[]}]}`, true)
	f.Add(`{"Order":"mass","Back":false,"Keys":[9223372036854775808,"SO-1"]}`, true)
	f.Add(`{"Order":"number","Back":false,"Keys":["a\u0000b"]}`, true)
	f.Add("eyJPcmRlciI6ImRhdGUifQ", false)
	f.Add("", false)
	f.Fuzz(func(t *testing.T, text string, framed bool) {
		if framed {
			body := []byte(text)
			text = base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(body, crc32.ChecksumIEEE(body)))
		}
		for by, columns := range sorted {
			for _, desc := range []bool{false, true} {
				o := Sort{by, columns, desc}
				c, err := decodeCursor(text, o)
				if err != nil {
					if e := (*trade.Error)(nil); !errors.As(err, &e) || e.Code != trade.Invalid {
						t.Errorf("decodeCursor(%q) = %v, want it to be called invalid", text, err)
					}
					continue
				}
				for _, k := range c.Keys {
					if s, ok := k.(string); ok && !storable(s) {
						t.Errorf("decodeCursor(%q) has the key %q, which PostgreSQL refuses", text, s)
					}
				}
				again, err := encodeCursor(c)
				if err != nil {
					t.Fatal(err)
				}
				if back, err := decodeCursor(again, o); err != nil || !reflect.DeepEqual(back, c) {
					t.Errorf("decodeCursor(%q) = %v; written and read again %v, %v", text, c, back, err)
				}
			}
		}
	})
}

// storable reports whether both engines take a text.
func storable(s string) bool {
	return utf8.ValidString(s) && !slices.ContainsFunc([]rune(s), func(r rune) bool { return r == 0 || unicode.Is(unicode.Cs, r) })
}

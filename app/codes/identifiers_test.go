package codes

import (
	"os"
	"strings"
	"testing"
)

// TestIdentifierTable goes through testdata/identifiers.tsv. An IMO number
// that fails is only warned of; every other invalid one is an error.
func TestIdentifierTable(t *testing.T) {
	data, err := os.ReadFile("testdata/identifiers.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(data)), "\n")[1:]
	if len(rows) < 43 {
		t.Fatalf("testdata/identifiers.tsv has %d rows, want 43 or more", len(rows))
	}
	for _, row := range rows {
		f := strings.Split(row, "\t")
		warning, err := CheckID(f[0], f[1])
		bad := err != nil
		if f[0] == IMO {
			bad = bad || warning != nil
		}
		if want := f[2] == "no"; bad != want {
			t.Errorf("CheckID(%s, %s) = %v, %v; want valid: %s", f[0], f[1], warning, err, f[2])
		}
	}
}

func TestCheckID(t *testing.T) {
	tests := []struct {
		kind, value string
		want        string // part of the error, "warning: " and part of the warning, or "" for neither
	}{
		{"cn_uscc", "911522010783762860", ""},
		{"cn_uscc", "91152201078377449P", ""},
		{"cn_uscc", "91310112087994932F", ""},
		{"cn_uscc", "91620100719023721L", ""},
		{"cn_uscc", "121200004013590816", ""},
		{"cn_uscc", "91540100MA6T1ABC5G", ""},
		{"cn_uscc", " 91110000600037341l ", ""},
		{"cn_uscc", "91540100MA6T1ABC14", "warning: 17th character"},
		{"cn_uscc", "N2540100MF1234567F", ""},
		{"cn_uscc", "91110000600037314L", "last character of USCC"},
		{"cn_uscc", "9111000060003IOZSV", "without I, O, S, V, Z"},
		{"cn_uscc", "", "must be 18"},
		{"cn_customs", "540196A01B", ""},
		{"cn_customs", "54019", "ten characters"},
		{"cn_customs", "A40196A01B", "ten characters"},
		{"in_gstin", "27AAACR5055K1Z7", ""},
		{"in_gstin", "27AAACT2727Q1ZW", ""},
		{"in_gstin", "19AAACI1681G1ZM", ""},
		{"in_gstin", "03AAKCS4417P1Z0", ""},
		{"in_gstin", "09AAEFB5520M1ZD", ""},
		{"in_gstin", "0717UNO00211UN2", ""}, // a UN body
		{"in_gstin", "0717UNO00157UNO", ""},
		{"in_gstin", "2117UNO00002UNF", ""},
		{"in_gstin", "0717UNO00154UNU", ""}, // an embassy
		{"in_gstin", "9917SGP29001OST", ""}, // online services
		{"in_gstin", "06DELI09652G1DA", ""}, // a tax deductor, by TAN
		{"in_gstin", "27AAFT56212B1DO", ""},
		{"in_gstin", "19AAACI1681G1DV", ""}, // and by PAN
		{"in_gstin", "29AABCF8078M1C8", ""}, // a tax collector
		{"in_gstin", "27AAECG3736E1C2", ""},
		{"in_gstin", "29-AABCF8078M-1C8", ""},
		{"in_gstin", "２９AABCF8078M1C8", ""},
		{"in_gstin", "२९AABCF8078M1C8", ""},
		{"in_gstin", "0717UNO00211UN3", "last character of GSTIN"},
		{"in_gstin", "9917SGP29001OSU", "last character of GSTIN"},
		{"in_gstin", "0717SGP29001OST", "these begin with 99"},
		{"in_gstin", "4017UNO00211UN2", "is not an Indian state"},
		{"in_gstin", "0717UNO00211UX2", "UN body"},
		{"in_gstin", "29AABCF8078M1E8", "D for a tax deductor"},
		{"in_gstin", "33AAACI1681G1ZU", "last character of GSTIN"},
		{"in_gstin", "39AAPFU0939F1ZV", "is not an Indian state"},
		{"in_gstin", "00AAPFU0939F1ZV", "is not an Indian state"},
		{"in_gstin", "27AAPXU0939F1ZV", "must be a PAN"},
		{"in_pan", "ABMXA3211G", "kind of holder"},
		{"in_pan", "ACUPA0000R", "must not all be zero"},
		{"in_iec", "AAKCS4417P", ""},
		{"in_iec", "0588001234", ""},
		{"in_iec", "AAKCS4417", "the holder's PAN"},
		{"in_ad_code", "0510005", ""},
		{"in_ad_code", "05100052900009", ""},
		{"in_ad_code", "SBI/12-B", ""},
		{"in_ad_code", "", "one line"},
		{"np_exim", "3012345670147NP", ""},
		{"np_exim", "exim 12/80-81", ""},
		{"np_exim", "3012345670147NP301234567", "1 to 20 characters"},
		{"np_exim", "301\n234", "one line"},
		{"lei", "5299007DT4PDT06SZM22", ""},
		{"lei", "5299007DT4PDT06SZMAB", "two check digits"},
		{"iban", "GR16 0110 1050 0000 1054 7023 795", ""},
		{"iban", "AA82WEST12345698765432", "not a country"},
		{"iban", "GB82", "has 4 characters, and one of United Kingdom has 22"},
		{"bic", "ABNABE2A", ""},
		{"bic", "NLPRXKPR", ""},
		{"bic", "NMBBZZKA", "must be a country"},
		{"iso6346", "TOLU4734787", ""},
		{"iso6346", "GYOU4047990", ""},
		{"iso6346", "CSQU 305438-3", ""},
		{"iso6346", "CSQU 305438.3", ""},
		{"iso6346", "CSQX3054383", "U, J or Z (for a swap body or semi-trailer A, B, D, E or K)"},
		{"iso6346", "CSQC3054383", "U, J or Z"}, // C is none of EN 13044-1
		{"iso6346", "ABCA 001234-2", ""},
		{"iso6346", "ABCA0012345", "last digit of container number"},
		{"iso6346", "CSQA3054384", "last digit of container number"},
		{"iban", "AT32 0100 0000 0173 363", "has 19 characters, and one of Austria has 20"},
		{"iban", "AT32", "has 4 characters, and one of Austria has 20"},
		{"iban", "AT61 1904 3002 3457 3201", ""},
		{"iban", "AT61-1904-3002-3457-3201", ""},
		{"iban", "at61.1904.3002.3457.3201", ""},
		{"iban", "ＡＴ６１\u3000１９０４\u00a0３００２ ３４５７ ３２０１", ""},
		{"iban", "AT61/1904300234573201", "two letters of the country"},
		{"iban", "GR16 0110 1050 0000 1054 7023 795", ""},
		{"iban", "NL91ABNA0417164300", ""},
		{"iban", "NL9112340417164300", "Character 5 of IBAN NL9112340417164300 must be a letter, as in all of Netherlands"},
		{"iban", "DE8937040044053201300A", "Character 22 of IBAN DE8937040044053201300A must be a digit"},
		{"iban", "CN8937040044053201300", "China has no IBAN; write the account number"},
		{"iban", "NP12", "Nepal has no IBAN"},
		{"iban", "IN00 SBIN 0000 1234", "India has no IBAN"},
		{"iban", "US64 SVBK US6S 3300", "United States has no IBAN"},
		{"iban", "1385 0100 2030 4455", "two letters of the country"},
		{"iban", "ZZ8937040044053201300", "not a country"},
		{"iban", "XK051212012345678906", ""},
		{"imo", "9319467", "warning: last digit"},
		{"imo", "931946", "seven digits"},
		{"gln", "541234500001", "13 digits"},
		{"passport", "1", "not a kind of identifier"},
	}
	for _, test := range tests {
		warning, err := CheckID(test.kind, test.value)
		if got := verdict(warning, err); (test.want == "") != (got == "") || !strings.Contains(got, strings.TrimPrefix(test.want, "warning: ")) ||
			strings.HasPrefix(test.want, "warning: ") != (warning != nil) {
			t.Errorf("CheckID(%s, %q) = %q, want %q", test.kind, test.value, got, test.want)
		}
	}
}

// TestIBANStructures holds that every country of the table is one, and how long the
// numbers of some are (their own documents say so).
func TestIBANStructures(t *testing.T) {
	for code := range ibanStructures {
		parts, ok := ibanParts(code)
		total := 4
		for _, p := range parts {
			total += p.length
		}
		if _, is := lookupBankCountry(code); !ok || !is || total < 15 || total > 34 {
			t.Errorf("%s: %v has %d characters", code, parts, total)
		}
	}
	for code, main := range ibanTerritories {
		if _, is := lookupBankCountry(code); ibanStructures[main] == "" || ibanStructures[code] != "" || !is {
			t.Errorf("%s belongs to %s", code, main)
		}
	}
	for _, code := range []string{"CN", "HK", "IN", "NP", "US", "BT", "BD"} {
		if _, ok := ibanParts(code); ok {
			t.Errorf("%s has an IBAN", code)
		}
	}
}

// verdict writes a warning and an error as the table does.
func verdict(warning, err error) string {
	switch {
	case err != nil:
		return err.Error()
	case warning != nil:
		return "warning: " + warning.Error()
	}
	return ""
}

func TestCheckIndianIDs(t *testing.T) {
	tests := []struct {
		gstin, pan, iec string
		want            string
	}{
		{"03AAKCS4417P1Z0", "AAKCS4417P", "AAKCS4417P", ""},
		{"03aakcs4417p1z0", "AAKCS4417P", "", ""},
		{"03AAKCS4417P1Z0", "", "0588001234", ""},
		{"", "", "", ""},
		{"03AAKCS4417P1Z0", "ACUPA7085R", "", "PAN ACUPA7085R and GSTIN"},
		{"03AAKCS4417P1Z0", "", "ACUPA7085R", "IEC ACUPA7085R and GSTIN"},
		{"", "AAKCS4417P", "ACUPA7085R", "IEC ACUPA7085R and PAN"},
		{"short", "AAKCS4417P", "AAKCS4417P", ""},
		{"0717UNO00211UN2", "AAKCS4417P", "AAKCS4417P", ""}, // it has no PAN in it
		{"06DELI09652G1DA", "AAKCS4417P", "", ""},
		{"29AABCF8078M1C8", "AAKCS4417P", "", "PAN AAKCS4417P and GSTIN"},
	}
	for _, test := range tests {
		err := CheckIndianIDs(test.gstin, test.pan, test.iec)
		if got := verdict(nil, err); (test.want == "") != (got == "") || !strings.Contains(got, test.want) {
			t.Errorf("CheckIndianIDs(%q, %q, %q) = %q, want %q", test.gstin, test.pan, test.iec, got, test.want)
		}
	}
}

func TestIDLabels(t *testing.T) {
	tests := []struct{ kind, en, zh, country string }{
		{"cn_uscc", "USCC", "统一社会信用代码", "CN"},
		{"cn_customs", "Customs code", "海关编码", "CN"},
		{"in_ad_code", "AD code", "印度授权银行代码", "IN"},
		{"np_exim", "EXIM code", "尼泊尔进出口代码", "NP"},
		{"lei", "LEI", "法人机构识别编码", ""},
		{"passport", "", "", ""},
	}
	for _, test := range tests {
		en, zh := IDLabel(test.kind)
		if country := IDCountry(test.kind); en != test.en || zh != test.zh || country != test.country {
			t.Errorf("%s is %q, %q of %q; want %q, %q of %q", test.kind, en, zh, country, test.en, test.zh, test.country)
		}
	}
	want := "cn_uscc cn_customs in_gstin in_pan in_iec in_ad_code np_pan np_exim lei gln"
	if got := strings.Join(PartyIDKinds(), " "); got != want {
		t.Errorf("a party carries %s, want %s", got, want)
	}
}

// FuzzCheckID asks of any text that nothing panics, that the canonical form of
// a canonical form is itself, and that it is judged as the text was.
func FuzzCheckID(f *testing.F) {
	data, err := os.ReadFile("testdata/identifiers.tsv")
	if err != nil {
		f.Fatal(err)
	}
	for row := range strings.Lines(string(data)) {
		f.Add(strings.Split(row, "\t")[1])
	}
	f.Add("３０１２３４５６７")
	f.Add("ſ\xff")
	f.Fuzz(func(t *testing.T, value string) {
		for _, kind := range IDKinds() {
			c := CanonicalID(kind, value)
			if again := CanonicalID(kind, c); again != c {
				t.Errorf("CanonicalID(%s, %q) = %q, and of that %q", kind, value, c, again)
			}
			w1, e1 := CheckID(kind, value)
			w2, e2 := CheckID(kind, c)
			if verdict(w1, e1) != verdict(w2, e2) {
				t.Errorf("CheckID(%s, %q) = %q, of its canonical form %q", kind, value, verdict(w1, e1), verdict(w2, e2))
			}
		}
	})
}

package trade_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/trade"
	"woolroad/app/trade/texts"
)

// TestConfirmedNumbers holds what a confirmation does to each number that fails its
// check, and what is said of a confirmation that says nothing.
func TestConfirmedNumbers(t *testing.T) {
	const reason = "It stands so on the licence of 1998."
	for _, test := range []struct {
		what, country, kind, number string
		confirmed                   map[string]string
		want                        string // pointers, those of warnings after "~"
	}{
		{"a check character that does not fit", "CN", "cn_uscc", "91540100MA6T1ABC5H", nil, "/ids/cn_uscc"},
		{"and is confirmed", "CN", "cn_uscc", "91540100MA6T1ABC5H", map[string]string{"cn_uscc": reason}, ""},
		{"a GSTIN", "IN", "in_gstin", "27AAPFU0939F1ZO", map[string]string{"in_gstin": reason}, ""},
		{"a state that is new", "IN", "in_gstin", "39AAPFU0939F1ZV", map[string]string{"in_gstin": reason}, ""},
		{"a PAN that is too short", "NP", "np_pan", "30123456", map[string]string{"np_pan": reason}, ""},
		{"nothing but hyphens", "NP", "np_pan", "- -", map[string]string{"np_pan": reason}, "/ids/np_pan"},
		{"a GLN", "NP", "gln", "5412345000014", map[string]string{"gln": reason}, ""},
		{"an LEI", "NP", "lei", "213800KUD8LXJWSQ9D15", map[string]string{"lei": reason}, ""},
		{"of another country, which stays a warning", "NP", "in_pan", "ABMXA3211G", map[string]string{"in_pan": reason}, "~/ids/in_pan"},
		{"without a reason", "NP", "np_pan", "30123456", map[string]string{"np_pan": ""}, "/ids/np_pan /ids_confirmed/np_pan"},
		{"with a blank reason", "NP", "np_pan", "30123456", map[string]string{"np_pan": "  "}, "/ids/np_pan /ids_confirmed/np_pan"},
		{"with a reason of two lines", "NP", "np_pan", "30123456", map[string]string{"np_pan": "one\ntwo"}, "/ids/np_pan /ids_confirmed/np_pan"},
		{"with a reason of 300 characters", "NP", "np_pan", "30123456", map[string]string{"np_pan": strings.Repeat("因", 300)}, ""},
		{"with a longer reason", "NP", "np_pan", "30123456", map[string]string{"np_pan": strings.Repeat("因", 301)}, "/ids/np_pan /ids_confirmed/np_pan"},
		{"without need", "NP", "np_pan", "301234567", map[string]string{"np_pan": reason}, "~/ids_confirmed/np_pan"},
		{"of a number that is not given", "NP", "np_pan", "301234567", map[string]string{"lei": reason}, "/ids_confirmed/lei"},
		{"of a kind that there is not", "NP", "np_pan", "301234567", map[string]string{"passport": reason}, "/ids_confirmed/passport"},
	} {
		p := carpets()
		p.Country, p.IDs, p.Confirmed = test.country, []trade.ID{{Kind: test.kind, Value: test.number}}, test.confirmed
		got, faults := trade.CheckParty(p, false)
		var at []string
		for _, f := range faults {
			if f.Warning {
				f.Pointer = "~" + f.Pointer
			}
			at = append(at, f.Pointer)
		}
		if said := strings.Join(at, " "); said != test.want {
			t.Errorf("%s: faults at %q, want %q: %v", test.what, said, test.want, faults)
		}
		if faults.Err() != nil {
			continue
		}
		if d := cmp.Diff(p, got); d != "" {
			t.Errorf("%s: it is checked as another: %s", test.what, d)
		}
		body, err := trade.EncodeParty(got)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := trade.DecodeParty(body); err != nil || !cmp.Equal(got, again) {
			t.Errorf("%s: stored as %s it is %+v, %v", test.what, body, again, err)
		}
	}
}

// A contradiction between two numbers is not what their own checks say.
func TestWhatMayBeConfirmed(t *testing.T) {
	p := carpets()
	p.Country, p.IDs = "IN", []trade.ID{{Kind: "in_gstin", Value: "27AAPFU0939F1ZV"}, {Kind: "in_pan", Value: "AAPPV8261K"}, {Kind: "gln", Value: "5412345000014"}}
	p.Confirmed = map[string]string{"in_pan": "The tax office gave it so."}
	_, faults := trade.CheckParty(p, false)
	may := map[string]bool{}
	for _, f := range faults {
		may[string(f.Code)] = trade.MayConfirm(f)
	}
	if want := map[string]bool{"in_pan.not_of_gstin": false, "id.confirmed_needlessly": false, "gln.check_digit": true}; !cmp.Equal(may, want) {
		t.Errorf("what may be confirmed is %v, want %v", may, want)
	}
}

func TestConfirmationsOfAnOrder(t *testing.T) {
	file := edited(t, sampleFile(t, sheva), set("/seller/ids/cn_uscc", `"91540100MA6T1ABC5H"`),
		set("/seller/ids_confirmed", `{"cn_uscc":"It stands so on the licence."}`))
	o := read(t, file)
	want := []texts.Change{{Pointer: "/seller/ids_confirmed/cn_uscc", To: "It stands so on the licence."}}
	if got := texts.Confirmations(o); !cmp.Equal(got, want) {
		t.Errorf("Confirmations = %v, want %v", got, want)
	}
	encoded, err := trade.Encode(o)
	if err != nil || !bytes.Contains(encoded, []byte(`"ids":{"cn_customs":"540196A01B","cn_uscc":"91540100MA6T1ABC5H"},"ids_confirmed":{"cn_uscc":"It stands so on the licence."}`)) {
		t.Errorf("%v: it is stored as %s", err, encoded)
	}
	none, err := trade.Encode(read(t, sampleFile(t, sheva)))
	if err != nil || bytes.Contains(none, []byte("confirmed")) {
		t.Errorf("%v: an order without confirmations is stored as %s", err, none)
	}
}

func TestIdentifiersOfOrders(t *testing.T) {
	for _, test := range []struct{ file, want string }{
		{"iban-wrong-length", "/seller/banks/0/iban: IBAN AT32010000000173363 has 19 characters, and one of Austria has 20; compare it with the bank's letter."},
		{"gstin-of-un-body", ""},
	} {
		_, faults := trade.ReadOrder(bytes.NewReader(file(t, "testdata", test.file+".json")))
		if got := faults.Errors().Error(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.file, got, test.want)
		}
	}
	for typed, want := range map[string]string{
		"AT61 1904-3002.3457 3201": "AT611904300234573201",
		"ａｔ６１１９０４３００２３４５７３２０１":     "AT611904300234573201",
	} {
		o := read(t, edited(t, sampleFile(t, kathmandu), set("/seller/banks/0/iban", `"`+typed+`"`)))
		if got := o.Seller.Banks[0].IBAN; got != want {
			t.Errorf("the IBAN %q is stored as %q, want %q", typed, got, want)
		}
	}
	o := read(t, edited(t, sampleFile(t, sheva), set("/route/container", `"abca 001234-2"`)))
	if o.Route.Container != "ABCA0012342" {
		t.Errorf("the swap body is stored as %q", o.Route.Container)
	}
}

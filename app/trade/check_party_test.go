package trade_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/trade"
)

// carpets returns a buyer without faults.
func carpets() trade.Party {
	return trade.Party{
		Name: "Himal Carpet Industries Pvt. Ltd.", Address: []string{"Boudha-6, Kathmandu 44600", "Nepal"}, Country: "NP",
		IDs: []trade.ID{{Kind: "np_pan", Value: "301234567"}}, Email: "import@himal-carpet.example",
	}
}

func TestCheckParty(t *testing.T) {
	account := trade.Bank{Currency: "USD", Name: "Lhasa Merchants Bank", Address: "Lhasa, China", Account: "1385 0100"}
	for _, test := range []struct {
		what   string
		seller bool
		change func(*trade.Party)
		want   []string // pointers, those of warnings after "~"
	}{
		{"a buyer with all that is needed", false, func(*trade.Party) {}, nil},
		{"nothing at all", false, func(p *trade.Party) { *p = trade.Party{} }, []string{"/name", "/country", "/address"}},
		{"a blank name", false, func(p *trade.Party) { p.Name = "  " }, []string{"/name"}},
		{"a tab in an address", false, func(p *trade.Party) { p.Address[1] = "Ne\tpal" }, []string{"/address/1"}},
		{"a country that there is not", false, func(p *trade.Party) { p.Country = "NEPALIA" }, []string{"/country"}},
		{"a number that is too short", false, func(p *trade.Party) { p.IDs[0].Value = "3012" }, []string{"/ids/np_pan"}},
		{"a number of a kind that there is not", false, func(p *trade.Party) { p.IDs[0].Kind = "passport" }, []string{"/ids/passport"}},
		{"a number of another country", false, func(p *trade.Party) { p.Country = "IN" }, []string{"~/ids/np_pan"}},
		{"no e-mail address", false, func(p *trade.Party) { p.Email = "himal-carpet.example" }, []string{"/email"}},
		{"a PAN that is not its GSTIN's", false, func(p *trade.Party) {
			p.Country, p.IDs = "IN", []trade.ID{{Kind: "in_gstin", Value: "27AAPFU0939F1ZV"}, {Kind: "in_pan", Value: "AAPPV8261K"}}
		}, []string{"/ids/in_pan"}},
		{"a buyer's account", false, func(p *trade.Party) { p.Banks = []trade.Bank{account} }, []string{"/banks"}},
		{"a seller's account", true, func(p *trade.Party) { p.Banks = []trade.Bank{account} }, nil},
		{"an account without its bank", true, func(p *trade.Party) { p.Banks = []trade.Bank{account, {Currency: "INR"}} },
			[]string{"/banks/1/name", "/banks/1/address", "/banks/1/account"}},
	} {
		p := carpets()
		test.change(&p)
		_, faults := trade.CheckParty(p, test.seller)
		var got []string
		for _, f := range faults {
			if f.Warning {
				f.Pointer = "~" + f.Pointer
			}
			got = append(got, f.Pointer)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: faults at %q, want %q", test.what, got, test.want)
		}
	}
}

func TestACheckedPartyIsAsDocumentsPrintIt(t *testing.T) {
	p := carpets()
	p.Country, p.IDs = "CN", []trade.ID{{Kind: "cn_uscc", Value: " 91540100 ma6t1abc5g "}}
	got, faults := trade.CheckParty(p, false)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	want := p
	want.IDs = []trade.ID{{Kind: "cn_uscc", Value: "91540100MA6T1ABC5G"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	again, faults := trade.CheckParty(got, false)
	if d := cmp.Diff(got, again); d != "" || len(faults) > 0 {
		t.Errorf("checked again it is another: %v %s", faults, d)
	}
}

func TestPartiesAreCheckedAsInAnOrderFile(t *testing.T) {
	for _, name := range []string{"01-kathmandu-scoured-wool", "02-nhava-sheva-cashmere", "03-kolkata-yak-inr"} {
		o, faults := trade.ReadOrder(bytes.NewReader(sampleFile(t, name)))
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		for role, p := range map[string]trade.Party{"seller": o.Seller, "buyer": o.Buyer} {
			got, faults := trade.CheckParty(p, role == "seller")
			if d := cmp.Diff(p, got); d != "" || len(faults) > 0 {
				t.Errorf("%s: the %s: %v %s", name, role, faults, d)
			}
		}
	}
}

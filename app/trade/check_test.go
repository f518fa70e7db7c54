package trade_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/money"
	"woolroad/app/trade"
)

// TestWhatBreaksARuleIsDecoded reads values that a rule refuses: Decode takes them
// as they are, nothing is lost when they are written again, and Check has the
// fault.
func TestWhatBreaksARuleIsDecoded(t *testing.T) {
	for _, test := range []struct {
		name  string
		edits []edit
		want  []string // where Check finds errors
	}{
		{"nothing", nil, nil},
		{"no number", []edit{del("/number")}, []string{"/number"}},
		{"a number that climbs", []edit{set("/number", `"../SO-1"`)}, []string{"/number"}},
		{"a date of long ago", []edit{set("/date", `"1851-05-01"`)}, []string{"/date"}},
		{"a name of 501 letters", []edit{set("/buyer/name", `"`+strings.Repeat("x", 501)+`"`)}, []string{"/buyer/name"}},
		{"a name of blanks", []edit{set("/buyer/name", `"  "`)}, []string{"/buyer/name"}},
		{"no address", []edit{set("/buyer/address", `[]`)}, []string{"/buyer/address"}},
		{"an empty line of an address", []edit{set("/buyer/address/0", `""`)}, []string{"/buyer/address/0"}},
		{"a country that is none", []edit{set("/buyer/country", `"XX"`)}, []string{"/buyer/country"}},
		{"a number that fails", []edit{set("/buyer/ids/np_pan", `"1"`)}, []string{"/buyer/ids/np_pan"}},
		{"an empty number of a party", []edit{set("/buyer/ids/np_pan", `""`)}, []string{"/buyer/ids/np_pan"}},
		{"a number of a kind that is none", []edit{set("/buyer/ids/np_vat", `"1"`)}, []string{"/buyer/ids/np_vat"}},
		{"no e-mail address", []edit{set("/buyer/email", `"x"`)}, []string{"/buyer/email"}},
		{"an unknown currency", []edit{set("/currency", `"XBT"`)}, []string{"/currency"}},
		{"no currency", []edit{del("/currency")}, []string{"/currency"}},
		{"a bank's currency", []edit{set("/seller/banks/0/currency", `"XBT"`)}, []string{"/seller/banks/0/currency"}},
		{"an unknown Incoterm", []edit{set("/terms/incoterm", `"DAT"`)}, []string{"/terms/incoterm"}},
		{"a term that does not fit the carriage", []edit{set("/terms/incoterm", `"FOB"`)}, []string{"/terms/incoterm"}},
		{"another edition", []edit{set("/terms/edition", `"2010"`)}, []string{"/terms/edition"}},
		{"a mode that is none", []edit{set("/route/mode", `"yak"`)}, []string{"/route/mode"}},
		{"a deposit above all", []edit{set("/payment/deposit_percent", `"101"`)}, []string{"/payment/deposit_percent"}},
		{"31 marks", []edit{set("/marks", `["`+strings.Repeat(`A","`, 30)+`B"]`)}, []string{"/marks"}},
		{"a lot number with a blank", []edit{set("/lots/0/bales/3/number", `"4 "`)}, []string{"/lots/0/bales/3/number"}},
		{"a lot without a number", []edit{set("/lots/0/number", `""`)}, []string{"/lots/0/number"}},
		{"a product that is none", []edit{set("/lots/0/product", `"silk"`)}, []string{"/lots/0/product"}},
		{"nine decimals", []edit{set("/lots/0/mass_decimals", `9`)}, []string{"/lots/0/mass_decimals"}},
		{"a regain above all", []edit{set("/lots/0/regain_measured", `"101"`)}, []string{"/lots/0/regain_measured"}},
		{"a tare above the gross", []edit{set("/lots/0/bales/3/tare", `"900"`)}, []string{"/lots/0/bales/3/tare"}},
		{"a gross of a ship", []edit{set("/lots/0/bales/3/gross", `"100000"`)}, []string{"/lots/0/bales/3/gross"}},
		{"a lot that is not there", []edit{set("/lines/0/lots/-", `"L-9"`)}, []string{"/lines/0/lots/1"}},
		{"a heading that is none", []edit{set("/lines/0/hs6", `"9999.99"`)}, []string{"/lines/0/hs6"}},
		{"a tariff code of no country", []edit{set("/lines/0/hs/XX", `"51012100"`)}, []string{"/lines/0/hs/XX"}},
		{"a unit that is none", []edit{set("/lines/0/unit", `"LBR"`)}, []string{"/lines/0/unit"}},
		{"a price of nothing", []edit{set("/lines/0/price", `"0.00"`)}, []string{"/lines/0/price"}},
		{"a price of seven decimals", []edit{set("/lines/0/price", `"4.1234567"`)}, []string{"/lines/0/price"}},
		{"a discount of all", []edit{set("/charges/discount_percent", `"100"`)}, []string{"/charges/discount_percent"}},
		{"a source that is none", []edit{set("/totals_in/0/source", `"xyz"`)}, []string{"/totals_in/0/source"}},
		{"a rate of nothing", []edit{set("/totals_in/1/rate/value", `"0"`)}, []string{"/totals_in/1/rate/value"}},
	} {
		o, shape := trade.Decode(bytes.NewReader(edited(t, sampleFile(t, kathmandu), test.edits...)))
		if shape != nil {
			t.Errorf("%s: Decode has %v, want the order", test.name, shape)
			continue
		}
		faults := trade.Check(o)
		var got []string
		for _, f := range faults.Errors() {
			got = append(got, f.Pointer)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: Check has %v, want errors at %q", test.name, faults.Errors(), test.want)
		}
		file, err := trade.Encode(o)
		if err != nil {
			t.Fatal(err)
		}
		back, shape := trade.Decode(bytes.NewReader(file))
		if diff := cmp.Diff(o, back, exactly); diff != "" || shape != nil {
			t.Errorf("%s: written and decoded again it is another order (-want +got): %v\n%s", test.name, shape, diff)
		}
		if diff := cmp.Diff(asLines(faultsOf(file)), asLines(faults)); diff != "" {
			t.Errorf("%s: Check has not the faults that ReadOrder has of the file (-want +got):\n%s", test.name, diff)
		}
	}
}

// faultsOf returns the faults of an order file.
func faultsOf(file []byte) trade.Faults {
	_, faults := trade.ReadOrder(bytes.NewReader(file))
	return faults
}

// asLines returns faults as text. A text that is absent in an order may be an empty one
// in the order's file.
func asLines(faults trade.Faults) []string {
	var out []string
	for _, f := range faults {
		if strings.Contains(f.Format, "is missing") || strings.HasPrefix(f.Format, "This is empty") {
			out = append(out, f.Pointer+": nothing")
		} else {
			out = append(out, f.Error())
		}
	}
	return out
}

// TestCheckFindsWhatReadOrderFinds checks every broken order that can be decoded.
func TestCheckFindsWhatReadOrderFinds(t *testing.T) {
	decoded := 0
	for _, test := range broken {
		o, shape := trade.Decode(bytes.NewReader(edited(t, sampleFile(t, test.in), test.edits...)))
		if shape != nil {
			continue
		}
		decoded++
		file, err := trade.Encode(o)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(asLines(faultsOf(file)), asLines(trade.Check(o))); diff != "" {
			t.Errorf("%s (-ReadOrder +Check):\n%s", test.name, diff)
		}
	}
	if decoded < 80 {
		t.Errorf("only %d orders were decoded", decoded)
	}
}

// TestWhatHasNoShapeIsRefused says where Decode finds that a value cannot be held.
func TestWhatHasNoShapeIsRefused(t *testing.T) {
	for _, test := range []struct {
		name string
		edit edit
		want string
	}{
		{"a number for a text", set("/buyer/name", `5`), "/buyer/name"},
		{"nothing for a text", set("/buyer/name", `null`), "/buyer/name"},
		{"a text for a list", set("/buyer/address", `"Kathmandu"`), "/buyer/address"},
		{"a text for an object", set("/seller", `"Lhasa"`), "/seller"},
		{"no seller", del("/seller"), "/seller"},
		{"no lines", del("/lines"), "/lines"},
		{"lots in a text", set("/lots", `"LHW26-031"`), "/lots"},
		{"a quantity as a JSON number", set("/lines/0/agreed", `{"quantity":24,"unit":"KGM","of":"net_mass","basis":"net","mass_decimals":1}`), "/lines/0/agreed/quantity"},
		{"a basis of the agreement that is none", set("/lines/0/agreed", `{"quantity":"24","unit":"KGM","of":"net_mass","basis":"gross","mass_decimals":1}`), "/lines/0/agreed/basis"},
		{"a day that does not exist", set("/date", `"2026-02-30"`), "/date"},
		{"no date", del("/date"), "/date"},
		{"a mass with a comma", set("/lots/0/bales/3/gross", `"1,500"`), "/lots/0/bales/3/gross"},
		{"a mass as a JSON number", set("/lots/0/bales/3/gross", `1.5`), "/lots/0/bales/3/gross"},
		{"no tare", del("/lots/0/bales/3/tare"), "/lots/0/bales/3/tare"},
		{"half a decimal", set("/lots/0/mass_decimals", `1.5`), "/lots/0/mass_decimals"},
		{"a basis that is none", set("/lots/0/basis", `"gross"`), "/lots/0/basis"},
		{"one regain", del("/lots/0/regain_measured"), "/lots/0/regain_measured"},
		{"no price", del("/lines/0/price"), "/lines/0/price"},
		{"half a cent", set("/charges/freight", `"640.005"`), "/charges/freight"},
		{"a key that is none", set("/colour", `"red"`), "/colour"},
		{"accounts of the buyer", set("/buyer/banks", `[]`), "/buyer/banks"},
	} {
		_, faults := trade.Decode(bytes.NewReader(edited(t, sampleFile(t, kathmandu), test.edit)))
		if len(faults) != 1 || faults[0].Pointer != test.want {
			t.Errorf("%s: Decode has %v, want one fault at %s", test.name, faults, test.want)
		}
	}
}

// TestARuleThatIsTightened says that a rule is looked at when an order is checked,
// and not when it is decoded.
func TestARuleThatIsTightened(t *testing.T) {
	defer func(was int) { trade.LongText = was }(trade.LongText)
	trade.LongText = 30
	o, shape := trade.Decode(bytes.NewReader(sampleFile(t, kathmandu)))
	if shape != nil {
		t.Fatal(shape)
	}
	if faults := trade.Check(o).Errors(); len(faults) == 0 || faults[0].Message() != "This has 36 characters; at most 30 fit." {
		t.Errorf("Check has %v", faults)
	}
}

func TestNoTotalsOfALineWithoutAPrice(t *testing.T) {
	o, shape := trade.Decode(bytes.NewReader(sampleFile(t, kathmandu)))
	if shape != nil {
		t.Fatal(shape)
	}
	o.TotalsIn, o.Lines[0].Price = nil, money.Price{}
	_, err := o.Totals(nil)
	if fault := (trade.Fault{}); !errors.As(err, &fault) || fault.Pointer != "/lines/0/price" || fault.Code != trade.FaultMissing {
		t.Errorf("Totals: %v, want that the price is missing", err)
	}
}

func TestNoTotalsInAnUnknownCurrency(t *testing.T) {
	o, shape := trade.Decode(bytes.NewReader(edited(t, sampleFile(t, kathmandu), set("/currency", `"XBT"`))))
	if shape != nil {
		t.Fatal(shape)
	}
	o.TotalsIn = nil
	_, err := o.Totals(nil)
	if fault := (trade.Fault{}); !errors.As(err, &fault) || fault.Pointer != "/currency" {
		t.Errorf("Totals: %v, want the fault of the currency", err)
	}
	if p := trade.Judge(o).Partial(nil, nil); p.Order != nil || p.Lines[0] != nil || p.Lots[0] == nil {
		t.Errorf("Partial = %+v, want the lots alone", p)
	}
}

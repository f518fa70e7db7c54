package orders

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"woolroad/app/trade"
	"woolroad/app/web/form"
	"woolroad/app/web/say"
	"woolroad/app/web/webtest"
)

func TestUnderstood(t *testing.T) {
	for _, test := range []struct{ pointer, typed, want string }{
		{"/lots/0/bales/0/number", "５７", "57"},
		{"/lots/0/bales/0/number", "५७", "57"},
		{"/lots/0/bales/0/gross", "86.0 kg", "86.0"},
		{"/lots/0/bales/0/gross", "１，２５０．５", "1250.5"},
		{"/lots/0/bales/0/gross", "85,3", "85.3"},
		{"/lots/0/bales/0/gross", "85,300", "85,300"},
		{"/lots/0/bales/0/gross", "85.3 t", "85.3 t"},
		{"/lots/0/regain_measured", "13,42 %", "13.42"},
		{"/lots/0/test/mean_fibre_diameter_um", "33.8 µm", "33.8"},
		{"/lots/0/test/coarse_hair_per_mille", "2‰", "2"},
		{"/lines/0/price", "1,200", "1,200"},
		{"/lines/0/hs6", "510121", "5101.21"},
		{"/lines/0/hs6", "５１０１２１", "5101.21"},
		{"/lines/0/hs6", "scoured", "scoured"},
		{"/lines/0/hs/CN", "５１０１２１００９０", "5101210090"},
		{"/lines/0/origin", "China", "CN"},
		{"/buyer/country", "नेपाल", "NP"},
		{"/buyer/country", "Lhasa", "LHASA"},
		{"/buyer/ids/np_pan", "３０１२३४५६७", "301234567"},
		{"/currency", "ｕｓｄ", "USD"},
		{"/date", "２０２６年４月３日", "2026-04-03"},
		{"/buyer/name", " Himal ", "Himal"},
		{"/lines/0/description", " Scoured wool\r\nwhite\r\n\r\n33.8 micron \r\n", "Scoured wool\nwhite\n\n33.8 micron"},
		{"/remarks/0/text", "WE CERTIFY\r\n  THAT ALL\r\n\r\nIS RIGHT ", "WE CERTIFY THAT ALL IS RIGHT"},
		{"/payment/text", " at sight\r\nand more", "at sight\r\nand more"},
		{"/lines/0/price", "４８５", "485"},
		{"/lines/0/no_charge", "true", "true"},
		{"/lines/0/no_charge", "yes", "yes"},
		{"/lines/0/price_per", "100", "100"},
		{"/charges/discount", "８０．１１", "80.11"},
		{"/seller/banks/0/intermediary/name", " Bank of Samples ", "Bank of Samples"},
	} {
		if got := understood(test.pointer, orderShape.At(test.pointer).Kind, test.typed); got != test.want {
			t.Errorf("%s %q is understood as %q, want %q", test.pointer, test.typed, got, test.want)
		}
	}
}

// FuzzUnderstood holds that understood returns its own result unchanged.
func FuzzUnderstood(f *testing.F) {
	f.Add("1,25,000.50")
	f.Add("१२ ３ kg")
	f.Add("85,300")
	f.Add("0\r\r\n0")
	f.Fuzz(func(t *testing.T, typed string) {
		for _, pointer := range []string{"/lots/0/bales/0/gross", "/lots/0/bales/0/number", "/lines/0/price", "/lines/0/hs6", "/date", "/buyer/country", "/lines/0/description", "/remarks/0/text"} {
			kind := orderShape.At(pointer).Kind
			once := understood(pointer, kind, typed)
			if again := understood(pointer, kind, once); again != once {
				t.Errorf("%s: %q is understood as %q, and that as %q", pointer, typed, once, again)
			}
		}
	})
}

func TestOrderBecomesAFormAndTheSameOrderAgain(t *testing.T) {
	for name, o := range webtest.SampleOrders(t) {
		if len(o.Lines) == 1 { // with terms that are agreed in other ways
			price, err := o.Lines[0].Price.PerUnits("1000")
			if err != nil {
				t.Fatal(err)
			}
			o.Lines[0].Price, o.Lines[0].NoCharge, o.Lines[0].Description = price, true, "Wool\nwhite\n\n33 micron"
			o.Remarks = []trade.Remark{{Text: "FIRST", Documents: []string{"packing-list", "commercial-invoice"}}, {Text: "SECOND"}}
			o.Credit = &trade.Credit{Number: "1", Date: o.Date, IssuingBank: "B", PartialShipments: trade.PartialAllowed}
			o.Seller.Banks[0].Intermediary = &trade.Intermediary{Name: "I", Account: "7"}
		}
		f := readOrderForm(formOf(o).fields())
		f.Tidy()
		again, faults := trade.ReadOrder(bytes.NewReader(f.Document()))
		if err := faults.Err(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		webtest.SameOrder(t, name, again, o)
	}
}

// TestShapesOfTheOrderFile looks at how a few parts of the order file are typed.
func TestShapesOfTheOrderFile(t *testing.T) {
	for pointer, want := range map[string]form.Kind{
		"/number": form.Text, "/date": form.Date, "/buyer/country": form.Code, "/currency": form.Code, "/seller/address": form.Lines,
		"/lots": form.List, "/lots/0/mass_decimals": form.Whole, "/lots/0/bales/7/gross": form.Number, "/lines/0/price": form.Number,
		"/lines/0/hs6": form.Text, "/lines/0/hs": form.Object, "/lines/0/hs/DE": form.Text, "/payment/deposit_percent": form.Number,
		"/charges/discount_percent": form.Number, "/charges/insurance_rate_percent": form.Number, "/totals_in/0/rate/value": form.Number,
		"/terms/incoterm": form.Text, "/seller/banks/0/account": form.Text, "/lines/0/no_charge": form.Truth, "/lines/0/price_per": form.Text,
		"/lines/0/description": form.Text, "/remarks": form.List, "/remarks/0/documents": form.Lines, "/seller/banks/0/intermediary": form.Object,
		"/charges/discount": form.Number, "/credit/partial_shipments": form.Text,
	} {
		if s := orderShape.At(pointer); s == nil || s.Kind != want {
			t.Errorf("%s is of the shape %+v, want kind %d", pointer, s, want)
		}
	}
	if orderShape.At("/lots/0/weight") != nil || orderShape.At("/seller/iban/x") != nil {
		t.Error("the order file has what its schema does not know")
	}
}

// typedForm returns the form that a browser sends with these names and values, given by
// turns.
func typedForm(sent ...string) *orderForm {
	var fields []form.Sent
	for i := 0; i+1 < len(sent); i += 2 {
		fields = append(fields, form.Sent{Name: sent[i], Value: sent[i+1]})
	}
	return readOrderForm(fields)
}

// TestFormPassesOverWhatIsNoPartOfAnOrder holds that nobody can fill the form with
// anything that is no part of an order.
func TestFormPassesOverWhatIsNoPartOfAnOrder(t *testing.T) {
	f := typedForm(
		"/number", "SO-1", "/nonsense", "x", "/number/more", "x", "/lots/-1/number", "x", "/lots/first/number", "x",
		"/lines/0/hs/toolong", "x", "/", "x", "//", "x", "/terms/edition", "1990",
	)
	f.Tidy()
	got := string(f.Document())
	if strings.Contains(got, `"x"`) || !strings.Contains(got, `"number":"SO-1"`) || !strings.Contains(got, `"edition":"2020"`) {
		t.Errorf("the file is %s", got)
	}
}

// TestRowsKeepTheirPlace sends rows with the numbers that a script gave them.
func TestRowsKeepTheirPlace(t *testing.T) {
	f := typedForm(
		"/lots/0/bales/0/number", "1", "/lots/0/bales/7/number", "2", "/lots/0/bales/3/number", "", "/lots/0/bales/2/number", "3",
		"/lots/4/number", "B",
	)
	f.act("remove", "/lots/0/bales/7")
	f.Tidy()
	if f.Rows("/lots/0/bales") != 2 || f.Value("/lots/0/bales/1/number") != "3" || f.Value("/lots/1/number") != "B" {
		t.Errorf("the form has %v", f.fields())
	}
}

func TestButtonsOfTheBales(t *testing.T) {
	f := typedForm(
		"/lots/0/bales/0/number", "A-009", "/lots/0/bales/0/gross", "80", "/lots/0/bales/0/tare", "1.2",
		"/lots/0/bales/1/number", "", "/lots/0/bales/1/gross", "", "/lots/0/bales/1/tare", "",
	)
	f.paste(map[string]string{"paste:/lots/0": "81,0\n82.5\t\nA-020\t83\t1.4\r\n\n84\n 85 kg"})
	f.act("number", "/lots/0")
	f.act("tare", "/lots/0")
	var got []string
	f.eachBale("/lots/0", func(at string) {
		got = append(got, f.Value(at+"/number")+" "+f.Value(at+"/gross")+" "+f.Value(at+"/tare"))
	})
	want := "A-009 80 1.2; A-010 81.0 1.2;  82.5 ; A-020 83 1.4; A-021 84 1.4; A-022 85 1.4"
	if strings.Join(got, "; ") != want {
		t.Logf("a row of the number alone with a tab behind it is a number, not a gross")
		want = "A-009 80 1.2; A-010 81.0 1.2; 82.5  ; A-020 83 1.4; A-021 84 1.4; A-022 85 1.4"
	}
	if strings.Join(got, "; ") != want {
		t.Errorf("the bales are %q, want %q", strings.Join(got, "; "), want)
	}
}

// TestTheLikelierReadingStandsFirst compares what commas can mean with what a bale can
// weigh.
func TestTheLikelierReadingStandsFirst(t *testing.T) {
	for _, test := range []struct{ what, rows, ask, first string }{
		{"decimals", "1\t85,300\t1,200\n2\t86,100\t1,200", "Do you mean 85.3 kg or 85,300 kg?", "decimals"},
		{"thousands", "1\t0.5\t0.1\n2\t1,250\t0.2", "Do you mean 1.25 kg or 1,250 kg?", "decimals"},
		{"a tare before any gross", "1\t85.3\t1,200\n2\t86,100\t1,200", "Do you mean 86.1 kg or 86,100 kg?", "decimals"},
		{"a tare alone", "1\t85.3\t1,200", "Do you mean 1.2 kg or 1,200 kg?", "decimals"},
		{"other digits", "1\t८५,३००\t1.2", "Do you mean 85.3 kg or 85,300 kg?", "decimals"},
		{"one reading each", "1\t85,3\t1,20\n2\t1,085.5\t1.2", "", ""},
	} {
		f := newOrderForm()
		f.paste(map[string]string{"paste:/lots/0": test.rows})
		ask, first := "", ""
		if q := f.commas(); q != nil {
			ask, first = say.English.Say(q.Ask()), q.Choices[0].Value
		}
		if ask != test.ask || first != test.first {
			t.Errorf("%s: asks %q with %q first, want %q with %q", test.what, ask, first, test.ask, test.first)
		}
	}
}

func TestLotsOfALineStandSideBySide(t *testing.T) {
	f := typedForm("/lots/0/number", "A", "/lots/1/number", "B, second", "/lots/2/number", "B")
	for _, test := range []struct {
		typed string
		want  []string
	}{
		{"A", []string{"A"}},
		{"A, B", []string{"A", "B"}},
		{" A；B，， ", []string{"A", "B"}},
		{"B, second, A", []string{"B, second", "A"}},
		{"B, secondary", []string{"B", "secondary"}},
		{"B, second、A", []string{"B, second", "A"}},
		{"B, second ; A", []string{"B, second", "A"}},
		{"Ｂ， second，Ａ", []string{"B, second", "A"}},
		{"", nil},
		{",", nil},
	} {
		if got := lotNumbers(f.Form, test.typed); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", test.want) {
			t.Errorf("lotNumbers(%q) = %q, want %q", test.typed, got, test.want)
		}
	}
}

func FuzzOrderForm(f *testing.F) {
	f.Add("/lots/0/bales/0/gross", "1,250.5", "/lines/0/lots", "A, B")
	f.Add("same", "/consignee", "/lots/0/mass_decimals", "007")
	f.Add("/lots/0/bales", "0", "0", "0")
	f.Add("/lots/0/bales/0/gross", " ", "0", "0") // a lot of which no field was sent
	f.Add("/remarks/0/documents", "packing-list", "/lines/0/no_charge", "perhaps")
	f.Fuzz(func(t *testing.T, a, x, b, y string) {
		f := typedForm(a, x, b, y)
		f.act("add", a)
		f.act("remove", b)
		f.act("number", a)
		f.Tidy()
		_, faults := trade.ReadOrder(bytes.NewReader(f.Document()))
		for _, fault := range faults {
			if strings.Contains(fault.Format, "is not JSON") {
				t.Errorf("%q: %v in %s", []string{a, x, b, y}, fault, f.Document())
			}
		}
		if again := readOrderForm(f.fields()); !bytes.Equal(again.Document(), f.Document()) {
			t.Errorf("%q: as fields it is %s, was %s", []string{a, x, b, y}, again.Document(), f.Document())
		}
	})
}

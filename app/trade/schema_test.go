package trade_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"woolroad/app/codes"
	"woolroad/app/trade"
)

func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(trade.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("urn:woolroad:order", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("urn:woolroad:order")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func fits(t testing.TB, s *jsonschema.Schema, data []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return s.Validate(doc)
}

const someone = `{"name":"A","name_local":"甲","address":["B"],"country":"DE","ids":{"lei":"549300V885B988S1LJ49","gln":"5412345000013"},"contact":"C","phone":"1","email":"a@b.example"}`

// full returns orders that between them have every key of the format.
func full(t testing.TB) [][]byte {
	t.Helper()
	return [][]byte{
		edited(t, sampleFile(t, kathmandu),
			set("/consignee", someone), set("/notify", someone),
			set("/buyer_reference", `"PO 7"`),
			set("/credit", `{"number":"LC 1","date":"2026-01-05","issuing_bank":"Bank","partial_shipments":"not_allowed"}`),
			set("/remarks", `[{"text":"WE CERTIFY"},{"text":"Packed dry","documents":["packing-list"]}]`),
			set("/seller/contact", `"Export"`), set("/seller/ids/lei", `"549300V885B988S1LJ49"`), set("/seller/ids/gln", `"5412345000013"`),
			set("/seller/banks/0/iban", `"GB82WEST12345698765432"`),
			set("/seller/banks/0/intermediary", `{"name":"Between Bank","address":"Singapore","swift":"DBSSSGSG","account":"7"}`),
			set("/buyer/name_local", `"हिमाल"`), set("/buyer/phone", `"1"`),
			set("/route/discharge", `"Gyirong"`), set("/route/vessel", `"MV A, IMO 9319466"`), set("/route/flight", `"CA 407"`),
			set("/route/container", `"CSQU3054383"`), set("/route/seal", `"1"`),
			set("/lots/0/test/coarse_hair_per_mille", `"1"`), set("/lots/0/test/impurity_per_mille", `"1"`),
			set("/lots/0/species", `"Ovis aries"`), set("/lots/0/county", `"Nagqu"`), set("/lots/0/cooperative", `"Sample Cooperative"`), set("/lots/0/test/laboratory", `"Sample Laboratory"`),
			set("/lots/0/test/mean_fibre_diameter_cv_percent", `"22.4"`), set("/lots/0/test/ash_percent", `"0.6"`), set("/lots/0/test/regain_percent", `"13.2"`),
			set("/lots/0/bales", `[{"number":"1","gross":"82.1","tare":"1.2"}]`),
			set("/lines/0/hs/NP", `"51012100"`), set("/lines/0/hs/IN", `"51012100"`), set("/lines/0/hs/DE", `"510121"`),
			set("/lines/0/description", `"Scoured wool,\nwhite"`), set("/lines/0/price_per", `"100"`), set("/lines/0/no_charge", `false`),
			set("/lines/0/specification", `"up to 33.5 micron"`), set("/delivery", `{"from":"2026-04-01","to":"2026-05-31"}`),
			set("/lines/0/agreed", agreed),
			set("/charges/discount_percent", `"1"`), set("/charges/insurance", `"1.00"`),
			set("/totals_in", `[{"currency":"NPR","source":"nrb","side":"sell"},{"currency":"INR","rule":"fbil"},{"currency":"CNY","rate":{"value":"7.1","per":"1","source":"Bank","date":"2026-04-02"}}]`)),
		edited(t, sampleFile(t, sheva),
			set("/buyer/ids/in_pan", `"AAKCS4417P"`), set("/buyer/ids/np_pan", `"301234567"`), set("/buyer/ids/np_exim", `"3012345670147NP"`),
			set("/consignee", `{"name":"A","address":["B"],"country":"CN","ids":{"cn_uscc":"91540100MA6T1ABC5G","cn_customs":"540196A01B"}}`),
			set("/lots/0/bales", `[{"number":"1","gross":"32.0","tare":"0.6"},{"number":"2","gross":"30.9","tare":"0.6"}]`),
			set("/charges/discount", `"1.00"`),
			set("/lots/1", `{"number":"LHC26-008","product":"dehaired cashmere","package":"BG","basis":"net","mass_decimals":2,"bales":[{"number":"25","gross":"31.4","tare":"0.6"}]}`)),
		edited(t, sampleFile(t, sheva),
			set("/seller/ids", `{"cn_uscc":"91540100MA6T1ABC5H","cn_customs":"540196A01B","lei":"213800KUD8LXJWSQ9D15","gln":"5412345000014"}`),
			set("/seller/ids_confirmed", `{"cn_uscc":"A","cn_customs":"B","lei":"C","gln":"D"}`),
			set("/buyer/ids", `{"in_gstin":"03AAKCS4417P1Z1","in_pan":"AAKCS4417P","in_iec":"AAKCS4417P","in_ad_code":"1","np_pan":"30123456","np_exim":"1"}`),
			set("/buyer/ids_confirmed", `{"in_gstin":"A","in_pan":"B","in_iec":"C","in_ad_code":"D","np_pan":"E","np_exim":"F"}`),
			set("/lots/0/bales", `[{"number":"1","gross":"32.0","tare":"0.6"}]`)),
	}
}

func TestSchemaTakesTheSamples(t *testing.T) {
	s := schema(t)
	for name := range published {
		if err := fits(t, s, sampleFile(t, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// places returns the pointers of everything in a value, the value's own first.
func places(v any, at string) []string {
	out := []string{at}
	switch v := v.(type) {
	case map[string]any:
		for key, item := range v {
			out = append(out, places(item, at+"/"+key)...)
		}
	case []any:
		for i, item := range v {
			out = append(out, places(item, fmt.Sprintf("%s/%d", at, i))...)
		}
	}
	return out
}

func at(v any, pointer string) any {
	for _, step := range strings.Split(pointer, "/")[1:] {
		switch in := v.(type) {
		case map[string]any:
			v = in[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(in) {
				return nil
			}
			v = in[i]
		}
	}
	return v
}

// TestSchemaAndReaderAgree changes every place of the full orders in turn, and
// wants the schema and the reader to think the same of it.
func TestSchemaAndReaderAgree(t *testing.T) {
	s := schema(t)
	wrong := []string{`null`, `7`, `" "`, `"-1"`, `"1e1"`, `"1.5.5"`, `"a\u0000b"`, `"a\u2028b"`, `"\ufffd"`, `[]`, `{}`,
		`"` + strings.Repeat("x", 501) + `"`, `"1.2345678"`, `"101"`, `"1001"`, `"0.00"`, `"2026-02-30"`, `"100000"`}
	seen := map[string]bool{}
	for _, data := range full(t) {
		read(t, data)
		if err := fits(t, s, data); err != nil {
			t.Fatal(err)
		}
		for _, pointer := range places(decode(t, data), "")[1:] {
			if seen[pointer] || strings.Contains(pointer, "/banks/1") || strings.HasPrefix(pointer, "/notify/") {
				continue // as the first
			}
			seen[pointer] = true
			edits := []edit{del(pointer)}
			for _, w := range wrong {
				edits = append(edits, set(pointer, w))
			}
			if _, ok := at(decode(t, data), pointer).(map[string]any); ok && !strings.HasSuffix(pointer, "/hs") {
				edits = append(edits, set(pointer+"/zz", `"1"`))
			}
			for _, e := range edits {
				tree := changed(t, data, e)
				text, err := json.Marshal(tree)
				if err != nil {
					t.Fatal(err)
				}
				_, faults := trade.ReadOrder(bytes.NewReader(text))
				err = s.Validate(tree)
				if refused := faults.Err() != nil; refused != (err != nil) && !(refused && beyond(faults.Errors())) {
					t.Errorf("%s %.60s:\nreader: %v\nschema: %v", e.pointer, e.value, faults.Err(), err)
				}
			}
		}
	}
}

// beyond says whether the first fault is one that the schema leaves to the
// reader: code lists, check digits, and what values have to do with each other.
func beyond(errs trade.Faults) bool {
	f := errs[0].Format
	return slices.ContainsFunc([]string{
		"is not a currency", "is not a country", "BIC", "IBAN", "USCC", "Customs code", "GSTIN", "PAN", "IEC", "LEI", "GLN", "EXIM", "AD code", "Container number",
		"HS code", "There is no lot", "in no line", "sold twice", "given twice", "leaves nothing of", "decimals and %s has", "decimals; a quantity", "The period ends", "The rate of", "rounds to zero",
		"publishes", "already", "requested twice", "than 18 digits", "this line sells", "digits; it may have", "confirms a number that is missing", "total is %s; it must be above",
	}, func(piece string) bool { return strings.Contains(f, piece) })
}

// TestSchemaKnowsTheReadersKeys asks the reader for the keys it knows, through
// its answer to one it does not, and the schema for its properties.
func TestSchemaKnowsTheReadersKeys(t *testing.T) {
	root := decode(t, trade.Schema).(map[string]any)
	given := map[string]bool{} // properties that the full orders have
	for _, data := range full(t) {
		order := decode(t, data)
		for _, pointer := range places(order, "") {
			object, ok := at(order, pointer).(map[string]any)
			if !ok || strings.HasSuffix(pointer, "/hs") {
				continue
			}
			_, faults := trade.ReadOrder(bytes.NewReader(edited(t, data, set(pointer+"/zzzzzzzz", `"1"`))))
			errs := faults.Errors()
			if len(errs) != 1 || len(errs[0].Args) != 2 {
				t.Fatalf("%s: %v", pointer, errs)
			}
			known := strings.Split(errs[0].Args[1].(string), ", ")
			path, properties := propertiesAt(root, pointer)
			for key := range properties {
				if !slices.Contains(known, key) {
					t.Errorf("%s/%s is in the schema, and the reader does not know it", pointer, key)
				}
				if _, ok := object[key]; ok {
					given[path+"/"+key] = true
				} else if !given[path+"/"+key] {
					given[path+"/"+key] = false
				}
			}
			for _, key := range known {
				if _, ok := properties[key]; !ok && key != "banks" {
					t.Errorf("%s/%s is known to the reader, and not in the schema", pointer, key)
				}
			}
		}
	}
	for key, ok := range given {
		if !ok {
			t.Errorf("%s is in no full order of this test", key)
		}
	}
}

// propertiesAt follows a pointer into an order through the schema. The path is
// where it ends in the schema.
func propertiesAt(root map[string]any, pointer string) (path string, properties map[string]any) {
	in := root
	for _, step := range strings.Split(pointer, "/")[1:] {
		if items, ok := in["items"].(map[string]any); ok {
			in = items
		} else {
			in = in["properties"].(map[string]any)[step].(map[string]any)
			path += "/" + step
		}
		if ref, ok := in["$ref"].(string); ok {
			path = ref
			in = at(root, strings.TrimPrefix(ref, "#")).(map[string]any)
		}
	}
	return path, in["properties"].(map[string]any)
}

func TestSchemaDescribesEveryKey(t *testing.T) {
	root := decode(t, trade.Schema)
	for _, pointer := range places(root, "") {
		parent := pointer[:max(0, strings.LastIndexByte(pointer, '/'))]
		if !strings.HasSuffix(parent, "/properties") || strings.Contains(pointer, "/allOf/") || strings.Contains(pointer, "/if/") || strings.Contains(pointer, "/else/") || strings.Contains(pointer, "/then/") {
			continue
		}
		if d, _ := at(root, pointer+"/description").(string); d == "" {
			t.Errorf("%s has no description", pointer)
		}
	}
}

func TestSchemaHasTheCodeLists(t *testing.T) {
	root := decode(t, trade.Schema)
	for _, test := range []struct {
		pointer string
		want    []string
	}{
		{"/properties/terms/properties/incoterm/enum", list(codes.Incoterms(), func(c codes.Term) string { return string(c.Code) })},
		{"/properties/route/properties/mode/enum", list(codes.Modes(), func(c codes.ModeInfo) string { return string(c.Code) })},
		{"/$defs/product/enum", list(codes.Products(), func(c codes.Product) string { return c.Name })},
		{"/$defs/lot/properties/package/enum", list(codes.Packages(), func(c codes.Package) string { return c.Code })},
	} {
		var got []string
		for _, v := range at(root, test.pointer).([]any) {
			got = append(got, v.(string))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.pointer, got, test.want)
		}
	}
	ids := at(root, "/$defs/ids/properties").(map[string]any)
	for _, kind := range codes.PartyIDKinds() {
		if ids[kind] == nil {
			t.Errorf("the schema has no %s", kind)
		}
	}
}

func list[T any](items []T, name func(T) string) []string {
	var out []string
	for _, item := range items {
		out = append(out, name(item))
	}
	return out
}

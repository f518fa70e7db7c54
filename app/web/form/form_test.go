package form

import (
	"slices"
	"strings"
	"testing"
)

// enquiry is the schema of a small document: what a buyer asks for.
const enquiry = `{
	"type": "object", "required": ["format", "buyer", "wanted"],
	"properties": {
		"format": {"const": "enquiry/1"},
		"buyer": {"$ref": "#/$defs/party"},
		"delivered_to": {"$ref": "#/$defs/party"},
		"by": {"type": "string", "format": "date"},
		"wanted": {"type": "array", "items": {"type": "object", "required": ["product"], "properties": {
			"product": {"type": "string"}, "mass": {"type": "string", "pattern": "^[0-9]+([.][0-9]+)?$"}, "bales": {"type": "integer"},
			"uses": {"type": "array", "items": {"type": "string"}}}}},
		"prices": {"type": "object", "additionalProperties": {"type": "string"}}
	},
	"$defs": {"party": {"type": "object", "required": ["name"], "properties": {
		"name": {"type": "string"}, "country": {"type": "string", "pattern": "^[A-Z]{2}$"}}}}
}`

func enquiryRules(t *testing.T) *Rules {
	t.Helper()
	s, err := ReadShape([]byte(enquiry))
	if err != nil {
		t.Fatal(err)
	}
	return &Rules{Shape: s, Usual: map[string]string{"/wanted/*/bales": "10"}, Stays: func(list string) bool { return list == "/wanted" }}
}

func TestShapesComeFromTheSchema(t *testing.T) {
	s := enquiryRules(t).Shape
	for pointer, want := range map[string]Kind{
		"": Object, "/format": Text, "/buyer": Object, "/buyer/name": Text, "/buyer/country": Code, "/by": Date, "/wanted": List,
		"/wanted/7": Object, "/wanted/7/mass": Number, "/wanted/0/bales": Whole, "/wanted/0/uses": Lines, "/prices/IN": Text,
	} {
		if got := s.At(pointer); got == nil || got.Kind != want {
			t.Errorf("%q is %+v, want kind %d", pointer, got, want)
		}
	}
	for _, pointer := range []string{"/seller", "/wanted/x", "/wanted/-1/mass", "/buyer/name/x", "/prices/INR"} {
		if got := s.At(pointer); got != nil {
			t.Errorf("%q is %+v, want nothing", pointer, got)
		}
	}
}

func TestASchemaThatCannotBeReadIsAnError(t *testing.T) {
	for _, schema := range []string{
		"", "[]", `{"$ref": "#/$defs/none"}`, `{"type": "array"}`, `{"type": "string", "pattern": "("}`,
		`{"type": "object", "properties": {"a": {"$ref": "#/$defs/none"}}}`, `{"type": "object", "additionalProperties": {"type": "array"}}`,
	} {
		if s, err := ReadShape([]byte(schema)); err == nil {
			t.Errorf("%s is read as %+v", schema, s)
		}
	}
}

func TestWhatWasTypedBecomesADocument(t *testing.T) {
	for _, test := range []struct {
		name  string
		typed []Sent
		want  string
	}{
		{"nothing", nil, `{"format":"enquiry/1","buyer":{"name":null},"wanted":[]}`},
		{"a buyer", []Sent{{"/buyer/name", "Himal"}}, `{"buyer":{"name":"Himal"},"format":"enquiry/1","wanted":[]}`},
		{"rows in their order", []Sent{{"/wanted/9/product", "yak wool"}, {"/wanted/2/product", "cashmere"}, {"/wanted/2/bales", "12"}, {"/wanted/2/uses", "carpets\n\n yarn "}},
			`{"wanted":[{"product":"yak wool"},{"product":"cashmere","bales":12,"uses":["carpets","yarn"]}],"format":"enquiry/1","buyer":{"name":null}}`},
		{"what is no number stays a text", []Sent{{"/wanted/0/bales", "012"}, {"/wanted/0/mass", "1,5"}}, `{"wanted":[{"bales":"012","mass":"1,5","product":null}],"format":"enquiry/1","buyer":{"name":null}}`},
		{"what the document does not have", []Sent{{"/seller/name", "x"}, {"/wanted", "x"}, {"/wanted/x/mass", "1"}}, `{"format":"enquiry/1","buyer":{"name":null},"wanted":[]}`},
	} {
		f := enquiryRules(t).New()
		for _, v := range test.typed {
			f.Set(v.Name, v.Value)
		}
		// An empty text that must be there is not written at all: reading the document says so.
		want := strings.ReplaceAll(test.want, `{"name":null}`, `{}`)
		want = strings.ReplaceAll(want, `,"product":null`, ``)
		if got := string(f.Document()); got != want {
			t.Errorf("%s: %s, want %s", test.name, got, want)
		}
	}
}

func TestRowsComeAndGo(t *testing.T) {
	f := enquiryRules(t).New()
	f.Add("/wanted", 3)
	f.Set("/wanted/1/product", "cashmere")
	f.Remove("/wanted/0")
	f.Add("/wanted", 1)
	f.Add("/nothing", 1)
	f.Remove("")
	if n := f.Find("/wanted"); !slices.Equal(n.Keys, []string{"1", "2", "3"}) || f.Value("/wanted/3/bales") != "10" || f.Next("/wanted") != 4 {
		t.Errorf("the rows are %v, the usual number is %q", n.Keys, f.Value("/wanted/3/bales"))
	}
	f.Tidy()
	if f.Rows("/wanted") != 1 || f.Value("/wanted/0/product") != "cashmere" {
		t.Errorf("tidied there are %d rows, the first of %q", f.Rows("/wanted"), f.Value("/wanted/0/product"))
	}
	f.Set("/wanted/0/product", "")
	if f.Tidy(); f.Rows("/wanted") != 1 {
		t.Error("the first row of a list that has one is taken out")
	}
	f.Add("/wanted", 2)
	for most, want := range map[int]bool{2: false, 3: true} {
		if got := f.Fits(func(pattern string) int {
			if pattern == "/wanted" {
				return most
			}
			return 9
		}); got != want {
			t.Errorf("three rows where %d fit: %v, want %v", most, got, want)
		}
	}
}

// TestAnOmittedPartIsLeftOut types a part, omits it, and looks for it in the document.
func TestAnOmittedPartIsLeftOut(t *testing.T) {
	rules := enquiryRules(t)
	rules.Wanted = func(at string) bool { return at == "/delivered_to" }
	f := rules.New()
	f.Set("/delivered_to/country", "")
	if got := string(f.Document()); !strings.Contains(got, `"delivered_to":{}`) {
		t.Errorf("wanted and empty: %s", got)
	}
	f.Set("/delivered_to/name", "Himal")
	f.Omitted["/delivered_to"] = true
	if got := string(f.Document()); strings.Contains(got, "delivered_to") {
		t.Errorf("omitted: %s", got)
	}
	if got := f.Typed(); !slices.Contains(got, Sent{"/delivered_to/name", "Himal"}) {
		t.Errorf("what was typed is lost: %v", got)
	}
}

func TestNoShapeOfASchemaThatIsWrong(t *testing.T) {
	for _, test := range []struct{ what, schema string }{
		{"no JSON", `{`},
		{"a reference to nothing", `{"$ref": "#/$defs/lot"}`},
		{"a list without items", `{"type": "array"}`},
		{"a pattern that is none", `{"type": "string", "pattern": "("}`},
		{"a pattern that is none, of a key", `{"type": "object", "properties": {"name": {"type": "string", "pattern": "("}}}`},
	} {
		if s, err := ReadShape([]byte(test.schema)); s != nil || err == nil {
			t.Errorf("%s: the shape is %+v, the error %v; want no shape and an error", test.what, s, err)
		}
	}
}

package web

import (
	"strings"
	"testing"

	"woolroad/app/codes"
)

// TestPlacesAreSuggestedWhileTyping asks as a field of a place does.
func TestPlacesAreSuggestedWhileTyping(t *testing.T) {
	d := newDesk(t)
	form := d.get("/orders/new").body
	for _, field := range []string{"terms-place", "route-loading", "route-destination", "route-border", "route-discharge"} {
		_, rest, _ := strings.Cut(form, `<input id="f-`+field+`"`)
		if tag, _, _ := strings.Cut(rest, ">"); !strings.Contains(tag, `list="places" hx-get="/places"`) {
			t.Errorf("%s does not ask for places: %s", field, tag)
		}
	}
	for _, test := range []struct{ query, want, not string }{
		{"%2Fterms%2Fplace=qingd", `<option value="Qingdao Port, China">青岛港 CNQDG</option>`, "Kathmandu"},
		{"%2Froute%2Floading=Urumqi%2C+China", `<option value="Urumqi, China">CNURM</option>`, "Kathmandu"},
		{"%2Froute%2Floading=faridabad", `<option value="Faridabad, INFBD, India">INFBD</option>`, "Kathmandu"},
		{"%2Froute%2Fborder=rasuwa", `<option value="Rasuwagadhi, Nepal">热索瓦</option>`, "Kathmandu"},
		{"%2Froute%2Fborder=atlantis", "", "<option"},
		{"", "Kathmandu, Nepal", "Urumqi"},
	} {
		got := d.get("/places?" + test.query)
		if got.status != 200 || strings.Contains(got.body, "<html") || !strings.Contains(got.body, test.want) || strings.Contains(got.body, test.not) {
			t.Errorf("%s: %d %s", test.query, got.status, got.body)
		}
	}
}

// What is suggested is found again, as the one place that it is.
func TestASuggestedPlaceIsFound(t *testing.T) {
	for _, query := range []string{"", "port", "dandong", "bharatpur", "hong kong", "xingang", "icd", "apt"} {
		for _, p := range codes.SuggestPlaces(query) {
			if got, ok := codes.FindPlace(placeText(p)); !ok || got.Code != p.Code {
				t.Errorf("%s of %s is found as %+v, %v", placeText(p), p.Code, got, ok)
			}
		}
	}
}

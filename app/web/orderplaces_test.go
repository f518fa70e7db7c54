package web

import (
	"net/url"
	"strings"
	"testing"
)

// TestPlacesAreSuggestedWhileTyping sends the requests that the field of a place sends.
func TestPlacesAreSuggestedWhileTyping(t *testing.T) {
	d := newDesk(t)
	form := d.get("/orders/new").body
	for _, field := range []string{"terms-place", "route-loading", "route-destination", "route-border", "route-discharge"} {
		_, rest, _ := strings.Cut(form, `<input id="f-`+field+`"`)
		if tag, _, _ := strings.Cut(rest, ">"); !strings.Contains(tag, `list="places" hx-post="/places" hx-params="/`) {
			t.Errorf("%s does not ask for places: %s", field, tag)
		}
	}
	for _, test := range []struct{ field, typed, want, not string }{
		{"/terms/place", "qingd", `<option value="Qingdao Port, China">青岛港 CNQDG</option>`, "Kathmandu"},
		{"/route/loading", "Urumqi, China", `<option value="Urumqi, China">CNURM</option>`, "Kathmandu"},
		{"/route/loading", "faridabad", `<option value="Faridabad, INFBD, India">INFBD</option>`, "Kathmandu"},
		{"/route/border", "rasuwa", `<option value="Rasuwagadhi, Nepal">热索瓦</option>`, "Kathmandu"},
		{"/route/border", "atlantis", "", "<option"},
		{"/route/border", "", "Kathmandu, Nepal", "Urumqi"},
	} {
		got := d.post("/places", url.Values{test.field: {test.typed}})
		if got.status != 200 || strings.Contains(got.body, "<html") || !strings.Contains(got.body, test.want) || strings.Contains(got.body, test.not) {
			t.Errorf("%s: %d %s", test.typed, got.status, got.body)
		}
	}
}

package page

import (
	"strings"
	"testing"

	"woolroad/app/web/say"
)

func TestAPageBelongsToTheSubjectAboveIt(t *testing.T) {
	for _, test := range []struct{ path, want string }{
		{"/", "/"},
		{"/orders", "/orders"},
		{"/orders/SO-2026-0041/issue", "/orders"},
		{"/rates/rules", "/rates"},
		{"/ratesheet", ""},
		{"/help", ""},
	} {
		in, got := subjectAt(test.path), ""
		if in != nil {
			got = in.Path
		}
		if got != test.want {
			t.Errorf("%s belongs to %q, want %q", test.path, got, test.want)
		}
		for _, l := range say.Languages {
			marked := ""
			if test.want != "" {
				marked = `href="` + test.want + `" aria-current="page"`
			}
			if html := string(menus()[menuOf{l, in}]); strings.Count(html, "aria-current") != strings.Count(marked, "aria-current") || !strings.Contains(html, marked) || !strings.Contains(html, `href="/exporter"`) {
				t.Errorf("the menu at %s in %s has other marks than %q: %s", test.path, l, marked, html)
			}
		}
	}
}

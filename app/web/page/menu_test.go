package page

import (
	"testing"
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
		groups, in := menuAt(test.path)
		current := ""
		for _, g := range groups {
			for _, s := range g.Subjects {
				if s.Current {
					current += s.Path
				}
			}
		}
		if named := in != nil && in.Path == test.want; current != test.want || named != (test.want != "") {
			t.Errorf("%s belongs to %q, want %q", test.path, current, test.want)
		}
	}
}

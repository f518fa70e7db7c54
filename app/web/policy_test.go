package web

import (
	"strings"
	"testing"

	"woolroad/app/web/page"
)

// TestAFileMayDoNoMoreThanAPage compares the policies of a page and of a file
// that is shown by itself, directive by directive.
func TestAFileMayDoNoMoreThanAPage(t *testing.T) {
	ofPages, ofFiles := directives(policy), directives(page.FilePolicy)
	for name := range ofPages {
		got, ok := ofFiles[name]
		fallsBack := strings.HasSuffix(name, "-src") // to default-src
		if !ok && fallsBack {
			got = ofFiles["default-src"]
		}
		if name != "frame-ancestors" && got != "'none'" {
			t.Errorf("%s of a file is %q, want 'none'", name, got)
		}
	}
	if got := ofFiles["frame-ancestors"]; got != "'self'" {
		t.Errorf("a file may be framed by %q, want our own pages", got)
	}
}

func directives(policy string) map[string]string {
	all := map[string]string{}
	for d := range strings.SplitSeq(policy, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(d), " ")
		all[name] = value
	}
	return all
}

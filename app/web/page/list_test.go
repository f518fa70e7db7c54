package page

import (
	"net/url"
	"testing"

	"woolroad/app/web/say"
)

func TestAListsAddressKeepsItsState(t *testing.T) {
	l := List{"/orders", url.Values{"status": {"open"}, "at": {"x"}, "sort": {"date-"}}}
	for _, test := range []struct{ what, got, want string }{
		{"a filter begins at the first page", l.With("q", "a b"), "/orders?q=a+b&sort=date-&status=open"},
		{"taking one off", l.With("status", ""), "/orders?sort=date-"},
		{"the next page", l.With("at", "y"), "/orders?at=y&sort=date-&status=open"},
		{"the sums of this page", l.With("sums", "1"), "/orders?at=x&sort=date-&status=open&sums=1"},
		{"the other way round", l.Head("date", say.Msg("Date"), false, true, "").Path, "/orders?sort=date&status=open"},
		{"another column", l.Head("buyer", say.Msg("Buyer"), false, false, "").Path, "/orders?sort=buyer&status=open"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %s, want %s", test.what, test.got, test.want)
		}
	}
}

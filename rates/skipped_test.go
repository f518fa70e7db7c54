package rates_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/rates/reason"
)

func TestSkippedIsReadAsItWasStored(t *testing.T) {
	for _, test := range []struct {
		what, stored string
		want         reason.Skipped
		says         string
	}{
		{"a code", `{"Place":"line 14","Code":"skip.no_figure","Args":null}`, reason.Skipped{Place: "line 14", Code: reason.SkipNoFigure}, "line 14: no rate was published"},
		{"a code with arguments", `{"Place":"line 8","Code":"skip.unknown_currency","Args":["\"XQX\""]}`,
			reason.Skipped{Place: "line 8", Code: reason.SkipUnknownCurrency, Args: []string{`"XQX"`}}, `line 8: "XQX" is not a currency of ISO 4217`},
		{"a day with the reason of its date", `{"Place":"records[2].date","Code":"skip.day","Args":["skip.not_a_day","\"soon\""]}`,
			reason.Skipped{Place: "records[2].date", Code: reason.SkipDay, Args: []string{"skip.not_a_day", `"soon"`}},
			`records[2].date: "soon" is not a day, written like 2026-03-20; the day's rates are left out`},
		{"a sentence from before there were codes", `{"Place":"line 14","Reason":"100 % is no figure"}`,
			reason.Skipped{Place: "line 14", Code: reason.SkipInWords, Args: []string{"100 % is no figure"}}, "line 14: 100 % is no figure"},
		{"a code of a newer program", `{"Place":"line 14","Code":"skip.by_moonlight","Args":["full"]}`,
			reason.Skipped{Place: "line 14", Code: "skip.by_moonlight", Args: []string{"full"}}, "line 14: skip.by_moonlight, full"},
	} {
		var got reason.Skipped
		if err := json.Unmarshal([]byte(test.stored), &got); err != nil {
			t.Errorf("%s: %v", test.what, err)
			continue
		}
		if diff := cmp.Diff(test.want, got); diff != "" || got.String() != test.says {
			t.Errorf("%s says %q, want %q\n%s", test.what, got, test.says, diff)
		}
		again, err := json.Marshal(got)
		if err != nil || strings.Contains(test.stored, "Code") && string(again) != test.stored {
			t.Errorf("%s is stored as %s, %v; want %s", test.what, again, err, test.stored)
		}
	}
}

func TestWhatAFetchSaysOfItsArguments(t *testing.T) {
	for _, test := range []struct {
		what string
		code reason.FetchCode
		args []string
		want string
	}{
		{"no feed", reason.FetchNotAFeed, []string{"CFETS", "feed.no_records"}, "CFETS answered, but not with a feed: this CFETS answer has no records."},
		{"no feed, with arguments", reason.FetchNotAFeed, []string{"ECB", "feed.elements_deep", "8"}, "ECB answered, but not with a feed: the XML has elements more than 8 deep."},
		{"no feed, in words of before", reason.FetchNotAFeed, []string{"ECB", "the file is empty"}, "ECB answered, but not with a feed: the file is empty."},
		{"no feed, by a newer program", reason.FetchNotAFeed, []string{"ECB", "feed.sealed", "wax"}, "ECB answered, but not with a feed: feed.sealed, wax."},
		{"broken XML", reason.FetchNotAFeed, []string{"ECB", "feed.broken_xml", "20"}, "ECB answered, but not with a feed: the XML is broken in line 20, or the file is not complete."},
		{"broken XML, in words of before", reason.FetchNotAFeed, []string{"ECB", "feed.broken_xml", "unexpected EOF"}, "ECB answered, but not with a feed: unexpected EOF."},
		{"broken JSON, with words of before", reason.FetchNotAFeed, []string{"ECB", "feed.broken_json", "2", "unexpected end"}, "ECB answered, but not with a feed: the JSON is broken in line 2, or the file is not complete."},
		{"no row", reason.FetchNoRowRead, []string{"ECB", "3", "line 2", "skip.quotes"}, "ECB answered, but none of its 3 rows could be read; the first: line 2: its quotation marks do not match."},
		{"no row, of a day", reason.FetchNoRowRead, []string{"NRB", "1", "data.payload[0].date", "skip.day", "skip.twice"},
			"NRB answered, but none of its 1 rows could be read; the first: data.payload[0].date: it is given twice; the day's rates are left out."},
		{"no row, in words of before", reason.FetchNoRowRead, []string{"ECB", "3", "line 2: no figure"}, "ECB answered, but none of its 3 rows could be read; the first: line 2: no figure."},
	} {
		if got := test.code.Sentence(test.args).String(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.what, got, test.want)
		}
	}
}

package series

import (
	"errors"
	"strings"
	"testing"

	"woolroad/app/trade"
)

func TestNumbersEndWithSixteenCharacters(t *testing.T) {
	tests := []struct {
		prefix, year, suffix string
		n                    int64
		want                 string // "" if the series is full
	}{
		{"CI", "2026", "", 1, "CI-2026-0001"},
		{"CI", "2026", "", 9_999, "CI-2026-9999"},
		{"CI", "2026", "", 10_000, "CI-2026-10000"},
		{"CI", "2026", "", 99_999_999, "CI-2026-99999999"},
		{"CI", "2026", "", 100_000_000, ""},
		{"CI", "26-27", "", 9_999_999, "CI-26-27-9999999"},
		{"CI", "26-27", "", 10_000_000, ""},
		{"CI", "2026", "B", 1, "CI-2026B-0001"},
		{"CI", "26-27", "B", 1_000_000, ""},
		{"LHWINV", "2026", "", 1, "LHWINV-2026-0001"},
		{"LHWINV", "2026", "B", 1, ""},
	}
	for _, test := range tests {
		h := head{prefix: test.prefix, year: test.year, suffix: test.suffix}
		got, err := h.number(test.n)
		e := (*trade.Error)(nil)
		if full := errors.As(err, &e) && e.Code == trade.Unavailable && strings.Contains(err.Error(), "is full"); got != test.want || full != (test.want == "") {
			t.Errorf("%+v: number(%d) = %q, %v; want %q", h, test.n, got, err, test.want)
		}
	}
}

package db

import (
	"slices"
	"testing"
)

func TestWordsOfATextAreFound(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"SO-2026-0041", []string{"0041", "2026-0041", "so-2026-0041"}},
		{"Himal Carpet (Pvt.) Ltd.", []string{"carpet", "himal", "ltd", "pvt"}},
		{"拉萨羊毛", []string{"拉萨羊毛", "毛", "羊毛", "萨羊毛"}},
		{"拉萨abc公司", []string{"abc", "公司", "司", "拉萨", "萨"}},
		{"ＡＢＣ１２", []string{"abc12"}},
		{"गलैँचा उद्योग", []string{"उद्योग", "गलैँचा"}},
		{"Łódź", []string{"łódź"}},
		{"-- ()", nil},
	} {
		if got := Words(test.text); !slices.Equal(got, test.want) {
			t.Errorf("Words(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

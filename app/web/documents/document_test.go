package documents

import (
	"testing"
)

func TestFileName(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{"Himal Carpet Industries Pvt. Ltd.", "CI-1_Himal-Carpet.pdf"},
		{"Ganga", "CI-1_Ganga.pdf"},
		{"M/s. Łódź Wełna", "CI-1_M-s.pdf"},
		{"拉萨高原羊绒毛出口有限公司", "CI-1_拉萨高原羊绒毛出口有限公司.pdf"},
		{`..\..\etc/passwd`, "CI-1_etc-passwd.pdf"},
		{"???", "CI-1.pdf"},
		{"", "CI-1.pdf"},
	} {
		if got := fileName("CI-1", test.name); got != test.want {
			t.Errorf("fileName(CI-1, %q) = %q, want %q", test.name, got, test.want)
		}
	}
}

package layout

import (
	"bytes"
	"strings"
	"testing"

	"rsc.io/qr"
)

// TestQRCodesAreThoseOfThePackage holds that a code is the one that its package makes, also
// where the plan of its version is known.
func TestQRCodesAreThoseOfThePackage(t *testing.T) {
	for _, payload := range []string{"", "1", "WOOL", "wool", "商业发票", strings.Repeat("12", 700), strings.Repeat("WOOL ", 300), strings.Repeat("wool", 500), strings.Repeat("wool", 1000)} {
		want, refused := qr.Encode(payload, qr.M)
		for range 2 {
			switch got, err := encodeQR(payload); {
			case (err != nil) != (refused != nil):
				t.Errorf("%.20q: %v, the package says %v", payload, err, refused)
			case err == nil && (got.Size != want.Size || got.Stride != want.Stride || !bytes.Equal(got.Bitmap, want.Bitmap)):
				t.Errorf("%.20q is another code", payload)
			}
		}
	}
}

func TestQRCodesScan(t *testing.T) {
	need(t, "pdftoppm", "poppler-utils")
	need(t, "zbarimg", "zbar-tools")
	for _, payload := range []string{
		"https://desk.example/check/7f3a91c05be2d418",
		"0123456789",
		"CI-2026-0041 USD 25420.11",
		"商业发票 CI-2026-0041",
		strings.Repeat("https://desk.example/", 20),
	} {
		d := page1()
		d.Text("before", 2000, 2000, Style{Size: 900, Colour: Colour{200, 0, 0}}, "before")
		d.QR(2000, 3000, 8000, payload)
		d.Text("after", 2000, 20000, Style{Size: 900, Colour: Colour{200, 0, 0}}, "after")
		path := file(t, d)
		output(t, "pdftoppm", "-gray", "-singlefile", "-r", "200", path, path)
		if got := strings.TrimSuffix(output(t, "zbarimg", "--quiet", "--raw", path+".pgm"), "\n"); got != payload {
			t.Errorf("scans as %q, want %q", got, payload)
		}
	}
}

func TestQRCodeKeepsItsMargin(t *testing.T) {
	need(t, "pdftoppm", "poppler-utils")
	d := page1()
	d.QR(5000, 5000, 2900, "wool") // 21 modules and a margin of 4: 100 units each
	img := rendered(t, file(t, d), 254)
	if img.inked(5000, 5000, 380, 2900) || img.inked(5000, 7520, 2900, 380) {
		t.Error("the margin is not white")
	}
	if img.at(5450, 5450) != (Colour{}) || img.at(7450, 5450) != (Colour{}) {
		t.Error("the corners of the code are not four modules from its edges")
	}
}

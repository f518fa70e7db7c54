package orders

import (
	"testing"

	"woolroad/app/codes"
)

// TestASuggestedPlaceIsFound holds that each suggested place is found again as that one
// place.
func TestASuggestedPlaceIsFound(t *testing.T) {
	for _, query := range []string{"", "port", "dandong", "bharatpur", "hong kong", "xingang", "icd", "apt"} {
		for _, p := range codes.SuggestPlaces(query) {
			if got, ok := codes.FindPlace(placeText(p)); !ok || got.Code != p.Code {
				t.Errorf("%s of %s is found as %+v, %v", placeText(p), p.Code, got, ok)
			}
		}
	}
}

package say

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"woolroad/app/trade/shipping"
)

// TestStatesAreSaidInChinese holds that every state has its word, and that a refusal has no
// English one left in it.
func TestStatesAreSaidInChinese(t *testing.T) {
	latin := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	}
	for _, state := range []shipping.State{shipping.Planned, shipping.Packed, shipping.Issued, shipping.Departed, shipping.AtBorder, shipping.Arrived, shipping.Delivered, shipping.Cancelled} {
		if en, zh := English.Say(States[state]), Chinese.Say(States[state]); en != string(state) || zh == "" || latin(zh) {
			t.Errorf("%q is %q in English and %q in Chinese", state, en, zh)
		}
		_, err := shipping.Shipment{}.Take(shipping.Step{To: state, At: time.Time{}})
		m, ok := MessageOf(err)
		if said := Chinese.Say(m); !ok || latin(said) || strings.Contains(said, "%!") {
			t.Errorf("a step to %q is refused by %q in Chinese", state, said)
		}
	}
}

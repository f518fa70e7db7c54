package orders

import (
	"testing"

	"woolroad/app/trade"
)

func TestFurtherFaults(t *testing.T) {
	have := trade.Faults{{Pointer: "/lots/0"}, {Pointer: "/buyer/name"}, {Pointer: "/date", Warning: true}, {Pointer: ""}}
	for pointer, want := range map[string]bool{"/lots/0/number": false, "/buyer": false, "/lots/01": true, "/date": true, "/seller": true} {
		if got := len(Further(have, trade.Faults{{Pointer: pointer}})) == 1; got != want {
			t.Errorf("a fault at %q is new: %v, want %v", pointer, got, want)
		}
	}
}

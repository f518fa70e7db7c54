package exact_test

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"woolroad/app/exact"
)

func TestApportion(t *testing.T) {
	for _, test := range []struct {
		name     string
		whole    string
		weights  []string
		decimals int32
		want     string
	}{
		{"one part is the whole", "10.00", []string{"3"}, 2, "[10.00]"},
		{"thirds: the cent goes to the first", "10.00", []string{"1", "1", "1"}, 2, "[3.34 3.33 3.33]"},
		{"two cents left: first and second", "0.05", []string{"1", "1", "1"}, 2, "[0.02 0.02 0.01]"},
		{"the largest remainder before the earlier part", "10", []string{"1", "2", "4"}, 0, "[1 3 6]"},
		{"a lot's mass over its bales", "258.6", []string{"84.2", "85.0", "83.6"}, 1, "[86.1 87.0 85.5]"},
		{"nothing to share", "0.00", []string{"1", "2"}, 2, "[0.00 0.00]"},
		{"no weight, no part", "0.01", []string{"0", "1"}, 2, "[0.00 0.01]"},
		{"more parts than cents", "0.01", []string{"1", "1", "1"}, 2, "[0.01 0.00 0.00]"},
		{"decimals that are zeros", "1.000", []string{"1", "3"}, 2, "[0.25 0.75]"},
	} {
		got, err := exact.Apportion(exact.Must(test.whole), numbers(test.weights), test.decimals)
		if err != nil || fmt.Sprint(got) != test.want {
			t.Errorf("%s: Apportion(%s, %s, %d) = %s, %v, want %s", test.name, test.whole, test.weights, test.decimals, got, err, test.want)
		}
	}
}

// TestApportionTiesGoToTheEarlier uses more than twelve parts, because slices are sorted
// in another way from there on, and equal parts in another way than mixed ones.
func TestApportionTiesGoToTheEarlier(t *testing.T) {
	weights := make([]exact.Number, 100)
	for i := range weights {
		weights[i] = exact.Int(int64(1 + i%2*5)) // shares of 0.1 and 0.6, in turn
	}
	parts, err := exact.Apportion(exact.Int(35), weights, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range parts {
		want := "0"
		if i%2 == 1 && i < 70 {
			want = "1"
		}
		if p.String() != want {
			t.Errorf("part %d of 35 over 50 times 1, 6 = %s, want %s", i, p, want)
		}
	}
}

func numbers(texts []string) []exact.Number {
	var ns []exact.Number
	for _, s := range texts {
		ns = append(ns, exact.Must(s))
	}
	return ns
}

func TestApportionRefuses(t *testing.T) {
	below := exact.Int(-1)
	for _, test := range []struct {
		name    string
		whole   exact.Number
		weights []exact.Number
	}{
		{"no weights", exact.Int(1), nil},
		{"weights of nothing", exact.Int(1), numbers([]string{"0", "0.0"})},
		{"a negative weight", exact.Int(1), []exact.Number{exact.Int(5), below}},
		{"a negative whole", below, numbers([]string{"1"})},
		{"a whole finer than the step", exact.Must("0.001"), numbers([]string{"1"})},
	} {
		if got, err := exact.Apportion(test.whole, test.weights, 2); !errors.Is(err, exact.ErrApportion) {
			t.Errorf("%s: Apportion = %s, %v, want %v", test.name, got, err, exact.ErrApportion)
		}
	}
}

func TestApportionLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		decimals := rapid.Int32Range(0, 4).Draw(t, "decimals")
		whole := exact.Shifted(rapid.Int64Range(0, 1e12).Draw(t, "whole"), decimals)
		// Few distinct weights, so that ties are common.
		weights := numbers(rapid.SliceOfN(rapid.OneOf(
			rapid.StringMatching(`[0-3]`), rapid.StringMatching(`[0-9]{1,6}\.[0-9]{1,3}`),
		), 1, 40).Draw(t, "weights"))
		total := exact.Number{}
		for _, w := range weights {
			total = total.Add(w)
		}
		parts, err := exact.Apportion(whole, weights, decimals)
		if total.Sign() == 0 {
			if !errors.Is(err, exact.ErrApportion) {
				t.Fatalf("weights of nothing gave %s, %v", parts, err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		sum, step := exact.Number{}, rat(t, exact.Shifted(1, decimals))
		for i, p := range parts {
			sum = sum.Add(p)
			share := new(big.Rat).Mul(rat(t, whole), new(big.Rat).Quo(rat(t, weights[i]), rat(t, total)))
			if off := share.Sub(share, rat(t, p)); off.Abs(off).Cmp(step) >= 0 {
				t.Errorf("part %d of %s over %s is %s, a step or more from its share", i, whole, weights, p)
			}
			if p.Sign() < 0 || p.Decimals() != decimals {
				t.Errorf("part %d of %s over %s is %s", i, whole, weights, p)
			}
			for j := range i {
				if c := weights[j].Cmp(weights[i]); c >= 0 && parts[j].Cmp(p) < 0 || c < 0 && parts[j].Cmp(p) > 0 {
					t.Errorf("of %s, weight %s got %s and the later %s got %s", whole, weights[j], parts[j], weights[i], p)
				}
			}
		}
		if sum.String() != whole.String() {
			t.Errorf("the parts of %s over %s add up to %s", whole, weights, sum)
		}
	})
}

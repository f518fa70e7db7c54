package storetest

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// errorsShown is how many of the bits that bring back other data FlipBits names.
const errorsShown = 10

// FlipBits flips one bit of a backup, n times another one at random, has restore restore
// what that gives, and returns how many were refused. restore returns what the database
// holds then, or that the backup was refused. The test fails where something else than want
// is restored: a bit that is not noticed lies where nothing is stored.
func FlipBits(t testing.TB, backup []byte, n int, random *rand.Rand, want map[string][]string, restore func(flipped []byte) (is map[string][]string, refused bool)) (refused int) {
	t.Helper()
	flipped, wrong := slices.Clone(backup), 0
	for range n {
		bit := random.IntN(8 * len(backup))
		flipped[bit/8] ^= 1 << (bit % 8)
		switch is, no := restore(flipped); {
		case no:
			refused++
		case !maps.EqualFunc(want, is, slices.Equal):
			if wrong++; wrong <= errorsShown {
				t.Errorf("bit %d of byte %d was not noticed, and other data came back in the tables %q", bit%8, bit/8, differing(want, is))
			}
		}
		flipped[bit/8] ^= 1 << (bit % 8)
	}
	t.Logf("of %d single flipped bits over %d bytes, %d were refused, %d brought other data, and the others lie where nothing is stored", n, len(backup), refused, wrong)
	if refused == 0 {
		t.Error("none was refused")
	}
	return refused
}

// differing returns the names of the tables that do not hold the same, sorted.
func differing(want, is map[string][]string) (names []string) {
	all := maps.Clone(want)
	maps.Copy(all, is)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if !slices.Equal(want[name], is[name]) {
			names = append(names, name)
		}
	}
	return names
}

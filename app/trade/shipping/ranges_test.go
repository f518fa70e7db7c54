package shipping_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"woolroad/app/fibre"
	"woolroad/app/trade"
	"woolroad/app/trade/shipping"
)

// lotOf returns a lot with bales of these numbers, each 100 kg gross and 1 kg tare.
func lotOf(number string, bales ...string) trade.Lot {
	lot := trade.Lot{Number: number, Product: "scoured wool", Package: "BL", MassDecimals: 1}
	for _, b := range bales {
		lot.Bales = append(lot.Bales, trade.Bale{Number: b, Gross: fibre.Must("100"), Tare: fibre.Must("1")})
	}
	return lot
}

// upTo returns the numbers from 1, as a format writes them.
func upTo(n int, format string) (numbers []string) {
	for i := range n {
		numbers = append(numbers, fmt.Sprintf(format, i+1))
	}
	return numbers
}

// numbers returns the bales' numbers with a space between them.
func numbers(bales []trade.Bale) string {
	var out []string
	for _, b := range bales {
		out = append(out, b.Number)
	}
	return strings.Join(out, " ")
}

func TestParseRanges(t *testing.T) {
	long, plain := lotOf("LHW26-044", upTo(9, "LHW26-044-%03d")...), lotOf("L1", upTo(12, "%d")...)
	gaps := lotOf("L2", "1", "2", "4", "5")
	mixed := lotOf("L3", "A-1", "A-2", "B-2", "B-3", "C")
	odd := lotOf("L4", "1", "2", "1-2", "2-3")
	for _, test := range []struct {
		lot  trade.Lot
		text string
		want string // numbers with spaces between, then each fault's pointer and code
	}{
		{plain, "1-3, 7", "1 2 3 7"},
		{plain, "1–3,7", "1 2 3 7"},
		{plain, " 1 — 3 ; 7 ", "1 2 3 7"},
		{plain, "１－３，７", "1 2 3 7"},
		{plain, "१-३、७", "1 2 3 7"},
		{plain, "1 to 3\n7", "1 2 3 7"},
		{plain, "1至3", "1 2 3"},
		{plain, "7, 1", "1 7"}, // in the lot's order
		{plain, "001", "1"},
		{plain, "12-12", "12"},
		{plain, "all", "1 2 3 4 5 6 7 8 9 10 11 12"},
		{plain, " ALL ", "1 2 3 4 5 6 7 8 9 10 11 12"},
		{plain, "全部", "1 2 3 4 5 6 7 8 9 10 11 12"},
		{long, "1-2", "LHW26-044-001 LHW26-044-002"},
		{long, "001-002, LHW26-044-004", "LHW26-044-001 LHW26-044-002 LHW26-044-004"},
		{long, "lhw26-044-001-lhw26-044-002", "LHW26-044-001 LHW26-044-002"},
		{long, "LHW26-044-001 – 003", "LHW26-044-001 LHW26-044-002 LHW26-044-003"},
		{mixed, "1, 3, C", "A-1 B-3 C"},
		{mixed, "A-1–A-2", "A-1 A-2"},
		{odd, "1-2", "1-2"}, // the full number of a bale
		{odd, "1–2", "1 2"},

		{plain, "", " :pick.no_bale_named"},
		{plain, " , ", " :pick.no_bale_named"},
		{plain, "13", " /0:pick.no_such_bale"},
		{plain, "1-40, 52", " /0:pick.no_such_bale /1:pick.no_such_bale"},
		{plain, "1-999999999999", " /0:pick.no_such_bale"},
		{plain, "3-1", " /0:pick.range_backwards"},
		{plain, "1-3, 2", "1 2 3 /1:pick.bale_named_twice"},
		{plain, "1-3, x, 5", "1 2 3 5 /1:pick.no_such_bale"},
		{plain, "1-", " /0:pick.no_such_bale"},
		{plain, "-", " /0:pick.no_such_bale"},
		{plain, "1-2-3", " /0:pick.no_such_bale"},
		{plain, "all, 1", "1 /0:pick.no_such_bale"},
		{plain, "1.5", " /0:pick.no_such_bale"},
		{gaps, "1-5", " /0:pick.no_such_bale"},
		{mixed, "2", " /0:pick.several_bales"},
		{mixed, "1-3", " /0:pick.not_a_range"},
		{mixed, "A-1–C", " /0:pick.not_a_range"},
		{lotOf("L5"), "1", " /0:pick.no_such_bale"},
	} {
		bales, faults := shipping.ParseRanges(test.text, test.lot)
		got := numbers(bales)
		for _, f := range faults {
			got += " " + f.Pointer + ":" + string(f.Code)
			if strings.Contains(f.Message(), "%!") {
				t.Errorf("ParseRanges(%q) says %s", test.text, f.Message())
			}
		}
		if got != test.want {
			t.Errorf("ParseRanges(%q, %s) = %q, want %q", test.text, test.lot.Number, got, test.want)
		}
	}
}

func TestRangesSayWhatIsMissing(t *testing.T) {
	_, faults := shipping.ParseRanges("1–40", lotOf("LHW26-044", upTo(32, "LHW26-044-%03d")...))
	if got, want := faults.Error(), `/0: There is no bale "40" in lot LHW26-044, which has 1–32.`; got != want {
		t.Errorf("1–40 of 32 bales: %s, want %s", got, want)
	}
}

func TestRanges(t *testing.T) {
	for _, test := range []struct {
		lot   trade.Lot
		bales string // their numbers
		want  string
	}{
		{lotOf("L", upTo(60, "LHW26-044-%03d")...), "LHW26-044-001 LHW26-044-002 LHW26-044-003 LHW26-044-052", "1–3, 52"},
		{lotOf("L", upTo(12, "%d")...), "12 2 1 11", "1–2, 11–12"}, // in the order of numbers
		{lotOf("L", "A-1", "A-2", "B-2", "B-3", "C"), "A-1 A-2 B-3 C", "A-1–A-2, 3, C"},
		{lotOf("L", "1", "2", "4"), "1 2 4", "1–2, 4"},
		{lotOf("L", "1"), "", ""},
	} {
		var bales []trade.Bale
		for _, b := range strings.Fields(test.bales) {
			bales = append(bales, trade.Bale{Number: b})
		}
		if got := shipping.Ranges(bales, test.lot); got != test.want {
			t.Errorf("Ranges(%s) = %q, want %q", test.bales, got, test.want)
		}
	}
}

// TestWhatRangesPrintIsReadBack draws lots with numbers as people give them, and worse.
func TestWhatRangesPrintIsReadBack(t *testing.T) {
	number := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) string { return fmt.Sprint(rapid.IntRange(0, 30).Draw(t, "n")) }),
		rapid.Custom(func(t *rapid.T) string { return fmt.Sprintf("L-%03d", rapid.IntRange(0, 30).Draw(t, "n")) }),
		rapid.StringMatching(`[A1-2]{1,4}`), rapid.StringMatching(`[0-1]{1,12}`),
	)
	rapid.Check(t, func(t *rapid.T) {
		lot := lotOf("L", rapid.SliceOfNDistinct(number, 1, 40, strings.ToUpper).Draw(t, "bales")...)
		var some []trade.Bale
		for _, b := range lot.Bales {
			if rapid.Bool().Draw(t, b.Number) {
				some = append(some, b)
			}
		}
		text := shipping.Ranges(some, lot)
		back, faults := shipping.ParseRanges(text, lot)
		if len(some) > 0 && faults != nil || numbers(back) != numbers(some) {
			t.Fatalf("Ranges of %s of %s are %q, which reads %s (%v)", numbers(some), numbers(lot.Bales), text, numbers(back), faults)
		}
	})
}

func FuzzParseRanges(f *testing.F) {
	for _, text := range []string{"1-40, 52", "all", "LHW26-044-001–LHW26-044-003", "１－３，７", "1 to 3", "3-1", "1-2-3,,x"} {
		f.Add(text, "LHW26-044-0")
		f.Add(text, "")
	}
	f.Fuzz(func(t *testing.T, text, before string) {
		lot := lotOf("L")
		for _, n := range upTo(60, "%d") {
			lot.Bales = append(lot.Bales, trade.Bale{Number: before + n})
		}
		bales, faults := shipping.ParseRanges(text, lot)
		at := -1
		for _, b := range bales { // in the lot's order, each once
			next := slices.IndexFunc(lot.Bales, func(o trade.Bale) bool { return o == b })
			if next <= at {
				t.Fatalf("ParseRanges(%q) = %s", text, numbers(bales))
			}
			at = next
		}
		if len(bales) == 0 && len(faults) == 0 {
			t.Fatalf("ParseRanges(%q) reads no bale and says nothing", text)
		}
		for _, fault := range faults {
			if fault.Code == "" || strings.Contains(fault.Format, "%!") {
				t.Fatalf("%#v", fault)
			}
		}
	})
}

package command

import (
	"strings"
	"testing"
)

// TestAHeldRateIsDecidedAbout imports the Swiss franc of January 2015, which moved in one
// day as far as otherwise in years, and holds that no earlier rate is used until a person
// decides.
func TestAHeldRateIsDecidedAbout(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		desk := desktop{}
		here := func(args ...string) []string { return append(args, one...) }
		const held = "The rate from EUR to CHF by European Central Bank is held: 1.0120 for 1 of 2015-01-19, a move of 15.7 % from 1.2010 of 2015-01-14."
		desk.good(t, here("rates", "import", "testdata/ecb-held-2015-01.xml")...)
		desk.good(t, here("orders", "import", "testdata/ecb-held-order.json")...)
		show := func(day string) []string {
			return here("rates", "show", "EUR/CHF", day, "--source", "ecb")
		}
		desk.says(t, 1, held, show("2015-01-19")...)
		desk.says(t, 1, "1.0280 for 1 of 2015-01-15", show("2015-01-15")...)
		if r := desk.good(t, show("2015-01-14")...); !strings.Contains(r.out, "1.2010") {
			t.Errorf("before: %s", r.out)
		}
		desk.says(t, 1, held, here("issue", "SO-HELD-1")...)
		desk.says(t, 1, "The packing list needs no rate and can be issued by itself.", here("issue", "SO-HELD-1")...)
		var waits []waitingRate
		read(t, desk, &waits, here("rates", "held")...)
		desk.says(t, 1, "woolroad rates confirm "+waits[2].ID+", or woolroad rates reject "+waits[2].ID, here("issue", "SO-HELD-1")...)
		if r := desk.good(t, here("issue", "SO-HELD-1", "packing-list")...); !strings.Contains(r.out, "PL-") {
			t.Errorf("the packing list: %s", r.out)
		}

		var list []waitingRate
		read(t, desk, &list, here("rates", "held")...)
		if len(list) != 3 || list[2].Is.Value.String() != "1.0120" || list[2].Moved != "15.7" || list[2].HeldAt.IsZero() {
			t.Fatalf("held: %+v", list)
		}
		if r := desk.good(t, here("rates", "held")...); !strings.Contains(r.out, "EUR to CHF: 1.0120") {
			t.Errorf("held: %s", r.out)
		}
		desk.says(t, 2, "say with --reason", here("rates", "reject", list[0].ID)...)
		desk.says(t, 1, "There is no such held rate.", here("rates", "confirm", "x")...)
		if r := desk.good(t, here("rates", "confirm", list[0].ID, "--reason", "As the bank says.")...); !strings.Contains(r.out, "and 2 rates after it") {
			t.Errorf("confirmed: %s", r.out)
		}
		if r := desk.good(t, show("2015-01-19")...); !strings.Contains(r.out, "1.0120") {
			t.Errorf("afterwards: %s", r.out)
		}
		if r := desk.good(t, here("issue", "SO-HELD-1", "--json")...); !strings.Contains(r.out, `"CI-`) {
			t.Errorf("issued: %s", r.out)
		}
		if r := desk.good(t, here("rates", "held")...); r.out != "No rate waits for a person.\n" {
			t.Errorf("nothing held: %s", r.out)
		}
	})
}

// TestARejectedRateIsConfirmedAfterAll rejects rates by mistake, and imports the file again.
func TestARejectedRateIsConfirmedAfterAll(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		desk := desktop{}
		here := func(args ...string) []string { return append(args, one...) }
		desk.good(t, here("rates", "import", "testdata/ecb-held-2015-01.xml")...)
		var list []waitingRate
		read(t, desk, &list, here("rates", "held")...)
		for _, h := range list {
			if r := desk.good(t, here("rates", "reject", h.ID, "--reason", "a slip")...); !strings.Contains(r.out, "woolroad rates confirm "+h.ID+" takes that back, with a reason") {
				t.Errorf("rejected: %s", r.out)
			}
		}
		r := desk.good(t, here("rates", "import", "testdata/ecb-held-2015-01.xml", "--confirm", "The Swiss floor is gone.")...)
		if !strings.Contains(r.err, "3 figures stay rejected; woolroad rates held --rejected lists them") {
			t.Errorf("imported again: %s%s", r.out, r.err)
		}
		var rejected []rejectedRate
		read(t, desk, &rejected, here("rates", "held", "--rejected")...)
		if len(rejected) != 3 || rejected[0].Reason != "a slip" || rejected[0].RejectedBy == "" || rejected[0].RejectedAt.IsZero() {
			t.Fatalf("rejected: %+v", rejected)
		}
		id := list[0].ID
		desk.says(t, 2, "say with --reason why it is right after all", here("rates", "confirm", id)...)
		desk.good(t, here("rates", "confirm", id, "--reason", "The Swiss floor is gone.")...)
		if r := desk.good(t, here("rates", "held", "--rejected")...); strings.Contains(r.out, id) || strings.Count(r.out, "\n") != 2 {
			t.Errorf("afterwards: %s", r.out)
		}
		if r := desk.good(t, here("rates", "show", "EUR/CHF", list[0].Is.Date.String(), "--source", "ecb")...); !strings.Contains(r.out, list[0].Is.Value.String()) {
			t.Errorf("it applies: %s", r.out)
		}
	})
}

// TestAFileIsConfirmedAsAWhole stores what would be held, since who imports it has looked.
func TestAFileIsConfirmedAsAWhole(t *testing.T) {
	eachEngine(t, func(t *testing.T, one []string) {
		desk := desktop{}
		here := func(args ...string) []string { return append(args, one...) }
		desk.says(t, 2, "say with --confirm why", here("rates", "import", "testdata/ecb-held-2015-01.xml", "--confirm", " ")...)
		desk.good(t, here("rates", "import", "testdata/ecb-held-2015-01.xml")...) // and looks at it afterwards
		r := desk.good(t, here("rates", "import", "testdata/ecb-held-2015-01.xml", "--confirm", "The Swiss floor is gone.")...)
		if !strings.Contains(r.out, "3 added, 1 unchanged, 0 corrected, 0 skipped") {
			t.Errorf("confirmed afterwards: %s", r.out)
		}
		if r := desk.good(t, here("rates", "show", "EUR/CHF", "2015-01-19", "--source", "ecb")...); !strings.Contains(r.out, "1.0120") {
			t.Errorf("afterwards: %s", r.out)
		}
	})
}

// TestAGapOfYearsIsNoJump imports two of a publisher's answers in either order.
func TestAGapOfYearsIsNoJump(t *testing.T) {
	for _, order := range [][]string{
		{"testdata/nrb-2022-06-28.json", "testdata/nrb-2026-04-four-currencies.json"},
		{"testdata/nrb-2026-04-four-currencies.json", "testdata/nrb-2022-06-28.json"},
	} {
		desk, data := desktop{}, t.TempDir()
		for _, name := range order {
			desk.good(t, "rates", "import", name, "--data", data)
		}
		if r := desk.good(t, "rates", "held", "--data", data); r.out != "No rate waits for a person.\n" {
			t.Errorf("%q: %s", order, r.out)
		}
	}
}

// TestAHeldRateIsInTheWayOfDocumentsFromFiles reads the same franc without a database.
func TestAHeldRateIsInTheWayOfDocumentsFromFiles(t *testing.T) {
	args := []string{"documents", "testdata/ecb-held-order.json", "--rates", "testdata/ecb-held-2015-01.xml", "--json"}
	out := t.TempDir()
	r := run(t, append(args, "--out", out)...)
	got := decoded(t, r.out)[0]
	if r.code != 1 || got.Done || len(got.Documents) != 1 || got.Documents[0] != "packing-list.pdf" || !strings.Contains(r.err, "is held: 1.0120 for 1 of 2015-01-19, a move of 15.7 % from 1.2010 of 2015-01-14") {
		t.Errorf("exit %d, %+v\n%s", r.code, got, r.err)
	}
	r = run(t, append(args, "--out", out, "--rates-confirmed")...)
	if got = decoded(t, r.out)[0]; r.code != 0 || !got.Done || !strings.Contains(r.out, `"101200.00"`) {
		t.Errorf("confirmed: exit %d, %+v\n%s", r.code, got, r.err)
	}
}

package ratebook

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/sample"
	"woolroad/app/store/db"
	"woolroad/rates"
	"woolroad/rates/reason"
)

// errTakenBack ends a transaction whose changes a test does not want stored.
var errTakenBack = errors.New("taken back")

// standing returns what is stored once feeds came in an order: the rates that count and
// those that wait.
func standing(t testing.TB, s *Store, feeds []rates.Feed) (all string) {
	t.Helper()
	err := s.DB.Update(t.Context(), tashi, func(tx *db.Tx) error {
		for _, feed := range feeds {
			if _, err := Take(t.Context(), tx, Intake{Name: "feed", Share: exact.Must("0.10")}, feed); err != nil {
				return err
			}
		}
		var err error
		if all, err = everything(t.Context(), tx); err != nil {
			return err
		}
		return errTakenBack
	})
	if !errors.Is(err, errTakenBack) {
		t.Fatal(err)
	}
	return all
}

// oneOf returns of how many cases one is tried: of all on SQLite, which is fast, and of so
// many on PostgreSQL, whose statements are the same.
func oneOf(t testing.TB, slow int) int {
	if strings.HasSuffix(t.Name(), "/postgres") {
		return slow
	}
	return 1
}

func everything(ctx context.Context, t *db.Tx) (string, error) {
	var lines []string
	rows, err := t.QueryContext(ctx, `SELECT source, side, from_currency, to_currency, date, value, per FROM rates`)
	if err != nil {
		return "", err
	}
	for rows.Next() {
		r, err := scanRate(rows)
		if err != nil {
			return "", errors.Join(err, rows.Close())
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s: holds %s for %s", r.Source, r.Side, r.From, r.To, r.Date, r.Value, r.Per))
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return "", err
	}
	held, err := Waiting(ctx, t)
	for _, h := range held {
		r := h.Rate
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s: waits %s for %s since %s of %s", r.Source, r.Side, r.From, r.To, r.Date, r.Value, r.Per, h.Last.Value, h.Last.Date))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), err
}

// everyRecording returns all feeds that there are, by publisher.
func everyRecording(t testing.TB) map[rates.SourceID][]rates.Feed {
	t.Helper()
	of := map[rates.SourceID][]rates.Feed{}
	for _, folder := range []struct {
		of    fs.FS
		glob  string
		least int
	}{{sample.Files, "rates/*", 5}, {os.DirFS("../../../rates/testdata"), "*.*", 4}, {os.DirFS("../../command/testdata"), "*-20*", 3}} {
		names, err := fs.Glob(folder.of, folder.glob)
		if err != nil || len(names) < folder.least {
			t.Fatalf("only %d recordings of %s, %v", len(names), folder.glob, err)
		}
		for _, name := range names {
			f, err := folder.of.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			feed, err := rates.Read(f)
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			if refused := (*reason.ErrFeed)(nil); errors.As(err, &refused) {
				continue // a recorded refusal
			} else if err != nil {
				t.Fatal(name, err)
			}
			of[feed.Source] = append(of[feed.Source], feed)
		}
	}
	return of
}

// orders returns all orders of some feeds.
func orders(feeds []rates.Feed) (all [][]rates.Feed) {
	if len(feeds) == 0 {
		return [][]rates.Feed{nil}
	}
	for i, first := range feeds {
		rest := append(slices.Clone(feeds[:i]), feeds[i+1:]...)
		for _, order := range orders(rest) {
			all = append(all, append([]rates.Feed{first}, order...))
		}
	}
	return all
}

// TestTheOrderOfImportsDoesNotMatter imports every recording in every order. Publishers are
// not compared with each other, so each has its own orders.
func TestTheOrderOfImportsDoesNotMatter(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		n, stride := 0, oneOf(t, 10)
		for source, feeds := range everyRecording(t) {
			want := ""
			for i, order := range orders(feeds) {
				if i%stride != 0 {
					continue
				}
				got := standing(t, s, order)
				if i == 0 {
					want = got
				} else if got != want {
					t.Fatalf("%s, order %d:\n%s", source, i, cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
				}
				n++
			}
			if source == rates.ECB && !strings.Contains(want, "European Central Bank mid EUR CHF 2015-01-19: waits 1.0120 for 1 since 1.2010 of 2015-01-14") {
				t.Errorf("the franc of January 2015 does not wait:\n%s", want)
			}
			if source == rates.NRB && strings.Contains(want, ": waits") {
				t.Errorf("after a gap of years something waits:\n%s", want)
			}
		}
		if n < 100/stride {
			t.Errorf("only %d orders", n)
		}
	})
}

// TestNoOrderOfMadeUpFeedsMatters has series that jump and have gaps, cut into feeds of some
// days each, which overlap.
func TestNoOrderOfMadeUpFeedsMatters(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		waited := 0
		seeds := 60 / oneOf(t, 6)
		for seed := range uint64(seeds) {
			r := rand.New(rand.NewPCG(seed, 1))
			history := jumpy(t, r)
			feeds := make([]rates.Feed, 2+r.IntN(5))
			for _, one := range history {
				for range 1 + r.IntN(2) {
					to := &feeds[r.IntN(len(feeds))].Rates
					*to = append(*to, one)
				}
			}
			want := standing(t, s, []rates.Feed{{Rates: history}})
			if strings.Contains(want, ": waits") {
				waited++
			}
			for range 4 {
				r.Shuffle(len(feeds), func(i, j int) { feeds[i], feeds[j] = feeds[j], feeds[i] })
				if got := standing(t, s, feeds); got != want {
					t.Fatalf("seed %d:\n%s", seed, cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
				}
			}
		}
		if waited < seeds/3 {
			t.Errorf("in only %d histories something waits", waited)
		}
	})
}

// jumpy returns a history of up to two hundred days, of which some are missing and some
// far from the rest.
func jumpy(t testing.TB, r *rand.Rand) (all []money.Rate) {
	value, day := int64(14_000), in2026(t, "01-01")
	for range 1 + r.IntN(120) {
		day = day.AddDays(1 + r.IntN(3)*r.IntN(8))
		switch r.IntN(8) {
		case 0:
			value = value * (70 + r.Int64N(70)) / 100
		default:
			value = value * (97 + r.Int64N(7)) / 100
		}
		is := value
		if r.IntN(20) == 0 {
			is *= 10 // a point is lost, for a day
		}
		all = append(all, money.Rate{From: "USD", To: "NPR", Value: exact.Shifted(is, 2), Per: exact.Int(1), Side: money.Sell, Source: rates.NRB.Name(), Date: day})
	}
	return all
}

// TestWhatAPersonDecidedStays, whatever comes of earlier days.
func TestWhatAPersonDecidedStays(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		steps := []struct {
			does    func()
			waits   string
			april10 string // the value that holds then
		}{
			{func() { take(t, s, "04-01 149.00", "04-03 180.00", "04-04 181.00") }, "04-03 180.00, 04-04 181.00", "149.00"},
			{func() { confirmFirst(t, s) }, "", "181.00"},
			// What was confirmed is compared with another figure now, and stays.
			{func() { take(t, s, "04-02 148.00") }, "", "181.00"},
			// What held and was far from nothing is far from what comes before it.
			{func() { take(t, s, "03-31 120.00") }, "04-01 149.00, 04-02 148.00", "181.00"},
			{func() { take(t, s, "03-30 148.00") }, "03-31 120.00", "181.00"},
		}
		for i, step := range steps {
			step.does()
			if got := waiting(t, s); got != step.waits {
				t.Errorf("step %d: %q waits, want %q", i, got, step.waits)
			}
			if got := holding(t, s, "04-10"); got != step.april10 {
				t.Errorf("step %d: %s holds, want %s", i, got, step.april10)
			}
		}
	})
}

func confirmFirst(t testing.TB, s *Store) {
	t.Helper()
	held, err := s.HeldRates(t.Context())
	if err == nil {
		_, err = s.ConfirmRate(t.Context(), tashi, held[0].ID, "as on the page")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestACorrectionIsLookedAtAgainToo has a day with two values, of which one is far from the
// day before, and a later day that is near that one.
func TestACorrectionIsLookedAtAgainToo(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		first, second, third := selling(t, "01-14 1.2010", "01-15 1.2020"), selling(t, "01-15 1.5000"), selling(t, "01-16 1.4900")
		for _, order := range orders([]rates.Feed{first, second, third}) {
			got := standing(t, s, order)
			for _, want := range []string{"2026-01-15: holds 1.2020", "2026-01-16: waits 1.4900 for 1 since 1.2020 of 2026-01-15"} {
				if !strings.Contains(got, want) {
					t.Errorf("nothing says %q:\n%s", want, got)
				}
			}
		}
		// Two corrections that were near each other are both far from what comes before them.
		got := standing(t, s, []rates.Feed{selling(t, "01-15 1.5000"), selling(t, "01-15 1.5100"), selling(t, "01-14 1.2010")})
		if !strings.Contains(got, "2026-01-15: waits 1.5100 for 1 since 1.2010 of 2026-01-14") || strings.Contains(got, "2026-01-15: holds") {
			t.Errorf("the corrections hold:\n%s", got)
		}
	})
}

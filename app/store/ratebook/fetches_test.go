package ratebook

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/store/storetest"
	"woolroad/rates"
	"woolroad/rates/reason"
)

func TestRateFetchesAreNoted(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		state, err := s.RateSource(t.Context(), rates.NRB)
		if err != nil || !state.Last.Started.IsZero() || !state.Newest.IsZero() || state.Failures != 0 {
			t.Errorf("before the first: %+v, %v", state, err)
		}
		at := noon.Truncate(time.Microsecond)
		good := Fetch{Source: rates.NRB, From: in2026(t, "11-16"), To: in2026(t, "11-23"), Started: at, Ended: at.Add(time.Second), Added: 1, Unchanged: 2, Corrected: 3, Held: 4, Skipped: 5, FaultArgs: []string{}}
		failed := Fetch{Source: rates.NRB, From: in2026(t, "11-16"), To: in2026(t, "11-23"), Started: at.Add(time.Hour), Ended: at.Add(61 * time.Minute),
			Fault: reason.FetchStatus, FaultArgs: []string{"Nepal Rastra Bank", "500"}}
		again := failed
		again.Started, again.Ended = at.Add(2*time.Hour), at.Add(2*time.Hour)
		earlier := good
		earlier.From, earlier.To, earlier.Started = in2026(t, "01-01"), in2026(t, "03-31"), at.Add(3*time.Hour)
		other := failed
		other.Source = rates.ECB
		for _, f := range []Fetch{again, good, failed, earlier, other} {
			if err := s.StoreFetch(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.ImportRates(t.Context(), tashi, "feed", selling(t, "11-20 149", "11-22 150", "11-21 150")); err != nil {
			t.Fatal(err)
		}
		state, err = s.RateSource(t.Context(), rates.NRB)
		want := SourceState{Last: again, LastGood: good, Failures: 2, Newest: in2026(t, "11-22")}
		if diff := cmp.Diff(want, state); err != nil || diff != "" {
			t.Errorf("%v: -want +got\n%s", err, diff)
		}
		if !state.Last.Failed() || state.Last.Message() != "Nepal Rastra Bank answered with status 500 instead of rates." || state.LastGood.Failed() || state.LastGood.Message() != "" {
			t.Errorf("says %q and %q", state.Last.Message(), state.LastGood.Message())
		}
		all, err := s.RateFetches(t.Context(), rates.NRB, 3)
		if diff := cmp.Diff([]Fetch{earlier, again, failed}, all); err != nil || diff != "" {
			t.Errorf("%v: -want +got\n%s", err, diff)
		}
	})
}

// TestFaultsAreStoredAsCodes, and those from before codes are read as they were said,
// from a backup too.
func TestFaultsAreStoredAsCodes(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		at := noon.Truncate(time.Microsecond)
		want := []string{} // the latest first
		note := func(code reason.FetchCode, said string, args ...string) {
			t.Helper()
			at = at.Add(time.Hour)
			if err := s.StoreFetch(t.Context(), Fetch{Source: rates.NRB, From: in2026(t, "11-16"), To: in2026(t, "11-23"), Started: at, Ended: at, Fault: code, FaultArgs: args}); err != nil {
				t.Fatal(err)
			}
			want = append([]string{said}, want...)
		}
		for _, sentence := range slices.Sorted(maps.Keys(oldFaultCodes)) {
			args, code := []string{}, oldFaultCodes[sentence]
			for i := range strings.Count(string(sentence), "%s") {
				args = append(args, fmt.Sprint("argument ", i))
			}
			note(sentence, string(code)+": "+code.Sentence(args).String(), args...)
		}
		note("fetch.by_a_newer_program", "fetch.by_a_newer_program: fetch.by_a_newer_program, Nepal Rastra Bank", "Nepal Rastra Bank")
		note(reason.FetchStatus, "fetch.status: Nepal Rastra Bank answered with status 500 instead of rates.", "Nepal Rastra Bank", "500")

		stored, err := viewed(t.Context(), s, func(tx *db.Tx) (fault string, err error) {
			err = tx.QueryRowContext(t.Context(), `SELECT fault FROM rate_fetches ORDER BY started DESC LIMIT 1`).Scan(&fault)
			return fault, err
		})
		if err != nil || stored != "fetch.status" {
			t.Errorf("%q is stored, %v; want a code", stored, err)
		}
		file := t.TempDir() + "/backup.db"
		if _, err := s.Backup(t.Context(), tashi, file); err != nil {
			t.Fatal(err)
		}
		other := Where{Data: t.TempDir()}
		if _, err := store.Restore(t.Context(), tashi, other, file); err != nil {
			t.Fatal(err)
		}
		for what, s := range map[string]*Store{"as stored": s, "as restored": openAt(t, other)} {
			all, err := s.RateFetches(t.Context(), rates.NRB, 100)
			got := []string{}
			for _, f := range all {
				got = append(got, string(f.Fault)+": "+f.Message())
			}
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%s: %v, -want +got\n%s", what, err, diff)
			}
		}
	})
}

func TestRateLeases(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		for _, step := range []struct {
			what, holder string
			source       rates.SourceID
			at           time.Duration
			taken        bool
		}{
			{"nobody has it", "one", rates.NRB, 0, true},
			{"another has it", "two", rates.NRB, time.Minute, false},
			{"another source is free", "two", rates.ECB, time.Minute, true},
			{"who has it may have it longer", "one", rates.NRB, 5 * time.Minute, true},
			{"then it lasts longer", "two", rates.NRB, 14 * time.Minute, false},
			{"whose time is over", "two", rates.NRB, 15 * time.Minute, true},
			{"has lost it", "one", rates.NRB, 16 * time.Minute, false},
		} {
			now := noon.Add(step.at)
			taken, err := s.TakeRateLease(t.Context(), step.source, step.holder, now, now.Add(10*time.Minute))
			if err != nil || taken != step.taken {
				t.Errorf("%s: %v, %v; want %v", step.what, taken, err, step.taken)
			}
		}
		if err := s.EndRateLease(t.Context(), rates.NRB, "one"); err != nil {
			t.Fatal(err)
		}
		if taken, err := s.TakeRateLease(t.Context(), rates.NRB, "one", noon.Add(16*time.Minute), noon.Add(time.Hour)); err != nil || taken {
			t.Errorf("ended what another has: %v, %v", taken, err)
		}
		if err := s.EndRateLease(t.Context(), rates.NRB, "two"); err != nil {
			t.Fatal(err)
		}
		if taken, err := s.TakeRateLease(t.Context(), rates.NRB, "one", noon.Add(16*time.Minute), noon.Add(time.Hour)); err != nil || !taken {
			t.Errorf("after it was given back: %v, %v", taken, err)
		}
	})
}

func TestOneOfManyTakesALease(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		const many = 20
		var wait sync.WaitGroup
		taken := make(chan bool, many)
		for i := range many {
			wait.Go(func() {
				got, err := s.TakeRateLease(context.WithoutCancel(t.Context()), rates.NRB, fmt.Sprint(i), noon, noon.Add(time.Minute))
				if err != nil {
					t.Error(err)
				}
				taken <- got
			})
		}
		wait.Wait()
		close(taken)
		n := 0
		for got := range taken {
			if got {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d of %d took it, want one", n, many)
		}
	})
}

// TestABackupHoldsWhatPeopleDecided, on the other engine too.
func TestABackupHoldsWhatPeopleDecided(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		take(t, s, "04-01 100", "04-02 1000", "04-03 1001")
		held, err := s.HeldRates(t.Context())
		if err != nil || len(held) != 2 {
			t.Fatal(held, err)
		}
		if err := s.RejectRate(t.Context(), Who{Name: "Tashi", At: noon}, held[0].ID, ""); err != nil {
			t.Fatal(err)
		}
		if err := s.EnterRate(t.Context(), tashi, contract(t)); err != nil {
			t.Fatal(err)
		}
		if err := s.StoreFetch(t.Context(), Fetch{Source: rates.NRB, From: in2026(t, "04-01"), To: in2026(t, "04-03"), Started: noon, Ended: noon}); err != nil {
			t.Fatal(err)
		}
		file := t.TempDir() + "/backup.db"
		if _, err := s.Backup(t.Context(), tashi, file); err != nil {
			t.Fatal(err)
		}
		for _, into := range []Where{{Data: t.TempDir()}, {URL: storetest.Postgres(t)}} {
			if _, err := store.Restore(t.Context(), tashi, into, file); err != nil {
				t.Fatal(err)
			}
			r := openAt(t, into)
			if got := waiting(t, r); got != "04-03 1001" {
				t.Errorf("held: %q", got)
			}
			if decided, err := r.DecidedRates(t.Context(), 5); err != nil || len(decided) != 1 || decided[0].DecidedBy != "Tashi" {
				t.Errorf("decided: %+v, %v", decided, err)
			}
			if m, err := r.ManualRates(t.Context(), 5); err != nil || len(m) != 1 || m[0].Rate().Side != money.Stated {
				t.Errorf("entered: %+v, %v", m, err)
			}
			if f, err := r.RateFetches(t.Context(), rates.NRB, 5); err != nil || len(f) != 1 {
				t.Errorf("fetched: %+v, %v", f, err)
			}
		}
	})
}

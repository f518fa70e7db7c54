package ratebook

import (
	"strings"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates"
)

// contract returns a rate that a bank has agreed to.
func contract(t testing.TB) Entry {
	return Entry{Source: rates.Contract, Side: money.Stated, From: "USD", To: "CNY", Value: exact.Must("7.0500"), Per: exact.Int(1), Date: in2026(t, "04-01"), Until: in2026(t, "06-30"),
		Who: "Tashi", Reason: "forward contract with the bank", At: noon}
}

func TestManualRates(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		peg := Entry{Source: rates.Peg, Side: money.Mid, From: "INR", To: "NPR", Value: exact.Must("160.00"), Per: exact.Int(100), Date: in2026(t, "01-01"),
			Who: "Pema", Reason: "the bank's buying rate of that day", At: noon.Add(time.Minute)}
		for _, m := range []Entry{contract(t), peg} {
			if err := s.EnterRate(t.Context(), Who{Name: m.Who, At: m.At}, m); err != nil {
				t.Fatalf("%s: %v", m.Source, err)
			}
		}
		for _, test := range []struct {
			source   rates.SourceID
			side     money.Side
			from, to money.Currency
			want     string
		}{
			{rates.Contract, money.Stated, "USD", "CNY", "7.0500"},
			{rates.Peg, money.Mid, "INR", "NPR", "160.00"},
		} {
			if r, ok := published(t, s, rates.Series{Source: test.source, Side: test.side, From: test.from, To: test.to}, in2026(t, "04-09")); !ok || r.Value.String() != test.want || r.Source != test.source.Name() {
				t.Errorf("%s: %+v, %v; want %s", test.source, r, ok, test.want)
			}
		}
		all, err := s.ManualRates(t.Context(), 10)
		if err != nil || len(all) != 2 {
			t.Fatalf("%+v, %v", all, err)
		}
		if got := all[1]; got.Source != rates.Contract || got.Who != "Tashi" || got.Reason != contract(t).Reason || got.Until != in2026(t, "06-30") || got.Date != in2026(t, "04-01") || !got.At.Equal(noon.Truncate(time.Microsecond)) || got.Value.String() != "7.0500" {
			t.Errorf("entered: %+v", got)
		}
		if got := all[0]; got.Source != rates.Peg || got.Until != (civil.Date{}) || got.Per.String() != "100" {
			t.Errorf("entered: %+v", got)
		}

		// For the same day it is a correction; both stay stored.
		again := contract(t)
		again.Value, again.Reason = exact.Must("7.0600"), "a slip"
		if err := s.EnterRate(t.Context(), Who{Name: again.Who, At: again.At}, again); err != nil {
			t.Fatal(err)
		}
		if all, err := s.ManualRates(t.Context(), 10); err != nil || len(all) != 3 {
			t.Errorf("%d entered, %v; want 3", len(all), err)
		}

		// Far from the last one it takes a second look.
		again.Value = exact.Must("70.6")
		if err := s.EnterRate(t.Context(), Who{Name: again.Who, At: again.At}, again); err == nil || !strings.Contains(err.Error(), "/value: This differs by more than 10 % from the last rate of this kind, 7.0600 for 1 of 2026-04-01") {
			t.Errorf("a point lost: %v", err)
		}
		again.Sure = true
		if err := s.EnterRate(t.Context(), Who{Name: again.Who, At: again.At}, again); err != nil {
			t.Errorf("a point lost, for sure: %v", err)
		}
	})
}

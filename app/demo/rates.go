package demo

import (
	"context"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/store"
	"woolroad/rates"
)

// series says how the rates of a publisher for a pair are invented: near value, and up
// and down with the days.
type series struct {
	source   rates.SourceID
	side     money.Side
	from, to money.Currency
	per      int64
	value    int64 // in steps of 10^-decimals
	decimals int32
	slips    bool // the newest rate has its decimal point one place too far to the right
}

// inventedSeries reach to the demo's own day, so that whoever looks around can issue an
// order of their own. Like the real publishers, the Indian one has no rate of the
// Nepalese rupee, and the Chinese one has none of either rupee.
var inventedSeries = []series{
	{rates.NRB, money.Buy, "USD", "NPR", 1, 14867, 2, false},
	{rates.NRB, money.Sell, "USD", "NPR", 1, 14927, 2, false},
	{rates.NRB, money.Buy, "EUR", "NPR", 1, 17162, 2, false},
	{rates.NRB, money.Sell, "EUR", "NPR", 1, 17231, 2, false},
	{rates.NRB, money.Buy, "CNY", "NPR", 1, 2161, 2, false},
	{rates.NRB, money.Sell, "CNY", "NPR", 1, 2169, 2, false},
	{rates.NRB, money.Buy, "INR", "NPR", 100, 16000, 2, false}, // pegged to it
	{rates.NRB, money.Sell, "INR", "NPR", 100, 16015, 2, false},
	{rates.FBIL, money.Mid, "USD", "INR", 1, 933483, 4, false},
	{rates.FBIL, money.Mid, "EUR", "INR", 1, 1079436, 4, false},
	{rates.CFETS, money.Mid, "USD", "CNY", 1, 68995, 4, false},
	{rates.CFETS, money.Mid, "EUR", "CNY", 1, 79205, 4, false},
	{rates.ECB, money.Mid, "EUR", "USD", 1, 11500, 4, false},
	{rates.ECB, money.Mid, "EUR", "INR", 1, 1079440, 4, false},
	{rates.ECB, money.Mid, "EUR", "CNY", 1, 79214, 4, false},
	{rates.ECB, money.Mid, "EUR", "JPY", 1, 17740, 2, true}, // in which no order of the demo is
}

// inventedDays is the largest number of days before the demo's own that have invented
// rates: those of its half-year, and of the month before, whose first day counts for the
// books of its first order.
const inventedDays = halfYear + 31 + 10

// importInvented stores rates that publishers could have published on the last
// inventedDays days and today. It stores none of a publisher for days up to the newest of
// the publisher's recorded rates. Their feed's name says that they are invented. The rate
// that slipped is held until a person has looked at it. The error is the database's.
func importInvented(ctx context.Context, s *store.Store, now time.Time) error {
	today, newest := civil.DateOf(now), civil.DateOf(workday(now))
	for _, p := range rates.Publishers {
		state, err := ratebook.LookAtSources(ctx, s, store.Who{Name: actor, At: now})
		if err != nil {
			return err
		}
		first := today.AddDays(-inventedDays)
		if recorded := state.States[p.ID].Newest; !recorded.IsZero() && !recorded.Before(first) {
			first = recorded.AddDays(1)
		}
		feed := rates.Feed{Source: p.ID}
		for _, one := range inventedSeries {
			for day := first; one.source == p.ID && !day.After(today); day = day.AddDays(1) {
				if p.ID == rates.NRB || !isWeekend(day) {
					feed.Rates = append(feed.Rates, one.on(day, one.slips && day == newest))
				}
			}
		}
		if _, err := ratebook.Import(ctx, s, store.Who{Name: actor, At: now}, ratebook.Intake{Name: invented, Share: rates.UsualShare}, feed); err != nil {
			return err
		}
	}
	return nil
}

// isWeekend reports whether a day is a Saturday or a Sunday.
func isWeekend(day civil.Date) bool {
	w := day.In(time.UTC).Weekday()
	return w == time.Saturday || w == time.Sunday
}

// on returns the rate of a day: within one per cent of the series' figure, and exactly
// that figure for the Indian rupee in Nepal, which is pegged. The rate is ten times as
// large if its decimal point slips.
func (s series) on(day civil.Date, slips bool) money.Rate {
	value := s.value
	if s.from != money.INR || s.to != money.NPR {
		wave := int64(day.DaysSince(civil.Date{Year: 2026, Month: time.January, Day: 1}) % 28)
		if wave < 0 {
			wave += 28
		}
		value += value * (min(wave, 28-wave) - 7) / 1000
	}
	if slips {
		value *= 10
	}
	return money.Rate{From: s.from, To: s.to, Value: exact.Shifted(value, s.decimals), Per: exact.Int(s.per), Side: s.side, Source: s.source.Name(), Date: day}
}

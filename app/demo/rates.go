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

// series is what a publisher has of a pair in a demo, where nothing of it is recorded: a
// figure near the last one that is, which goes up and down with the days.
type series struct {
	source   rates.SourceID
	side     money.Side
	from, to money.Currency
	per      int64
	value    int64 // in steps of its last decimal, so many of which it has
	decimals int32
}

// inventedSeries reach to the demo's own day, so that whoever looks around can issue an
// order of their own. As the publishers' own, the one of India has none of a neighbour's
// rupee, and the one of China none of either rupee.
var inventedSeries = []series{
	{rates.NRB, money.Buy, "USD", "NPR", 1, 14867, 2},
	{rates.NRB, money.Sell, "USD", "NPR", 1, 14927, 2},
	{rates.NRB, money.Buy, "EUR", "NPR", 1, 17162, 2},
	{rates.NRB, money.Sell, "EUR", "NPR", 1, 17231, 2},
	{rates.NRB, money.Buy, "CNY", "NPR", 1, 2161, 2},
	{rates.NRB, money.Sell, "CNY", "NPR", 1, 2169, 2},
	{rates.NRB, money.Buy, "INR", "NPR", 100, 16000, 2}, // which is tied to it
	{rates.NRB, money.Sell, "INR", "NPR", 100, 16015, 2},
	{rates.FBIL, money.Mid, "USD", "INR", 1, 933483, 4},
	{rates.FBIL, money.Mid, "EUR", "INR", 1, 1079436, 4},
	{rates.CFETS, money.Mid, "USD", "CNY", 1, 68995, 4},
	{rates.CFETS, money.Mid, "EUR", "CNY", 1, 79205, 4},
	{rates.ECB, money.Mid, "EUR", "USD", 1, 11500, 4},
	{rates.ECB, money.Mid, "EUR", "INR", 1, 1079440, 4},
	{rates.ECB, money.Mid, "EUR", "CNY", 1, 79214, 4},
	{rates.ECB, money.Mid, "EUR", "JPY", 1, 17740, 2},
}

// inventedDays is how many days before the demo's own have invented rates, at most.
const inventedDays = 60

// publish puts in what publishers would have published up to today, each from the day
// after its recordings on. Where it was read says that it is invented.
func publish(ctx context.Context, s *store.Store, now time.Time) error {
	today := civil.DateOf(now)
	for _, p := range rates.Publishers {
		state, err := ratebook.LookAtSources(ctx, s, store.Who{Name: who, At: now})
		if err != nil {
			return err
		}
		first := today.AddDays(-inventedDays)
		if newest := state.States[p.ID].Newest; !newest.IsZero() && !newest.Before(first) {
			first = newest.AddDays(1)
		}
		feed := rates.Feed{Source: p.ID}
		for _, one := range inventedSeries {
			for day := first; one.source == p.ID && !day.After(today); day = day.AddDays(1) {
				if p.ID == rates.NRB || !isWeekend(day) {
					feed.Rates = append(feed.Rates, one.on(day))
				}
			}
		}
		if _, err := ratebook.Import(ctx, s, store.Who{Name: who, At: now}, ratebook.Intake{Name: invented}, feed); err != nil {
			return err
		}
	}
	return nil
}

func isWeekend(day civil.Date) bool {
	w := day.In(time.UTC).Weekday()
	return w == time.Saturday || w == time.Sunday
}

// on returns the rate of a day: within one percent of what it goes around, but for the
// rupees, of which one is tied to the other.
func (s series) on(day civil.Date) money.Rate {
	value := s.value
	if s.from != money.INR || s.to != money.NPR {
		wave := int64(day.DaysSince(civil.Date{Year: 2026, Month: time.January, Day: 1}) % 28)
		if wave < 0 {
			wave += 28
		}
		value += value * (min(wave, 28-wave) - 7) / 1000
	}
	return money.Rate{From: s.from, To: s.to, Value: exact.Shifted(value, s.decimals), Per: exact.Int(s.per), Side: s.side, Source: s.source.Name(), Date: day}
}

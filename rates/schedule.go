package rates

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/rates/reason"
)

// Clock is a time of day.
type Clock struct{ Hour, Minute int }

// ParseTimes reads one or more times of day, like "09:30 12:00", and returns them sorted. A
// word that is no time of day, and a text without words, are errors.
func ParseTimes(text string) (all []Clock, err error) {
	for _, word := range strings.Fields(text) {
		t, err := time.Parse("15:04", word)
		if err != nil || len(word) != len("15:04") {
			return nil, fmt.Errorf("%s is not a time of the day; write them like 09:30 12:00", reason.Quote(word))
		}
		all = append(all, Clock{t.Hour(), t.Minute()})
	}
	if len(all) == 0 {
		return nil, errors.New("there is no time of the day; write them like 09:30 12:00")
	}
	slices.SortFunc(all, func(a, b Clock) int { return a.minutes() - b.minutes() })
	return all, nil
}

// minutes returns the minutes since midnight.
func (c Clock) minutes() int { return 60*c.Hour + c.Minute }

// Schedule is when a publisher is asked, in the publisher's own time zone.
type Schedule struct {
	Zone     *time.Location
	At       []Clock // at least one
	Weekdays bool    // not on Saturdays and Sundays
}

// Next returns the first time of the schedule after a time, or the zero Time for a
// schedule that has no times. Where a clock is set forward past a time of the schedule,
// that time comes as much later: 02:30 at 03:30.
func (s Schedule) Next(after time.Time) time.Time {
	if len(s.At) == 0 {
		return time.Time{}
	}
	for day := s.Day(after); ; day = day.AddDays(1) {
		if s.Weekdays && isWeekend(day) {
			continue
		}
		var next time.Time
		for _, c := range s.At {
			t := c.on(day, s.Zone)
			if t.After(after) && (next.IsZero() || t.Before(next)) {
				next = t
			}
		}
		if !next.IsZero() {
			return next
		}
	}
}

// on returns the time at which it is c on a day. Where the clock is set forward past c, it
// returns the time at which it would be c, had the clock not been set.
func (c Clock) on(day civil.Date, zone *time.Location) time.Time {
	at := func(zone *time.Location) time.Time {
		return time.Date(day.Year, day.Month, day.Day, c.Hour, c.Minute, 0, 0, zone)
	}
	t := at(zone)
	if civil.DateTimeOf(t) == civil.DateTimeOf(at(time.UTC)) {
		return t
	}
	// time.Date does not say on which side of the change it puts such a time.
	_, before := t.AddDate(0, 0, -1).Zone()
	return at(time.FixedZone("", before)).In(zone)
}

// Day returns the date at a time where the publisher is.
func (s Schedule) Day(t time.Time) civil.Date { return civil.DateOf(t.In(s.Zone)) }

// Publishes reports whether the publisher has a working day in a span, before today. It
// knows of no holidays.
func (s Schedule) Publishes(span Span, today civil.Date) bool {
	for day := span.From; !day.After(span.To) && day.Before(today); day = day.AddDays(1) {
		if !s.Weekdays || !isWeekend(day) {
			return true
		}
	}
	return false
}

// isWeekend reports whether a day is a Saturday or a Sunday.
func isWeekend(d civil.Date) bool {
	day := time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Weekday()
	return day == time.Saturday || day == time.Sunday
}

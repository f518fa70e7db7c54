package exporter

import (
	"fmt"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/trade"
)

// A Calendar says when a fiscal year begins.
type Calendar string

// The fiscal calendars.
const (
	January Calendar = "JAN"     // China: 1 January
	April   Calendar = "APR"     // India: 1 April
	Shrawan Calendar = "SHRAWAN" // Nepal: 1 Shrawan, in the middle of July
)

// shrawan lists the day of 1 Shrawan, with which Nepal's fiscal year begins, for years of
// the Bikram Sambat. That calendar is published and not computed, so a day before or
// after the list is refused.
//
// Source: the month tables of the npm packages bikram-sambat 1.8.1, nepali-date-converter
// 3.4.0 and nepali-datetime 1.6.0, which agree on these years and differ from 2086 on.
// Checked on 2026-11-23.
var shrawan = []struct {
	year  int
	start civil.Date
}{
	{2080, civil.Date{Year: 2023, Month: time.July, Day: 17}},
	{2081, civil.Date{Year: 2024, Month: time.July, Day: 16}},
	{2082, civil.Date{Year: 2025, Month: time.July, Day: 17}},
	{2083, civil.Date{Year: 2026, Month: time.July, Day: 17}},
	{2084, civil.Date{Year: 2027, Month: time.July, Day: 17}},
	{2085, civil.Date{Year: 2028, Month: time.July, Day: 16}}, // only to know where 2084 ends
}

// Year returns the fiscal year of a day as numbers write it, "2026" or "26-27". The error
// is Unavailable for a day whose fiscal year no table has, and Invalid for a Calendar
// that is none.
func (c Calendar) Year(day civil.Date) (string, error) {
	pair := func(first int) string { return fmt.Sprintf("%02d-%02d", first%100, (first+1)%100) }
	switch c {
	case January:
		return fmt.Sprintf("%04d", day.Year), nil
	case April:
		if day.Month < time.April {
			return pair(day.Year - 1), nil
		}
		return pair(day.Year), nil
	case Shrawan:
		for i, y := range shrawan[:len(shrawan)-1] {
			if !day.Before(y.start) && day.Before(shrawan[i+1].start) {
				return pair(y.year), nil
			}
		}
		return "", &trade.Error{Code: trade.Unavailable, Field: "calendar",
			Format: "This program does not know the Nepalese fiscal year of %s; it knows the days from %s to %s.",
			Args:   []any{day.String(), shrawan[0].start.String(), shrawan[len(shrawan)-1].start.AddDays(-1).String()}}
	}
	return "", &trade.Error{Code: trade.Invalid, Field: "calendar",
		Format: "%q is not a fiscal calendar; use JAN, APR or SHRAWAN.", Args: []any{string(c)}}
}

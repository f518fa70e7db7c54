package rates

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates/reason"
)

// isWide reports whether the names of the first line are those of eurofxref.csv or
// eurofxref-hist.csv, which the ECB packs into eurofxref.zip and eurofxref-hist.zip.
func isWide(names []string) bool { return strings.TrimSpace(names[0]) == "Date" && len(names) > 1 }

// readWide reads a file with a row for each day and a column for each currency, in units
// per euro. It ignores "N/A" and empty cells without reporting them as skipped, because
// the ECB quoted most currencies for some years only. The error is *ErrFeed.
func readWide(names []string, rest string) (Feed, error) {
	f := Feed{Source: ECB}
	for len(names) > 1 && strings.TrimSpace(names[len(names)-1]) == "" {
		names = names[:len(names)-1] // lines end with a comma
	}
	columns := make([]money.Currency, len(names)) // empty where the name was reported and cannot be read
	for i, name := range names[1:] {
		to, err := currency(strings.TrimSpace(name))
		if err != nil {
			f.skip(fmt.Sprintf("line 1, column %d", i+2), reason.SkipAllFor(reason.SkipPair, err))
			continue
		}
		if slices.Contains(columns, to) {
			return Feed{}, &reason.ErrFeed{Code: reason.FeedColumnTwice, Args: []string{string(to)}}
		}
		columns[i+1] = to
	}
	f.Rates = make([]money.Rate, 0, strings.Count(rest, ",")-strings.Count(rest, "N/A")) // growing takes twice the memory
	for line, row := range rows(rest) {
		f.wideRow(fmt.Sprintf("line %d", line), columns, row)
	}
	return f, nil
}

// wideRow reads a row of one day. It skips what it cannot read.
func (f *Feed) wideRow(place string, columns []money.Currency, line string) {
	row, err := fields(line)
	if err != nil {
		f.skip(place, reason.SkipAllFor(reason.SkipDay, err))
		return
	}
	if rest := row[min(len(row), len(columns)):]; len(row) < len(columns) || strings.TrimSpace(strings.Join(rest, "")) != "" {
		f.skip(place, reason.SkipAllFor(reason.SkipDay, reason.SkipFor(reason.SkipFieldCount, strconv.Itoa(len(row)), strconv.Itoa(len(columns)))))
		return
	}
	day, err := wideDay(strings.TrimSpace(row[0]))
	if err != nil {
		f.skip(place, reason.SkipAllFor(reason.SkipDay, err))
		return
	}
	f.noteDay(day)
	for i, to := range columns {
		cell := strings.TrimSpace(row[i])
		if i == 0 || to == "" || cell == "" || cell == "N/A" {
			continue
		}
		var value exact.Number
		if value, err = figure(cell); err == nil {
			err = f.add(euro(to, value, day))
		}
		if err != nil {
			f.skip(place+", "+string(to), err)
		}
	}
}

// wideDay reads a day as the history writes it, "2019-06-14", or as the last day's file
// does, "09 October 2025". The error is *errSkip.
func wideDay(text string) (civil.Date, error) {
	if day, err := time.Parse("2 January 2006", text); err == nil {
		return date(civil.DateOf(day).String())
	}
	return date(text)
}

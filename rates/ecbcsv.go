package rates

import (
	"encoding/csv"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"woolroad/rates/reason"
)

// ecbColumns are the columns of the ECB's EXR series. Where must is given it is the only
// value that can be read, because another would give the figure another meaning. The
// first four columns are always there, the others only in a file that was not trimmed.
var ecbColumns = []struct{ name, must string }{
	{"FREQ", "D"},
	{"CURRENCY", ""},
	{"TIME_PERIOD", ""},
	{"OBS_VALUE", ""},
	{"CURRENCY_DENOM", "EUR"},
	{"EXR_TYPE", "SP00"},
	{"EXR_SUFFIX", "A"},
	{"UNIT_MULT", "0"},
}

const ecbRequired = 4

// readCSV reads the ECB's CSV in one of two forms: the wide one of its ZIP files, or the
// data API's answer for EXR with format=csvdata, which has a row for each currency and
// day, in units per euro. The error is *ErrFeed.
//
// Every line is a row, because no column may hold a line break. So a stray quotation mark
// costs its own row only.
func readCSV(data []byte) (Feed, error) {
	header, rest, _ := strings.Cut(string(data), "\n")
	names, err := fields(header)
	if err != nil {
		return Feed{}, &reason.ErrFeed{Code: reason.FeedUnknown}
	}
	if isWide(names) {
		return readWide(names, rest)
	}
	columns, err := findColumns(names)
	if err != nil {
		return Feed{}, err
	}
	f := Feed{Source: ECB}
	for line, row := range rows(rest) {
		if err := f.ecbRow(columns, len(names), row); err != nil {
			f.skip(fmt.Sprintf("line %d", line), err)
		}
	}
	return f, nil
}

// rows yields the lines after the first, except empty ones, with their numbers in the
// file.
func rows(rest string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		line := 1
		for row := range strings.SplitSeq(rest, "\n") {
			if line++; strings.TrimSpace(row) != "" && !yield(line, row) {
				return
			}
		}
	}
}

// findColumns returns the position of each of ecbColumns among names, from 0, or -1 for a
// column that is absent. The error is *ErrFeed.
func findColumns(names []string) ([]int, error) {
	columns := make([]int, len(ecbColumns))
	for i, c := range ecbColumns {
		columns[i] = -1
		for at, name := range names {
			if name != c.name {
				continue
			}
			if columns[i] >= 0 {
				return nil, &reason.ErrFeed{Code: reason.FeedColumnTwice, Args: []string{name}}
			}
			columns[i] = at
		}
		if columns[i] < 0 && i < ecbRequired {
			return nil, &reason.ErrFeed{Code: reason.FeedUnknown}
		}
	}
	return columns, nil
}

// ecbRow reads a line, which must have width fields, and adds its rate. The error is
// *errSkip.
func (f *Feed) ecbRow(columns []int, width int, line string) error {
	row, err := fields(line)
	if err != nil {
		return err
	}
	if len(row) != width {
		return reason.SkipFor(reason.SkipFieldCount, strconv.Itoa(len(row)), strconv.Itoa(width))
	}
	for i, c := range ecbColumns {
		if at := columns[i]; at >= 0 && c.must != "" && row[at] != c.must {
			return reason.SkipFor(reason.SkipColumn, c.name, reason.Quote(row[at]), c.must)
		}
	}
	to, err := currency(row[columns[1]])
	if err != nil {
		return err
	}
	day, err := date(row[columns[2]])
	if err != nil {
		return err
	}
	f.noteDay(day)
	value, err := figure(row[columns[3]])
	if err != nil {
		return err
	}
	return f.add(euro(to, value, day))
}

// fields splits a line of CSV. The error is *errSkip.
func fields(line string) ([]string, error) {
	line = strings.TrimSuffix(line, "\r")
	if !strings.Contains(line, `"`) {
		return strings.Split(line, ","), nil
	}
	row, err := csv.NewReader(strings.NewReader(line)).Read()
	if err != nil {
		return nil, reason.SkipFor(reason.SkipQuotes)
	}
	return row, nil
}

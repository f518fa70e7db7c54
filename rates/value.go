package rates

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates/reason"
)

// No currency has traded at a rate or in a unit near these limits, so a figure beyond
// them is a mistake in the file.
const (
	maxWholeDigits = 12
	maxUnit        = 1_000_000
)

// figure reads a published figure: a decimal above zero. The error is *errSkip.
func figure(text string) (exact.Number, error) {
	if text == "" || strings.Trim(text, "-") == "" {
		return exact.Number{}, reason.SkipFor(reason.SkipNoFigure)
	}
	n, err := exact.Parse(text)
	if err != nil {
		if _, err := exact.Parse(strings.TrimPrefix(text, "-")); err == nil {
			return exact.Number{}, reason.SkipFor(reason.SkipNotPositive, text)
		}
		return exact.Number{}, reason.SkipFor(reason.SkipNotANumber, reason.Quote(text))
	}
	if n.Sign() <= 0 {
		return exact.Number{}, reason.SkipFor(reason.SkipNotPositive, text)
	}
	whole, _, _ := strings.Cut(n.String(), ".")
	if len(whole) > maxWholeDigits {
		return exact.Number{}, reason.SkipFor(reason.SkipTooLarge, text, strconv.Itoa(maxWholeDigits))
	}
	return n, nil
}

// unit reads how many units of a currency a figure is for, from 1 to a million. The error
// is *errSkip.
func unit(text string) (exact.Number, error) {
	n, err := exact.Parse(text)
	if err == nil && n.Decimals() == 0 {
		if count, ok := n.Units(0); ok && count >= 1 && count <= maxUnit {
			return n, nil
		}
	}
	return exact.Number{}, reason.SkipFor(reason.SkipNotAUnit, reason.Quote(text), strconv.Itoa(maxUnit))
}

// currency reads an ISO 4217 code. The error is *errSkip.
func currency(text string) (money.Currency, error) {
	if len(text) != 3 {
		return "", reason.SkipFor(reason.SkipNotACode, reason.Quote(text))
	}
	c, err := money.ParseCurrency(strings.Clone(text)) // a slice would keep its whole file in memory
	if err != nil {
		return "", reason.SkipFor(reason.SkipUnknownCurrency, reason.Quote(text))
	}
	return c, nil
}

// date reads a day such as "2026-03-20", from the years 1950 to 2150. The error is
// *errSkip.
func date(text string) (civil.Date, error) {
	d, err := civil.ParseDate(text)
	if err != nil || d.Year < 1950 || d.Year > 2150 {
		return civil.Date{}, reason.SkipFor(reason.SkipNotADay, reason.Quote(text))
	}
	return d, nil
}

// dateOfTime reads the day of a time such as "2026-03-20 00:00:00". The error is
// *errSkip.
func dateOfTime(text string) (civil.Date, error) {
	day, clock, timed := strings.Cut(text, " ")
	if timed {
		if _, err := time.Parse(time.TimeOnly, clock); err != nil {
			return civil.Date{}, reason.SkipFor(reason.SkipNotATime, reason.Quote(text))
		}
	}
	return date(day)
}

// text returns a JSON value that must be a text. The error is *errSkip.
func text(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case twice:
		return "", reason.SkipFor(reason.SkipTwice)
	}
	return "", reason.SkipFor(reason.SkipNotText)
}

// numeral returns the digits of a JSON number, or a text in place of one, because feeds
// write both. It returns "" for no value. The error is *errSkip.
func numeral(v any) (string, error) {
	switch v := v.(type) {
	case json.Number:
		return v.String(), nil
	case string:
		return v, nil
	case twice:
		return "", reason.SkipFor(reason.SkipTwice)
	case nil:
		return "", nil
	}
	return "", reason.SkipFor(reason.SkipNotNumeral)
}

// numeralAs reads the numeral of a JSON value with parse, such as figure or unit. The
// error is *errSkip.
func numeralAs[T any](v any, parse func(string) (T, error)) (T, error) {
	s, err := numeral(v)
	if err != nil {
		var none T
		return none, err
	}
	return parse(s)
}

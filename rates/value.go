package rates

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
)

// No currency has traded at a rate or in a unit near these; a figure beyond
// them is a fault in the file.
const (
	maxWholeDigits = 12
	maxUnit        = 1_000_000
)

// figure reads a published figure: a decimal above zero.
func figure(text string) (exact.Number, error) {
	if text == "" || strings.Trim(text, "-") == "" {
		return exact.Number{}, leave(SkipNoFigure)
	}
	n, err := exact.Parse(text)
	if err != nil {
		if _, err := exact.Parse(strings.TrimPrefix(text, "-")); err == nil {
			return exact.Number{}, leave(SkipNotPositive, text)
		}
		return exact.Number{}, leave(SkipNotANumber, quote(text))
	}
	if n.Sign() <= 0 {
		return exact.Number{}, leave(SkipNotPositive, text)
	}
	whole, _, _ := strings.Cut(n.String(), ".")
	if len(whole) > maxWholeDigits {
		return exact.Number{}, leave(SkipTooLarge, text, strconv.Itoa(maxWholeDigits))
	}
	return n, nil
}

// unit reads how many units of a currency a figure is for.
func unit(text string) (exact.Number, error) {
	n, err := exact.Parse(text)
	if err == nil && n.Decimals() == 0 {
		if count, ok := n.Units(0); ok && count >= 1 && count <= maxUnit {
			return n, nil
		}
	}
	return exact.Number{}, leave(SkipNotAUnit, quote(text), strconv.Itoa(maxUnit))
}

// currency reads an ISO 4217 code.
func currency(text string) (money.Currency, error) {
	if len(text) != 3 {
		return "", leave(SkipNotACode, quote(text))
	}
	c, err := money.ParseCurrency(strings.Clone(text)) // else a code would keep its whole file in memory
	if err != nil {
		return "", leave(SkipUnknownCurrency, quote(text))
	}
	return c, nil
}

// date reads a day such as "2026-03-20" that rates may be published for.
func date(text string) (civil.Date, error) {
	d, err := civil.ParseDate(text)
	if err != nil || d.Year < 1950 || d.Year > 2150 {
		return civil.Date{}, leave(SkipNotADay, quote(text))
	}
	return d, nil
}

// dateOfTime reads the day of a time such as "2026-03-20 00:00:00".
func dateOfTime(text string) (civil.Date, error) {
	day, clock, timed := strings.Cut(text, " ")
	if timed {
		if _, err := time.Parse(time.TimeOnly, clock); err != nil {
			return civil.Date{}, leave(SkipNotATime, quote(text))
		}
	}
	return date(day)
}

// text returns a JSON value that must be a text.
func text(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case twice:
		return "", leave(SkipTwice)
	}
	return "", leave(SkipNotText)
}

// numeral returns the digits of a JSON number or of a text in its place: feeds write
// both. No value is no digits.
func numeral(v any) (string, error) {
	switch v := v.(type) {
	case json.Number:
		return v.String(), nil
	case string:
		return v, nil
	case twice:
		return "", leave(SkipTwice)
	case nil:
		return "", nil
	}
	return "", leave(SkipNotNumeral)
}

// as reads a JSON value's numeral with one of the functions above.
func as[T any](v any, parse func(string) (T, error)) (T, error) {
	s, err := numeral(v)
	if err != nil {
		var none T
		return none, err
	}
	return parse(s)
}

// spoken shows what a publisher says in words.
func spoken(said []string) string {
	words := []rune(strings.Join(said, "; "))
	if len(words) > 300 {
		words = append(words[:300], '…')
	}
	return fmt.Sprintf("%q", string(words))
}

// quote shows a text from a file, which may be long.
func quote(s string) string {
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return fmt.Sprintf("%q", s)
}

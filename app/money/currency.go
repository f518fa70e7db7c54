// Package money holds amounts in a currency, exactly.
//
// An Amount in a known currency is always a whole number of the currency's minor units,
// so what is printed is what is added up. Price.Times, Amount.Percent, Share, GrossUp
// and Rate.Convert are the only places that round: once, half away from zero.
package money

import "fmt"

// Currency is an ISO 4217 alphabetic code, such as "USD". Text from outside becomes a
// Currency by ParseCurrency; the zero Currency is no currency.
type Currency string

// The currencies that the program itself treats in a special way.
const (
	CNY Currency = "CNY"
	INR Currency = "INR"
	NPR Currency = "NPR"
	EUR Currency = "EUR"
	USD Currency = "USD"
)

// ErrUnknownCurrency reports a code that is not in ISO 4217.
type ErrUnknownCurrency struct{ Code string }

// Error quotes the code and gives examples of good ones.
func (e *ErrUnknownCurrency) Error() string {
	return fmt.Sprintf("%q is not an ISO 4217 currency; write a code such as USD, INR, NPR or CNY", e.Code)
}

// ParseCurrency reads an ISO 4217 code in capitals. It takes codes that were withdrawn
// since 1999 too, because publishers' histories carry them. Errors are
// *ErrUnknownCurrency.
func ParseCurrency(code string) (Currency, error) {
	if _, ok := Currency(code).known(); !ok {
		return "", &ErrUnknownCurrency{code}
	}
	return Currency(code), nil
}

// Digits returns how many decimals the currency's minor unit has in ISO 4217: 2 for USD,
// 0 for JPY, 3 for KWD; 0 for a code that ParseCurrency refuses.
func (c Currency) Digits() int32 {
	of, _ := c.known()
	return of.digits
}

// Names returns the currency's name in English, as amounts in words print it, and in
// Chinese. Both are empty for an unknown currency.
func (c Currency) Names() (en, zh string) {
	of, _ := c.known()
	return of.name, of.nameZH
}

// known returns the currency's row in the lists, withdrawn currencies included, and false
// for a code in neither list.
func (c Currency) known() (of currency, ok bool) {
	if of, ok = currencies[c]; !ok {
		of, ok = withdrawn[c]
	}
	return of, ok
}

// UnmarshalText reads a code and refuses an unknown one with *ErrUnknownCurrency. It
// reads the empty text as no currency.
func (c *Currency) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*c = ""
		return nil
	}
	parsed, err := ParseCurrency(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

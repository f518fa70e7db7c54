// Package money holds amounts in a currency, exactly.
//
// An Amount is always a whole number of its currency's smallest coin, so what
// is printed is what is added up. Price.Times, Amount.Percent, GrossUp and
// Rate.Convert are the only places that round: once, half away from zero.
package money

import "fmt"

// Currency is an ISO 4217 alphabetic code, such as "USD". ParseCurrency is the
// way in; the zero Currency is no currency.
type Currency string

// The currencies the program itself has something to say about.
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

// ParseCurrency reads an ISO 4217 code in capitals, also one that was withdrawn since 1999
// and that publishers' histories carry. Errors are *ErrUnknownCurrency.
func ParseCurrency(code string) (Currency, error) {
	if _, ok := Currency(code).known(); !ok {
		return "", &ErrUnknownCurrency{code}
	}
	return Currency(code), nil
}

// Digits is how many decimals the currency's smallest coin has after ISO 4217:
// 2 for USD, 0 for JPY, 3 for KWD; 0 for a code that ParseCurrency refuses.
func (c Currency) Digits() int32 {
	of, _ := c.known()
	return of.digits
}

// Names are the currency's name in English, as amounts in words print it, and
// in Chinese.
func (c Currency) Names() (en, zh string) {
	of, _ := c.known()
	return of.name, of.nameZH
}

// known returns what is known of the currency, and false for a code of none.
func (c Currency) known() (of currency, ok bool) {
	if of, ok = currencies[c]; !ok {
		of, ok = withdrawn[c]
	}
	return of, ok
}

// UnmarshalText reads a code and refuses an unknown one; the empty text is no
// currency.
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

package trade

import (
	"strings"

	"woolroad/app/exact"
	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
)

// Figure reads a number as a person types it or a file gives it, with or without one of
// the units (see typing.Number). The Fault has no place and says why the number cannot be
// used; of a number that can be read in two ways it gives both. It has no code where the
// number is good.
func Figure(text string, units typing.Units) (exact.Number, Fault) {
	if n, err := exact.Parse(text); err == nil {
		return n, Fault{} // as nearly all are written, which can be read in no other way
	}
	readings := typing.Number(text, units)
	switch {
	case len(readings) > 1:
		return exact.Number{}, Fault{Code: FaultTwoReadings, Format: "%q can be read as %s or as %s; write the one that you mean, without the comma.",
			Args: []any{orderfile.Clip(text), readings[0], readings[1]}}
	case len(readings) == 0:
		return exact.Number{}, notDecimal(text)
	}
	n, err := exact.Parse(readings[0])
	if err != nil {
		return exact.Number{}, notDecimal(readings[0])
	}
	return n, Fault{}
}

// notDecimal returns a fault, without a place, that says why a text is not a decimal.
func notDecimal(text string) Fault {
	plain := strings.TrimSpace(typing.Plain(text))
	digits := len(plain) - strings.Count(plain, ".")
	switch {
	case strings.Trim(plain, "0123456789.") == "" && digits > exact.MaxDigits:
		return Fault{Code: FaultTooManyDigits, Format: "This number has %d digits; it may have %d.", Args: []any{digits, exact.MaxDigits}}
	case strings.HasPrefix(plain, "-"):
		return Fault{Code: FaultNegative, Format: "%q must not be negative; write it without a sign.", Args: []any{orderfile.Clip(text)}}
	case strings.Trim(plain, "0123456789.eE+-") == "" && strings.ContainsAny(plain, "eE"):
		return Fault{Code: FaultExponent, Format: "%q has an exponent; write the number out, like 1250.5.", Args: []any{orderfile.Clip(text)}}
	}
	return Fault{Code: FaultNotANumber, Format: "%q is not a number; write digits 0-9 with at most one point between them, like 1250.5.", Args: []any{orderfile.Clip(text)}}
}

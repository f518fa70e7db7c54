package documents

import (
	"errors"
	"fmt"

	"woolroad/app/fibre"
	"woolroad/app/money"
)

// ErrSum reports a document whose printed figures do not agree.
var ErrSum = errors.New("the document's figures do not agree")

// wrong returns an ErrSum that says which figures do not agree.
func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrSum}, args...)...)
}

// firstError returns the first error that is not nil, or nil.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// same returns an ErrSum unless the two amounts are equal.
func same(what string, want, got money.Amount) error {
	if want.Currency() != got.Currency() || want.Minor() != got.Minor() {
		return wrong("%s is %s %s and not %s %s", what, want.Currency(), want, got.Currency(), got)
	}
	return nil
}

// sameMass returns an ErrSum unless the two masses are equal; decimals do not matter.
func sameMass(what string, want, got fibre.Mass) error {
	if want.Cmp(got) != 0 {
		return wrong("%s is %s kg and not %s kg", what, want, got)
	}
	return nil
}

// sameText returns an ErrSum unless the two texts are equal.
func sameText(what, want, got string) error {
	if want != got {
		return wrong("%s is %q and not %q", what, want, got)
	}
	return nil
}

// check adds the packages up again and subtracts the tare from the gross mass. The error
// is ErrSum.
func (h *Header) check() error {
	count := 0
	for _, p := range h.Packages {
		count += p.Count
	}
	if count != h.PackageCount {
		return wrong("there are %d packages and not %d", count, h.PackageCount)
	}
	return sameMass("net mass", h.Gross.Sub(h.Tare), h.Net)
}

package documents

import (
	"errors"
	"fmt"

	"woolroad/app/fibre"
	"woolroad/app/money"
)

// ErrSum reports a document whose printed figures do not agree.
var ErrSum = errors.New("the paper's figures do not agree")

func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrSum}, args...)...)
}

// checkAll is the first of the errors, or nil.
func checkAll(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func same(what string, want, got money.Amount) error {
	if want.Currency() != got.Currency() || want.Minor() != got.Minor() {
		return wrong("%s is %s %s and not %s %s", what, want.Currency(), want, got.Currency(), got)
	}
	return nil
}

func sameMass(what string, want, got fibre.Mass) error {
	if want.Cmp(got) != 0 {
		return wrong("%s is %s kg and not %s kg", what, want, got)
	}
	return nil
}

func sameText(what, want, got string) error {
	if want != got {
		return wrong("%s is %q and not %q", what, want, got)
	}
	return nil
}

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

// Package codes holds the code lists of the trade and the check rules of its
// identifiers: Incoterms 2020, transport modes, packages, units, countries,
// places, HS codes, products, and numbers such as the USCC or the GSTIN.
//
// It knows nothing of orders and asks nobody: every list says where it comes
// from, and a number whose check digit is right is not thereby known to exist.
package codes

import (
	"errors"
	"fmt"
	"strings"
)

// A Problem is a complete sentence for a person: what is wrong and what to do. Its
// Code says the same to programs in a word that stays, such as "in_gstin.shape".
// Every error and every warning of this package is a *Problem, so that a
// catalogue can translate it by Format and put Args in afterwards. Args are
// strings, ints, and values of this package's own types such as Mode, which a
// catalogue may translate too.
type Problem struct {
	Code   string
	Format string
	Args   []any
}

// Error returns the sentence in English.
func (p *Problem) Error() string { return fmt.Sprintf(p.Format, p.Args...) }

// problem returns an error and not a *Problem, so that nobody can compare a
// nil *Problem in an interface with nil.
func problem(code, format string, args ...any) error {
	return &Problem{Code: code, Format: format, Args: args}
}

// problemOf is the code of a problem, or "" for another error and for none.
func problemOf(err error) string {
	if p := (*Problem)(nil); errors.As(err, &p) {
		return p.Code
	}
	return ""
}

// list writes codes as people list them: "A, B, C".
func list[T any](items []T, code func(T) string) string {
	var out []string
	for _, item := range items {
		out = append(out, code(item))
	}
	return strings.Join(out, ", ")
}

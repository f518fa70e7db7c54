// Package codes holds the code lists of the trade and the check rules of its identifiers:
// Incoterms 2020, transport modes, packages, units, countries, places, HS codes,
// products, and numbers such as the USCC or the GSTIN.
//
// It knows nothing of orders and looks nothing up outside the program. Every list names
// its source, and a number whose check digit is right need not have been issued to
// anybody.
package codes

import (
	"errors"
	"fmt"
	"strings"
)

// A Problem is a complete sentence for a person: what is wrong and what to do. Its Code
// says the same to programs in a word that never changes, such as "in_gstin.shape". Every
// error and every warning of this package is a *Problem, so that a catalogue can
// translate Format and put Args in afterwards. Args are strings, ints, and values of this
// package's own types such as Mode, which a catalogue may translate too.
type Problem struct {
	Code   string
	Format string
	Args   []any
}

// Error returns the sentence in English.
func (p *Problem) Error() string { return fmt.Sprintf(p.Format, p.Args...) }

// problem returns a *Problem as an error, so that nobody can compare a nil *Problem in an
// interface with nil.
func problem(code, format string, args ...any) error {
	return &Problem{Code: code, Format: format, Args: args}
}

// problemCode returns the code of a *Problem, or "" for another error and for nil.
func problemCode(err error) string {
	if p := (*Problem)(nil); errors.As(err, &p) {
		return p.Code
	}
	return ""
}

// list joins the codes of items as people list them: "A, B, C".
func list[T any](items []T, code func(T) string) string {
	var out []string
	for _, item := range items {
		out = append(out, code(item))
	}
	return strings.Join(out, ", ")
}

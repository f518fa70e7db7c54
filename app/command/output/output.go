// Package output prints the results of commands, as text or as JSON.
package output

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"woolroad/app/money"
)

// A Printer writes text. It stores the first error and writes nothing after it.
type Printer struct {
	Err error // the first one
	w   io.Writer
}

// To returns a Printer that writes to w.
func To(w io.Writer) *Printer { return &Printer{w: w} }

// Line writes a line.
func (p *Printer) Line(format string, args ...any) {
	if p.Err == nil {
		_, p.Err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

// JSON writes v as indented JSON.
func JSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// Counted returns a number with the noun in the singular or the plural.
func Counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Rate writes out a rate with its unit, source, side and date.
func Rate(r money.Rate) string {
	figure := fmt.Sprintf("%s per %s %s", r.Value, r.Per, r.From)
	if r.Through != "" {
		figure = fmt.Sprintf("%s / %s per %s", r.Value, r.Per, r.Through)
	}
	return strings.Join([]string{figure, r.Source, string(r.Side), r.Date.String()}, ", ")
}

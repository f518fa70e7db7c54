package command

import (
	"encoding/json"
	"fmt"
	"io"
)

// printer writes text. It stores the first error and writes nothing after it.
type printer struct {
	w   io.Writer
	err error
}

// print writes text.
func (p *printer) print(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// line writes a line.
func (p *printer) line(format string, args ...any) { p.print(format+"\n", args...) }

// printJSON writes v as indented JSON.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

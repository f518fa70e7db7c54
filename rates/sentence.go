package rates

import (
	"fmt"
	"strings"
)

// Sentence is what people read: a format for fmt.Sprintf, by which a catalogue may
// translate it, and its arguments, which are texts and Sentences.
type Sentence struct {
	Format string
	Args   []any
}

// String returns the sentence in English.
func (s Sentence) String() string { return fmt.Sprintf(s.Format, s.Args...) }

// sentenceOf returns a code's sentence. That of a code of a newer program, which has no
// format here, is the code itself with its arguments.
func sentenceOf(code, format string, args []string) Sentence {
	if format == "" && code != "" {
		return Sentence{"%s", []any{strings.Join(append([]string{code}, args...), ", ")}}
	}
	s := Sentence{Format: format}
	for _, a := range args[:min(len(args), strings.Count(format, "%s"))] { // what was stored of an older wording may have more
		s.Args = append(s.Args, a)
	}
	return s
}

// Package reason says why something of a publisher was not read: a figure that was left
// out, a file that is none of its feeds, a fetch that failed.
//
// Each reason is a code with arguments, which is what is stored; its sentence is made last.
package reason

import (
	"fmt"
	"strings"
)

// Sentence is a sentence for people: a format for fmt.Sprintf, which a catalogue may
// translate, and its arguments, which are texts and Sentences.
type Sentence struct {
	Format string
	Args   []any
}

// String returns the sentence in English.
func (s Sentence) String() string { return fmt.Sprintf(s.Format, s.Args...) }

// sentenceOf returns a code's sentence. For a code without a format, which a newer
// program stored, it returns the code and its arguments.
func sentenceOf(code, format string, args []string) Sentence {
	if format == "" && code != "" {
		return Sentence{"%s", []any{strings.Join(append([]string{code}, args...), ", ")}}
	}
	s := Sentence{Format: format}
	for _, a := range args[:min(len(args), strings.Count(format, "%s"))] { // an older wording may have been stored with more
		s.Args = append(s.Args, a)
	}
	return s
}

package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"woolroad/app/codes"
	"woolroad/app/trade"
	"woolroad/templates"
)

// Lang is a language that the pages speak, as HTML names it.
type Lang string

// The languages of the pages.
const (
	English Lang = "en"
	Chinese Lang = "zh-CN"
)

// languages are all of them, the one for everybody else first.
var languages = []Lang{English, Chinese}

var matcher = language.NewMatcher([]language.Tag{language.English, language.SimplifiedChinese})

// langOf is what a person has chosen, or what their browser asks for.
func langOf(chosen, accept string) Lang {
	if l := Lang(chosen); slices.Contains(languages, l) {
		return l
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return languages[0] // a header that cannot be read asks for nothing
	}
	_, i, _ := matcher.Match(tags...)
	return languages[i]
}

// Message is a sentence for fmt.Sprintf, which a catalogue translates by its
// Format. The arguments may be Messages, errors for people and other values.
type Message struct {
	Format string
	Args   []any
}

// msg is a Message. The format is a constant: a test collects them.
func msg(format string, args ...any) Message { return Message{format, args} }

// plain is a text that is the same in every language.
func plain(text string) Message { return Message{"%s", []any{text}} }

// both is a name in two languages, which is data and in no catalogue.
type both struct{ en, zh string }

// bilingual is a name that is known in English and Chinese.
func bilingual(en, zh string) Message { return Message{"%s", []any{both{en, zh}}} }

// catalogues hold the translations of each language but English, by the English.
var catalogues = readCatalogues()

// readCatalogues panics on a bad file, so that a broken one stops the program
// from starting.
func readCatalogues() map[Lang]map[string]string {
	all := map[Lang]map[string]string{}
	for _, l := range languages[1:] {
		files, err := fs.Glob(templates.Files, "*/"+string(l)+".json")
		if err != nil {
			panic(err)
		}
		all[l] = map[string]string{}
		for _, name := range files {
			b, err := templates.Files.ReadFile(name)
			var found map[string]string
			if err = errors.Join(err, json.Unmarshal(b, &found)); err != nil {
				panic(fmt.Errorf("%s: %w", name, err))
			}
			for english, translated := range found {
				if other, there := all[l][english]; there && other != translated {
					panic(fmt.Errorf("%s: %q is %q, and elsewhere %q", name, english, translated, other))
				}
				all[l][english] = translated
			}
		}
	}
	return all
}

// say is a sentence in a language. What no catalogue has stays English; a test
// sees to it that there is no such sentence.
func (l Lang) say(m Message) string {
	format := m.Format
	if translated, ok := catalogues[l][format]; ok {
		format = translated
	}
	if len(m.Args) == 0 {
		return strings.ReplaceAll(format, "%%", "%")
	}
	args := make([]any, len(m.Args))
	for i, a := range m.Args {
		args[i] = l.arg(a)
	}
	return fmt.Sprintf(format, args...)
}

// arg is an argument in a language.
func (l Lang) arg(a any) any {
	if b, ok := a.(both); ok {
		if l == Chinese && b.zh != "" {
			return b.zh
		}
		return b.en
	}
	if c, ok := a.(codes.Country); ok {
		return l.arg(both{c.Name, c.NameZH})
	}
	if m, ok := messageOf(a); ok {
		return l.say(m)
	}
	return a
}

// together are faults one after the other, each with its place.
func together(faults trade.Faults) Message {
	all := make([]any, len(faults))
	for i, f := range faults {
		all[i] = msg("%s: %s", placeOf(f.Pointer, nil), spoken(f, nil))
	}
	return Message{strings.TrimSuffix(strings.Repeat("%s ", len(all)), " "), all}
}

// messageOf is what a value says to people, and false if it is no sentence.
func messageOf(a any) (Message, bool) {
	switch a := a.(type) {
	case Message:
		return a, true
	case *Message:
		return *a, true
	case trade.Fault:
		return withNames(Message{a.Format, a.Args}, a.Err), true
	case *trade.Error:
		return withNames(Message{a.Format, a.Args}, a.Err), true
	case trade.Faults:
		return together(a), true
	case *codes.Problem:
		return Message{a.Format, a.Args}, true
	}
	return Message{}, false
}

// count says how many there are of something: "one bale", "%d bales".
func (l Lang) count(one, many string, n int) string {
	if n == 1 && l == English {
		return l.say(Message{one, nil})
	}
	return l.say(Message{many, []any{n}})
}

// sentence is what a value says to people: a Message, a fault, an error of ours.
func (l Lang) sentence(v any) (string, error) {
	m, ok := messageOf(v)
	if !ok {
		return "", fmt.Errorf("%T is no sentence for people", v)
	}
	return l.say(m), nil
}

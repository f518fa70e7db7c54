// Package say turns what the program knows into sentences of the reader's language: messages
// by their catalogues, faults with their places in an order, and the names of products,
// countries, documents and publishers.
//
// No code compares sentences: a sentence is made last, from a code and its arguments.
package say

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/golang-sql/civil"
	"golang.org/x/text/language"

	"woolroad/app/codes"
	"woolroad/app/trade"
	"woolroad/app/trade/shipping"
	"woolroad/documents"
	"woolroad/templates"
)

// Lang is a language of the pages, written as in HTML.
type Lang string

// The languages of the pages.
const (
	English Lang = "en"
	Chinese Lang = "zh-CN"
)

// Languages are all languages of the pages. The first is for everybody whose browser asks
// for none of them.
var Languages = []Lang{English, Chinese}

var matcher = language.NewMatcher([]language.Tag{language.English, language.SimplifiedChinese})

// LangOf returns the language that a person has chosen, or else the best for what the
// browser accepts.
func LangOf(chosen, accept string) Lang {
	if l := Lang(chosen); slices.Contains(Languages, l) {
		return l
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return Languages[0] // a header that cannot be read asks for nothing
	}
	_, i, _ := matcher.Match(tags...)
	return Languages[i]
}

// Message is a sentence for fmt.Sprintf, which a catalogue translates by its Format. Its
// arguments may be Messages, errors for people and other values.
type Message struct {
	Format string
	Args   []any
}

// Msg returns a Message. The format must be a constant, since a test collects all
// formats.
func Msg(format string, args ...any) Message { return Message{format, args} }

// Plain returns a Message whose text is the same in every language.
func Plain(text string) Message { return Message{"%s", []any{text}} }

// both is a name in two languages. It is data, so no catalogue has it.
type both struct{ en, zh string }

// Bilingual returns a Message for a name that is known in English and Chinese.
func Bilingual(en, zh string) Message { return Message{"%s", []any{both{en, zh}}} }

// Catalogues are the translations into each language but English, by the English format.
var Catalogues = readCatalogues()

// readCatalogues returns the catalogues in the templates. It panics on a bad file, so
// that such a file stops the program from starting.
func readCatalogues() map[Lang]map[string]string {
	all := map[Lang]map[string]string{}
	for _, l := range Languages[1:] {
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

// Say returns a message as a sentence in the language. A message that no catalogue has
// stays English; a test finds such messages.
func (l Lang) Say(m Message) string {
	format := m.Format
	if translated, ok := Catalogues[l][format]; ok {
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

// arg returns an argument of a message as text in the language, or as it is.
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
	if s, ok := a.(codes.Subheading); ok {
		return l.Say(SubheadingLabel(s))
	}
	if name, ok := a.(string); ok && l == Chinese && slices.ContainsFunc(codes.Products(), func(p codes.Product) bool { return p.Name == name }) {
		return l.Say(ProductLabel(name)) // a fault of a package below names a product by text
	}
	if title, ok := a.(string); ok && l == Chinese {
		if i := slices.IndexFunc(documents.Kinds, func(k documents.KindInfo) bool { return k.InSentence() == title }); i >= 0 {
			return documents.Kinds[i].TitleZH // such a fault names a kind of document by its title, too
		}
	}
	if s, ok := a.(shipping.State); ok {
		return l.Say(States[s])
	}
	if t, ok := a.(time.Time); ok {
		return l.When(t)
	}
	if d, ok := dayOf(a); ok {
		return l.Date(d)
	}
	if m, ok := MessageOf(a); ok {
		return l.Say(m)
	}
	return a
}

// dayOf returns the day that an argument is, and false for none. A day may also be text:
// in a fault of a package below, or in the cookie that brings a sentence to the next
// page.
func dayOf(a any) (civil.Date, bool) {
	switch a := a.(type) {
	case civil.Date:
		return a, true
	case string:
		if len(a) == len("2026-04-03") {
			d, err := civil.ParseDate(a)
			return d, err == nil
		}
	}
	return civil.Date{}, false
}

// together returns all faults as one message, each with its place.
func together(faults trade.Faults) Message {
	all := make([]any, len(faults))
	for i, f := range faults {
		all[i] = Msg("%s: %s", PlaceOf(f.Pointer, nil), Spoken(f, nil))
	}
	return Message{strings.TrimSuffix(strings.Repeat("%s ", len(all)), " "), all}
}

// MessageOf returns the message that a value is for people, and false if it is none.
func MessageOf(a any) (Message, bool) {
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

// Count returns the sentence for n things: one for a single thing in English, otherwise
// many with its number.
func (l Lang) Count(one, many string, n int) string {
	if n == 1 && l == English {
		return l.Say(Message{one, nil})
	}
	return l.Say(Message{many, []any{n}})
}

// Sentence returns a Message, a fault or an error for people as a sentence in the
// language. Its error names the type of any other value.
func (l Lang) Sentence(v any) (string, error) {
	m, ok := MessageOf(v)
	if !ok {
		return "", fmt.Errorf("%T is no sentence for people", v)
	}
	return l.Say(m), nil
}

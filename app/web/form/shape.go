// Package form is the one way in which a form of the desk is made: its fields are declared
// once, read from the request, turned into values or a document, and drawn again with what
// was typed, the faults at their fields, and what somebody else has saved since.
//
// Each field is named by its place in what the form holds, "/lots/0/bales/3/gross", so
// that a fault that an operation finds there is shown at its field. A form holds whatever
// was typed, right or wrong: an operation finds the faults, and the form only shows them.
package form

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Kind is the way in which a part of a document is typed.
type Kind int

// The kinds of parts. Those from List on have parts of their own.
const (
	Text   Kind = iota
	Number      // a decimal, which the document writes as a text
	Whole       // a JSON number without decimals
	Date        // 2026-04-03
	Code        // capitals
	Truth       // true, or nothing
	Lines       // a list of texts, typed in one field
	List        // a list of objects
	Object      // keys and values
)

// Shape is what one part of a form may hold, after a schema or after the declared
// fields.
type Shape struct {
	Kind     Kind
	Parts    map[string]*Shape // of an object
	Any      *Shape            // of an object's other keys, which are two letters long: countries
	Item     *Shape            // of a list
	Required []string          // keys of an object
	Constant string            // the one text that it may be
}

// ReadShape returns the shape of the documents that a JSON Schema describes. It reads
// type, properties, items, required, pattern, format, const, allOf, additionalProperties
// and references to $defs. The error is that of a schema that is no JSON, refers to what
// $defs does not have, has a list without items, or a pattern that is no regular
// expression.
func ReadShape(schema []byte) (*Shape, error) {
	var root struct {
		node
		Defs map[string]node `json:"$defs"`
	}
	if err := json.Unmarshal(schema, &root); err != nil {
		return nil, fmt.Errorf("read a schema: %w", err)
	}
	return root.shape(root.Defs)
}

// node is one part of a JSON Schema, with the keywords that ReadShape reads.
type node struct {
	Ref        string          `json:"$ref"`
	Type       string          `json:"type"`
	Properties map[string]node `json:"properties"`
	Items      *node           `json:"items"`
	Required   []string        `json:"required"`
	Pattern    string          `json:"pattern"`
	Format     string          `json:"format"`
	Const      string          `json:"const"`
	AllOf      []node          `json:"allOf"`
	More       json.RawMessage `json:"additionalProperties"`
}

// shape returns the shape that the node describes. defs are the schema's $defs, to which
// the node may refer. A list of objects is a List, any other list is Lines. The error is
// that of a reference to what defs does not have, a list without items, or a pattern that
// is no regular expression.
func (n node) shape(defs map[string]node) (*Shape, error) {
	if n.Ref != "" {
		def, known := defs[strings.TrimPrefix(n.Ref, "#/$defs/")]
		if !known {
			return nil, fmt.Errorf("the schema has no %s", n.Ref)
		}
		return def.shape(defs)
	}
	switch n.Type {
	case "object":
		return n.object(defs)
	case "array":
		if n.Items == nil {
			return nil, fmt.Errorf("the schema does not say what a list has")
		}
		item, err := n.Items.shape(defs)
		if err != nil {
			return nil, err
		}
		if item.Kind == Object {
			return &Shape{Kind: List, Item: item}, nil
		}
		return &Shape{Kind: Lines}, nil
	case "integer":
		return &Shape{Kind: Whole}, nil
	case "boolean":
		return &Shape{Kind: Truth}, nil
	}
	kind, err := n.textKind()
	if err != nil {
		return nil, err
	}
	return &Shape{Kind: kind, Constant: n.Const}, nil
}

// object returns the shape of an object, whose keys are described as shape describes a
// node. The error is that of shape for one of the keys.
func (n node) object(defs map[string]node) (*Shape, error) {
	s := &Shape{Kind: Object, Parts: map[string]*Shape{}, Required: n.Required}
	for key, p := range n.Properties {
		part, err := p.shape(defs)
		if err != nil {
			return nil, err
		}
		s.Parts[key] = part
	}
	var more node
	if json.Unmarshal(n.More, &more) == nil && more.Type != "" { // otherwise additionalProperties is false
		var err error
		if s.Any, err = more.shape(defs); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// textKind returns the kind of a text by what the node's patterns match: those of a
// number match 1.5 and not x, those of a code match INR and not inr. The error is that
// of a pattern that is no regular expression.
func (n node) textKind() (Kind, error) {
	if n.Format == "date" {
		return Date, nil
	}
	var patterns []*regexp.Regexp
	for _, p := range append([]node{n}, n.AllOf...) {
		if p.Pattern == "" {
			continue
		}
		pattern, err := regexp.Compile(p.Pattern)
		if err != nil {
			return Text, fmt.Errorf("read a pattern of the schema: %w", err)
		}
		patterns = append(patterns, pattern)
	}
	takes := func(text string) bool {
		return !slices.ContainsFunc(patterns, func(p *regexp.Regexp) bool { return !p.MatchString(text) })
	}
	switch {
	case len(patterns) == 0:
		return Text, nil
	case takes("1.5") && !takes("x"):
		return Number, nil
	case takes("IN") && !takes("in"), takes("INR") && !takes("inr"):
		return Code, nil
	}
	return Text, nil
}

// At returns the shape of the part at a JSON Pointer, or nil where documents have no such
// part. A list's rows have numbers as names.
func (s *Shape) At(pointer string) *Shape {
	if pointer == "" {
		return s
	}
	for key := range strings.SplitSeq(pointer[1:], "/") {
		if s = s.part(key); s == nil {
			return nil
		}
	}
	return s
}

// part returns the shape of an object's key or of a list's row, or nil.
func (s *Shape) part(key string) *Shape {
	switch {
	case s.Kind == List:
		if i, err := strconv.Atoi(key); err != nil || i < 0 {
			return nil
		}
		return s.Item
	case s.Parts[key] != nil:
		return s.Parts[key]
	case len(key) == 2:
		return s.Any
	}
	return nil
}

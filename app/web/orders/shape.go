package orders

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"woolroad/app/trade"
)

// formKind is how a part of an order file is typed in a form.
type formKind int

const (
	textKind   formKind = iota
	numberKind          // a decimal, which the file writes as a text
	wholeKind           // the file's one JSON number
	dateKind            // 2026-04-03
	codeKind            // capitals
	linesKind           // a list of texts, typed in one field
	listKind            // a list of objects
	objectKind          // keys and values
)

// shape is what the order file's schema says of one of its parts. The form has
// no rules of its own: what goes where comes from here, and what is right is for
// trade.ReadOrder to say.
type shape struct {
	kind     formKind
	parts    map[string]*shape // of an object
	any      *shape            // of an object's other keys
	item     *shape            // of a list
	required []string          // keys of an object
	constant string            // the one text that it may be
}

// orderShape is the whole order file.
var orderShape = readShape()

// schemaNode is what is read of the schema.
type schemaNode struct {
	Ref        string                `json:"$ref"`
	Type       string                `json:"type"`
	Properties map[string]schemaNode `json:"properties"`
	Items      *schemaNode           `json:"items"`
	Required   []string              `json:"required"`
	Pattern    string                `json:"pattern"`
	Format     string                `json:"format"`
	Const      string                `json:"const"`
	AllOf      []schemaNode          `json:"allOf"`
	More       json.RawMessage       `json:"additionalProperties"`
}

// readShape panics on a schema that it cannot read, so that a broken one stops
// the program from starting.
func readShape() *shape {
	var root struct {
		schemaNode
		Defs map[string]schemaNode `json:"$defs"`
	}
	if err := json.Unmarshal(trade.Schema, &root); err != nil {
		panic(fmt.Errorf("the order file's schema: %w", err))
	}
	return root.shape(root.Defs)
}

func (n schemaNode) shape(defs map[string]schemaNode) *shape {
	if n.Ref != "" {
		def, ok := defs[n.Ref[len("#/$defs/"):]]
		if !ok {
			panic("the order file's schema has no " + n.Ref)
		}
		return def.shape(defs)
	}
	switch n.Type {
	case "object":
		s := &shape{kind: objectKind, parts: map[string]*shape{}, required: n.Required}
		for key, p := range n.Properties {
			s.parts[key] = p.shape(defs)
		}
		var more schemaNode
		if json.Unmarshal(n.More, &more) == nil && more.Type != "" { // otherwise it is false
			s.any = more.shape(defs)
		}
		return s
	case "array":
		if item := n.Items.shape(defs); item.kind == objectKind {
			return &shape{kind: listKind, item: item}
		}
		return &shape{kind: linesKind}
	case "integer":
		return &shape{kind: wholeKind}
	}
	return &shape{kind: n.textKind(), constant: n.Const}
}

// textKind tells texts apart by what their patterns take: a number may be 1.5
// and not x, a code may be INR and not inr.
func (n schemaNode) textKind() formKind {
	if n.Format == "date" {
		return dateKind
	}
	var patterns []*regexp.Regexp
	for _, p := range append([]schemaNode{n}, n.AllOf...) {
		if p.Pattern != "" {
			patterns = append(patterns, regexp.MustCompile(p.Pattern))
		}
	}
	takes := func(text string) bool {
		return !slices.ContainsFunc(patterns, func(p *regexp.Regexp) bool { return !p.MatchString(text) })
	}
	switch {
	case len(patterns) == 0:
		return textKind
	case takes("1.5") && !takes("x"):
		return numberKind
	case takes("IN") && !takes("in"), takes("INR") && !takes("inr"):
		return codeKind
	}
	return textKind
}

// part is the shape of an object's key or of a list's row, which is told by a
// number, or nil where an order has nothing of that name.
func (s *shape) part(key string) *shape {
	switch {
	case s.kind == listKind:
		if i, err := strconv.Atoi(key); err != nil || i < 0 {
			return nil
		}
		return s.item
	case s.parts[key] != nil:
		return s.parts[key]
	case len(key) == 2: // a country
		return s.any
	}
	return nil
}

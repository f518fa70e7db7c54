// Package orderfile holds the shape of an order file: the keys that the file is written
// with, in their order, and the tree of values that a file is read into. It also has the
// keys of an order's figures, for other programs.
//
// Its one rule: it knows shape and place, and nothing of what an order may say. Parse
// takes any JSON up to some bounds; whether a value is right is for package trade to
// check.
package orderfile

import (
	"slices"
	"strconv"
	"strings"
)

// A Kind says what a value of a file is.
type Kind int

// The kinds of values. Truth is true or false.
const (
	Object Kind = iota
	List
	Text
	Number
	Truth
	Null
)

// A Node is a value of a JSON file, with its place.
type Node struct {
	Pointer string // RFC 6901, "/lots/0/bales/3/tare"; empty for the whole file
	At      int64  // where the value begins, in bytes from the beginning of the file
	Kind    Kind
	Text    string   // the text of a Text, or a Number or a Truth as it is written
	Keys    []string // of an Object, in the file's order and each once
	Items   []*Node  // the values of a List, or those of an Object's Keys in the same order
}

// Child returns the value of an object's key, or nil where it has no such key.
func (n *Node) Child(key string) *Node {
	if i := slices.Index(n.Keys, key); i >= 0 {
		return n.Items[i]
	}
	return nil
}

// Find returns the value that a pointer leads to from n. Where the pointer leads to
// nothing, it returns the last value on the way.
func (n *Node) Find(pointer string) *Node {
	for _, step := range strings.Split(pointer, "/")[1:] {
		var next *Node
		switch n.Kind {
		case Object:
			next = n.Child(unescape.Replace(step))
		case List:
			if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.Items) {
				next = n.Items[i]
			}
		}
		if next == nil {
			break
		}
		n = next
	}
	return n
}

// Prune removes the keys of all objects in n whose value is null or an empty text.
func (n *Node) Prune() {
	keys, items := n.Keys, n.Items
	if n.Kind == Object {
		n.Keys, n.Items = nil, nil
	}
	for i, item := range items {
		item.Prune()
		if n.Kind == Object && item.Kind != Null && (item.Kind != Text || item.Text != "") {
			n.Keys, n.Items = append(n.Keys, keys[i]), append(n.Items, item)
		}
	}
}

// RFC 6901 section 3.
var (
	escape   = strings.NewReplacer("~", "~0", "/", "~1")
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
)

// Escape writes a key as a step of a pointer.
func Escape(key string) string { return escape.Replace(key) }

// PatternOf returns a pointer with * in place of each row's number:
// "/lots/*/bales/*/gross".
func PatternOf(pointer string) string {
	parts := strings.Split(pointer, "/")
	for i, p := range parts {
		if p != "" && strings.Trim(p, "0123456789") == "" {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

// maxClip is how many characters of a text a sentence quotes.
const maxClip = 60

// Clip returns a text that is short enough to be quoted in a sentence: its first 60
// characters and "…", or all of it.
func Clip(s string) string {
	characters := 0
	for i := range s {
		if characters == maxClip {
			return s[:i] + "…"
		}
		characters++
	}
	return s
}

package orderfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What a file may hold, whatever it says. An order of 10,000 bales has some 40,000
// values; the bounds stop a hostile file from filling the memory.
const (
	MaxDepth  = 32  // brackets inside each other
	MaxKeys   = 300 // of one object
	MaxValues = 1_000_000
)

// A Reason says why Parse does not read a file, or a part of it.
type Reason string

// The reasons of an Error.
const (
	Empty         Reason = "empty"
	NotUTF8       Reason = "not UTF-8"
	CutOff        Reason = "cut off" // before the last quotation mark or bracket is closed
	NotJSON       Reason = "not JSON"
	TooManyValues Reason = "too many values"
	TooDeep       Reason = "too deep"
	TooManyKeys   Reason = "too many keys"
	KeyTwice      Reason = "key twice"
)

// An Error says why and where Parse does not read a file, or a part of it.
type Error struct {
	Reason       Reason
	Pointer      string // to the value, for TooDeep, TooManyKeys and KeyTwice
	Line, Column int    // in characters, from 1, for NotUTF8, CutOff and NotJSON
	Found        string // the character that cannot stand there, for NotJSON; the key, for KeyTwice
}

// Error returns the reason and the place.
func (e *Error) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s at line %d, column %d", e.Reason, e.Line, e.Column)
	}
	return strings.TrimSpace(string(e.Reason) + " " + e.Pointer)
}

// Parse reads one JSON value. Where the text is no JSON or beyond the bounds, the root
// is nil and there is one error. Keys that are given twice are errors too, each a
// KeyTwice; the root has the first value of such a key.
func Parse(data []byte) (root *Node, errs []*Error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // which some editors put before UTF-8
	if err := checkText(data); err != nil {
		return nil, []*Error{err}
	}
	if !json.Valid(data) {
		var whole json.RawMessage
		return nil, []*Error{syntaxError(data, json.Unmarshal(data, &whole))}
	}
	p := parser{data: data, text: string(data)}
	root, err := p.value("", 1)
	if e := (*Error)(nil); errors.As(err, &e) {
		return nil, []*Error{e}
	} else if err != nil {
		return nil, []*Error{syntaxError(data, err)}
	}
	return root, p.repeated
}

// checkText returns an Error where data is empty or not UTF-8.
func checkText(data []byte) *Error {
	if len(bytes.TrimSpace(data)) == 0 {
		return &Error{Reason: Empty}
	}
	if utf8.Valid(data) {
		return nil
	}
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	line, column := position(data, at)
	return &Error{Reason: NotUTF8, Line: line, Column: column}
}

// syntaxError returns where data stops being JSON, of which err is encoding/json's error.
func syntaxError(data []byte, err error) *Error {
	at := len(data)
	if e := (*json.SyntaxError)(nil); errors.As(err, &e) && e.Offset <= int64(len(data)) {
		at = max(0, int(e.Offset)-1)
	}
	line, column := position(data, at)
	var first json.RawMessage
	if errors.Is(json.NewDecoder(bytes.NewReader(data)).Decode(&first), io.ErrUnexpectedEOF) || at == len(data) {
		return &Error{Reason: CutOff, Line: line, Column: column}
	}
	found, _ := utf8.DecodeRune(data[at:])
	return &Error{Reason: NotJSON, Line: line, Column: column, Found: string(found)}
}

// position returns the line and the column of a byte, in characters and from 1.
func position(data []byte, at int) (line, column int) {
	before := data[:at]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1
}

// A parser makes nodes of a text that is known to be JSON, and checks none of JSON's
// rules again.
type parser struct {
	data     []byte
	text     string // the same, of which the texts of the nodes are parts
	at       int    // the byte that comes next
	values   int    // read so far
	nodes    []Node // to be used
	repeated []*Error
}

// node returns a new node. Nodes are made several at a time, of which a file has many.
func (p *parser) node() *Node {
	if len(p.nodes) == 0 {
		const several = 32
		p.nodes = make([]Node, several)
	}
	n := &p.nodes[0]
	p.nodes = p.nodes[1:]
	return n
}

// next skips blanks, commas and colons, and returns the byte after them without
// reading it.
func (p *parser) next() byte {
	for {
		switch c := p.data[p.at]; c {
		case ' ', '\t', '\n', '\r', ',', ':':
			p.at++
		default:
			return c
		}
	}
}

// value reads a value with all that is in it. depth counts the brackets around it, and
// its own. The error is an *Error for a value beyond the bounds, and encoding/json's
// for a text that it cannot read.
func (p *parser) value(pointer string, depth int) (*Node, error) {
	p.values++
	if p.values > MaxValues {
		return nil, &Error{Reason: TooManyValues}
	}
	if depth > MaxDepth {
		return nil, &Error{Reason: TooDeep, Pointer: pointer}
	}
	c := p.next()
	n := p.node()
	n.Pointer, n.At = pointer, int64(p.at)
	var err error
	switch c {
	case '{':
		n.Kind, err = Object, p.members(n, depth)
	case '[':
		n.Kind, err = List, p.elements(n, depth)
	case '"':
		n.Kind = Text
		n.Text, err = p.string()
	case 't':
		n.Kind, n.Text, p.at = Truth, "true", p.at+len("true")
	case 'f':
		n.Kind, n.Text, p.at = Truth, "false", p.at+len("false")
	case 'n':
		n.Kind, p.at = Null, p.at+len("null")
	default:
		n.Kind = Number
		start := p.at
		for p.at < len(p.data) && strings.IndexByte("+-.0123456789Ee", p.data[p.at]) >= 0 {
			p.at++
		}
		n.Text = p.text[start:p.at]
	}
	return n, err
}

// string reads a text and its quotation marks, and returns what stands between them.
func (p *parser) string() (string, error) {
	start := p.at
	plain := true
	for p.at++; p.data[p.at] != '"'; p.at++ {
		if p.data[p.at] == '\\' {
			plain = false
			p.at++
		}
	}
	p.at++
	if plain {
		return p.text[start+1 : p.at-1], nil
	}
	var s string
	err := json.Unmarshal(p.data[start:p.at], &s)
	return s, err
}

// members reads the keys and values of an object into n, with its closing bracket. It adds
// keys that are given twice to p.repeated. The errors are those of value, and an *Error for
// more than MaxKeys keys.
func (p *parser) members(n *Node, depth int) error {
	const usual = 4 // keys; a bale has three
	for p.at++; p.next() != '}'; {
		if n.Keys == nil {
			n.Keys, n.Items = make([]string, 0, usual), make([]*Node, 0, usual)
		}
		key, err := p.string()
		if err != nil {
			return err
		}
		if len(n.Keys) == MaxKeys {
			return &Error{Reason: TooManyKeys, Pointer: n.Pointer}
		}
		pointer := n.Pointer + "/" + Escape(Clip(key))
		item, err := p.value(pointer, depth+1)
		if err != nil {
			return err
		}
		if slices.Contains(n.Keys, key) {
			p.repeated = append(p.repeated, &Error{Reason: KeyTwice, Pointer: pointer, Found: key})
			continue
		}
		n.Keys, n.Items = append(n.Keys, key), append(n.Items, item)
	}
	p.at++
	return nil
}

// elements reads the values of a list into n, with its closing bracket. The errors are those
// of value.
func (p *parser) elements(n *Node, depth int) error {
	p.at++
	for i := 0; p.next() != ']'; i++ {
		item, err := p.value(n.Pointer+"/"+strconv.Itoa(i), depth+1)
		if err != nil {
			return err
		}
		n.Items = append(n.Items, item)
	}
	p.at++
	return nil
}

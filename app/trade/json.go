package trade

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What a file may hold, whatever it says. An order of 10,000 bales has some
// 40,000 values; the bounds keep a hostile file from filling the memory.
const (
	maxDepth  = 32
	maxKeys   = 300 // of one object
	maxValues = 1_000_000
)

type kind int

const (
	object kind = iota
	list
	text
	number
	truth
	null
)

// node is a value of a JSON file and where it stands.
type node struct {
	pointer string
	at      int64 // grows along the file
	kind    kind
	text    string   // of a text, or of a number as written
	keys    []string // of an object
	items   []*node  // of a list, or the values beside keys
}

// child is the value of an object's key, or nil.
func (n *node) child(key string) *node {
	if i := slices.Index(n.keys, key); i >= 0 {
		return n.items[i]
	}
	return nil
}

// find is the node a pointer leads to, or the last on the way to it.
func (n *node) find(pointer string) *node {
	for _, step := range strings.Split(pointer, "/")[1:] {
		var next *node
		switch n.kind {
		case object:
			next = n.child(unescape.Replace(step))
		case list:
			if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.items) {
				next = n.items[i]
			}
		}
		if next == nil {
			break
		}
		n = next
	}
	return n
}

// prune takes out the keys that hold nothing.
func (n *node) prune() {
	keys, items := n.keys, n.items
	if n.kind == object {
		n.keys, n.items = nil, nil
	}
	for i, item := range items {
		item.prune()
		if n.kind == object && item.kind != null && (item.kind != text || item.text != "") {
			n.keys, n.items = append(n.keys, keys[i]), append(n.items, item)
		}
	}
}

// RFC 6901 section 3.
var (
	escape   = strings.NewReplacer("~", "~0", "/", "~1")
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
)

// parse reads one JSON value. The node is nil if the text is not JSON or larger
// than an order can be; keys given twice are faults beside it, and the first
// holds.
func parse(data []byte) (*node, Faults) {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // which some editors put before UTF-8
	if f, ok := notText(data); !ok {
		return nil, Faults{f}
	}
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return nil, Faults{notJSON(data, err)}
	}
	p := parser{data: data}
	root, err := p.value("", 1)
	if f := (Fault{}); errors.As(err, &f) {
		return nil, Faults{f}
	} else if err != nil {
		return nil, Faults{notJSON(data, err)}
	}
	return root, p.faults
}

// notText is what keeps data from being UTF-8 text, if anything does.
func notText(data []byte) (Fault, bool) {
	if len(bytes.TrimSpace(data)) == 0 {
		return Fault{Code: FaultFileEmpty, Format: "The file is empty; it must hold one order."}, false
	}
	if utf8.Valid(data) {
		return Fault{}, true
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
	return Fault{Code: FaultFileNotUTF8, Format: "Line %d, column %d is not UTF-8; save the file as UTF-8.", Args: []any{line, column}}, false
}

// notJSON says where data stops being JSON, in words of ours: those of a parser say
// what it waited for and not what to do.
func notJSON(data []byte, err error) Fault {
	at := len(data)
	if e := (*json.SyntaxError)(nil); errors.As(err, &e) && e.Offset <= int64(len(data)) {
		at = max(0, int(e.Offset)-1)
	}
	line, column := position(data, at)
	var first json.RawMessage
	if errors.Is(json.NewDecoder(bytes.NewReader(data)).Decode(&first), io.ErrUnexpectedEOF) || at == len(data) {
		return Fault{Code: FaultFileNotJSON, Format: "Line %d, column %d is where the file ends, before its last quotation mark or bracket is closed; it may have been cut off.", Args: []any{line, column}}
	}
	found, _ := utf8.DecodeRune(data[at:])
	return Fault{Code: FaultFileNotJSON, Format: "Line %d, column %d is not JSON: %q cannot stand there; look at the commas, quotation marks and brackets before it.", Args: []any{line, column, string(found)}}
}

// position is the line and the column, in letters, of a byte; both start at 1.
func position(data []byte, at int) (line, column int) {
	before := data[:at]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1
}

// parser makes nodes of a text that is known to be JSON, so that it need not look for
// what would be none.
type parser struct {
	data   []byte
	at     int
	values int
	faults Faults
}

// next goes to the next byte that is no space, and returns it.
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

func (p *parser) value(pointer string, depth int) (*node, error) {
	p.values++
	if p.values > maxValues {
		return nil, Fault{Code: FaultFileTooManyValues, Format: "The file has more than %d values; no order needs as many.", Args: []any{maxValues}}
	}
	if depth > maxDepth {
		return nil, Fault{Pointer: pointer, Code: FaultFileTooDeep, Format: "This stands in more than %d brackets inside each other; no order needs as many.", Args: []any{maxDepth}}
	}
	c := p.next()
	n := &node{pointer: pointer, at: int64(p.at)}
	var err error
	switch c {
	case '{':
		n.kind, err = object, p.members(n, depth)
	case '[':
		n.kind, err = list, p.elements(n, depth)
	case '"':
		n.kind = text
		n.text, err = p.string()
	case 't':
		n.kind, p.at = truth, p.at+len("true")
	case 'f':
		n.kind, p.at = truth, p.at+len("false")
	case 'n':
		n.kind, p.at = null, p.at+len("null")
	default:
		n.kind = number
		start := p.at
		for p.at < len(p.data) && strings.IndexByte("+-.0123456789Ee", p.data[p.at]) >= 0 {
			p.at++
		}
		n.text = string(p.data[start:p.at])
	}
	return n, err
}

// string reads a text and goes behind it.
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
		return string(p.data[start+1 : p.at-1]), nil
	}
	var s string
	err := json.Unmarshal(p.data[start:p.at], &s)
	return s, err
}

func (p *parser) members(n *node, depth int) error {
	seen := map[string]bool{}
	for p.at++; p.next() != '}'; {
		key, err := p.string()
		if err != nil {
			return err
		}
		if len(n.keys) == maxKeys {
			return Fault{Pointer: n.pointer, Code: FaultFileTooManyKeys, Format: "This has more than %d keys; no order needs as many.", Args: []any{maxKeys}}
		}
		pointer := n.pointer + "/" + escape.Replace(clip(key))
		item, err := p.value(pointer, depth+1)
		if err != nil {
			return err
		}
		if seen[key] {
			p.faults = append(p.faults, Fault{Pointer: pointer, Code: FaultKeyTwice, Format: "%q is given twice; keep one.", Args: []any{clip(key)}})
			continue
		}
		seen[key] = true
		n.keys, n.items = append(n.keys, key), append(n.items, item)
	}
	p.at++
	return nil
}

func (p *parser) elements(n *node, depth int) error {
	p.at++
	for i := 0; p.next() != ']'; i++ {
		item, err := p.value(n.pointer+"/"+strconv.Itoa(i), depth+1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	p.at++
	return nil
}

// clip keeps a text short enough to be quoted in a fault.
func clip(s string) string {
	letters := 0
	for i := range s {
		if letters == shortText {
			return s[:i] + "…"
		}
		letters++
	}
	return s
}

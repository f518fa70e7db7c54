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
	p := parser{dec: json.NewDecoder(bytes.NewReader(data))}
	p.dec.UseNumber()
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

func notJSON(data []byte, err error) Fault {
	if e := (*json.SyntaxError)(nil); errors.As(err, &e) && e.Offset <= int64(len(data)) {
		line, column := position(data, max(0, int(e.Offset)-1))
		return Fault{Code: FaultFileNotJSON, Format: "Line %d, column %d is not JSON (%s); look at the commas, quotation marks and brackets before it.", Args: []any{line, column, e.Error()}}
	}
	return Fault{Code: FaultFileNotJSON, Format: "The file is not JSON (%s).", Args: []any{err.Error()}}
}

// position is the line and the column, in letters, of a byte; both start at 1.
func position(data []byte, at int) (line, column int) {
	before := data[:at]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1
}

// parser makes nodes of a text that is known to be JSON.
type parser struct {
	dec    *json.Decoder
	values int
	faults Faults
}

func (p *parser) value(pointer string, depth int) (*node, error) {
	p.values++
	if p.values > maxValues {
		return nil, Fault{Code: FaultFileTooManyValues, Format: "The file has more than %d values; no order needs as many.", Args: []any{maxValues}}
	}
	if depth > maxDepth {
		return nil, Fault{Pointer: pointer, Code: FaultFileTooDeep, Format: "This stands in more than %d brackets inside each other; no order needs as many.", Args: []any{maxDepth}}
	}
	token, err := p.dec.Token()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	n := &node{pointer: pointer, at: p.dec.InputOffset()}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			n.kind, err = object, p.members(n, depth)
		} else {
			n.kind, err = list, p.elements(n, depth)
		}
		if err == nil {
			_, err = p.dec.Token() // the closing bracket
		}
	case string:
		n.kind, n.text = text, token
	case json.Number:
		n.kind, n.text = number, token.String()
	case bool:
		n.kind = truth
	default:
		n.kind = null
	}
	return n, err
}

func (p *parser) members(n *node, depth int) error {
	seen := map[string]bool{}
	for p.dec.More() {
		token, err := p.dec.Token()
		if err != nil {
			return err
		}
		if len(n.keys) == maxKeys {
			return Fault{Pointer: n.pointer, Code: FaultFileTooManyKeys, Format: "This has more than %d keys; no order needs as many.", Args: []any{maxKeys}}
		}
		key := token.(string) // JSON has no other keys
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
	return nil
}

func (p *parser) elements(n *node, depth int) error {
	for i := 0; p.dec.More(); i++ {
		item, err := p.value(n.pointer+"/"+strconv.Itoa(i), depth+1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
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

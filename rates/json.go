package rates

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"woolroad/app/exact"
)

// What a JSON feed may hold; the recorded ones stay far below. The limits bound
// the work and memory that a file can cost.
const (
	maxDepth  = 32
	maxKeys   = 200
	maxValues = 3_000_000
)

// An object keeps its keys in order. It is ours and not a map because a key
// given twice must be seen: which of two rates holds would be a guess.
type object []member

type member struct {
	key   string
	value any // nil, bool, string, json.Number, object, []any or twice
}

// twice stands for the value of a key given more than once.
type twice struct{}

// at is the value of a key, in whatever case the file writes it; nil if it is
// not there.
func (o object) at(key string) any {
	for _, m := range o {
		if strings.EqualFold(m.key, key) {
			return m.value
		}
	}
	return nil
}

// names is whether the key is there, be it with null.
func (o object) names(key string) bool {
	return slices.ContainsFunc(o, func(m member) bool { return strings.EqualFold(m.key, key) })
}

// parseJSON reads one JSON value and nothing after it.
func parseJSON(data []byte) (any, error) {
	var syntax json.RawMessage
	if err := json.Unmarshal(data, &syntax); err != nil {
		if at := (*json.SyntaxError)(nil); errors.As(err, &at) {
			line := 1 + bytes.Count(data[:min(at.Offset, int64(len(data)))], []byte("\n"))
			return nil, fmt.Errorf("the JSON is broken in line %d: %w; is the file complete?", line, err)
		}
		return nil, err
	}
	t := tree{dec: json.NewDecoder(bytes.NewReader(data))}
	t.dec.UseNumber() // a float would change the digits of a rate
	return t.value(0)
}

// tree reads values and counts them.
type tree struct {
	dec    *json.Decoder
	values int
}

func (t *tree) value(depth int) (any, error) {
	token, err := t.dec.Token()
	if err != nil {
		return nil, incomplete(err)
	}
	if t.values++; t.values > maxValues {
		return nil, fmt.Errorf("it holds more than %d values; split it by year", maxValues)
	}
	if depth > maxDepth {
		return nil, fmt.Errorf("its values are nested more than %d deep", maxDepth)
	}
	switch token {
	case json.Delim('{'):
		return t.object(depth)
	case json.Delim('['):
		return t.array(depth)
	}
	return token, nil
}

func (t *tree) object(depth int) (object, error) {
	var o object
	for t.dec.More() {
		token, err := t.dec.Token()
		if err != nil {
			return nil, incomplete(err)
		}
		value, err := t.value(depth + 1)
		if err != nil {
			return nil, err
		}
		o = o.with(token.(string), value) // the decoder gives nothing else before a colon
		if len(o) > maxKeys {
			return nil, fmt.Errorf("an object in it has more than %d keys", maxKeys)
		}
	}
	_, err := t.dec.Token()
	return o, incomplete(err)
}

func (o object) with(key string, value any) object {
	for i := range o {
		if strings.EqualFold(o[i].key, key) {
			o[i].value = twice{}
			return o
		}
	}
	return append(o, member{key, value})
}

func (t *tree) array(depth int) ([]any, error) {
	list := []any{}
	for t.dec.More() {
		value, err := t.value(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	_, err := t.dec.Token()
	return list, incomplete(err)
}

func incomplete(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

var (
	errNotObject = errors.New("it is missing or not an object")
	errNotList   = errors.New("it is missing or not a list")
)

// otherPages notes that this is one page of several, as days may be missing
// then without a sign.
func (f *Feed) otherPages(place string, page, pages any) {
	of, err := as(pages, unit)
	if err != nil || of.Cmp(exact.Int(1)) <= 0 {
		return
	}
	this, err := as(page, unit)
	if err != nil {
		this = exact.Int(1)
	}
	f.pages, _ = of.Units(0)
	f.missing = append(f.missing, Skipped{place, fmt.Sprintf("this is page %s of %s; what stands on the others is missing unless they are read too", this, of)})
}

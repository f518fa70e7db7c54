package rates

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/exact"
	"woolroad/rates/reason"
)

// The limits of what a JSON feed may hold bound the work and memory that a file can cost.
// The recorded feeds stay far below them.
const (
	maxDepth  = 32
	maxKeys   = 200
	maxValues = 3_000_000
)

// An object is a JSON object with its keys in their order. It is not a map because a key
// given twice must be noticed: which of two rates is right would be a guess.
type object []member

// A member is a key of an object with its value.
type member struct {
	key   string
	value any // nil, bool, string, json.Number, object, []any or twice
}

// twice stands for the value of a key given more than once.
type twice struct{}

// at returns the value of a key, which may be written in capital or small letters, or nil
// if the key is absent.
func (o object) at(key string) any {
	for _, m := range o {
		if strings.EqualFold(m.key, key) {
			return m.value
		}
	}
	return nil
}

// has reports whether the key is present, even with the value null.
func (o object) has(key string) bool {
	return slices.ContainsFunc(o, func(m member) bool { return strings.EqualFold(m.key, key) })
}

// parseJSON reads one JSON value and nothing after it. The error is *ErrFeed.
func parseJSON(data []byte) (any, error) {
	var syntax json.RawMessage
	if err := json.Unmarshal(data, &syntax); err != nil {
		return nil, brokenJSON(data, err)
	}
	t := tree{data: data, dec: json.NewDecoder(bytes.NewReader(data))}
	t.dec.UseNumber() // a float would change the digits of a rate
	return t.value(0)
}

// brokenJSON returns the decoder's error as an *ErrFeed that names the line.
func brokenJSON(data []byte, err error) error {
	end := int64(len(data))
	if at := (*json.SyntaxError)(nil); errors.As(err, &at) {
		end = min(at.Offset, end)
	}
	line := 1 + bytes.Count(data[:end], []byte("\n"))
	return &reason.ErrFeed{Code: reason.FeedBrokenJSON, Args: []string{strconv.Itoa(line)}, Err: err}
}

// tree reads JSON values and counts them.
type tree struct {
	data   []byte
	dec    *json.Decoder
	values int
}

// value reads a value that lies depth levels deep. The error is *ErrFeed.
func (t *tree) value(depth int) (any, error) {
	token, err := t.dec.Token()
	if err != nil {
		return nil, brokenJSON(t.data, err)
	}
	if t.values++; t.values > maxValues {
		return nil, &reason.ErrFeed{Code: reason.FeedTooManyValues, Args: []string{strconv.Itoa(maxValues)}}
	}
	if depth > maxDepth {
		return nil, &reason.ErrFeed{Code: reason.FeedTooDeep, Args: []string{strconv.Itoa(maxDepth)}}
	}
	switch token {
	case json.Delim('{'):
		return t.object(depth)
	case json.Delim('['):
		return t.array(depth)
	}
	return token, nil
}

// object reads the rest of an object. The error is *ErrFeed.
func (t *tree) object(depth int) (object, error) {
	var o object
	for t.dec.More() {
		token, err := t.dec.Token()
		if err != nil {
			return nil, brokenJSON(t.data, err)
		}
		value, err := t.value(depth + 1)
		if err != nil {
			return nil, err
		}
		o = o.with(token.(string), value) // the decoder returns only strings before a colon
		if len(o) > maxKeys {
			return nil, &reason.ErrFeed{Code: reason.FeedTooManyKeys, Args: []string{strconv.Itoa(maxKeys)}}
		}
	}
	if _, err := t.dec.Token(); err != nil {
		return nil, brokenJSON(t.data, err)
	}
	return o, nil
}

// with adds a member, or sets the value to twice if the key is present already.
func (o object) with(key string, value any) object {
	for i := range o {
		if strings.EqualFold(o[i].key, key) {
			o[i].value = twice{}
			return o
		}
	}
	return append(o, member{key, value})
}

// array reads the rest of an array. The error is *ErrFeed.
func (t *tree) array(depth int) ([]any, error) {
	list := []any{}
	for t.dec.More() {
		value, err := t.value(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	if _, err := t.dec.Token(); err != nil {
		return nil, brokenJSON(t.data, err)
	}
	return list, nil
}

// notePages stores how many pages the answer has. If it has several, it also stores a
// Skipped that says so, because days may be missing from one page without another sign.
func (f *Feed) notePages(place string, page, pages any) {
	of, err := numeralAs(pages, unit)
	if err != nil || of.Cmp(exact.Int(1)) <= 0 {
		return
	}
	this, err := numeralAs(page, unit)
	if err != nil {
		this = exact.Int(1)
	}
	f.Pages, _ = of.Units(0)
	f.missing = append(f.missing, reason.Skipped{Place: place, Code: reason.SkipOtherPages, Args: []string{this.String(), of.String()}})
}

package trade_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
)

// edit is a change to a JSON text at a pointer.
type edit struct {
	pointer string
	value   string // JSON; empty to take the place out
}

func set(pointer, value string) edit { return edit{pointer, value} }
func del(pointer string) edit        { return edit{pointer, ""} }

// edited returns the JSON text with the changes made. Its keys are in alphabetical order.
func edited(t testing.TB, data []byte, edits ...edit) []byte {
	t.Helper()
	out, err := json.Marshal(changed(t, data, edits...))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// changed returns the JSON text as data, with the changes made.
func changed(t testing.TB, data []byte, edits ...edit) any {
	t.Helper()
	root := decode(t, data)
	for _, e := range edits {
		var value any
		if e.value != "" {
			value = decode(t, []byte(e.value))
		}
		root = put(t, root, strings.Split(e.pointer, "/")[1:], value, e.value == "")
	}
	return root
}

func decode(t testing.TB, data []byte) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return v
}

func put(t testing.TB, in any, path []string, value any, remove bool) any {
	t.Helper()
	if len(path) == 0 {
		return value
	}
	switch in := in.(type) {
	case map[string]any:
		if len(path) == 1 && remove {
			if _, ok := in[path[0]]; !ok {
				t.Fatalf("no key %s", path[0])
			}
			delete(in, path[0])
			return in
		}
		in[path[0]] = put(t, in[path[0]], path[1:], value, remove)
		return in
	case []any:
		if path[0] == "-" {
			return append(in, value)
		}
		i, err := strconv.Atoi(path[0])
		if err != nil || i >= len(in) {
			t.Fatalf("no entry %s in a list of %d", path[0], len(in))
		}
		if len(path) == 1 && remove {
			return append(in[:i], in[i+1:]...)
		}
		in[i] = put(t, in[i], path[1:], value, remove)
		return in
	default:
		return put(t, map[string]any{}, path, value, remove)
	}
}

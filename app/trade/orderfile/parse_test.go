package orderfile

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
)

// FuzzParse reads a text as encoding/json does.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		`{}`, `[]`, ` [ 1 , -2.5e+3, 0, "a\"b\\", "é\ud83d\ude00", "\ud800", true, false, null ] `,
		`{"a": {"b": [[], {}, [{}]]}, "": "", "a/b~c": "\/\b\f\n\r\t"}`, `"羊毛"`, `12`, "\ufeff{\"a\":\t1}\r\n", `{"a":1,"a":2}`, `[1,]`, `{"a"}`, `"`, `[`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, errs := Parse(data)
		if root == nil {
			if len(errs) == 0 {
				t.Fatalf("%q is nothing and has no error", data)
			}
			return
		}
		if len(errs) > 0 { // of a key given twice the first holds here, the last there
			return
		}
		dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
		dec.UseNumber()
		var want any
		if err := dec.Decode(&want); err != nil {
			t.Fatalf("%q is read, and encoding/json says %v", data, err)
		}
		if got := root.plain(want); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q is read as %#v, want %#v", data, got, want)
		}
	})
}

// plain returns the node as encoding/json has it. A node does not have which truth it is: plain
// takes that from like.
func (n *Node) plain(like any) any {
	switch n.Kind {
	case Object:
		is, _ := like.(map[string]any)
		m := map[string]any{}
		for i, key := range n.Keys {
			m[key] = n.Items[i].plain(is[key])
		}
		return m
	case List:
		is, _ := like.([]any)
		l := make([]any, len(n.Items))
		for i, item := range n.Items {
			if i < len(is) {
				l[i] = item.plain(is[i])
			} else {
				l[i] = item.plain(nil)
			}
		}
		return l
	case Text:
		return n.Text
	case Number:
		return json.Number(n.Text)
	case Truth:
		if is, ok := like.(bool); ok {
			return is
		}
		return "a truth"
	}
	return nil
}

func TestPatternOf(t *testing.T) {
	for pointer, want := range map[string]string{"": "", "/number": "/number", "/lots/12/bales/3/gross": "/lots/*/bales/*/gross", "/lines/0/hs/CN": "/lines/*/hs/CN"} {
		if got := PatternOf(pointer); got != want {
			t.Errorf("PatternOf(%q) = %q, want %q", pointer, got, want)
		}
	}
}

package documents

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"woolroad/documents/layout"
)

// texts returns all strings in a document, its slices and its parties.
func texts(v reflect.Value) []reflect.Value {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() && v.Type() == reflect.TypeFor[string]() {
			return []reflect.Value{v}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return texts(v.Elem())
		}
	case reflect.Struct:
		var all []reflect.Value
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				all = append(all, texts(v.Field(i))...)
			}
		}
		return all
	case reflect.Slice:
		var all []reflect.Value
		for i := range v.Len() {
			all = append(all, texts(v.Index(i))...)
		}
		return all
	}
	return nil
}

// named reports whether an error tells a person which field is wrong.
func named(err error) bool {
	return errors.As(err, new(*layout.ErrGlyph)) || errors.Is(err, ErrTooWide) || errors.Is(err, ErrSum)
}

// whole reports whether a file has the beginning and the end of a PDF.
func whole(b []byte) bool {
	return bytes.HasPrefix(b, []byte("%PDF-1.7\n")) && bytes.HasSuffix(b, []byte("%%EOF\n"))
}

var awkward = []string{
	"", " ", "x", "\x00", "a\nb", "a\r\nb", "\t", "\xff\xfe", "😀", "नेपाल", "བོད", "𠮷", "㐂", "Łódź", "مرحبا", "\u202eabc", "\u00ad", "e\u0301",
	"（商业发票）", ")(\\", "%PDF-1.4 endobj", strings.Repeat("W", 500), strings.Repeat("羊", 500), strings.Repeat("a b ", 500), "1,25,000.50", "US Dollars",
}

// FuzzAnyTextInAnyField holds that any text in any field gives a complete file, or an
// error that names the field.
func FuzzAnyTextInAnyField(f *testing.F) {
	for i, s := range awkward {
		f.Add(uint16(i*7), s, true)
		f.Add(uint16(i*13), s, false)
	}
	f.Fuzz(func(t *testing.T, field uint16, text string, english bool) {
		if len(text) > 4000 {
			return
		}
		for _, p := range []Document{combinedOf(t, 5, 3), packingOf(5, 3)} {
			if english {
				p.Head().Labels = English
			}
			all := texts(reflect.ValueOf(p))
			all[int(field)%len(all)].SetString(text)
			var b bytes.Buffer
			err := p.Write(&b)
			if err != nil && !named(err) {
				t.Fatal(err)
			}
			if err == nil && !whole(b.Bytes()) {
				t.Fatal("the file is not whole")
			}
			if err != nil && b.Len() > 0 {
				t.Fatal("an error came with half a file")
			}
		}
	})
}

// TestAwkwardTextInEveryField tries every awkward text in every field and holds that the
// file is sound.
func TestAwkwardTextInEveryField(t *testing.T) {
	need(t, "qpdf", "qpdf")
	n := len(texts(reflect.ValueOf(combinedOf(t, 2, 1))))
	for i, text := range awkward {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			awkwardInEveryField(t, n, text)
		})
	}
}

// awkwardInEveryField writes a document with the text in each of its n fields, and has
// qpdf look at the last one that can be written.
func awkwardInEveryField(t *testing.T, n int, text string) {
	t.Helper()
	dir, sound := t.TempDir(), ""
	for i := range n {
		p := combinedOf(t, 2, 1)
		place := texts(reflect.ValueOf(p))[i]
		place.SetString(text)
		var b bytes.Buffer
		switch err := p.Write(&b); {
		case err != nil && !named(err):
			t.Errorf("%.20q in text %d: %v", text, i, err)
		case err == nil:
			sound = filepath.Join(dir, "document.pdf")
			if err := os.WriteFile(sound, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if sound == "" {
		return
	}
	if out, err := exec.Command("qpdf", "--check", sound).CombinedOutput(); err != nil {
		t.Errorf("with %.20q: %v\n%s", text, err, out)
	}
}

// TestMissingLetterNamesItsField holds that a character that no font has is refused with
// the name of its field.
func TestMissingLetterNamesItsField(t *testing.T) {
	for _, test := range []struct {
		field string
		set   func(*Combined)
	}{
		{"buyer name", func(c *Combined) { c.Buyer.Name = "हिमाल Carpet" }},
		{"exporter address", func(c *Combined) { c.Exporter.Address[0] = "😀 Road" }},
		{"marks", func(c *Combined) { c.Marks[0] = "བོད" }},
		{"line 2 description", func(c *Combined) { c.Lines[1].Description = "𠮷" }},
		{"bale number", func(c *Combined) { c.Packing.Lots[0].Bales[0].Number = "१" }},
	} {
		c := combinedOf(t, 5, 3)
		test.set(c)
		var b bytes.Buffer
		glyph := (*layout.ErrGlyph)(nil)
		if err := c.Write(&b); !errors.As(err, &glyph) || glyph.Field != test.field {
			t.Errorf("%s: %v, want an ErrGlyph that names it", test.field, err)
		}
	}
}

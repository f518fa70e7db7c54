//go:build long

package store

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// shown returns the texts of a document's pages. It reads the file by PDF's own objects:
// deflated streams, and for each font a table from codes to characters. That takes a
// fraction of the time of starting pdftotext.
func shown(t testing.TB, file []byte) (texts []string) {
	t.Helper()
	texts, err := pdf(file).texts()
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

type pdf []byte

// object returns the text of an object, with its stream.
func (f pdf) object(n int) []byte {
	begin := fmt.Appendf(nil, "\n%d 0 obj", n)
	at := bytes.Index(f, begin)
	if at < 0 {
		return nil
	}
	body := f[at+len(begin):]
	if end := bytes.Index(body, []byte("endobj")); end >= 0 {
		return body[:end]
	}
	return nil
}

// references returns the objects that a key names, in any object of text.
func references(text []byte, key string) (objects []int) {
	for {
		at := bytes.Index(text, []byte(key))
		if at < 0 {
			return objects
		}
		text = text[at+len(key):]
		digits := bytes.TrimLeft(text[:min(12, len(text))], " ")
		end := bytes.IndexByte(digits, ' ')
		if end < 0 {
			continue
		}
		if n, err := strconv.Atoi(string(digits[:end])); err == nil && bytes.HasPrefix(digits[end:], []byte(" 0 R")) {
			objects = append(objects, n)
		}
	}
}

// stream returns an object's stream, inflated.
func (f pdf) stream(n int) ([]byte, error) {
	_, body, ok := bytes.Cut(f.object(n), []byte("stream\n"))
	if !ok {
		return nil, fmt.Errorf("object %d has no stream", n)
	}
	r, err := zlib.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("object %d: %w", n, err)
	}
	inflated, err := io.ReadAll(r)
	return inflated, errors.Join(err, r.Close())
}

func (f pdf) texts() (texts []string, err error) {
	fonts := map[string]map[uint16]string{}
	for _, n := range references(f, "/Contents ") {
		content, err := f.stream(n)
		if err != nil {
			return nil, err
		}
		font := ""
		for i := 0; i < len(content); i++ {
			switch content[i] {
			case '/':
				end := i + bytes.IndexAny(content[i:], " <")
				if name := string(content[i:max(i, end)]); strings.HasPrefix(name, "/L") {
					if font = name; fonts[font] == nil {
						if fonts[font], err = f.letters(font); err != nil {
							return nil, err
						}
					}
				}
			case '(':
				var codes []byte
				for i++; i < len(content) && content[i] != ')'; i++ {
					c := content[i]
					if c == '\\' {
						if i++; content[i] == 'r' {
							c = '\r'
						} else {
							c = content[i]
						}
					}
					codes = append(codes, c)
				}
				var text strings.Builder
				for c := 0; c+1 < len(codes); c += 2 {
					text.WriteString(fonts[font][uint16(codes[c])<<8|uint16(codes[c+1])])
				}
				texts = append(texts, text.String())
			}
		}
	}
	if len(texts) == 0 {
		return nil, errors.New("the file shows no text")
	}
	return texts, nil
}

// letters returns the characters that a font's codes stand for.
func (f pdf) letters(font string) (map[uint16]string, error) {
	letters := map[uint16]string{}
	for _, n := range references(f, font+" ") {
		for _, table := range references(f.object(n), "/ToUnicode ") {
			text, err := f.stream(table)
			if err != nil {
				return nil, err
			}
			for line := range strings.Lines(string(text)) {
				code, letter, ok := strings.Cut(strings.TrimSpace(line), "><")
				if !ok || len(code) != 5 {
					continue
				}
				c, err := strconv.ParseUint(code[1:], 16, 16)
				if err != nil {
					return nil, err
				}
				var units []uint16
				for hex := strings.TrimSuffix(letter, ">"); len(hex) >= 4; hex = hex[4:] {
					u, err := strconv.ParseUint(hex[:4], 16, 16)
					if err != nil {
						return nil, err
					}
					units = append(units, uint16(u))
				}
				letters[uint16(c)] = string(utf16.Decode(units))
			}
		}
	}
	if len(letters) == 0 {
		return nil, fmt.Errorf("font %s says no letters", font)
	}
	return letters, nil
}

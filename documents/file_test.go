package documents

import (
	"bytes"
	"testing"
)

func TestIsFile(t *testing.T) {
	for name, d := range golden(t) {
		encoded, err := Encode(d)
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := d.Write(&file); err != nil {
			t.Fatal(err)
		}
		_, sealed := d.(Priced)
		for _, test := range []struct {
			says          string
			encoded, file []byte
			want          bool
		}{
			{"the document", encoded, file.Bytes(), true},
			{"a file with one more byte", encoded, append(bytes.Clone(file.Bytes()), '\n'), false},
			{"the seal of other JSON", append(bytes.Clone(encoded), ' '), file.Bytes(), !sealed},
		} {
			if got, err := IsFile(d, test.encoded, test.file); got != test.want || err != nil {
				t.Errorf("%s, %s: IsFile = %v, %v; want %v", name, test.says, got, err, test.want)
			}
		}
	}
}

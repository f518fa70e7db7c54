package series

import (
	"testing"

	"woolroad/documents"
)

func TestEveryFormatIsKnown(t *testing.T) {
	for format := 1; format <= documents.Format; format++ {
		if _, ok := formats[format]; !ok {
			t.Errorf("documents of format %d cannot be read", format)
		}
	}
	if len(formats) != documents.Format {
		t.Errorf("%d formats are known, and the newest is %d", len(formats), documents.Format)
	}
	if _, err := Decode(documents.Format+1, documents.KindPackingList, []byte(`{}`)); err == nil {
		t.Error("a format that is not known was read")
	}
}

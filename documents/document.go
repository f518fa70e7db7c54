// Package documents draws the documents that go with a shipment, as PDF.
//
// A document is complete in itself: a plain struct with every text and figure that is
// printed. An issued document is stored as the JSON of its struct, and drawing the struct
// or its JSON again gives the same bytes as long as Format is the one in which the
// document was issued.
package documents

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"woolroad/app/money"
	"woolroad/documents/layout"
)

// A Document is a document of one of the Kinds.
type Document interface {
	// Kind returns the document's kind.
	Kind() Kind
	// Head returns the part that all documents have. Changing it changes the document.
	Head() *Header
	// Check adds up again every sum that the document prints. The error is ErrSum and
	// names the first sum that is wrong.
	Check() error
	// Write draws the document as PDF. The errors are ErrSum for a wrong sum or wrong
	// words, ErrTooWide for a text that does not fit, and a *layout.ErrGlyph that names
	// the field with a character that no font has. After an error nothing of the document
	// may be used.
	Write(w io.Writer) error
}

// IsFile reports whether drawing the document gives the file. encoded is what Encode returns
// of the document. The streams of the file may be compressed in another way than Write
// compresses them, if they hold the same. The errors are those of Write.
func IsFile(d Document, encoded, file []byte) (bool, error) {
	c := comparison{layout.Comparison{File: file}, encoded}
	err := d.Write(&c)
	return c.Same && err == nil, err
}

// A comparison is a writer that a document is compared with a file through. A seal is made of
// the document's JSON, which whoever compares has.
type comparison struct {
	layout.Comparison
	encoded []byte
}

// Priced is a document that prints a total.
type Priced interface {
	Document
	// PrintedTotal returns the total in the document's currency.
	PrintedTotal() money.Amount
	// Conversions returns that total in other currencies, which are for information.
	Conversions() []Converted
}

// Encode returns a document's JSON: what is stored, hashed and drawn again.
func Encode(d Document) ([]byte, error) {
	b, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("encode %s %s: %w", d.Kind(), d.Head().Number, err)
	}
	return b, nil
}

// Decode returns the document of kind k from the JSON that Encode wrote. It checks no sums. A
// kind that there is not, and text that is not the JSON of its kind, are errors.
func Decode(k Kind, b []byte) (Document, error) {
	info, ok := k.Info()
	if !ok {
		return nil, fmt.Errorf("there is no kind of document called %q", k)
	}
	d := info.New()
	if err := json.Unmarshal(b, d); err != nil {
		return nil, fmt.Errorf("decode %s: %w", k, err)
	}
	return d, nil
}

// seal is what a priced document is checked by: the SHA-256 of its JSON in hexadecimal,
// and the text of its QR code.
type seal struct{ hash, code string }

// MaxCheckAddress is how many bytes a Header's CheckAddress may have, so that a printed
// QR code still scans.
const MaxCheckAddress = 120

// sealOf returns the seal of a document that is written to w. The error is ErrTooWide for a
// CheckAddress that is too long.
func sealOf(w io.Writer, d Document, total money.Amount) (seal, error) {
	var b []byte
	var err error
	if c, compares := w.(*comparison); compares {
		b = c.encoded
	} else if b, err = Encode(d); err != nil {
		return seal{}, err
	}
	hash := fmt.Sprintf("%x", sha256.Sum256(b))
	if address := d.Head().CheckAddress; address != "" {
		if len(address) > MaxCheckAddress {
			return seal{}, fmt.Errorf("check_address: %.40q: %w", address, ErrTooWide)
		}
		return seal{hash, strings.TrimRight(address, "/") + "/check/" + hash}, nil
	}
	return seal{hash, strings.Join([]string{
		"WOOLROAD1", string(d.Kind()), d.Head().Number, string(total.Currency()), total.String(), hash,
	}, "|")}, nil
}

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

// IsFile reports whether drawing the document gives the file. The streams of the file may be
// compressed in another way than Write compresses them, if they hold the same. The errors are
// those of Write.
func IsFile(d Document, file []byte) (bool, error) {
	c := layout.Comparison{File: file}
	err := d.Write(&c)
	return c.Same && err == nil, err
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

// Decode returns the document of kind k from the JSON that Encode wrote. It checks no
// sums.
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

// sealOf returns the seal of a document. The error is ErrTooWide for a CheckAddress that
// is too long.
func sealOf(d Document, total money.Amount) (seal, error) {
	b, err := Encode(d)
	if err != nil {
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

// Package documents draws the documents that go with a shipment, as PDF.
//
// A document is complete in itself: a plain struct with every text and figure that
// is printed. Its JSON is what is stored of an issued document, and drawing it
// again, from the struct or from its JSON, gives the same bytes as long as Format
// is the one that it was issued in.
package documents

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"woolroad/app/money"
)

// Document is a document of one of the Kinds.
type Document interface {
	// Kind says which document it is.
	Kind() Kind
	// Head is what all documents carry.
	Head() *Header
	// Check re-adds every sum that the document prints and says which is wrong.
	Check() error
	// Write draws the document. It is whole or it is an error: a sum that is
	// wrong, or a *layout.ErrGlyph that names the field whose letter no font has.
	Write(w io.Writer) error
}

// Priced is a document that prints a total.
type Priced interface {
	Document
	// PrintedTotal is the total in the document's currency.
	PrintedTotal() money.Amount
	// Conversions are that total in other currencies, for information.
	Conversions() []Converted
}

// Encode is a document's JSON as it is stored, hashed and drawn from.
func Encode(p Document) ([]byte, error) {
	b, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("encode %s %s: %w", p.Kind(), p.Head().Number, err)
	}
	return b, nil
}

// Decode is the document of that kind whose JSON Encode wrote.
func Decode(k Kind, b []byte) (Document, error) {
	info, ok := k.Info()
	if !ok {
		return nil, fmt.Errorf("there is no kind of paper called %q", k)
	}
	p := info.New()
	if err := json.Unmarshal(b, p); err != nil {
		return nil, fmt.Errorf("decode %s: %w", k, err)
	}
	return p, nil
}

// seal is what a priced document carries to be checked by: the SHA-256 of its JSON
// in hexadecimal, and the text of its QR code.
type seal struct{ hash, code string }

// MaxCheckAddress is how many bytes a Header's CheckAddress may have, for a code
// that still scans from paper.
const MaxCheckAddress = 120

func sealOf(p Document, total money.Amount) (seal, error) {
	b, err := Encode(p)
	if err != nil {
		return seal{}, err
	}
	hash := fmt.Sprintf("%x", sha256.Sum256(b))
	if address := p.Head().CheckAddress; address != "" {
		if len(address) > MaxCheckAddress {
			return seal{}, fmt.Errorf("check_address: %.40q: %w", address, ErrTooWide)
		}
		return seal{hash, strings.TrimRight(address, "/") + "/check/" + hash}, nil
	}
	return seal{hash, strings.Join([]string{
		"WOOLROAD1", string(p.Kind()), p.Head().Number, string(total.Currency()), total.String(), hash,
	}, "|")}, nil
}

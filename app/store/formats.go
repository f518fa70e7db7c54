package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"woolroad/documents"
)

// codec is how the documents of a format are read, written again and hashed.
// Nothing here draws: documents draws the newest format and no other.
type codec struct {
	decode func(documents.Kind, []byte) (documents.Document, error)
	encode func(documents.Document) ([]byte, error)
	hashed func(row) []string // what a document's hash covers
}

// formats has every format that documents were ever issued in, since they are
// read and verified for ever.
var formats = map[int]codec{
	1: {documents.Decode, documents.Encode, func(d row) []string { return everyColumn(d, d.subjectID) }},
	2: {documents.Decode, documents.Encode, func(d row) []string { return everyColumn(d, d.subjectKind, d.subjectID, d.part) }},
}

// decode reads the content of an issued document in the format that it was issued
// in. It fails for a format that is not known and for content that is not of the
// kind.
func decode(format int, k documents.Kind, payload []byte) (documents.Document, error) {
	f, ok := formats[format]
	if !ok {
		return nil, fmt.Errorf("format %d is not known", format)
	}
	return f.decode(k, payload)
}

// hashOf returns what chains a document to the one before: SHA-256 over what its
// format covers, each text with its length before it so that none runs into the
// next. The format must be one of formats.
func hashOf(d row) string {
	h := sha256.New()
	for _, part := range formats[d.format].hashed(d) {
		_, _ = fmt.Fprintf(h, "%d:%s,", len(part), part) // a hash takes all that is written
	}
	return hex.EncodeToString(h.Sum(nil))
}

// everyColumn lists what a hash covers, with the format in front and the file by
// its own SHA-256; subject is what the format has of the document's subject.
func everyColumn(d row, subject ...string) []string {
	return slices.Concat(
		[]string{strconv.Itoa(d.format), d.prev, d.id, d.series, strconv.FormatInt(d.n, 10), d.number, d.kind},
		subject,
		[]string{
			d.date, d.currency.V, strconv.FormatInt(d.minor.V, 10), d.supersedes.V, d.reason.V, d.key, d.issuedAt,
			d.payload, d.pdfHash,
		},
	)
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

package series

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"woolroad/documents"
)

// A codec reads, writes and hashes the documents of one format. It draws nothing:
// package documents draws those from documents.OldestDrawn on.
type codec struct {
	decode func(documents.Kind, []byte) (documents.Document, error)
	encode func(documents.Document) ([]byte, error)
	hashed func(Row) []string // what a document's hash covers
}

// formats has every format that documents were ever issued in, since documents are
// read and verified for ever. The schema's guard issued_shape knows them too: a migration
// brings another one there.
var formats = map[int]codec{
	1: {documents.Decode, documents.Encode, func(r Row) []string { return everyColumn(r, r.SubjectID) }},
	2: {documents.Decode, documents.Encode, func(r Row) []string { return everyColumn(r, r.SubjectKind, r.SubjectID, r.Part) }},
	3: {documents.Decode, documents.Encode, func(r Row) []string { return everyColumn(r, r.SubjectKind, r.SubjectID, r.Part) }},
}

// Decode reads the content of an issued document in the format that it was issued in.
// It returns an error for an unknown format and for content that a document of that
// kind does not have.
func Decode(format int, k documents.Kind, payload []byte) (documents.Document, error) {
	f, ok := formats[format]
	if !ok {
		return nil, fmt.Errorf("format %d is not known", format)
	}
	return f.decode(k, payload)
}

// ChainHash computes the hash by which the next document is chained to this one:
// SHA-256, in hexadecimal, over what the row's format covers, each text with its length
// before it so that none runs into the next. The format must be a known one.
func (r *Row) ChainHash() string {
	h := sha256.New()
	write(h, formats[r.FormatNumber].hashed(*r)...)
	return hex.EncodeToString(h.Sum(nil))
}

// everyColumn lists what a hash covers, with the format first and the file by its own
// SHA-256. subject lists what the format stores of the document's subject.
func everyColumn(r Row, subject ...string) []string {
	return slices.Concat(
		[]string{strconv.Itoa(r.FormatNumber), r.Prev, r.ID, r.Series, strconv.FormatInt(r.N, 10), r.Number, r.Kind},
		subject,
		[]string{
			r.Date, r.Currency.V, strconv.FormatInt(r.Minor.V, 10), r.Supersedes.V, r.Reason.V, r.Key, r.IssuedAt,
			r.Payload, r.PDFHash,
		},
	)
}

// SHA256 returns the SHA-256 of some bytes, in hexadecimal.
func SHA256(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

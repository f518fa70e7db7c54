package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
)

// format is how payload, PDF and hash are made. A change of the papers' drawing
// or of hashOf makes another.
const format = 1

// hashOf is what chains a document to the one before: SHA-256 over every column
// that it has, each with its length before it so that none runs into the next.
// The file goes in by its own SHA-256.
func hashOf(d row) string {
	h := sha256.New()
	for _, part := range []string{
		strconv.Itoa(d.format), d.prev, d.id, d.series, strconv.FormatInt(d.n, 10), d.number, d.kind, d.orderID, d.date,
		d.currency.V, strconv.FormatInt(d.minor.V, 10), d.supersedes.V, d.reason.V, d.key, d.issuedAt,
		d.payload, d.pdfHash,
	} {
		_, _ = fmt.Fprintf(h, "%d:%s,", len(part), part) // a hash takes all that is written
	}
	return hex.EncodeToString(h.Sum(nil))
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

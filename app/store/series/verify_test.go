package series_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"woolroad/app/store/series"
	"woolroad/documents"
)

// One bit of every byte of a document between two others is flipped, and each
// time the checks that Verify runs over its row find it.
func TestEveryFlippedByteIsFound(t *testing.T) {
	heads, rows := issued(t)
	found := func(changed series.Row) []series.Wrong { return heads.CheckBut(rows, &changed) }
	good := rows[1]
	if wrong := found(good); good.Number != "CI-2026-0002" || wrong != nil {
		t.Fatalf("%s unchanged: %v", good.Number, wrong)
	}
	for _, test := range []struct {
		column string
		of     []byte
		put    func(*series.Row, []byte)
	}{
		{"payload", []byte(good.Payload), func(r *series.Row, b []byte) { r.Payload = string(b) }},
		{"number", []byte(good.Number), func(r *series.Row, b []byte) { r.Number = string(b) }},
		{"date", []byte(good.Date), func(r *series.Row, b []byte) { r.Date = string(b) }},
		{"prev", []byte(good.Prev), func(r *series.Row, b []byte) { r.Prev = string(b) }},
		{"hash", []byte(good.Hash), func(r *series.Row, b []byte) { r.Hash = string(b) }},
		{"pdf", slices.Clone(good.PDF), func(r *series.Row, b []byte) { r.PDF = b }},
		{"pdf, with its SHA-256", slices.Clone(good.PDF)[:256], func(r *series.Row, b []byte) {
			r.PDF = slices.Concat(b, good.PDF[len(b):])
			r.PDFHash = series.SHA256(r.PDF)
		}},
		{"pdf, with its SHA-256 and hash", slices.Clone(good.PDF)[:256], func(r *series.Row, b []byte) {
			r.PDF = slices.Concat(b, good.PDF[len(b):])
			r.PDFHash = series.SHA256(r.PDF)
			r.Hash = r.ChainHash()
		}},
	} {
		t.Run(test.column, func(t *testing.T) {
			for i := range test.of {
				r := good
				test.of[i] ^= 1 << (i % 8)
				if test.put(&r, test.of); found(r) == nil {
					t.Errorf("bit %d of byte %d is flipped and nothing is wrong", i%8, i)
				}
				test.of[i] ^= 1 << (i % 8)
			}
			t.Logf("%d bytes", len(test.of))
		})
	}
}

// Who can write the database can also freeze and hash a document anew. Each row
// leaves one fault that a single check answers for.
func TestVerifyFindsWhatWasFrozenAnew(t *testing.T) {
	heads, good := issued(t)
	second := slices.IndexFunc(good, func(r series.Row) bool { return r.Number == "CI-2026-0002" })
	list := good[slices.IndexFunc(good, func(r series.Row) bool { return r.Kind == string(documents.KindPackingList) })]
	refreeze := func(r *series.Row, p documents.Document) {
		t.Helper()
		payload, err := documents.Encode(p)
		if err != nil {
			t.Fatal(err)
		}
		if r.PDF, err = series.Draw(p.Kind(), payload); err != nil {
			t.Fatal(err)
		}
		r.Payload, r.PDFHash, r.Date = string(payload), series.SHA256(r.PDF), p.Head().Date.String()
		r.Currency, r.Minor = series.PrintedTotal(p)
	}
	doc := func(r *series.Row) documents.Document {
		t.Helper()
		p, err := documents.Decode(documents.Kind(r.Kind), []byte(r.Payload))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	tests := []struct {
		name     string
		change   func(*series.Row)
		chain    bool // whether the documents after it are chained and hashed anew too
		number   string
		mentions string
	}{
		{"nothing", func(*series.Row) {}, false, "", ""},
		{"a total that is not the sum", func(r *series.Row) {
			p := doc(r).(*documents.CommercialInvoice)
			var err error
			if p.Total, err = p.Total.Add(p.Total); err != nil {
				t.Fatal(err)
			}
			payload, err := documents.Encode(p) // which nothing here draws
			if err != nil {
				t.Fatal(err)
			}
			r.Payload, r.Minor.V = string(payload), p.Total.Minor()
		}, true, "CI-2026-0002", "does not add up"},
		{"another buyer, and the chain goes on from the document of before", func(r *series.Row) {
			p := doc(r).(*documents.CommercialInvoice)
			p.Buyer.Name += " and Sons"
			refreeze(r, p)
		}, false, "CI-2026-0003", "not chained"},
		{"a time before that of the document before", func(r *series.Row) {
			r.IssuedAt = "2026-11-22T04:00:00.123456Z"
		}, true, "CI-2026-0002", "before the document before it"},
		{"a document of another kind", func(r *series.Row) {
			p := doc(&list).(*documents.PackingList)
			p.Number, p.Order = r.Number, r.Order.V
			r.Kind = list.Kind
			refreeze(r, p)
		}, true, "CI-2026-0002", "it is a packing-list in a series of commercial-invoice."},
		{"the SHA-256 of another file", func(r *series.Row) {
			r.PDFHash = series.SHA256([]byte("another file"))
		}, true, "CI-2026-0002", "pdf_sha256"},
		{"the content with a blank after it", func(r *series.Row) {
			r.Payload += " "
		}, true, "CI-2026-0002", "not written as it was"},
		{"the file of another document", func(r *series.Row) {
			r.PDF, r.PDFHash = good[second+1].PDF, good[second+1].PDFHash
		}, true, "CI-2026-0002", "drawn again"},
		{"no hash at all", func(r *series.Row) {
			r.Hash = ""
		}, false, "CI-2026-0002", "its hash is not that of its row"},
	}
	for _, test := range tests {
		rows, all := slices.Clone(good), maps.Clone(heads)
		test.change(&rows[second])
		for i := second; i < len(rows) && rows[i].Series == good[second].Series; i++ {
			if i > second && test.chain {
				rows[i].Prev = rows[i-1].Hash
			}
			if (i == second || test.chain) && rows[i].Hash != "" {
				rows[i].Hash = rows[i].ChainHash()
			}
			all.EndWith(rows[i])
		}
		found := all.Check(rows)
		switch {
		case test.number == "":
			if found != nil {
				t.Errorf("%s: found %s", test.name, found)
			}
		case len(found) != 1:
			t.Errorf("%s: found %d faults: %s", test.name, len(found), found)
		case found[0].Number != test.number || !strings.Contains(found[0].What, test.mentions):
			t.Errorf("%s: found %s; want %s and something of %q", test.name, found, test.number, test.mentions)
		}
	}
}

package command

import (
	"bytes"

	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/documents"
)

// rated are the rates for an order's totals in other currencies.
type rated = []money.Rate

// totalsFile is the name of the totals beside the documents.
const totalsFile = "totals.json"

// draw draws a document of the order.
func draw(o trade.Order, p documents.Document) (file, *trade.Fault) {
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		fault := undrawn(o, p, err)
		return file{}, &fault
	}
	return file{documentFile(p.Kind()), b.Bytes()}, nil
}

func documentFile(k documents.Kind) string { return string(k) + ".pdf" }

func totalsOf(t trade.Totals) (file, error) {
	var b bytes.Buffer
	err := printJSON(&b, t)
	return file{totalsFile, b.Bytes()}, err
}

// ourFiles are the names of all files that an order's folder may hold.
func ourFiles() []string {
	names := []string{totalsFile}
	for _, k := range documents.Kinds {
		names = append(names, documentFile(k.Kind))
	}
	return names
}

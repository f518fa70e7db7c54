package batch

import (
	"bytes"

	"woolroad/app/command/folder"
	"woolroad/app/command/output"
	"woolroad/app/trade"
	"woolroad/documents"
)

// TotalsFile is the name of the file with the totals.
const TotalsFile = "totals.json"

// draw draws a document of the order and returns its file, or the fault for which it cannot be
// drawn.
func draw(o trade.Order, p documents.Document) (folder.File, *trade.Fault) {
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		fault := drawFault(o, p, err)
		return folder.File{}, &fault
	}
	return folder.File{Name: documentFile(p.Kind()), Content: b.Bytes()}, nil
}

// documentFile returns the file name of a document in an order's folder.
func documentFile(k documents.Kind) string { return string(k) + ".pdf" }

// totalsJSON returns the file with the order's totals for other programs.
func totalsJSON(t trade.Totals) (folder.File, error) {
	var b bytes.Buffer
	err := output.JSON(&b, t)
	return folder.File{Name: TotalsFile, Content: b.Bytes()}, err
}

// ourFiles returns the names of all files that an order's folder may hold.
func ourFiles() []string {
	names := []string{TotalsFile}
	for _, k := range documents.Kinds {
		names = append(names, documentFile(k.Kind))
	}
	return names
}

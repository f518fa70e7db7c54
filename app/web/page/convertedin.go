package page

import (
	"woolroad/documents"
)

// ConvertedIn returns the document's total in other currencies, or nil for a document
// without prices.
func ConvertedIn(document documents.Document) []documents.Converted {
	if priced, is := document.(documents.Priced); is {
		return priced.Conversions()
	}
	return nil
}

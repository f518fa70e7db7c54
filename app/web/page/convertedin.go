package page

import (
	"woolroad/documents"
)

// ConvertedIn returns a document's total in other currencies, if it has one.
func ConvertedIn(document documents.Document) []documents.Converted {
	if priced, is := document.(documents.Priced); is {
		return priced.Conversions()
	}
	return nil
}

package page

import (
	"woolroad/documents"
)

// ConvertedIn returns a document's total in other currencies, if it has one.
func ConvertedIn(paper documents.Document) []documents.Converted {
	if priced, is := paper.(documents.Priced); is {
		return priced.Conversions()
	}
	return nil
}

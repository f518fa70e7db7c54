package reason

import (
	"strings"
)

// ErrFeed is why a file as a whole is not a feed.
type ErrFeed struct {
	Code FeedCode
	Args []string // arguments of the code's sentence
	Err  error    // the underlying error, or nil
}

// Error returns the reason in English, to stand after the file's name. For a file of no
// known shape it adds the shapes that are known.
func (e *ErrFeed) Error() string {
	said := e.Code.sentence(e.Args).String()
	switch e.Code {
	case FeedUnknown, FeedEmpty, FeedNotUTF8, FeedWebPage, FeedDocumentType, FeedTextOutside:
		return said + "; " + known
	}
	return said
}

// Sentence returns the reason, to stand after the file's name.
func (e *ErrFeed) Sentence() Sentence { return e.Code.sentence(e.Args) }

// Unwrap returns the underlying error, or nil.
func (e *ErrFeed) Unwrap() error { return e.Err }

const known = "known are the JSON answers of Nepal Rastra Bank (nrb), Financial Benchmarks India (fbil) and CFETS (cfets), " +
	"and the European Central Bank's eurofxref XML, CSV and ZIP and its daily EXR CSV (ecb)"

// FeedCode is the reason of an ErrFeed, for programs and for what is stored. A code never
// changes, even if its sentence does.
type FeedCode string

// Why a file is not a feed. The code's arguments, if it has any, stand beside it.
const (
	FeedUnknown       FeedCode = "feed.unknown"
	FeedEmpty         FeedCode = "feed.empty"
	FeedNotUTF8       FeedCode = "feed.not_utf8"
	FeedWebPage       FeedCode = "feed.web_page"
	FeedTooLarge      FeedCode = "feed.too_large"       // how many MiB it may have
	FeedOfOther       FeedCode = "feed.of_other"        // whose it is
	FeedBrokenJSON    FeedCode = "feed.broken_json"     // in which line
	FeedTooManyValues FeedCode = "feed.too_many_values" // how many it may have
	FeedTooManyKeys   FeedCode = "feed.too_many_keys"   // how many an object may have
	FeedTooDeep       FeedCode = "feed.too_deep"        // how deep its values may be nested
	FeedBrokenXML     FeedCode = "feed.broken_xml"      // in which line
	FeedElementsDeep  FeedCode = "feed.elements_deep"   // how deep they may be nested
	FeedDocumentType  FeedCode = "feed.document_type"
	FeedTextOutside   FeedCode = "feed.text_outside"
	FeedColumnTwice   FeedCode = "feed.column_twice" // its name
	FeedBrokenZip     FeedCode = "feed.broken_zip"
	FeedZipFiles      FeedCode = "feed.zip_files" // how many are in it
)

// Why a publisher's answer holds no rates. The code's arguments, if it has any, stand
// beside it.
const (
	FeedStatus       FeedCode = "feed.status"        // the publisher, the status
	FeedStatusReason FeedCode = "feed.status_reason" // the publisher, the status, the publisher's words
	FeedStatusUnread FeedCode = "feed.status_unread" // the key
	FeedNoDays       FeedCode = "feed.no_days"
	FeedNoPairs      FeedCode = "feed.no_pairs"
	FeedNoRecords    FeedCode = "feed.no_records"
	FeedRefused      FeedCode = "feed.refused"    // the publisher, its words
	FeedSays         FeedCode = "feed.says"       // the words of a publisher that is not named
	FeedNoFigures    FeedCode = "feed.no_figures" // the first and the last day of the answer
)

// sentence returns the code's sentence with its arguments. For broken XML it takes two
// forms of argument: the line, or the decoder's words, which older programs stored.
func (c FeedCode) sentence(args []string) Sentence {
	if c == FeedBrokenXML && len(args) == 1 && strings.Trim(args[0], "0123456789") != "" {
		return Sentence{"%s", []any{args[0]}}
	}
	return sentenceOf(string(c), c.format(), args)
}

// format returns the format of a code's sentence, which stands after the file's name, or
// "" for an unknown code.
func (c FeedCode) format() (format string) {
	switch c {
	case FeedUnknown:
		return "this is not a rate feed that can be read"
	case FeedEmpty:
		return "the file is empty"
	case FeedNotUTF8:
		return "the file is not UTF-8 text"
	case FeedWebPage:
		return "this is a web page, not a feed: the publisher's site may have answered with an error"
	case FeedTooLarge:
		return "the file is larger than %s MiB; split it by year"
	case FeedOfOther:
		return "this is a feed of another source, %s"
	case FeedBrokenJSON:
		return "the JSON is broken in line %s, or the file is not complete"
	case FeedTooManyValues:
		return "it holds more than %s values; split it by year"
	case FeedTooManyKeys:
		return "an object in it has more than %s keys"
	case FeedTooDeep:
		return "its values are nested more than %s deep"
	case FeedBrokenXML:
		return "the XML is broken in line %s, or the file is not complete"
	case FeedElementsDeep:
		return "the XML has elements more than %s deep"
	case FeedDocumentType:
		return "an XML feed has no document type"
	case FeedTextOutside:
		return "the XML has text outside its outermost element"
	case FeedColumnTwice:
		return "the CSV has two columns %s"
	case FeedStatus:
		return "instead of rates, %s answered with status %s; fetch again"
	case FeedStatusReason:
		return "instead of rates, %s answered with status %s and says %s; fetch again"
	case FeedStatusUnread:
		return "its status, %s, cannot be read"
	case FeedRefused:
		return "instead of rates, %s says %s"
	case FeedSays:
		return "instead of rates, the publisher says %s"
	case FeedNoFigures:
		return "the answer has no rate for any day from %s to %s; fetch it again, or check on the publisher's page whether those were holidays"
	case FeedBrokenZip:
		return "the ZIP file is broken, or not complete"
	case FeedZipFiles:
		return "the ZIP file holds %s files; unpack it and import each feed by itself"
	case FeedNoDays:
		return "data.payload of this Nepal Rastra Bank answer holds no days"
	case FeedNoPairs:
		return "this CFETS answer names no pairs: data.searchlist and data.head are empty"
	case FeedNoRecords:
		return "this CFETS answer has no records"
	}
	return ""
}

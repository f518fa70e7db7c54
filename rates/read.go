package rates

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxSize is how many bytes a feed may have. At the recordings' bytes per rate,
// 27 years of all days and currencies are 9 MiB of the ECB's XML and 25 MiB of
// Nepal Rastra Bank's JSON.
const MaxSize = 64 << 20

// ErrFeed says why a file as a whole is not a feed.
type ErrFeed struct{ Reason string }

// Error is the reason, to stand after the file's name.
func (e *ErrFeed) Error() string { return e.Reason }

const known = "known are the JSON answers of Nepal Rastra Bank (nrb), Financial Benchmarks India (fbil) and CFETS (cfets), " +
	"and the European Central Bank's eurofxref XML and daily EXR CSV (ecb)"

// Read reads a feed of at most MaxSize bytes. Whose it is, its shape says: the
// name of the file does not matter. What is no known shape, is cut off or says
// itself that it is an error is *ErrFeed; other errors are r's.
func Read(r io.Reader) (Feed, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return Feed{}, fmt.Errorf("read feed: %w", err)
	}
	if len(data) > MaxSize {
		return Feed{}, &ErrFeed{fmt.Sprintf("the file is larger than %d MiB; split it by year", MaxSize>>20)}
	}
	feed, err := parse(data)
	if err != nil {
		return Feed{}, &ErrFeed{err.Error()}
	}
	feed.Skipped = append(feed.Skipped, feed.missing...)
	return feed, nil
}

// readAnswer reads what a publisher answered, of whom more is known than of a
// file: an empty list is a span without rates, and another's feed is a mistake.
func readAnswer(source SourceID, data []byte) (Feed, error) {
	if source == FBIL && string(bytes.TrimSpace(data)) == "[]" {
		return Feed{Source: FBIL}, nil
	}
	feed, err := parse(data)
	if err == nil && feed.Source != source {
		err = fmt.Errorf("this is a feed of another source, %s", feed.Source.Name())
	}
	if err != nil {
		return Feed{}, &ErrFeed{err.Error()}
	}
	return feed, nil
}

var errShape = errors.New("this is no rate feed that can be read; " + known)

func parse(data []byte) (Feed, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	start := bytes.TrimSpace(data)
	switch {
	case len(start) == 0:
		return Feed{}, errors.New("the file is empty; " + known)
	case bytes.IndexByte(start[:min(len(start), 64)], 0) >= 0:
		return Feed{}, errors.New("the file is not UTF-8 text; " + known)
	case isHTML(start):
		return Feed{}, errors.New("this is a web page and not a feed: the publisher's site may have answered with an error; " + known)
	case start[0] == '<':
		return readXML(data)
	case start[0] == '{', start[0] == '[':
		return readJSON(data)
	}
	return readCSV(data)
}

func isHTML(start []byte) bool {
	head := strings.ToLower(string(start[:min(len(start), 512)]))
	return head[0] == '<' && (strings.Contains(head, "<html") || strings.Contains(head, "<!doctype html"))
}

func readJSON(data []byte) (Feed, error) {
	value, err := parseJSON(data)
	if err != nil {
		return Feed{}, err
	}
	switch value := value.(type) {
	case []any:
		if isFBIL(value) {
			return readFBIL(value), nil
		}
	case object:
		inner, _ := value.at("data").(object)
		switch {
		case inner.names("payload"):
			return readNRB(value, inner)
		case inner.names("searchlist"), inner.names("head") && value.names("records"):
			return readCFETS(value, inner)
		}
	}
	return Feed{}, errShape
}

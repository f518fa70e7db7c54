package rates

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// MaxSize is how many bytes a feed may have. At the recordings' bytes per rate,
// 27 years of all days and currencies are 9 MiB of the ECB's XML and 25 MiB of
// Nepal Rastra Bank's JSON.
const MaxSize = 64 << 20

// Read reads a feed of at most MaxSize bytes, or a ZIP file with one such feed in it. Whose
// it is, its shape says: the name of the file does not matter. What is no known shape, is
// cut off or says itself that it is an error is *ErrFeed; other errors are r's. A feed
// without rates is none: on holidays nothing is published.
func Read(r io.Reader) (Feed, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return Feed{}, fmt.Errorf("read feed: %w", err)
	}
	if len(data) > MaxSize {
		return Feed{}, &ErrFeed{Code: FeedTooLarge, Args: []string{strconv.Itoa(MaxSize >> 20)}}
	}
	feed, err := parse(data)
	if err != nil {
		return Feed{}, err
	}
	if feed.lacksAll() {
		return Feed{}, &ErrFeed{Code: FeedNoFigures, Args: []string{feed.span.From.String(), feed.span.To.String()}}
	}
	feed.Skipped = append(feed.Skipped, feed.missing...)
	return feed, nil
}

// asked notes the days that an answer is for, where it says so.
func (f *Feed) asked(from, to any) {
	first, err := as(from, date)
	last, err2 := as(to, date)
	if err == nil && err2 == nil {
		f.span = Span{first, last}
	}
}

// lacksAll reports whether an answer has nothing for days of which the publisher works on some.
func (f *Feed) lacksAll() bool {
	p, known := PublisherOf(f.Source)
	if !known || f.span == (Span{}) || len(f.Rates)+len(f.Skipped) > 0 {
		return false
	}
	return Schedule{Weekdays: p.Weekdays}.Publishes(f.span, f.span.To.AddDays(1))
}

// readAnswer reads what a publisher answered, of whom more is known than of a file:
// another's feed is a mistake.
func readAnswer(source SourceID, data []byte) (Feed, error) {
	feed, err := parse(data)
	if err == nil && feed.Source != source {
		if len(feed.Rates)+len(feed.Skipped) == 0 {
			return feed, &ErrFeed{Code: FeedUnknown} // an empty list may be anybody's
		}
		err = &ErrFeed{Code: FeedOfOther, Args: []string{feed.Source.Name()}}
	}
	return feed, err
}

// parse reads a feed. Its error is *ErrFeed.
func parse(data []byte) (Feed, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	start := bytes.TrimSpace(data)
	switch {
	case len(start) == 0:
		return Feed{}, &ErrFeed{Code: FeedEmpty}
	case isZip(data):
		return readZip(data)
	case bytes.IndexByte(start[:min(len(start), 64)], 0) >= 0:
		return Feed{}, &ErrFeed{Code: FeedNotUTF8}
	case isHTML(start):
		return Feed{}, &ErrFeed{Code: FeedWebPage}
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
		if len(value) == 0 || isFBIL(value) { // nobody else answers with a list: on a holiday it is empty
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
		if said := saysInstead(value); said != nil {
			return Feed{}, &ErrFeed{Code: FeedSays, Args: []string{spoken(said)}}
		}
	}
	return Feed{}, &ErrFeed{Code: FeedUnknown}
}

// saysInstead returns what an object of no known shape says in words, as services do that
// refuse; nil: nothing.
func saysInstead(answer object) (said []string) {
	status, _ := answer.at("status").(object)
	for _, v := range []any{answer.at("errors"), answer.at("error"), answer.at("message"), status.at("message")} {
		said = append(said, texts(v)...)
	}
	return said
}

package rates

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// MaxSize is how many bytes a feed may have. As the recorded feeds are written, 27 years
// of all days and currencies are 9 MiB of the ECB's XML and 25 MiB of Nepal Rastra Bank's
// JSON.
const MaxSize = 64 << 20

// Read reads a feed of at most MaxSize bytes, or a ZIP file with one such feed in it. It
// tells the publisher by the shape of the file; the file's name does not matter. It
// returns *ErrFeed for a file that has no known shape, is cut off or says itself that it
// is an error; other errors are r's. A feed without rates is no error, because nothing is
// published on holidays.
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

// noteSpan stores the days that an answer is for, if the answer gives two dates.
func (f *Feed) noteSpan(from, to any) {
	first, err := numeralAs(from, date)
	last, err2 := numeralAs(to, date)
	if err == nil && err2 == nil {
		f.span = Span{first, last}
	}
}

// lacksAll reports whether an answer has no rate although the publisher works on at least
// one of its days.
func (f *Feed) lacksAll() bool {
	p, known := PublisherOf(f.Source)
	if !known || f.span == (Span{}) || len(f.Rates)+len(f.Skipped) > 0 {
		return false
	}
	return Schedule{Weekdays: p.Weekdays}.Publishes(f.span, f.span.To.AddDays(1))
}

// readAnswer reads what a publisher answered. Unlike for a file the publisher is known,
// so a feed of another one is an *ErrFeed.
func readAnswer(source SourceID, data []byte) (Feed, error) {
	feed, err := parse(data)
	if err == nil && feed.Source != source {
		if len(feed.Rates)+len(feed.Skipped) == 0 {
			return feed, &ErrFeed{Code: FeedUnknown} // an empty list may be any publisher's
		}
		err = &ErrFeed{Code: FeedOfOther, Args: []string{feed.Source.Name()}}
	}
	return feed, err
}

// parse reads a feed, packed or not. The error is *ErrFeed.
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

// isHTML reports whether a file, without leading space, begins like a web page.
func isHTML(start []byte) bool {
	head := strings.ToLower(string(start[:min(len(start), 512)]))
	return head[0] == '<' && (strings.Contains(head, "<html") || strings.Contains(head, "<!doctype html"))
}

// readJSON reads a feed in JSON. The error is *ErrFeed.
func readJSON(data []byte) (Feed, error) {
	value, err := parseJSON(data)
	if err != nil {
		return Feed{}, err
	}
	switch value := value.(type) {
	case []any:
		if len(value) == 0 || isFBIL(value) { // only FBIL answers with a list, which is empty on a holiday
			return readFBIL(value), nil
		}
	case object:
		inner, _ := value.at("data").(object)
		switch {
		case inner.has("payload"):
			return readNRB(value, inner)
		case inner.has("searchlist"), inner.has("head") && value.has("records"):
			return readCFETS(value, inner)
		}
		if said := wordsIn(value); said != nil {
			return Feed{}, &ErrFeed{Code: FeedSays, Args: []string{quoteWords(said)}}
		}
	}
	return Feed{}, &ErrFeed{Code: FeedUnknown}
}

// wordsIn returns what an object of no known shape says in words, as services do when
// they refuse a request, or nil.
func wordsIn(answer object) (said []string) {
	status, _ := answer.at("status").(object)
	for _, v := range []any{answer.at("errors"), answer.at("error"), answer.at("message"), status.at("message")} {
		said = append(said, texts(v)...)
	}
	return said
}

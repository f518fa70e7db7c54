package rates

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/rates/reason"
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
		return Feed{}, &reason.ErrFeed{Code: reason.FeedTooLarge, Args: []string{strconv.Itoa(MaxSize >> 20)}}
	}
	feed, err := parse(data)
	if err != nil {
		return Feed{}, err
	}
	if days := feed.lacking(); days != (Span{}) {
		return Feed{}, &reason.ErrFeed{Code: reason.FeedNoFigures, Args: []string{days.From.String(), days.To.String()}}
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

// noteDay stores a day that the feed has a place for, with or without figures, if it is a
// working day of the publisher. It does so only before the first rate, because it matters
// only in a feed without any.
func (f *Feed) noteDay(day civil.Date) {
	if len(f.Rates) > 0 || !f.works(Span{day, day}) {
		return
	}
	if f.worked.From.IsZero() || day.Before(f.worked.From) {
		f.worked.From = day
	}
	if day.After(f.worked.To) {
		f.worked.To = day
	}
}

// works reports whether the publisher has a working day among some days. It knows of no
// holidays.
func (f *Feed) works(days Span) bool {
	p, known := PublisherOf(f.Source)
	return known && Schedule{Weekdays: p.Weekdays}.Publishes(days, days.To.AddDays(1))
}

// lacking returns the days of a feed that has no rate although the publisher works on at
// least one of them: the days that were asked for, or else the working days in it.
// Otherwise it returns the zero Span.
func (f *Feed) lacking() Span {
	switch {
	case !f.IsBlank():
		return Span{}
	case f.span != (Span{}) && f.works(f.span):
		return f.span
	}
	return f.worked
}

// IsBlank reports whether a feed has no rate, and nothing that could not be read: cells in
// which no figure was published are blank.
func (f *Feed) IsBlank() bool {
	return len(f.Rates) == 0 && !slices.ContainsFunc(f.Skipped, func(s reason.Skipped) bool { return s.Code != reason.SkipNoFigure && s.Code != reason.SkipSays })
}

// refused returns an *ErrFeed if the publisher sent words and no figure, and nil
// otherwise.
func (f *Feed) refused() error {
	var said []string
	for _, s := range f.Skipped {
		if s.Code == reason.SkipSays {
			said = append(said, s.Args[0])
		}
	}
	if said == nil || !f.IsBlank() {
		return nil
	}
	return refusedBy(f.Source, strings.Join(said, "; "))
}

// refusedBy returns the *ErrFeed of a publisher that sent words, in quotation marks, in
// place of rates.
func refusedBy(id SourceID, said string) error {
	who := id.Name()
	if id == CFETS {
		who = "CFETS" // whose name is that of its central parity too
	}
	return &reason.ErrFeed{Code: reason.FeedRefused, Args: []string{who, said}}
}

// lacks returns the *ErrFeed of an answer that has not the shape of its publisher's: with
// the publisher's words if there are any, or with the code.
func lacks(id SourceID, answer object, code reason.FeedCode) error {
	if said := saidIn(answer); said != nil {
		return refusedBy(id, reason.QuoteWords(said))
	}
	return &reason.ErrFeed{Code: code}
}

// ReadAnswer reads what a publisher answered. Unlike for a file the publisher is known,
// so a feed of another one is an *ErrFeed.
func ReadAnswer(source SourceID, data []byte) (Feed, error) {
	feed, err := parse(data)
	if err == nil && feed.Source != source {
		if len(feed.Rates)+len(feed.Skipped) == 0 {
			return feed, &reason.ErrFeed{Code: reason.FeedUnknown} // an empty list may be any publisher's
		}
		err = &reason.ErrFeed{Code: reason.FeedOfOther, Args: []string{feed.Source.Name()}}
	}
	return feed, err
}

// parse reads a feed, packed or not. The error is *ErrFeed.
func parse(data []byte) (Feed, error) {
	feed, err := parseShape(data)
	if err != nil {
		return Feed{}, err
	}
	if err := feed.refused(); err != nil {
		return Feed{}, err
	}
	return feed, nil
}

// parseShape reads a feed by its shape. The error is *ErrFeed.
func parseShape(data []byte) (Feed, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	start := bytes.TrimSpace(data)
	switch {
	case len(start) == 0:
		return Feed{}, &reason.ErrFeed{Code: reason.FeedEmpty}
	case isZip(data):
		return readZip(data)
	case bytes.IndexByte(start[:min(len(start), 64)], 0) >= 0:
		return Feed{}, &reason.ErrFeed{Code: reason.FeedNotUTF8}
	case isHTML(start):
		return Feed{}, &reason.ErrFeed{Code: reason.FeedWebPage}
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
		if said := saidIn(value...); said != nil {
			return Feed{}, &reason.ErrFeed{Code: reason.FeedSays, Args: []string{reason.QuoteWords(said)}}
		}
	case object:
		inner, _ := value.at("data").(object)
		switch {
		case inner.has("payload"):
			return readNRB(value, inner)
		case inner.has("searchlist"), inner.has("head") && value.has("records"):
			return readCFETS(value, inner)
		}
		if said := saidIn(value); said != nil {
			return Feed{}, &reason.ErrFeed{Code: reason.FeedSays, Args: []string{reason.QuoteWords(said)}}
		}
	}
	return Feed{}, &reason.ErrFeed{Code: reason.FeedUnknown}
}

// words are what an answer says in words, at one of its keys.
type words struct {
	key  string
	said []string
}

// wordsIn returns what an object of an answer says in words, as services do when they
// refuse a request or have something to tell. It leaves out words that only confirm that
// the request was answered.
func wordsIn(answer object) (all []words) {
	head, _ := answer.at("head").(object)
	status, _ := answer.at("status").(object)
	data, _ := answer.at("data").(object)
	for _, at := range []struct {
		key   string
		value any
	}{
		{"errors", answer.at("errors")}, {"error", answer.at("error")}, {"message", answer.at("message")},
		{"status.message", status.at("message")}, {"head.rep_message", head.at("rep_message")}, {"data.flagMessage", data.at("flagMessage")},
	} {
		said := slices.DeleteFunc(texts(at.value), func(text string) bool {
			return slices.Contains([]string{"ok", "success", "successful"}, strings.ToLower(strings.Trim(text, " .!")))
		})
		if len(said) > 0 {
			all = append(all, words{at.key, said})
		}
	}
	return all
}

// saidIn returns all words of objects of an answer, or nil.
func saidIn(answers ...any) (said []string) {
	for _, v := range answers {
		answer, _ := v.(object)
		for _, w := range wordsIn(answer) {
			said = append(said, w.said...)
		}
	}
	return said
}

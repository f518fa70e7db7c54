package rates

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates/reason"
)

const (
	gesmes = "http://www.gesmes.org/xml/2002-08-01"
	eurofx = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref"

	maxElements = 8 // how deep elements may nest; a rate lies four deep
)

// readXML reads the ECB's eurofxref files, daily or historic: a Cube for each day, and in
// it a Cube for each currency with its units per euro. The error is *ErrFeed.
//
// It reads token by token, so that nothing but rates stays in memory, and it refuses
// document types and does not follow entities.
func readXML(data []byte) (Feed, error) {
	x := cubes{dec: xml.NewDecoder(bytes.NewReader(data)), feed: Feed{Source: ECB}}
	x.feed.Rates = make([]money.Rate, 0, bytes.Count(data, []byte("currency="))) // growing takes twice the memory
	x.dec.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, &reason.ErrFeed{Code: reason.FeedNotUTF8} }
	for {
		token, err := x.dec.Token()
		if errors.Is(err, io.EOF) {
			return x.end()
		}
		if other := (*reason.ErrFeed)(nil); errors.As(err, &other) {
			return Feed{}, other
		}
		if err != nil {
			line, _ := x.dec.InputPos()
			return Feed{}, &reason.ErrFeed{Code: reason.FeedBrokenXML, Args: []string{strconv.Itoa(line)}, Err: err}
		}
		if err := x.read(token); err != nil {
			return Feed{}, err
		}
	}
}

// cubes is an eurofxref file while it is being read.
type cubes struct {
	dec   *xml.Decoder
	feed  Feed
	depth int
	done  bool // the outermost element has ended
	dated bool // a Cube has named a day, readable or not

	day    civil.Date // the zero Date outside a readable day
	within int        // the depth of the Cube that named the day; 0 outside such a Cube
}

// read takes the next token. The error is *ErrFeed.
func (x *cubes) read(token xml.Token) error {
	switch token := token.(type) {
	case xml.Directive:
		return &reason.ErrFeed{Code: reason.FeedDocumentType}
	case xml.CharData:
		if x.depth == 0 && len(bytes.TrimSpace(token)) > 0 {
			return &reason.ErrFeed{Code: reason.FeedTextOutside}
		}
	case xml.StartElement:
		return x.start(token)
	case xml.EndElement:
		if x.depth == x.within {
			x.within = 0
		}
		x.depth--
		x.done = x.depth == 0
	}
	return nil
}

// start takes the start of an element. The error is *ErrFeed.
func (x *cubes) start(e xml.StartElement) error {
	x.depth++
	switch {
	case x.done, x.depth == 1 && e.Name != (xml.Name{Space: gesmes, Local: "Envelope"}):
		return &reason.ErrFeed{Code: reason.FeedUnknown}
	case x.depth > maxElements:
		return &reason.ErrFeed{Code: reason.FeedElementsDeep, Args: []string{strconv.Itoa(maxElements)}}
	case e.Name != (xml.Name{Space: eurofx, Local: "Cube"}):
		return nil
	}
	switch days := attributes(e, "time"); {
	case x.within > 0:
		x.rate(e)
	case len(days) > 0:
		x.openDay(days)
	case len(attributes(e, "currency")) > 0:
		x.feed.skip(x.place("without a day"), reason.SkipFor(reason.SkipOutsideDay))
	}
	return nil
}

// openDay begins the Cube of a day. It skips the day if it cannot read the one value that
// days must have.
func (x *cubes) openDay(days []string) {
	x.within, x.dated = x.depth, true
	day, err := onlyValue(days, date)
	if err != nil {
		x.feed.skip(x.place("time"), reason.SkipAllFor(reason.SkipDay, err))
	}
	x.day = day
	if !day.IsZero() {
		x.feed.noteDay(day)
	}
}

// rate takes the Cube of a currency. It skips a rate that it cannot read.
func (x *cubes) rate(e xml.StartElement) {
	if x.day.IsZero() {
		return // openDay has reported it
	}
	if x.depth != x.within+1 {
		x.feed.skip(x.place(x.day.String()), reason.SkipFor(reason.SkipOutsideDay))
		return
	}
	to, err := onlyValue(attributes(e, "currency"), currency)
	if err != nil {
		x.feed.skip(x.place(x.day.String()+" currency"), err)
		return
	}
	value, err := onlyValue(attributes(e, "rate"), figure)
	if err == nil {
		err = x.feed.add(euro(to, value, x.day))
	}
	if err != nil {
		x.feed.skip(x.place(x.day.String()+" "+string(to)), err)
	}
}

var one = exact.Int(1)

// euro returns the rate of the euro in another currency; the ECB quotes all rates so.
func euro(to money.Currency, value exact.Number, day civil.Date) money.Rate {
	return money.Rate{From: money.EUR, To: to, Value: value, Per: one, Side: money.Mid, Date: day}
}

// end returns the feed, or an *ErrFeed if the file had no Cube of a day.
func (x *cubes) end() (Feed, error) {
	if !x.dated {
		return Feed{}, &reason.ErrFeed{Code: reason.FeedUnknown}
	}
	return x.feed, nil
}

// place returns where in the file the decoder is, for people.
func (x *cubes) place(what string) string {
	line, _ := x.dec.InputPos()
	return fmt.Sprintf("line %d, Cube %s", line, what)
}

// attributes returns the values of an attribute: none, one, or more than the XML standard
// allows, because encoding/xml accepts those.
func attributes(e xml.StartElement, name string) (values []string) {
	for _, a := range e.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			values = append(values, strings.TrimSpace(a.Value))
		}
	}
	return values
}

// onlyValue parses the value if there is exactly one. The error is *errSkip.
func onlyValue[T any](values []string, parse func(string) (T, error)) (T, error) {
	var none T
	switch len(values) {
	case 0:
		return none, reason.SkipFor(reason.SkipMissing)
	case 1:
		return parse(values[0])
	}
	return none, reason.SkipFor(reason.SkipTwice)
}

package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/rates"
	"woolroad/rates/reason"
)

// maxPages is how many pages an answer may have. More are a publisher's mistake.
const maxPages = 40

// asker asks one publisher at one address. Every Source has one.
type asker struct {
	client *Client
	id     rates.SourceID
	base   *url.URL
}

// ID returns the source's ID.
func (a asker) ID() rates.SourceID { return a.id }

// read asks for the source's address with query added, and reads the answer as a feed.
// The errors are *ErrFetch and ctx's own.
func (a asker) read(ctx context.Context, method string, query map[string]string) (rates.Feed, error) {
	u := *a.base
	values := u.Query()
	for name, value := range query {
		values.Set(name, value)
	}
	u.RawQuery = values.Encode()
	return a.answer(ctx, request{source: a.id, method: method, url: u.String()})
}

// answer makes the request r and reads the answer as a feed. The errors are *ErrFetch and
// ctx's own.
func (a asker) answer(ctx context.Context, r request) (rates.Feed, error) {
	data, err := a.client.ask(ctx, r)
	if err != nil {
		return rates.Feed{}, err
	}
	feed, err := rates.ReadAnswer(a.id, data)
	if no := (*reason.ErrFeed)(nil); errors.As(err, &no) {
		return rates.Feed{}, &reason.ErrFetch{Code: reason.FetchNotAFeed, Args: append([]string{a.id.Name(), string(no.Code)}, no.Args...), Err: err}
	}
	return feed, err
}

// pages reads all pages of the span from from to to and joins them. page reads page n;
// the first page says how many there are. The errors are *ErrFetch and ctx's own.
func (a asker) pages(ctx context.Context, from, to civil.Date, page func(n string) (rates.Feed, error)) (rates.Feed, error) {
	all := rates.Feed{Source: a.id}
	for n, of := int64(1), int64(1); n <= of; n++ {
		f, err := page(strconv.FormatInt(n, 10))
		if err != nil {
			return rates.Feed{}, err
		}
		if of = max(1, f.Pages); of > maxPages {
			return rates.Feed{}, &reason.ErrFetch{Code: reason.FetchTooManyPages, Args: []string{a.id.Name(), strconv.FormatInt(of, 10), from.String(), to.String()}}
		}
		all.Rates = append(all.Rates, f.Rates...)
		for _, s := range f.Skipped {
			if of > 1 {
				s.Place = "page " + strconv.FormatInt(n, 10) + ", " + s.Place
			}
			all.Skipped = append(all.Skipped, s)
		}
	}
	return between(all, from, to)
}

// between returns the feed without the rates outside the span from from to to. A feed of
// which no row could be read is an error, *ErrFetch, because it would look like a span
// without rates.
func between(f rates.Feed, from, to civil.Date) (rates.Feed, error) {
	if len(f.Rates) == 0 && !f.IsBlank() {
		first := f.Skipped[0]
		args := []string{f.Source.Name(), strconv.Itoa(len(f.Skipped)), first.Place, string(first.Code)}
		return rates.Feed{}, &reason.ErrFetch{Code: reason.FetchNoRowRead, Args: append(args, first.Args...)}
	}
	f.Rates = slices.DeleteFunc(f.Rates, func(r money.Rate) bool { return r.Date.Before(from) || r.Date.After(to) })
	return f, nil
}

// nrbSource fetches from Nepal Rastra Bank, whose pages have up to 100 days.
type nrbSource struct{ asker }

// Fetch asks for one page after the other. The errors are those of rates.Source: *ErrFetch
// and ctx's own.
func (s nrbSource) Fetch(ctx context.Context, from, to civil.Date) (rates.Feed, error) {
	return s.pages(ctx, from, to, func(n string) (rates.Feed, error) {
		return s.read(ctx, http.MethodGet, map[string]string{"from": from.String(), "to": to.String(), "per_page": "100", "page": n})
	})
}

// fbilSource fetches from Financial Benchmarks India, which has no pages.
type fbilSource struct{ asker }

// Fetch asks once for all days. The errors are those of rates.Source: *ErrFetch and ctx's own.
func (s fbilSource) Fetch(ctx context.Context, from, to civil.Date) (rates.Feed, error) {
	f, err := s.read(ctx, http.MethodGet, map[string]string{"fromDate": from.String(), "toDate": to.String(), "authenticated": "false"})
	if err != nil {
		return rates.Feed{}, err
	}
	return between(f, from, to)
}

// cfetsSource fetches from the China Foreign Exchange Trade System, whose pages have up
// to 50 days and which answers for spans of less than a year.
type cfetsSource struct{ asker }

// Fetch asks for one page after the other. The errors are those of rates.Source: *ErrFetch
// and ctx's own.
func (s cfetsSource) Fetch(ctx context.Context, from, to civil.Date) (rates.Feed, error) {
	return s.pages(ctx, from, to, func(n string) (rates.Feed, error) {
		return s.read(ctx, http.MethodPost, map[string]string{"startDate": from.String(), "endDate": to.String(), "currency": "", "pageNum": n, "pageSize": "50"})
	})
}

// ecbSource fetches from the European Central Bank, which has one file with the last day,
// one with 90 days and one with all days.
type ecbSource struct{ asker }

// recent is how many days before the last one the file of 90 days surely holds.
const recent = 85

// Fetch reads the last day's file first, which is small, and decides by its day which file
// holds the span, so that the machine's clock plays no part. The errors are those of
// rates.Source: *ErrFetch and ctx's own.
func (s ecbSource) Fetch(ctx context.Context, from, to civil.Date) (rates.Feed, error) {
	feed, err := s.file(ctx, "eurofxref-daily.xml", false)
	if err != nil {
		return rates.Feed{}, err
	}
	for _, r := range feed.Rates[:min(1, len(feed.Rates))] {
		switch {
		case !from.Before(r.Date):
		case !from.Before(r.Date.AddDays(-recent)):
			feed, err = s.file(ctx, "eurofxref-hist-90d.xml", false)
		default:
			feed, err = s.file(ctx, "eurofxref-hist.xml", true)
		}
	}
	if err != nil {
		return rates.Feed{}, err
	}
	return between(feed, from, to)
}

// file fetches one of the ECB's files. whole allows it the time and size of a history.
func (s ecbSource) file(ctx context.Context, name string, whole bool) (rates.Feed, error) {
	u := *s.base
	u.Path += name
	u.RawPath = ""
	return s.answer(ctx, request{source: s.id, method: http.MethodGet, url: u.String(), whole: whole})
}

// NewSource returns the Source of one of the Publishers that asks at the given address.
// The source sets the address's query itself. The error is *ErrFetch.
func NewSource(c *Client, id rates.SourceID, address string) (rates.Source, error) {
	if _, ok := rates.PublisherOf(id); !ok {
		return nil, &reason.ErrFetch{Code: reason.FetchUnknownSource, Args: []string{reason.Quote(string(id))}}
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && !(c.local && u.Scheme == "http") {
		return nil, &reason.ErrFetch{Code: reason.FetchAddress, Args: []string{reason.Quote(address), id.Name()}}
	}
	a := asker{c, id, u}
	switch id {
	case rates.NRB:
		return nrbSource{a}, nil
	case rates.FBIL:
		return fbilSource{a}, nil
	case rates.CFETS:
		return cfetsSource{a}, nil
	}
	u.Path = strings.TrimSuffix(u.Path, "/") + "/"
	return ecbSource{a}, nil
}

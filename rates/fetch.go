package rates

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
)

// maxPages is how many pages one span may have. A publisher that names more has
// lost count.
const maxPages = 40

// asker is what the sources share.
type asker struct {
	client *Client
	id     SourceID
	base   *url.URL
}

// ID returns the source's ID.
func (a asker) ID() SourceID { return a.id }

// read asks for the base with more in its query and reads the answer.
func (a asker) read(ctx context.Context, method string, query map[string]string) (Feed, error) {
	u := *a.base
	values := u.Query()
	for name, value := range query {
		values.Set(name, value)
	}
	u.RawQuery = values.Encode()
	return a.answer(ctx, request{source: a.id, method: method, url: u.String()})
}

func (a asker) answer(ctx context.Context, r request) (Feed, error) {
	data, err := a.client.ask(ctx, r)
	if err != nil {
		return Feed{}, err
	}
	feed, err := readAnswer(a.id, data)
	if no := (*ErrFeed)(nil); errors.As(err, &no) {
		return Feed{}, &ErrFetch{Code: FetchNotAFeed, Args: append([]string{a.id.Name(), string(no.Code)}, no.Args...), Err: err}
	}
	return feed, err
}

// pages reads the pages of a span, of which each says how many there are.
func (a asker) pages(ctx context.Context, from, to civil.Date, page func(n string) (Feed, error)) (Feed, error) {
	all := Feed{Source: a.id}
	for n, of := int64(1), int64(1); n <= of; n++ {
		f, err := page(strconv.FormatInt(n, 10))
		if err != nil {
			return Feed{}, err
		}
		if of = max(1, f.pages); of > maxPages {
			return Feed{}, &ErrFetch{Code: FetchTooManyPages, Args: []string{a.id.Name(), strconv.FormatInt(of, 10), from.String(), to.String()}}
		}
		all.Rates = append(all.Rates, f.Rates...)
		for _, s := range f.Skipped {
			if of > 1 {
				s.Place = "page " + strconv.FormatInt(n, 10) + ", " + s.Place
			}
			all.Skipped = append(all.Skipped, s)
		}
	}
	return all.between(from, to)
}

// between returns the feed's part of a span. A feed of which no row could be read
// brings nothing, and that is an error: it looks like a day without rates.
func (f Feed) between(from, to civil.Date) (Feed, error) {
	if len(f.Rates) == 0 && len(f.Skipped) > 0 {
		first := f.Skipped[0]
		args := []string{f.Source.Name(), strconv.Itoa(len(f.Skipped)), first.Place, string(first.Code)}
		return Feed{}, &ErrFetch{Code: FetchNoRowRead, Args: append(args, first.Args...)}
	}
	f.Rates = slices.DeleteFunc(f.Rates, func(r money.Rate) bool { return r.Date.Before(from) || r.Date.After(to) })
	return f, nil
}

// nrbSource is Nepal Rastra Bank, whose pages have up to 100 days.
type nrbSource struct{ asker }

// Fetch implements Source.
func (s nrbSource) Fetch(ctx context.Context, from, to civil.Date) (Feed, error) {
	return s.pages(ctx, from, to, func(n string) (Feed, error) {
		return s.read(ctx, http.MethodGet, map[string]string{"from": from.String(), "to": to.String(), "per_page": "100", "page": n})
	})
}

// fbilSource is Financial Benchmarks India, which has no pages.
type fbilSource struct{ asker }

// Fetch implements Source.
func (s fbilSource) Fetch(ctx context.Context, from, to civil.Date) (Feed, error) {
	f, err := s.read(ctx, http.MethodGet, map[string]string{"fromDate": from.String(), "toDate": to.String(), "authenticated": "false"})
	if err != nil {
		return Feed{}, err
	}
	return f.between(from, to)
}

// cfetsSource is the China Foreign Exchange Trade System, whose pages have up
// to 50 days and whose spans are under a year.
type cfetsSource struct{ asker }

// Fetch implements Source.
func (s cfetsSource) Fetch(ctx context.Context, from, to civil.Date) (Feed, error) {
	return s.pages(ctx, from, to, func(n string) (Feed, error) {
		return s.read(ctx, http.MethodPost, map[string]string{"startDate": from.String(), "endDate": to.String(), "currency": "", "pageNum": n, "pageSize": "50"})
	})
}

// ecbSource is the European Central Bank: a folder with the last day's file,
// one of 90 days and one of all.
type ecbSource struct{ asker }

// recent is how many days before the last one the file of 90 days holds for sure.
const recent = 85

// Fetch implements Source. Which file holds the span, the last day's file says:
// it is small, and the days that it leads to are not asked of the machine's clock.
func (s ecbSource) Fetch(ctx context.Context, from, to civil.Date) (Feed, error) {
	feed, err := s.file(ctx, "eurofxref-daily.xml", false)
	if err != nil {
		return Feed{}, err
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
		return Feed{}, err
	}
	return feed.between(from, to)
}

func (s ecbSource) file(ctx context.Context, name string, whole bool) (Feed, error) {
	u := *s.base
	u.Path += name
	u.RawPath = ""
	return s.answer(ctx, request{source: s.id, method: http.MethodGet, url: u.String(), whole: whole})
}

package rates

import (
	"fmt"
	"strings"

	"woolroad/app/money"
	"woolroad/rates/reason"
)

// readNRB reads the answer of https://www.nrb.org.np/api/forex/v1/rates: in data.payload
// an element for each day, with the amounts of Nepalese rupees for which the bank buys
// and sells so many units of each currency. The error is *ErrFeed.
func readNRB(answer, data object) (Feed, error) {
	if err := refusedNRB(answer); err != nil {
		return Feed{}, err
	}
	days, ok := data.at("payload").([]any)
	if !ok {
		return Feed{}, lacks(NRB, answer, reason.FeedNoDays)
	}
	f := Feed{Source: NRB}
	f.noteWords(answer)
	for i, v := range days {
		f.nrbDay(fmt.Sprintf("data.payload[%d]", i), v)
	}
	if params, ok := answer.at("params").(object); ok {
		f.noteSpan(params.at("from"), params.at("to"))
	}
	if pages, ok := answer.at("pagination").(object); ok {
		f.notePages("pagination", pages.at("page"), pages.at("pages"))
	}
	return f, nil
}

// refusedNRB returns an *ErrFeed if the bank answered with something else than rates, and
// nil otherwise.
func refusedNRB(answer object) error {
	status, _ := answer.at("status").(object)
	code, err := numeral(status.at("code"))
	if err != nil {
		return &reason.ErrFeed{Code: reason.FeedStatusUnread, Args: []string{"status.code"}, Err: err}
	}
	if code == "" || code == "200" {
		return nil
	}
	if said := saidIn(answer); said != nil {
		return &reason.ErrFeed{Code: reason.FeedStatusReason, Args: []string{NRB.Name(), reason.Quote(code), reason.QuoteWords(said)}}
	}
	return &reason.ErrFeed{Code: reason.FeedStatus, Args: []string{NRB.Name(), reason.Quote(code)}}
}

// texts returns all texts in a JSON value that are not blank, or nil if there are none.
func texts(v any) (all []string) {
	switch v := v.(type) {
	case string:
		if strings.TrimSpace(v) != "" {
			return []string{v}
		}
	case []any:
		for _, inner := range v {
			all = append(all, texts(inner)...)
		}
	case object:
		for _, m := range v {
			all = append(all, texts(m.value)...)
		}
	}
	return all
}

// nrbDay reads the element of one day. It skips what it cannot read.
func (f *Feed) nrbDay(place string, v any) {
	day, ok := v.(object)
	if !ok {
		f.skip(place, reason.SkipFor(reason.SkipNotObject))
		return
	}
	published, err := numeralAs(day.at("date"), date)
	if err != nil {
		f.skip(place+".date", reason.SkipAllFor(reason.SkipDay, err))
		return
	}
	f.noteDay(published)
	rows, ok := day.at("rates").([]any)
	if !ok {
		f.skip(place+".rates", reason.SkipFor(reason.SkipNotList))
		return
	}
	for i, row := range rows {
		r, key, err := nrbRow(row)
		if err != nil {
			f.skip(fmt.Sprintf("%s.rates[%d]%s", place, i, key), err)
			continue
		}
		r.Date = published
		for _, side := range []money.Side{money.Buy, money.Sell} {
			r.Side = side
			if err := f.nrbSide(r, row.(object).at(string(side))); err != nil {
				f.skip(fmt.Sprintf("%s.rates[%d].%s", place, i, side), err)
			}
		}
	}
}

// nrbRow reads what both sides of a row have in common. The error is *errSkip; key is
// then the key of the value that it is about.
func nrbRow(v any) (r money.Rate, key string, err error) {
	row, ok := v.(object)
	if !ok {
		return r, "", reason.SkipFor(reason.SkipNotObject)
	}
	of, ok := row.at("currency").(object)
	if !ok {
		return r, ".currency", reason.SkipFor(reason.SkipNotObject)
	}
	code, err := text(of.at("iso3"))
	if err != nil {
		return r, ".currency.iso3", err
	}
	if r.From, err = currency(code); err != nil {
		return r, ".currency.iso3", err
	}
	if r.Per, err = numeralAs(of.at("unit"), unit); err != nil {
		return r, ".currency.unit", err
	}
	r.To = money.NPR
	return r, "", nil
}

// nrbSide adds r with the figure v, one of the row's two sides. The error is *errSkip.
func (f *Feed) nrbSide(r money.Rate, v any) (err error) {
	if r.Value, err = numeralAs(v, figure); err != nil {
		return err
	}
	return f.add(r)
}

package rates

import (
	"fmt"
	"strings"

	"woolroad/app/money"
)

// readNRB reads the answer of https://www.nrb.org.np/api/forex/v1/rates: in
// data.payload a day each, with what the bank buys and sells so many units of a
// currency for, in Nepalese rupees.
func readNRB(answer, data object) (Feed, error) {
	if err := refusedNRB(answer); err != nil {
		return Feed{}, err
	}
	days, ok := data.at("payload").([]any)
	if !ok {
		return Feed{}, &ErrFeed{Code: FeedNoDays}
	}
	f := Feed{Source: NRB}
	if said := texts(answer.at("errors")); len(days) == 0 && said != nil {
		return Feed{}, &ErrFeed{Code: FeedRefused, Args: []string{NRB.Name(), spoken(said)}}
	} else if said != nil {
		f.says("errors", said)
	}
	for i, v := range days {
		f.nrbDay(fmt.Sprintf("data.payload[%d]", i), v)
	}
	if params, ok := answer.at("params").(object); ok {
		f.asked(params.at("from"), params.at("to"))
	}
	if pages, ok := answer.at("pagination").(object); ok {
		f.otherPages("pagination", pages.at("page"), pages.at("pages"))
	}
	return f, nil
}

// refusedNRB returns what the bank answered instead of rates.
func refusedNRB(answer object) error {
	status, _ := answer.at("status").(object)
	code, err := numeral(status.at("code"))
	if err != nil {
		return &ErrFeed{Code: FeedStatusUnread, Args: []string{"status.code"}, Err: err}
	}
	if code == "" || code == "200" {
		return nil
	}
	if said := texts(answer.at("errors")); said != nil {
		return &ErrFeed{Code: FeedStatusReason, Args: []string{NRB.Name(), quote(code), spoken(said)}}
	}
	return &ErrFeed{Code: FeedStatus, Args: []string{NRB.Name(), quote(code)}}
}

// texts returns all texts in a JSON value that say something; nil: none does.
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

func (f *Feed) nrbDay(place string, v any) {
	day, ok := v.(object)
	if !ok {
		f.skip(place, leave(SkipNotObject))
		return
	}
	published, err := as(day.at("date"), date)
	if err != nil {
		f.skip(place+".date", with(SkipDay, err))
		return
	}
	rows, ok := day.at("rates").([]any)
	if !ok {
		f.skip(place+".rates", leave(SkipNotList))
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

// nrbRow reads what both sides of a row share; the key is that of the fault.
func nrbRow(v any) (r money.Rate, key string, err error) {
	row, ok := v.(object)
	if !ok {
		return r, "", leave(SkipNotObject)
	}
	of, ok := row.at("currency").(object)
	if !ok {
		return r, ".currency", leave(SkipNotObject)
	}
	code, err := text(of.at("iso3"))
	if err != nil {
		return r, ".currency.iso3", err
	}
	if r.From, err = currency(code); err != nil {
		return r, ".currency.iso3", err
	}
	if r.Per, err = as(of.at("unit"), unit); err != nil {
		return r, ".currency.unit", err
	}
	r.To = money.NPR
	return r, "", nil
}

// nrbSide takes a row's buy or sell, which the file calls as money does.
func (f *Feed) nrbSide(r money.Rate, v any) (err error) {
	if r.Value, err = as(v, figure); err != nil {
		return err
	}
	return f.add(r)
}

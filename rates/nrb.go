package rates

import (
	"errors"
	"fmt"
	"strings"

	"github.com/golang-sql/civil"

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
		return Feed{}, errors.New("data.payload of this Nepal Rastra Bank answer holds no days")
	}
	f := Feed{Source: NRB}
	for i, v := range days {
		f.nrbDay(fmt.Sprintf("data.payload[%d]", i), v)
	}
	if pages, ok := answer.at("pagination").(object); ok {
		f.otherPages("pagination", pages.at("page"), pages.at("pages"))
	}
	return f, nil
}

// refusedNRB is what the bank answered instead of rates.
func refusedNRB(answer object) error {
	status, _ := answer.at("status").(object)
	code, err := numeral(status.at("code"))
	if err != nil || code == "" || code == "200" {
		return err
	}
	reason := ""
	if faults, ok := answer.at("errors").(object); ok {
		if said := texts(faults.at("validation")); len(said) > 0 {
			reason = ", " + quote(strings.Join(said, "; "))
		}
	}
	return fmt.Errorf("Nepal Rastra Bank answered with status %s%s and not with rates; ask it again", quote(code), reason)
}

// texts are all texts in a JSON value.
func texts(v any) (all []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
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
		f.skip(place, errNotObject)
		return
	}
	published, err := as(day.at("date"), date)
	if err != nil {
		f.skip(place+".date", fmt.Errorf("%w; the day's rates are left out", err))
		return
	}
	rows, ok := day.at("rates").([]any)
	if !ok {
		f.skip(place+".rates", errNotList)
		return
	}
	for i, row := range rows {
		f.nrbRow(fmt.Sprintf("%s.rates[%d]", place, i), published, row)
	}
}

func (f *Feed) nrbRow(place string, day civil.Date, v any) {
	row, ok := v.(object)
	if !ok {
		f.skip(place, errNotObject)
		return
	}
	sold, ok := row.at("currency").(object)
	if !ok {
		f.skip(place+".currency", errNotObject)
		return
	}
	code, err := text(sold.at("iso3"))
	if err != nil {
		f.skip(place+".currency.iso3", err)
		return
	}
	from, err := currency(code)
	if err != nil {
		f.skip(place+".currency.iso3", err)
		return
	}
	per, err := as(sold.at("unit"), unit)
	if err != nil {
		f.skip(place+".currency.unit", err)
		return
	}
	f.nrbSide(place+".buy", row.at("buy"), money.Rate{From: from, Per: per, Side: money.Buy, Date: day})
	f.nrbSide(place+".sell", row.at("sell"), money.Rate{From: from, Per: per, Side: money.Sell, Date: day})
}

func (f *Feed) nrbSide(place string, v any, r money.Rate) {
	var err error
	if r.Value, err = as(v, figure); err != nil {
		f.skip(place, err)
		return
	}
	r.To = money.NPR
	f.add(place, r)
}

package rates

import (
	"fmt"
	"strconv"
	"strings"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates/reason"
)

// readCFETS reads the answer of chinamoney.com.cn's CcprHisNew: records with a day and
// its central parities, in the order of the pairs that data.searchlist names, or
// data.head when no pair was asked for. The error is *ErrFeed.
func readCFETS(answer, data object) (Feed, error) {
	if err := refusedCFETS(answer); err != nil {
		return Feed{}, err
	}
	list := "searchlist"
	labels, ok := data.at(list).([]any)
	if !ok || len(labels) == 0 {
		list = "head"
		labels, ok = data.at(list).([]any)
	}
	if !ok || len(labels) == 0 {
		return Feed{}, lacks(CFETS, answer, reason.FeedNoPairs)
	}
	records, ok := answer.at("records").([]any)
	if !ok {
		return Feed{}, lacks(CFETS, answer, reason.FeedNoRecords)
	}
	f := Feed{Source: CFETS}
	f.noteWords(answer)
	pairs := f.cfetsPairs("data."+list, labels)
	for i, v := range records {
		f.cfetsRecord(fmt.Sprintf("records[%d]", i), pairs, v)
	}
	f.noteSpan(data.at("startDate"), data.at("endDate"))
	f.notePages("data", data.at("pageNum"), data.at("pageTotal"))
	return f, nil
}

// refusedCFETS returns an *ErrFeed if the service answered with something else than
// rates, and nil otherwise.
func refusedCFETS(answer object) error {
	head, _ := answer.at("head").(object)
	code, err := numeral(head.at("rep_code"))
	if err != nil {
		return &reason.ErrFeed{Code: reason.FeedStatusUnread, Args: []string{"head.rep_code"}, Err: err}
	}
	if code == "" || code == "200" {
		return nil
	}
	if said := saidIn(answer); said != nil {
		return &reason.ErrFeed{Code: reason.FeedStatusReason, Args: []string{"CFETS", reason.Quote(code), reason.QuoteWords(said)}}
	}
	return &reason.ErrFeed{Code: reason.FeedStatus, Args: []string{"CFETS", reason.Quote(code)}}
}

// cfetsPairs reads the names of the columns. It skips a pair that it cannot read, and
// returns it without From.
func (f *Feed) cfetsPairs(place string, labels []any) []money.Rate {
	pairs := make([]money.Rate, len(labels))
	for i, v := range labels {
		label, err := text(v)
		if err == nil {
			pairs[i], err = cfetsPair(label)
		}
		if err != nil {
			f.skip(fmt.Sprintf("%s[%d]", place, i), reason.SkipAllFor(reason.SkipPair, err))
		}
	}
	return pairs
}

// cfetsPair reads "100JPY/CNY", yuan per 100 yen, or "CNY/KRW", won per yuan. The error
// is *errSkip.
func cfetsPair(label string) (money.Rate, error) {
	left, right, _ := strings.Cut(label, "/")
	code := strings.TrimLeft(left, "0123456789")
	if right == "" || code != "CNY" && right != "CNY" {
		return money.Rate{}, reason.SkipFor(reason.SkipNotAYuanPair, reason.Quote(label))
	}
	per, err := exact.Int(1), error(nil)
	if digits := strings.TrimSuffix(left, code); digits != "" {
		if per, err = unit(digits); err != nil {
			return money.Rate{}, err
		}
	}
	from, err := currency(code)
	if err != nil {
		return money.Rate{}, err
	}
	to, err := currency(right)
	if err != nil {
		return money.Rate{}, err
	}
	return money.Rate{From: from, To: to, Per: per, Side: money.Mid}, nil
}

// cfetsRecord reads a record of one day. It skips what it cannot read.
func (f *Feed) cfetsRecord(place string, pairs []money.Rate, v any) {
	record, ok := v.(object)
	if !ok {
		f.skip(place, reason.SkipFor(reason.SkipNotObject))
		return
	}
	day, err := numeralAs(record.at("date"), date)
	if err != nil {
		f.skip(place+".date", reason.SkipAllFor(reason.SkipDay, err))
		return
	}
	f.noteDay(day)
	values, ok := record.at("values").([]any)
	if !ok {
		f.skip(place+".values", reason.SkipFor(reason.SkipNotList))
		return
	}
	if len(values) != len(pairs) {
		f.skip(place+".values", reason.SkipAllFor(reason.SkipDay, reason.SkipFor(reason.SkipValueCount, strconv.Itoa(len(values)), strconv.Itoa(len(pairs)))))
		return
	}
	for i, pair := range pairs {
		if pair.From == "" {
			continue // cfetsPairs has reported it
		}
		pair.Date = day
		if err := f.cfetsValue(pair, values[i]); err != nil {
			f.skip(fmt.Sprintf("%s.values[%d], %s/%s", place, i, pair.From, pair.To), err)
		}
	}
}

// cfetsValue adds r with the figure v. The error is *errSkip.
func (f *Feed) cfetsValue(r money.Rate, v any) (err error) {
	if r.Value, err = numeralAs(v, figure); err != nil {
		return err
	}
	return f.add(r)
}

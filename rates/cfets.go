package rates

import (
	"fmt"
	"strconv"
	"strings"

	"woolroad/app/exact"
	"woolroad/app/money"
)

// readCFETS reads the answer of chinamoney.com.cn's CcprHisNew: records with a
// day and its central parities, in the order of the pairs that data.searchlist
// names, or data.head when no pair was asked for.
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
		return Feed{}, &ErrFeed{Code: FeedNoPairs}
	}
	records, ok := answer.at("records").([]any)
	if !ok {
		return Feed{}, &ErrFeed{Code: FeedNoRecords}
	}
	f := Feed{Source: CFETS}
	if said := texts(data.at("flagMessage")); len(records) == 0 && said != nil {
		return Feed{}, &ErrFeed{Code: FeedRefused, Args: []string{"CFETS", spoken(said)}}
	} else if said != nil {
		f.says("data.flagMessage", said)
	}
	pairs := f.cfetsPairs("data."+list, labels)
	for i, v := range records {
		f.cfetsRecord(fmt.Sprintf("records[%d]", i), pairs, v)
	}
	f.asked(data.at("startDate"), data.at("endDate"))
	f.otherPages("data", data.at("pageNum"), data.at("pageTotal"))
	return f, nil
}

// refusedCFETS returns what the service answered instead of rates.
func refusedCFETS(answer object) error {
	head, _ := answer.at("head").(object)
	code, err := numeral(head.at("rep_code"))
	if err != nil {
		return &ErrFeed{Code: FeedStatusUnread, Args: []string{"head.rep_code"}, Err: err}
	}
	if code == "" || code == "200" {
		return nil
	}
	if said := texts(head.at("rep_message")); said != nil {
		return &ErrFeed{Code: FeedStatusReason, Args: []string{"CFETS", quote(code), spoken(said)}}
	}
	return &ErrFeed{Code: FeedStatus, Args: []string{"CFETS", quote(code)}}
}

// cfetsPairs reads the names of the columns. A pair that cannot be read is
// reported once and has no From.
func (f *Feed) cfetsPairs(place string, labels []any) []money.Rate {
	pairs := make([]money.Rate, len(labels))
	for i, v := range labels {
		label, err := text(v)
		if err == nil {
			pairs[i], err = cfetsPair(label)
		}
		if err != nil {
			f.skip(fmt.Sprintf("%s[%d]", place, i), with(SkipPair, err))
		}
	}
	return pairs
}

// cfetsPair reads "100JPY/CNY", yuan per 100 yen, or "CNY/KRW", won per yuan.
func cfetsPair(label string) (money.Rate, error) {
	left, right, _ := strings.Cut(label, "/")
	code := strings.TrimLeft(left, "0123456789")
	if right == "" || code != "CNY" && right != "CNY" {
		return money.Rate{}, leave(SkipNotAYuanPair, quote(label))
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

func (f *Feed) cfetsRecord(place string, pairs []money.Rate, v any) {
	record, ok := v.(object)
	if !ok {
		f.skip(place, leave(SkipNotObject))
		return
	}
	day, err := as(record.at("date"), date)
	if err != nil {
		f.skip(place+".date", with(SkipDay, err))
		return
	}
	values, ok := record.at("values").([]any)
	if !ok {
		f.skip(place+".values", leave(SkipNotList))
		return
	}
	if len(values) != len(pairs) {
		f.skip(place+".values", with(SkipDay, leave(SkipValueCount, strconv.Itoa(len(values)), strconv.Itoa(len(pairs)))))
		return
	}
	for i, pair := range pairs {
		if pair.From == "" {
			continue // reported with its name
		}
		pair.Date = day
		if err := f.cfetsValue(pair, values[i]); err != nil {
			f.skip(fmt.Sprintf("%s.values[%d], %s/%s", place, i, pair.From, pair.To), err)
		}
	}
}

func (f *Feed) cfetsValue(r money.Rate, v any) (err error) {
	if r.Value, err = as(v, figure); err != nil {
		return err
	}
	return f.add(r)
}

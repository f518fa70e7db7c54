package rates

import (
	"errors"
	"fmt"
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
		return Feed{}, errors.New("this CFETS answer names no pairs: data.searchlist and data.head are empty")
	}
	records, ok := answer.at("records").([]any)
	if !ok {
		return Feed{}, errors.New("this CFETS answer has no records")
	}
	f := Feed{Source: CFETS}
	pairs := f.cfetsPairs("data."+list, labels)
	for i, v := range records {
		f.cfetsRecord(fmt.Sprintf("records[%d]", i), pairs, v)
	}
	f.otherPages("data", data.at("pageNum"), data.at("pageTotal"))
	return f, nil
}

// refusedCFETS is what the service answered instead of rates.
func refusedCFETS(answer object) error {
	head, _ := answer.at("head").(object)
	code, err := numeral(head.at("rep_code"))
	if err != nil {
		return fmt.Errorf("head.rep_code: %w", err)
	}
	if code == "" || code == "200" {
		return nil
	}
	return fmt.Errorf("instead of rates, CFETS answered with code %s; ask it again", quote(code))
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
			f.skip(fmt.Sprintf("%s[%d]", place, i), fmt.Errorf("%w; the pair's rates are left out", err))
		}
	}
	return pairs
}

// cfetsPair reads "100JPY/CNY", yuan per 100 yen, or "CNY/KRW", won per yuan.
func cfetsPair(label string) (money.Rate, error) {
	left, right, _ := strings.Cut(label, "/")
	code := strings.TrimLeft(left, "0123456789")
	if right == "" || code != "CNY" && right != "CNY" {
		return money.Rate{}, fmt.Errorf("%s is not a pair with the yuan, written like 100JPY/CNY or CNY/KRW", quote(label))
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
		f.skip(place, errNotObject)
		return
	}
	day, err := as(record.at("date"), date)
	if err != nil {
		f.skip(place+".date", fmt.Errorf("%w; the day's rates are left out", err))
		return
	}
	values, ok := record.at("values").([]any)
	if !ok {
		f.skip(place+".values", errNotList)
		return
	}
	if len(values) != len(pairs) {
		f.skip(place+".values", fmt.Errorf("%d values stand for %d pairs, so that none can be told; the day's rates are left out", len(values), len(pairs)))
		return
	}
	for i, pair := range pairs {
		if pair.From == "" {
			continue // reported with its name
		}
		pair.Date = day
		if err := f.cfetsValue(pair, values[i]); err != nil {
			f.skip(fmt.Sprintf("%s.values[%d]", place, i), fmt.Errorf("%s to %s: %w", pair.From, pair.To, err))
		}
	}
}

func (f *Feed) cfetsValue(r money.Rate, v any) (err error) {
	if r.Value, err = as(v, figure); err != nil {
		return err
	}
	return f.add(r)
}

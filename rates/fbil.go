package rates

import (
	"fmt"
	"slices"
	"strings"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates/reason"
)

// isFBIL reports whether a list holds at least one row of FBIL's shape.
func isFBIL(rows []any) bool {
	return slices.ContainsFunc(rows, func(v any) bool {
		row, ok := v.(object)
		return ok && row.has("subProdName") && row.has("rate")
	})
}

// readFBIL reads the answer of https://www.fbil.org.in/wasdm/refrates/fetchfiltered: an
// array of reference rates in Indian rupees, each for as many units as its subProdName
// says.
func readFBIL(rows []any) Feed {
	f := Feed{Source: FBIL}
	for i, v := range rows {
		r, key, err := fbilRow(v)
		if !r.Date.IsZero() {
			f.noteDay(r.Date)
		}
		if err == nil {
			err = f.add(r)
		}
		if err != nil {
			f.skip(fmt.Sprintf("[%d]%s", i, key), err)
		}
	}
	return f
}

// fbilRow reads one reference rate. The error is *errSkip; key is then the key of the
// value that it is about.
func fbilRow(v any) (r money.Rate, key string, err error) {
	row, ok := v.(object)
	if !ok {
		return r, "", reason.SkipFor(reason.SkipNotObject)
	}
	if said := saidIn(row); said != nil && !row.has("rate") {
		return r, "", reason.SkipFor(reason.SkipSays, reason.QuoteWords(said))
	}
	day, err := text(row.at("processRunDate"))
	if err != nil {
		return r, ".processRunDate", err
	}
	r.To, r.Side = money.INR, money.Mid
	if r.Date, err = dateOfTime(day); err != nil {
		return r, ".processRunDate", err
	}
	label, err := text(row.at("subProdName"))
	if err != nil {
		return r, ".subProdName", err
	}
	if r.Per, r.From, err = fbilPair(label); err != nil {
		return r, ".subProdName", err
	}
	if r.Value, err = numeralAs(row.at("rate"), figure); err != nil {
		return r, ".rate", err
	}
	return r, "", nil
}

// fbilPair reads "INR / 100 JPY", rupees per 100 yen. The error is *errSkip.
func fbilPair(label string) (per exact.Number, from money.Currency, err error) {
	words := strings.Fields(label)
	if len(words) != 4 || words[0] != "INR" || words[1] != "/" {
		return exact.Number{}, "", reason.SkipFor(reason.SkipNotARupeePair, reason.Quote(label))
	}
	if per, err = unit(words[2]); err != nil {
		return exact.Number{}, "", err
	}
	from, err = currency(words[3])
	return per, from, err
}

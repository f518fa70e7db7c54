package verify

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/store"
	"woolroad/app/store/db"
)

// What stands between the fields of a record, and between records, where a column brings
// several of them.
const (
	unit   = "\x1f"
	record = "\x1e"
)

// fields returns SQL for one text that has the values of these expressions, with unit between
// them. NULL is the empty text.
func fields(expressions ...string) string {
	out := make([]string, len(expressions))
	for i, e := range expressions {
		out[i] = `coalesce(CAST(` + e + ` AS text), '')`
	}
	return strings.Join(out, ` || '`+unit+`' || `)
}

// records returns SQL for one text of several records, which split reads: one for each row
// that rest, which begins with FROM, finds. A record has the values of these expressions as
// fields.
func records(rest string, expressions ...string) string {
	return `(SELECT string_agg(` + fields(expressions...) + `, '` + record + `') ` + rest + `)`
}

// split returns the records of a text that records has made, sorted, each with its fields.
func split(text string) (out [][]string) {
	if text == "" {
		return nil
	}
	for _, r := range strings.Split(text, record) {
		out = append(out, strings.Split(r, unit))
	}
	slices.SortFunc(out, slices.Compare)
	return out
}

// list returns the records of a text that records has made with one field each, sorted.
func list(text string) []string {
	if text == "" {
		return nil
	}
	out := strings.Split(text, record)
	slices.Sort(out)
	return out
}

// sameWords reports whether a text has the records that are wanted, in any order, each once.
func sameWords(text string, wanted []string) bool {
	slices.Sort(wanted)
	return slices.Equal(list(text), slices.Compact(wanted))
}

// text returns a number as SQL writes it.
func text(n int64) string { return strconv.FormatInt(n, 10) }

// integer reads a whole number that SQL has written as text, and returns 0 for any other text.
func integer(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // what is no number is 0, which nothing that is stored may be
	return n
}

// eachRow calls f with the columns of each row that the rest of a statement finds, as texts;
// NULL is empty.
func eachRow(ctx context.Context, t *store.Tx, columns []string, rest string, f func(row []string)) error {
	into := make([]any, len(columns))
	return t.Each(ctx, `SELECT `+asTexts(columns)+` `+rest, nil, func(r db.Scanner) error {
		row := make([]string, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := r.Scan(into...); err != nil {
			return err
		}
		f(row)
		return nil
	})
}

// asTexts returns SQL for columns as texts that are never NULL.
func asTexts(columns []string) string {
	out := make([]string, len(columns))
	for i, column := range columns {
		out[i] = `coalesce(CAST(` + column + ` AS text), '')`
	}
	return strings.Join(out, ", ")
}

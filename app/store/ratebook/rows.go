package ratebook

import (
	"context"
	"fmt"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store/db"
)

// A row is a version of a rate that is to be stored.
type row struct {
	money.Rate
	version int // of its day, counted from 1
	feed    string
}

// rowsAtOnce is how many rows one statement stores. SQLite looks up parameters by their
// names one by one, so that a statement with many rows takes longer than several
// statements.
const rowsAtOnce = 25

// storeRows stores versions of rates of one series, which count from then on.
func storeRows(ctx context.Context, t *db.Tx, rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	of := rows[0]
	args := []any{of.Source, string(of.Side), string(of.From), string(of.To)}
	var values strings.Builder
	for i, r := range rows {
		if i > 0 {
			values.WriteString(", ")
		}
		n := len(args)
		fmt.Fprintf(&values, "($1, $2, $3, $4, $%d, $%d, $%d, $%d, $%d)", n+1, n+2, n+3, n+4, n+5)
		args = append(args, r.Date.String(), r.version, r.Value.String(), r.Per.String(), r.feed)
	}
	_, err := t.ExecContext(ctx, `
		INSERT INTO rates (source, side, from_currency, to_currency, date, version, value, per, feed)
		VALUES `+values.String(), args...)
	if err != nil {
		return fmt.Errorf("store %d rates: %w", len(rows), err)
	}
	return nil
}

// feedsOf returns where the versions of a day, in their order, were read.
func feedsOf(ctx context.Context, t *db.Tx, versions []money.Rate) (feeds []string, err error) {
	for i, r := range versions {
		var feed string
		err := t.QueryRowContext(ctx, `
			SELECT feed FROM rates WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date = $5 AND version = $6`,
			r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String(), i+1).Scan(&feed)
		if err != nil {
			return nil, err
		}
		feeds = append(feeds, feed)
	}
	return feeds, nil
}

// removeDay removes all versions of a rate's day. The caller stores those that still
// count again, and the others as held.
func removeDay(ctx context.Context, t *db.Tx, r money.Rate) error {
	_, err := t.ExecContext(ctx, `DELETE FROM rates WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date = $5`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String())
	return err
}

// isEntered reports whether a person has entered a rate of the day.
func isEntered(ctx context.Context, t *db.Tx, r money.Rate) (entered bool, err error) {
	err = t.QueryRowContext(ctx, `
		SELECT count(*) > 0 FROM manual_rates WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date = $5`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String()).Scan(&entered)
	return entered, err
}

// endOfDays is after every day that a rate may have.
var endOfDays = civil.Date{Year: 9999, Month: 12, Day: 31}

// dayAfterSome returns the last of the next 50 days after the rate's on which its series
// has a rate, or endOfDays where there are fewer.
func dayAfterSome(ctx context.Context, t *db.Tx, r money.Rate) (civil.Date, error) {
	const some = 50
	var n int
	var last string
	err := t.QueryRowContext(ctx, `
		SELECT count(*), coalesce(max(date), '') FROM (SELECT DISTINCT date FROM rates
			WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date > $5 ORDER BY date LIMIT $6) AS nearest`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String(), some).Scan(&n, &last)
	if err != nil || n < some {
		return endOfDays, err
	}
	return civil.ParseDate(last)
}

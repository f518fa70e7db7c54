package ratebook

import (
	"context"
	"fmt"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store/db"
)

// row is a version of a rate that is to be stored.
type row struct {
	money.Rate
	version int // of its day, counted from 1
	feed    string
}

// rowsAtOnce is how many rows one statement stores: beyond, it takes more memory and is no
// faster on either engine.
const rowsAtOnce = 100

// storeRows adds versions of rates, which then hold.
func storeRows(ctx context.Context, t *db.Tx, rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	const columns = 9
	var values strings.Builder
	args := make([]any, 0, columns*len(rows))
	for i, r := range rows {
		if i > 0 {
			values.WriteString(", ")
		}
		n := columns * i
		fmt.Fprintf(&values, "($%d, $%d, $%d, $%d, $%d, $%d, $%d, $%d, $%d)", n+1, n+2, n+3, n+4, n+5, n+6, n+7, n+8, n+9)
		args = append(args, r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String(), r.version, r.Value.String(), r.Per.String(), r.feed)
	}
	_, err := t.ExecContext(ctx, `
		INSERT INTO rates (source, side, from_currency, to_currency, date, version, value, per, feed)
		VALUES `+values.String(), args...)
	if err != nil {
		return fmt.Errorf("store %d rates: %w", len(rows), err)
	}
	return nil
}

// takeOut removes the one version of a day that holds no more. It is stored among held
// rates by then.
func takeOut(ctx context.Context, t *db.Tx, r money.Rate) error {
	_, err := t.ExecContext(ctx, `DELETE FROM rates WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date = $5`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String())
	return err
}

// isEntered says whether a person has entered a rate of the day.
func isEntered(ctx context.Context, t *db.Tx, r money.Rate) (is bool, err error) {
	err = t.QueryRowContext(ctx, `
		SELECT count(*) > 0 FROM manual_rates WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date = $5`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String()).Scan(&is)
	return is, err
}

// endOfDays is after every day that a rate may have.
var endOfDays = civil.Date{Year: 9999, Month: 12, Day: 31}

// someDaysAfter returns the day up to which there are some days of the rate's series after
// it, or endOfDays where there are fewer.
func someDaysAfter(ctx context.Context, t *db.Tx, r money.Rate) (civil.Date, error) {
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

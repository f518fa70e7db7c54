package series

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"woolroad/app/store/db"
	"woolroad/documents"
)

// A Beside is a further look at each document, for what other tables have of it. The zero
// Beside looks at nothing.
type Beside struct {
	// Joins and Columns are SQL that reads texts of other tables beside the row i of
	// issued. The joins find at most one row.
	Joins   string
	Columns []string
	// Check returns what is wrong with these texts, which are empty where they are NULL.
	// Several may run at a time.
	Check func(r *Row, content documents.Document, texts []string) []Wrong
}

// besides is a document with the texts that a Beside reads.
type besides struct {
	row    Row
	values []string
}

// readBeside calls f with every issued document, as Read does, and with the texts beside it.
func readBeside(ctx context.Context, t *db.Tx, beside Beside, f func(besides) bool) (err error) {
	columns := make([]string, 0, len(beside.Columns))
	for _, c := range beside.Columns {
		columns = append(columns, ", "+c)
	}
	rows, err := t.QueryContext(ctx, `SELECT `+rowColumns+strings.Join(columns, "")+` FROM issued i `+beside.Joins+` ORDER BY i.series, i.n`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	texts := make([]sql.Null[string], len(beside.Columns))
	for rows.Next() {
		var b besides
		into := append(b.row.fields(), &b.row.Order)
		for i := range texts {
			into = append(into, &texts[i])
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for _, text := range texts {
			b.values = append(b.values, text.V)
		}
		if !f(b) {
			return nil
		}
	}
	return rows.Err()
}

// rowColumns lists the columns of the row i of issued and the number that its order has.
var rowColumns = "i." + strings.Join(strings.Split(strings.Join(strings.Fields(Columns), " "), ", "), ", i.") +
	", (SELECT number FROM orders WHERE id = i.subject_id)"

package manifest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"woolroad/app/store/db"
)

// CopyTable copies the rows of a table from one database to another. columns lists all
// columns of the table. The errors are the engines'.
func CopyTable(ctx context.Context, from, to *db.Tx, table, columns string) (err error) {
	names := strings.Split(columns, ", ")
	marks := make([]string, len(names))
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range names {
		marks[i] = fmt.Sprintf("$%d", i+1)
		into[i] = &values[i]
	}
	insert, err := to.PrepareContext(ctx, `INSERT INTO `+table+` (`+columns+`) VALUES (`+strings.Join(marks, ", ")+`)`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, insert.Close()) }()
	rows, err := from.QueryContext(ctx, `SELECT `+columns+` FROM `+table)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return rows.Err()
}

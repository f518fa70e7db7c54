package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Scanner is a row, or the current one of several rows.
type Scanner interface{ Scan(...any) error }

// A Query collects the conditions and arguments of a statement.
type Query struct {
	Args  []any
	where []string
}

// Arg adds an argument and returns its place in the statement, "$1".
func (q *Query) Arg(v any) string {
	q.Args = append(q.Args, v)
	return "$" + strconv.Itoa(len(q.Args))
}

// Among adds arguments and returns the list of their places, for after IN.
func (q *Query) Among(values []string) string {
	places := []string{"NULL"}
	for _, v := range values {
		places = append(places, q.Arg(v))
	}
	return "(" + strings.Join(places, ", ") + ")"
}

// And adds a condition.
func (q *Query) And(condition string) { q.where = append(q.where, condition) }

// Conditions returns all conditions, for after WHERE.
func (q *Query) Conditions() string {
	if len(q.where) == 0 {
		return "1 = 1"
	}
	return strings.Join(q.where, " AND ")
}

// afterAll sorts a text with it at the end after all texts that begin with the text
// before it.
const afterAll = "\U0010FFFF"

// Begins returns the condition that a column begins with a word.
func (q *Query) Begins(column, word string) string {
	return column + ` >= ` + q.Arg(word) + ` AND ` + column + ` < ` + q.Arg(word+afterAll)
}

// InsertMany inserts rows with as few statements as it can. into is the table with its
// columns in brackets.
func (t *Tx) InsertMany(ctx context.Context, into string, rows [][]any) error {
	return t.insertMany(ctx, into, rows, "")
}

// InsertNew inserts rows as InsertMany does, and leaves out those whose keys are there.
func (t *Tx) InsertNew(ctx context.Context, into string, rows [][]any) error {
	return t.insertMany(ctx, into, rows, ` ON CONFLICT DO NOTHING`)
}

// insertMany does the work of InsertMany and InsertNew. conflict is what the statement ends with.
func (t *Tx) insertMany(ctx context.Context, into string, rows [][]any, conflict string) error {
	for chunk := range slices.Chunk(rows, 100) {
		var q Query
		tuples := make([]string, len(chunk))
		for i, row := range chunk {
			places := make([]string, len(row))
			for j, v := range row {
				places[j] = q.Arg(v)
			}
			tuples[i] = "(" + strings.Join(places, ", ") + ")"
		}
		if _, err := t.ExecContext(ctx, `INSERT INTO `+into+` VALUES `+strings.Join(tuples, ", ")+conflict, q.Args...); err != nil {
			return err
		}
	}
	return nil
}

// Each runs a statement and calls f with each of its rows. An error of f ends the rows
// and is returned.
func (t *Tx) Each(ctx context.Context, statement string, args []any, f func(Scanner) error) (err error) {
	rows, err := t.QueryContext(ctx, statement, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Texts returns the texts of a statement's only column.
func (t *Tx) Texts(ctx context.Context, statement string, args ...any) (list []string, err error) {
	err = t.Each(ctx, statement, args, func(row Scanner) error {
		var s string
		err := row.Scan(&s)
		list = append(list, s)
		return err
	})
	return list, err
}

// LockTables keeps others from writing to the tables until the transaction ends. They may
// read them meanwhile.
func (t *Tx) LockTables(ctx context.Context, names ...string) error {
	statement := t.dialect.lockTables(names)
	if statement == "" {
		return nil
	}
	if _, err := t.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("wait for those who write to %s: %w", strings.Join(names, ", "), err)
	}
	return nil
}

// CountUpTo returns how many rows a statement gives, up to most.
func (t *Tx) CountUpTo(ctx context.Context, statement string, most int, args []any) (n int, err error) {
	err = t.QueryRowContext(ctx, `SELECT count(*) FROM (`+statement+` LIMIT `+strconv.Itoa(most)+`) x`, args...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count rows: %w", err)
	}
	return n, nil
}

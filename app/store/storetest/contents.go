package storetest

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Shell returns connections to a database beside the program's own. They end with the test.
func Shell[P Place](t testing.TB, p P) *sql.DB {
	t.Helper()
	at, driver := place(p), "pgx"
	if at.URL == "" {
		file := url.URL{Path: filepath.ToSlash(filepath.Join(at.Data, fileName))}
		driver, at.URL = "sqlite", "file:"+file.EscapedPath()+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, at.URL)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxIdleConns(0) // a test that uses many databases would take all that a server has
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// Contents returns the rows of every table that people's work is in, as text that is the
// same on both engines.
func Contents[P Place](t testing.TB, p P) map[string][]string {
	t.Helper()
	db := Shell(t, p)
	rowsOf := func(query string) (list []string) {
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		names, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, into := make([]any, len(names)), make([]any, len(names))
			for i := range into {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			said := make([]string, len(names))
			for i, v := range values {
				if b, ok := v.([]byte); ok {
					v = string(b)
				}
				if said[i] = fmt.Sprintf("%v", v); len(names) > 1 {
					said[i] = fmt.Sprintf("%s=%v", names[i], v)
				}
			}
			slices.Sort(said)
			list = append(list, fmt.Sprint(said))
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		slices.Sort(list)
		return list
	}
	tables := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`
	if place(p).URL != "" {
		tables = `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`
	}
	all := map[string][]string{}
	for _, table := range rowsOf(tables) {
		table = strings.Trim(table, "[]")
		if !strings.HasPrefix(table, "schema_") && table != "listed" { // which say how far a program has come
			all[table] = rowsOf(`SELECT * FROM ` + table)
		}
	}
	return all
}

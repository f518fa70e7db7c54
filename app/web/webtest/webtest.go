// Package webtest reads what tests of pages compare: the files that pages send, with code
// other than the code that wrote them, and the orders that come with the program. Only
// tests use it.
package webtest

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	"woolroad/app/sample"
	"woolroad/app/trade"
)

// Unzipped returns the files of a ZIP by their names without their folder. It ends the
// test where the ZIP cannot be read.
func Unzipped(t testing.TB, body string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		if strings.Contains(f.Name, "index.") && f.Modified.Year() < 2000 { // 1980-00-00 is what a ZIP has for no time
			t.Errorf("%s in the ZIP has no time: %s", f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name[strings.LastIndex(f.Name, "/")+1:]] = string(b)
	}
	return files
}

// Sheet returns the rows of the n-th sheet of an XLSX, with texts and digits as they
// stand in its XML. It does not use the library that wrote the file. It ends the test
// where the sheet cannot be read.
func Sheet(t testing.TB, body string, n int) (rows [][]string) {
	t.Helper()
	var is struct {
		Rows []struct {
			Cells []struct {
				At     string `xml:"r,attr"`
				Kind   string `xml:"t,attr"`
				Value  string `xml:"v"`
				Inline string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal([]byte(Unzipped(t, body)["sheet"+strconv.Itoa(n)+".xml"]), &is); err != nil {
		t.Fatal(err)
	}
	for _, r := range is.Rows {
		var row []string
		for _, c := range r.Cells {
			column := 0
			for _, letter := range strings.TrimRight(c.At, "0123456789") {
				column = column*26 + int(letter-'A') + 1
			}
			for len(row) < column {
				row = append(row, "")
			}
			row[column-1] = c.Value + c.Inline
		}
		rows = append(rows, row)
	}
	return rows
}

// CSV returns the rows of a CSV. It ends the test where the CSV cannot be read.
func CSV(t testing.TB, body string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Cell returns the cell of the n-th row under a head, or "" where there is none.
func Cell(rows [][]string, n int, head string) string {
	if i := slices.Index(rows[0], head); i >= 0 && i < len(rows[n]) {
		return rows[n][i]
	}
	return ""
}

// SampleOrders returns the orders that come with the program, by their files' names. It
// ends the test where one cannot be read.
func SampleOrders(t testing.TB) map[string]trade.Order {
	t.Helper()
	orders := map[string]trade.Order{}
	names, err := fs.Glob(sample.Files, "orders/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b, err := sample.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		o, faults := trade.ReadOrder(bytes.NewReader(b))
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		orders[name] = o
	}
	return orders
}

// SameOrder reports an order that is not the one that a test wants.
func SameOrder(t testing.TB, name string, got, want trade.Order) {
	t.Helper()
	a, err := trade.Encode(got)
	if err != nil {
		t.Fatal(err)
	}
	b, err := trade.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Errorf("%s came back as\n%s\nwant\n%s", name, a, b)
	}
}

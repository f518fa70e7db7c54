package table

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/golang-sql/civil"
	"github.com/xuri/excelize/v2"

	"woolroad/app/exact"
	"woolroad/app/store"
	"woolroad/app/web/say"
	"woolroad/app/web/webtest"
)

func TestASpreadsheetComputesNoText(t *testing.T) {
	for text, want := range map[string]string{
		"Himal Carpet": "Himal Carpet", "": "", "=1+1": "'=1+1", "+977": "'+977", "-12.50": "'-12.50", "@SUM(A1)": "'@SUM(A1)",
		"\t=1": "'\t=1", "＝1": "'＝1", "喜马拉雅": "喜马拉雅",
	} {
		if got := harmless(text); got != want {
			t.Errorf("harmless(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestCellsKeepWhatTheyAre holds that a CSV and an XLSX have the same in a cell: a figure
// to its last digit, a text as it is.
func TestCellsKeepWhatTheyAre(t *testing.T) {
	zone := time.FixedZone("Asia/Shanghai", 8*60*60)
	for _, test := range []struct {
		name  string
		cell  any
		csv   string
		xlsx  string // as the file has it
		shown string // as a spreadsheet shows it
		text  bool
	}{
		{"dinars", exact.Must("1.500"), "1.500", "1.5", "1.500", false},
		{"yen", exact.Must("154058"), "154058", "154058", "154058", false},
		{"fifteen digits", exact.Must("9999999999999.99"), "9999999999999.99", "9999999999999.99", "9999999999999.99", false},
		{"sixteen digits", exact.Must("90071992547409.93"), "90071992547409.93", "90071992547409.93", "90071992547409.93", true},
		{"fifteen digits behind the point", exact.Must("0.00123456789012345"), "0.00123456789012345", "0.00123456789012345", "0.00123456789012345", false},
		{"a count", 12, "12", "12", "12", false},
		{"a code with a zero in front", "0510121", "0510121", "0510121", "0510121", true},
		{"a formula", "=1+1", "'=1+1", "=1+1", "=1+1", true},
		{"a telephone", "+977 1 5550123", "'+977 1 5550123", "+977 1 5550123", "+977 1 5550123", true},
		{"a day", civil.Date{Year: 2026, Month: 4, Day: 3}, "2026-04-03", "46115", "2026-04-03", false},
		{"no day", civil.Date{}, "", "", "", false},
		{"a moment of the desk's zone", time.Date(2026, 4, 3, 0, 30, 0, 0, zone), "2026-04-03 00:30", "46115.020833333336", "2026-04-03 00:30", false},
		{"no moment", time.Time{}, "", "", "", false},
		{"nothing", nil, "", "", "", false},
		{"a sentence", say.Msg("%s is not a date; write it like 2026-04-03.", "x"), "x is not a date; write it like 2026-04-03.", "x is not a date; write it like 2026-04-03.", "x is not a date; write it like 2026-04-03.", true},
	} {
		all := Columns[any]{{say.Msg("Number"), func(any) any { return "1" }}, {say.Msg("Value"), func(v any) any { return v }}}
		rows := store.RowsOf([]any{test.cell})
		var text, book bytes.Buffer
		if err := writeCSV(&text, say.English, all, rows); err != nil {
			t.Fatal(err)
		}
		if got := webtest.CSV(t, text.String())[1][1]; got != test.csv {
			t.Errorf("%s: the CSV has %q, want %q", test.name, got, test.csv)
		}
		b := NewWorkbook()
		if err := AddSheet(b, say.English, say.Msg("Rates"), all, rows); err != nil {
			t.Fatal(err)
		}
		if err := b.Write(&book); err != nil {
			t.Fatal(err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		if got := webtest.Cell(webtest.Sheet(t, book.String(), 1), 1, "Value"); got != test.xlsx {
			t.Errorf("%s: the XLSX has %q, want %q", test.name, got, test.xlsx)
		}
		f, err := excelize.OpenReader(bytes.NewReader(book.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		shown, err := f.GetCellValue("Rates", "B2")
		if err != nil {
			t.Fatal(err)
		}
		kind, err := f.GetCellType("Rates", "B2")
		if err != nil {
			t.Fatal(err)
		}
		if shown != test.shown || (kind == excelize.CellTypeInlineString) != test.text {
			t.Errorf("%s is shown as %q of type %v, want %q", test.name, shown, kind, test.shown)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := cellText(struct{}{}); err == nil || !strings.Contains(err.Error(), "struct") {
		t.Errorf("a cell of nothing known: %v", err)
	}
}

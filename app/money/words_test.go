package money_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"woolroad/app/money"
)

func TestWordsOfTheTrade(t *testing.T) {
	file, err := os.ReadFile("testdata/words.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(file)), "\n")[1:]
	if len(rows) < 23 {
		t.Fatalf("testdata/words.tsv has %d rows, want 23 or more", len(rows))
	}
	for _, row := range rows {
		f := strings.Split(row, "\t")
		a := money.Must(f[1], money.Currency(f[0]))
		if got, err := a.Words(); err != nil || got != f[3] {
			t.Errorf("Words(%s %s) = %q, %v, want %q", f[0], f[1], got, err, f[3])
		}
		if got, err := a.WordsIn(money.WordStyle(f[2])); err != nil || got != f[3] {
			t.Errorf("WordsIn(%s %s, %s) = %q, %v, want %q", f[0], f[1], f[2], got, err, f[3])
		}
	}
}

func TestChineseWords(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"0.00", "零元整"},
		{"0.05", "伍分"},
		{"0.10", "壹角整"},
		{"0.15", "壹角伍分"},
		{"1.00", "壹元整"},
		{"1.01", "壹元零壹分"},
		{"10.10", "壹拾元壹角整"},
		{"15.00", "壹拾伍元整"},
		{"100.00", "壹佰元整"},
		{"1000.50", "壹仟元伍角整"},
		{"1005.00", "壹仟零伍元整"},
		{"1050.00", "壹仟零伍拾元整"},
		{"1680.32", "壹仟陆佰捌拾元叁角贰分"},
		{"10001.00", "壹万零壹元整"},
		{"10010.00", "壹万零壹拾元整"},
		{"10100.00", "壹万零壹佰元整"},
		{"11000.00", "壹万壹仟元整"},
		{"107000.53", "壹拾万零柒仟元伍角叁分"},
		{"1000000.05", "壹佰万元零伍分"},
		{"20000000.10", "贰仟万元壹角整"},
		{"10001000.00", "壹仟万零壹仟元整"},
		{"100000001.00", "壹亿零壹元整"},
		{"100010000.00", "壹亿零壹万元整"},
		{"110000000.00", "壹亿壹仟万元整"},
		{"1000000000000.00", "壹万亿元整"},
		{"1000000000001.00", "壹万亿零壹元整"},
		{"1000000010000.00", "壹万亿零壹万元整"},
		{"1000100000000.00", "壹万零壹亿元整"},
		{"1200000000000.00", "壹万贰仟亿元整"},
		{"1000010000000.07", "壹万亿零壹仟万元零柒分"},
		{"9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"},
	} {
		got, err := money.Must(test.in, money.CNY).WordsIn(money.Chinese)
		if want := "人民币" + test.want; err != nil || got != want {
			t.Errorf("WordsIn(CNY %s, chinese) = %q, %v, want %q", test.in, got, err, want)
		}
	}
}

func TestEnglishAndIndianWords(t *testing.T) {
	for _, test := range []struct {
		cur   money.Currency
		in    string
		style money.WordStyle
		want  string
	}{
		{"USD", "0.00", money.English, "US Dollars zero only"},
		{"USD", "100.00", money.English, "US Dollars one hundred only"},
		{"USD", "100000.00", money.English, "US Dollars one hundred thousand only"},
		{"USD", "1000100.00", money.English, "US Dollars one million one hundred only"},
		{"GBP", "19.20", money.English, "Pounds Sterling nineteen and pence twenty only"},
		{"KWD", "1.005", money.English, "Kuwaiti Dinars one and fils five only"},
		{"KWD", "1000.501", money.English, "Kuwaiti Dinars one thousand and fils five hundred and one only"},
		{"CLF", "2.0500", money.English, "Chilean Unidades de Fomento two and 0500/10000 only"},
		{"IRR", "2.05", money.English, "Iranian Rials two and 05/100 only"},
		{"CNY", "1409.50", money.English, "Chinese Yuan one thousand four hundred and nine and fen fifty only"},
		{"INR", "100000.00", money.English, "Indian Rupees one hundred thousand only"},
		{
			"JPY", "999999999999999999", money.English,
			"Japanese Yen nine hundred and ninety-nine quadrillion nine hundred and ninety-nine trillion nine hundred and ninety-nine billion " +
				"nine hundred and ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine only",
		},
		{"JPY", "1000000000000000", money.English, "Japanese Yen one quadrillion only"},
		{"USD", "100001.00", money.Indian, "US Dollars one lakh and one only"},
		{"INR", "0.00", money.Indian, "Indian Rupees zero only"},
		{"INR", "1000000000.00", money.Indian, "Indian Rupees one hundred crore only"},
		{"INR", "1230000000.00", money.Indian, "Indian Rupees one hundred and twenty-three crore only"},
		{"INR", "1000000000000.00", money.Indian, "Indian Rupees one lakh crore only"},
		{
			"INR", "9999999999999999.99", money.Indian,
			"Indian Rupees ninety-nine crore ninety-nine lakh ninety-nine thousand nine hundred and ninety-nine crore " +
				"ninety-nine lakh ninety-nine thousand nine hundred and ninety-nine and paise ninety-nine only",
		},
	} {
		got, err := money.Must(test.in, test.cur).WordsIn(test.style)
		if err != nil || got != test.want {
			t.Errorf("WordsIn(%s %s, %s) = %q, %v, want %q", test.cur, test.in, test.style, got, err, test.want)
		}
	}
}

func TestWordsRefuseWhatNoDocumentPrints(t *testing.T) {
	below, err := money.Zero(money.USD).Sub(money.Must("0.01", money.USD))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		in    money.Amount
		style money.WordStyle
		want  error
	}{
		{"below zero", below, money.English, money.ErrNegativeWords},
		{"capitals for dollars", money.Zero(money.USD), money.Chinese, money.ErrWordStyle},
		{"a style that is none", money.Zero(money.USD), "french", money.ErrWordStyle},
		{"no currency", money.Amount{}, money.English, money.ErrWordStyle},
		{"no currency, Indian", money.Amount{}, money.Indian, money.ErrWordStyle},
	} {
		if got, err := test.in.WordsIn(test.style); got != "" || !errors.Is(err, test.want) {
			t.Errorf("%s: WordsIn(%s) = %q, %v, want %v", test.name, test.style, got, err, test.want)
		}
	}
	if got, err := (money.Amount{}).Words(); !errors.Is(err, money.ErrWordStyle) {
		t.Errorf("Words of no amount = %q, %v, want %v", got, err, money.ErrWordStyle)
	}
}

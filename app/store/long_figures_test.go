//go:build long

package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"woolroad/app/compose"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

// file is an order file as data.
type file = map[string]any

// decimalOf returns a figure from 1 on, with up to that many decimals.
func decimalOf(r *rand.Rand, most, decimals int) string {
	s := fmt.Sprint(1 + r.IntN(most))
	for i := range r.IntN(decimals + 1) {
		if i == 0 {
			s += "."
		}
		s += fmt.Sprint(r.IntN(10))
	}
	return s
}

// orderFileAt returns an order file with all that changes an order's total, in a currency
// of 0, 2 or 3 decimals.
func orderFileAt(r *rand.Rand, number string) file {
	currency := []string{"USD", "INR", "NPR", "CNY", "EUR", "JPY", "KWD"}[r.IntN(7)]
	minorDigits := map[string]int{"JPY": 0, "KWD": 3}
	decimals, ok := minorDigits[currency]
	if !ok {
		decimals = 2
	}
	party := func(country string) file {
		return file{"name": "Name of " + country, "address": []any{"Street"}, "country": country}
	}
	var lots, lines []any
	for range 1 + r.IntN(4) {
		var sold []any
		for range 1 + r.IntN(2) {
			lot := file{"number": fmt.Sprintf("%s/%d", number, len(lots)), "product": "scoured wool", "package": "BL", "basis": "net", "mass_decimals": r.IntN(4)}
			if r.IntN(2) == 0 {
				lot["basis"], lot["regain_standard"], lot["regain_measured"] = "conditioned", decimalOf(r, 30, 2), decimalOf(r, 30, 2)
			}
			var bales []any
			for j := range 1 + r.IntN(3) {
				bales = append(bales, file{"number": fmt.Sprintf("%d.%d", len(lots), j), "gross": "1" + decimalOf(r, 99, 3), "tare": fmt.Sprintf("0.%03d", r.IntN(1000))})
			}
			lot["bales"] = bales
			lots, sold = append(lots, lot), append(sold, lot["number"])
		}
		lines = append(lines, file{"product": "scoured wool", "description": "Scoured wool", "hs6": "5101.21", "origin": "CN", "lots": sold, "unit": "KGM", "price": decimalOf(r, 9999, 6)})
	}
	charges := file{"insurance_rate_percent": decimalOf(r, 9, 3)}
	if r.IntN(2) == 0 {
		charges["discount_percent"] = decimalOf(r, 50, 2)
	}
	if r.IntN(2) == 0 {
		charges["freight"] = decimalOf(r, 9999, decimals)
	}
	o := file{
		"number": number, "date": "2026-04-03", "currency": currency,
		"seller": party("CN"), "buyer": party("NP"),
		"terms":   file{"incoterm": "CIP", "place": "Kathmandu", "edition": "2020"},
		"payment": file{"text": "T/T", "deposit_percent": decimalOf(r, 98, 2)},
		"route":   file{"mode": "road", "loading": "Lhasa", "destination": "Kathmandu"},
		"charges": charges, "lots": lots, "lines": lines,
	}
	if currency != "CNY" {
		o["totals_in"] = []any{file{"currency": "CNY", "rate": file{"value": decimalOf(r, 99, 4), "per": "100", "source": "Bank", "date": "2026-04-01"}}}
	}
	return o
}

func readFile(t *testing.T, f file) trade.Order {
	t.Helper()
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	o, faults := trade.ReadOrder(bytes.NewReader(text))
	if err := faults.Err(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return o
}

// totalsAs returns an order's figures in JSON, and its invoice.
func totalsAs(t *testing.T, o trade.Order) (figures []byte, total string, invoice *documents.CommercialInvoice) {
	t.Helper()
	totals, err := o.Totals(make([]money.Rate, len(o.TotalsIn))) // each is given
	if err != nil {
		t.Fatal(err)
	}
	if figures, err = json.Marshal(totals); err != nil {
		t.Fatal(err)
	}
	docs, err := compose.Documents(compose.Consignment{Order: o, Totals: totals, Labels: exporter.English}, compose.KindsFor(o))
	if err != nil {
		t.Fatal(err)
	}
	var read struct{ Total string }
	if err := json.Unmarshal(figures, &read); err != nil {
		t.Fatal(err)
	}
	return figures, read.Total, docs[0].(*documents.CommercialInvoice)
}

func TestLongTotalsAreTheSameDigitsEverywhere(t *testing.T) {
	const together = 100
	orders, drawn := inFull(1000, 10_000), inFull(50, 500)
	seed := rand.Uint64()
	eachEmpty(t, func(t *testing.T, w Where) {
		t.Logf("seed %d", seed)
		r := rand.New(rand.NewPCG(seed, 0))
		s, db := openAt(t, w), direct(t, w)
		for from := 0; from < orders; from += together {
			var batch []trade.Order
			for i := range together {
				batch = append(batch, readFile(t, orderFileAt(r, fmt.Sprintf("SO-2026-%05d", from+i))))
			}
			err := s.Update(t.Context(), tashi, func(tx *Tx) error {
				for _, o := range batch {
					if _, err := tx.AddOrder(t.Context(), o); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			for i, o := range batch {
				figures, total, invoice := totalsAs(t, o)

				var currency string
				var minor int64
				if err := db.QueryRowContext(t.Context(), `SELECT currency, total_minor FROM orders WHERE number = $1`, o.Number).Scan(&currency, &minor); err != nil {
					t.Fatal(err)
				}
				if stored := digits(minor, money.Currency(currency)); stored != total || currency != string(o.Currency) {
					t.Errorf("%s: the database has %s %s and JSON %s %s", o.Number, stored, currency, total, o.Currency)
				}

				back, info, err := s.Order(t.Context(), o.Number)
				if err != nil {
					t.Fatal(err)
				}
				if again, _, _ := totalsAs(t, back); !bytes.Equal(again, figures) || info.Total.String() != total {
					t.Errorf("%s: %s came back as %s, in the list %s", o.Number, figures, again, info.Total)
				}

				payload, err := documents.Encode(invoice)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Contains(payload, []byte(`"total":"`+total+" "+currency+`"`)) {
					t.Errorf("%s: the invoice does not say %s %s: %s", o.Number, total, currency, payload)
				}
				var drawing bytes.Buffer
				if err := invoice.Write(&drawing); err != nil {
					t.Fatal(err)
				}
				if texts := shown(t, drawing.Bytes()); !prints(texts, total) {
					t.Errorf("%s: the file does not print %s: %q", o.Number, total, texts)
				}
				if n := from + i; n%(orders/drawn) == 0 {
					mustPrint(t, s, o.Number, total)
				}
			}
		}
		report, err := s.Verify(t.Context(), tashi, nil)
		if err != nil || report.Wrong != nil || report.Documents != drawn {
			t.Errorf("Verify = %+v, %v; want %d documents and nothing wrong", report, err, drawn)
		}
	})
}

// digits writes minor units as a figure, by another way than money does.
func digits(minor int64, cur money.Currency) string {
	n := int(cur.Digits())
	s := fmt.Sprintf("%0*d", n+1, minor)
	if n == 0 {
		return s
	}
	return s[:len(s)-n] + "." + s[len(s)-n:]
}

// mustPrint issues an order's invoice and reads the total from its file and its
// row.
func mustPrint(t *testing.T, s *Store, number, total string) {
	t.Helper()
	out, err := s.issue(t.Context(), tashi, asks(number, documents.KindCommercialInvoice, number))
	if err != nil {
		t.Fatal(err)
	}
	var pdf []byte
	err = s.view(t.Context(), tashi, func(tx *Tx) (err error) {
		pdf, err = tx.PDF(t.Context(), out[0].Number)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	program := exec.CommandContext(t.Context(), "pdftotext", "-layout", "-", "-")
	program.Stdin = bytes.NewReader(pdf)
	text, err := program.Output()
	if err != nil {
		t.Fatalf("pdftotext, of poppler-utils: %v", err)
	}
	if !prints([]string{string(text)}, total) || !prints(shown(t, pdf), total) || out[0].Total.String() != total {
		t.Errorf("%s: its row says %s and its file does not print %s:\n%s", number, out[0].Total, total, text)
	}
}

// prints says whether a figure is among the words of texts, commas apart.
func prints(texts []string, figure string) bool {
	for _, text := range texts {
		for word := range strings.FieldsSeq(text) {
			if strings.ReplaceAll(word, ",", "") == figure {
				return true
			}
		}
	}
	return false
}

// The largest figures that an order may have lose no digit: prices of six
// decimals and amounts of twelve digits. What they come to is worked out by
// math/big.
func TestLongLargeFiguresKeepEveryDigit(t *testing.T) {
	cases := []struct{ currency, price, gross string }{
		{"USD", "123456.654321", "80999.9"},
		{"USD", "999999.999999", "9999.9"},
		{"INR", "100000.000001", "99999.999"},
		{"NPR", "345678.901235", "28000.001"},
		{"CNY", "999999.999995", "9999.999"},
		{"JPY", "9999999.999999", "99999.9"},
		{"JPY", "1234567.890123", "99999.999"},
		{"KWD", "12345.678901", "80000.007"},
		{"KWD", "99999.999999", "9999.999"},
		{"EUR", "100000.000005", "99999.9"},
	}
	each(t, func(t *testing.T, s *Store) {
		r := rand.New(rand.NewPCG(1, 1))
		for i, test := range cases {
			number := fmt.Sprintf("SO-%d", i)
			f := orderFileAt(r, number)
			f["currency"] = test.currency
			delete(f, "charges")
			delete(f, "totals_in")
			f["lots"] = []any{file{"number": number, "product": "scoured wool", "package": "BL", "basis": "net", "mass_decimals": 3,
				"bales": []any{file{"number": "1", "gross": test.gross, "tare": "0"}}}}
			f["lines"] = []any{file{"product": "scoured wool", "description": "Scoured wool", "hs6": "5101.21", "origin": "CN", "lots": []any{number}, "unit": "KGM", "price": test.price}}
			o := readFile(t, f)
			if _, err := s.AddOrder(t.Context(), tashi, o); err != nil {
				t.Fatal(err)
			}
			want := product(test.price, test.gross, o.Currency)
			if n := len(strings.ReplaceAll(want, ".", "")); n != 12 {
				t.Errorf("%s × %s is %s, %d digits and not 12", test.price, test.gross, want, n)
			}
			back, info, err := s.Order(t.Context(), number)
			if err != nil {
				t.Fatal(err)
			}
			_, total, _ := totalsAs(t, back)
			if p := back.Lines[0].Price.String(); p != test.price || total != want || info.Total.String() != want {
				t.Errorf("%s %s × %s came back as %s, %s and in the list %s; want %s", test.currency, test.price, test.gross, p, total, info.Total, want)
			}
			mustPrint(t, s, number, want)
		}
	})
}

// product returns price × mass, rounded half up to the minor unit.
func product(price, mass string, cur money.Currency) string {
	p, _ := new(big.Rat).SetString(price)
	m, _ := new(big.Rat).SetString(mass)
	return p.Mul(p, m).FloatString(int(cur.Digits()))
}

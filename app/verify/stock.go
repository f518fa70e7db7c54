package verify

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"woolroad/app/exact"
	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/store/words"
	"woolroad/app/trade"
	"woolroad/app/trade/orderfile"
)

// checkStock compares each lot in stock, as it was entered, with its row, its bales and the
// search words.
func (c *checker) checkStock(ctx context.Context) error {
	return c.eachOf(ctx, []string{"l.number", "l.product", "l.package", "l.bales", "l.gross", "l.tare", "l.body",
		records(`FROM bales b WHERE b.lot = l.number`, "b.place", "b.number", "b.gross", "b.tare", "b.word"),
		records(`FROM words w WHERE w.kind = '`+words.Lot+`' AND w.ref = l.number`, "w.word"),
		records(`FROM words w WHERE w.kind = '`+words.PartOfLot+`' AND w.ref = l.number`, "w.word"),
	}, `FROM lots l ORDER BY l.number`, c.lot)
}

// eachOf reads the rows of a statement and notes what check finds wrong in them, several at a
// time and in their order.
func (c *checker) eachOf(ctx context.Context, columns []string, rest string, check func(row []string) []store.Wrong) error {
	return db.InOrder(
		func(yield func([]string) bool) error {
			return eachRow(ctx, c.t, columns, rest, func(row []string) { yield(row) })
		},
		check,
		func(found []store.Wrong) {
			for _, w := range found {
				c.report.Add(w)
			}
		},
	)
}

// lot returns what is wrong with a lot in stock.
func (c *checker) lot(row []string) (found []store.Wrong) {
	number := row[0]
	bales := split(row[7])
	slices.SortFunc(bales, func(a, b []string) int { return cmp.Or(len(a[0])-len(b[0]), cmp.Compare(a[0], b[0])) })
	lot, err := lotOf(row[6], bales)
	if err != nil {
		return []store.Wrong{wrong(store.Stored, number, "the lot itself (body) cannot be read.")}
	}
	var gross, tare exact.Number
	same, found2 := len(bales) == len(lot.Bales), true
	for i, b := range lot.Bales {
		gross, tare = gross.Add(b.Gross), tare.Add(b.Tare)
		if !same {
			continue
		}
		is := bales[i]
		if is[0] != strconv.Itoa(i+1) || is[1] != b.Number || !isNumber(is[2], b.Gross) || !isNumber(is[3], b.Tare) {
			same = false
		}
		found2 = found2 && (is[4] == store.BaleWord(is[1]) || !c.listed)
	}
	switch {
	case lot.Number != number || lot.Product != row[1] || lot.Package != row[2] || integer(row[3]) != int64(len(lot.Bales)) || !isNumber(row[4], gross) || !isNumber(row[5], tare):
		found = append(found, wrong(store.Stored, number, "the lot itself (body) says otherwise than its row of lots."))
	case !same:
		found = append(found, wrong(store.Stored, number, "the lot itself (body) says otherwise than its bales (bales)."))
	}
	if c.listed && !(found2 && sameWords(row[8], words.Of(number, row[1])) && sameWords(row[9], words.Parts(number))) {
		found = append(found, wrong(store.Derived, number, "the search words of the lot or of its bales (words, bales) are not those of its numbers."))
	}
	return found
}

// lotOf reads a lot as it was entered. Where its text ends with the bales as the table bales
// has them, it takes them from these rows: to read the JSON of each bale takes far longer
// than to compare the text.
func lotOf(body string, rows [][]string) (lot orderfile.Lot, err error) {
	if bales, plain := balesOf(rows); plain {
		head, same := strings.CutSuffix(body, balesAsWritten(rows))
		if same && json.Unmarshal([]byte(head+"}"), &lot) == nil {
			lot.Bales = bales
			return lot, nil
		}
	}
	lot = orderfile.Lot{}
	err = json.Unmarshal([]byte(body), &lot)
	return lot, err
}

// balesAsWritten returns the end of the text of a lot with these bales.
func balesAsWritten(rows [][]string) string {
	const usual = 50 // bytes of a bale
	text := make([]byte, 0, usual*(len(rows)+1))
	text = append(text, `,"bales":[`...)
	for i, b := range rows {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(append(text, `{"number":"`...), b[1]...)
		text = append(append(text, `","gross":"`...), b[2]...)
		text = append(append(text, `","tare":"`...), b[3]...)
		text = append(text, `"}`...)
	}
	return string(append(text, "]}"...))
}

// balesOf returns the bales of these rows. It returns false where a mass is no number, or
// where JSON does not have a bale's number as it is.
func balesOf(rows [][]string) (bales []orderfile.Bale, plain bool) {
	bales = make([]orderfile.Bale, len(rows))
	for i, b := range rows {
		gross, err := exact.Parse(b[2])
		tare, err2 := exact.Parse(b[3])
		if err != nil || err2 != nil || !utf8.ValidString(b[1]) || strings.ContainsFunc(b[1], func(r rune) bool { return r < ' ' || r == '"' || r == '\\' }) {
			return nil, false
		}
		bales[i] = orderfile.Bale{Number: b[1], Gross: gross, Tare: tare}
	}
	return bales, true
}

// isNumber reports whether a text is that number.
func isNumber(text string, want exact.Number) bool {
	is, err := exact.Parse(text)
	return err == nil && is.Cmp(want) == 0
}

// checkParties compares each party, as it was entered, with its row and the search words.
func (c *checker) checkParties(ctx context.Context) error {
	return c.eachOf(ctx, []string{"p.name", "p.country", "p.body",
		records(`FROM words w WHERE w.kind = '`+words.Party+`' AND w.ref = p.id`, "w.word"),
		records(`FROM words w WHERE w.kind = '`+words.PartOfName+`' AND w.ref = p.name`, "w.word"),
	}, `FROM parties p ORDER BY p.name, p.country`, func(row []string) (found []store.Wrong) {
		p, err := trade.DecodeParty([]byte(row[2]))
		switch {
		case err != nil:
			return []store.Wrong{wrong(store.Stored, row[0], "the party itself (body) cannot be read.")}
		case p.Name != row[0] || p.Country != row[1]:
			found = append(found, wrong(store.Stored, row[0], "the party itself (body) says otherwise than its row of parties: %s, %s.", p.Name, p.Country))
		}
		if !c.listed {
			return found
		}
		parts := list(row[4]) // which may have more: of a name in its own script that it had before
		missing := slices.ContainsFunc(words.Parts(p.Name, p.NameLocal), func(part string) bool { return !slices.Contains(parts, part) })
		if missing || !sameWords(row[3], words.Of(words.PartyTexts(p)...)) {
			found = append(found, wrong(store.Derived, row[0], "the search words of the party (words) are not those of its names and numbers."))
		}
		return found
	})
}

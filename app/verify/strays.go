package verify

import (
	"context"

	"woolroad/app/store"
	"woolroad/app/store/words"
)

// A stray is a row that belongs to another one that is gone.
type stray struct {
	of      store.Part
	derived bool   // only where lists and search words are made
	named   string // SQL of what the sentence names
	rest    string
	says    string
}

// strays are the rows that may be left over, or tell that something is gone that they name.
var strays = []stray{
	{store.Derived, true, "a.number", `FROM issued_about a WHERE NOT EXISTS (SELECT 1 FROM issued i WHERE i.number = a.number)`, "the list of documents (issued_about) has it, and it is missing."},
	{store.Derived, true, "a.number", `FROM order_list a WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = a.id)`, "lists (order_list) have the order, and it is missing."},
	{store.Stored, false, "e.subject", `FROM events e WHERE e.n = 1 AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = e.subject) AND NOT EXISTS (SELECT 1 FROM series s WHERE s.id = e.subject)`, "there is an activity (events) of an order of this id, and the order is missing."},
	{store.Stored, false, "b.lot", `FROM (SELECT DISTINCT lot FROM bales) b WHERE NOT EXISTS (SELECT 1 FROM lots l WHERE l.number = b.lot)`, "there are bales (bales) of the lot, and the lot is missing."},
	{store.Stored, false, "x.lot", `FROM (SELECT DISTINCT lot FROM order_lots) x WHERE NOT EXISTS (SELECT 1 FROM lots l WHERE l.number = x.lot)`, "orders have the lot (order_lots), and the lot is missing."},
	{store.Stored, false, "r.party", `FROM (SELECT DISTINCT party FROM order_parties) r WHERE NOT EXISTS (SELECT 1 FROM parties p WHERE p.id = r.party)`, "orders name a party of this id (order_parties), and the party is missing."},
	strayWords(words.Document, "issued", "number", "a document"),
	strayWords(words.Order, "orders", "id", "an order"),
	strayWords(words.Lot, "lots", "number", "a lot"),
	strayWords(words.PartOfLot, "lots", "number", "a lot"),
	strayWords(words.Party, "parties", "id", "a party"),
}

// strayWords returns the search words of a kind that lead to nothing.
func strayWords(kind, table, key, to string) stray {
	return stray{store.Derived, true, "w.ref", `FROM (SELECT DISTINCT ref FROM words WHERE kind = '` + kind + `') w
		WHERE NOT EXISTS (SELECT 1 FROM ` + table + ` x WHERE x.` + key + ` = w.ref)`, "search words (words) lead to " + to + " that is missing."}
}

// checkStrays notes rows that name something that is missing.
func (c *checker) checkStrays(ctx context.Context) error {
	for _, s := range strays {
		if s.derived && !c.listed {
			continue
		}
		err := eachRow(ctx, c.t, []string{s.named}, s.rest+` ORDER BY 1`, func(row []string) {
			if !c.isNamed(row[0]) {
				c.wrong(s.of, row[0], "%s", s.says)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

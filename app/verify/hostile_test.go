package verify_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/verify"
)

// A plant is something that whoever has the database can do to it, with no guard in the way.
type plant struct {
	name     string
	does     string // SQL
	of       store.Part
	number   string                                 // of what must be named; any of several between |
	mentions string                                 // what the sentence must have in it
	most     int                                    // so many things may be named; 0: one
	lite, pg string                                 // SQL for one engine, in place of does
	through  func(context.Context, *store.Tx) error // what is done before through the program; nil: nothing
	guarded  bool                                   // the guards stay in place, since they are what is changed
}

const (
	second  = ` WHERE number = 'CI-2026-0002'`
	ofSO2   = ` (SELECT id FROM orders WHERE number = 'SO-2')`
	invoice = `commercial-invoice/JAN/2026`
)

// flip sets a column to itself with another first character.
func flip(column string) string {
	return column + " = CASE substr(" + column + ", 1, 1) WHEN 'f' THEN '0' ELSE 'f' END || substr(" + column + ", 2)"
}

// plants are what verify must name.
var plants = []plant{
	// documents
	{name: "a text of the content", does: `UPDATE issued SET payload = replace(payload, 'Focal Point', 'Local Point')` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "payload"},
	{name: "an amount of the content", does: `UPDATE issued SET payload = replace(payload, '"total":"', '"total":"1')` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "total_minor"},
	{name: "a blank after the content", does: `UPDATE issued SET payload = payload || ' '` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "not written as it was"},
	{name: "no content", does: `UPDATE issued SET payload = '{}'` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "payload"},
	{name: "a content of another document", does: `UPDATE issued SET payload = (SELECT payload FROM issued WHERE number = 'CI-2026-0003')` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "content (payload) says", most: 2},
	{name: "the file of another document", does: `UPDATE issued SET pdf = (SELECT pdf FROM issued WHERE number = 'CI-2026-0003')` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "pdf"},
	{name: "the file and its hash of another document", does: `UPDATE issued SET pdf = (SELECT pdf FROM issued WHERE number = 'CI-2026-0003'), pdf_sha256 = (SELECT pdf_sha256 FROM issued WHERE number = 'CI-2026-0003')` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "drawn again"},
	{name: "an empty file", lite: `UPDATE issued SET pdf = x''` + second, pg: `UPDATE issued SET pdf = ''::bytea` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "pdf"},
	{name: "the hash of the file", does: `UPDATE issued SET ` + flip("pdf_sha256") + second, of: store.Sealed, number: "CI-2026-0002", mentions: "pdf_sha256"},
	{name: "the number", does: `UPDATE issued SET number = 'CI-2026-0099'` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "CI-2026-0099", most: 8},
	{name: "the date", does: `UPDATE issued SET date = '2026-11-22'` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "its date is stored as 2026-11-22"},
	{name: "the total", does: `UPDATE issued SET total_minor = total_minor + 1` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "total_minor", most: 2},
	{name: "the currency", does: `UPDATE issued SET currency = 'EUR'` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "its currency is stored as EUR", most: 2},
	{name: "a total where none is printed", does: `UPDATE issued SET currency = 'USD', total_minor = 1 WHERE number = 'PL-2026-0002'`, of: store.Sealed, number: "PL-2026-0002", mentions: "its currency is stored as USD"},
	{name: "the hash", does: `UPDATE issued SET ` + flip("hash") + second, of: store.Sealed, number: "CI-2026-0002", mentions: "hash"},
	{name: "the hash of the last document", does: `UPDATE issued SET ` + flip("hash") + ` WHERE number = 'CI-2026-0004'`, of: store.Sealed, number: "CI-2026-0004", mentions: "hash"},
	{name: "prev", does: `UPDATE issued SET ` + flip("prev") + second, of: store.Sealed, number: "CI-2026-0002", mentions: "prev"},
	{name: "the id", does: `UPDATE issued SET id = 'x'` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "id"},
	{name: "the request's key", does: `UPDATE issued SET request_key = 'x'` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "request_key"},
	{name: "the subject", does: `UPDATE issued SET subject_id = (SELECT id FROM orders WHERE number = 'SO-5')` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "subject_id", most: 6},
	{name: "the kind of subject", does: `UPDATE issued SET subject_kind = 'quote'` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "subject_kind"},
	{name: "the part", does: `UPDATE issued SET part = 'TRUCK 1'` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "part"},
	{name: "the kind", does: `UPDATE issued SET kind = 'commercial-invoice-cum-packing-list'` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "it is a commercial-invoice-cum-packing-list in a series of commercial-invoice", most: 2},
	{name: "the time of issue", does: `UPDATE issued SET issued_at = '2026-11-23T04:00:00.000001Z'` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "issued_at", most: 2},
	{name: "the format", does: `UPDATE issued SET format = 1` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "hash"},
	{name: "a format that there never was", does: `UPDATE issued SET format = 0` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "no such format ever existed"},
	{name: "two contents swapped", does: `
		UPDATE issued SET payload = (SELECT x.payload FROM issued x WHERE x.number = CASE issued.number WHEN 'CI-2026-0002' THEN 'CI-2026-0003' ELSE 'CI-2026-0002' END)
		WHERE number IN ('CI-2026-0002', 'CI-2026-0003')`, of: store.Sealed, number: "CI-2026-0002", mentions: "content (payload) says", most: 4},
	{name: "two places swapped", does: `UPDATE issued SET n = n + 50 WHERE number = 'CI-2026-0002'; UPDATE issued SET n = 2 WHERE number = 'CI-2026-0003'; UPDATE issued SET n = 3 WHERE number = 'CI-2026-0002'`,
		of: store.Sealed, number: "CI-2026-0002", mentions: "document 2 of this series has the number CI-2026-0003", most: 3},
	{name: "a row inserted with nothing right", does: inserted, of: store.Sealed, number: "CI-2026-0005", mentions: "the file (pdf) does not have the SHA-256 that is stored beside it (pdf_sha256): one of them was changed. Its hash (hash) is not that of its row either. Its id (id) is none that this program gives.", most: 6},
	{name: "a row inserted with a number that is not the next", does: inserted + `; UPDATE issued SET number = 'CI-2026-0077' WHERE id = 'x'`, of: store.Sealed, number: "CI-2026-0005", mentions: "has the number CI-2026-0077. Its hash (hash) is not that of its row either. Its id (id) is none", most: 6},

	// deletions
	{name: "a document of the middle", does: `DELETE FROM issued` + second, of: store.Sealed, number: "CI-2026-0002", mentions: "missing", most: 6},
	{name: "the first document", does: `DELETE FROM issued WHERE number = 'CI-2026-0001'`, of: store.Sealed, number: "CI-2026-0001", mentions: "missing", most: 5},
	{name: "the last document", does: `DELETE FROM issued WHERE number = 'CI-2026-0004'`, of: store.Sealed, number: "CI-2026-0004", mentions: "missing", most: 5},
	{name: "the last document, and its series put back", does: `
		DELETE FROM issued WHERE number = 'PL-2026-0004';
		UPDATE series SET next = 4, head = (SELECT hash FROM issued WHERE number = 'PL-2026-0003'), at = (SELECT issued_at FROM issued WHERE number = 'PL-2026-0003') WHERE kind = 'packing-list'`,
		of: store.Sealed, number: "PL-2026-0004", mentions: "CI-2026-0004 names it, and it is missing", most: 5},
	{name: "a whole series", does: `DELETE FROM issued WHERE kind = 'commercial-invoice-cum-packing-list'; DELETE FROM series WHERE kind = 'commercial-invoice-cum-packing-list'`,
		of: store.Sealed, number: "", mentions: "the register (series_register) names this series and it is missing", most: 8},
	{name: "a whole series, also out of the register", does: `
		DELETE FROM issued WHERE kind = 'commercial-invoice-cum-packing-list'; DELETE FROM series WHERE kind = 'commercial-invoice-cum-packing-list';
		UPDATE series_register SET ids = replace(ids, 'commercial-invoice-cum-packing-list/JAN/2026' || $NL, '')`,
		of: store.Stored, number: "SO-3", mentions: "CC-2026-0001 was issued, which is missing", most: 8},

	// supersession
	{name: "another document superseded", does: `UPDATE issued SET supersedes = 'CI-2026-0002' WHERE number = 'CI-2026-0004'`, of: store.Sealed, number: "CI-2026-0004", mentions: "supersedes", most: 4},
	{name: "none superseded", does: `UPDATE issued SET supersedes = NULL, reason = NULL WHERE number = 'CI-2026-0004'`, of: store.Sealed, number: "CI-2026-0004", mentions: "supersedes", most: 4},
	{name: "another reason", does: `UPDATE issued SET reason = 'x' WHERE number = 'CI-2026-0004'`, of: store.Sealed, number: "CI-2026-0004", mentions: "reason", most: 2},
	{name: "a document that is not corrected superseded", does: `UPDATE issued SET supersedes = 'CI-2026-0001', reason = 'x' WHERE number = 'CI-2026-0003'; `,
		lite: `UPDATE issued SET supersedes = 'CI-2026-0002', reason = 'x' WHERE number = 'CI-2026-0003'`, pg: `UPDATE issued SET supersedes = 'CI-2026-0002', reason = 'x' WHERE number = 'CI-2026-0003'`,
		of: store.Sealed, number: "CI-2026-0003", mentions: "supersedes", most: 4},

	// series
	{name: "the counter back", does: `UPDATE series SET next = next - 1 WHERE kind = 'commercial-invoice'`, of: store.Sealed, number: "CI-2026-0004", mentions: "the next document is 4"},
	{name: "the counter on", does: `UPDATE series SET next = next + 1 WHERE kind = 'commercial-invoice'`, of: store.Sealed, number: "CI-2026-0005", mentions: "missing at the end"},
	{name: "the head", does: `UPDATE series SET ` + flip("head") + ` WHERE kind = 'commercial-invoice'`, of: store.Sealed, number: "CI-2026-0004", mentions: "head"},
	{name: "the time of the head", does: `UPDATE series SET at = '2026-11-23T03:00:00.000000Z' WHERE kind = 'commercial-invoice'`, of: store.Sealed, number: "CI-2026-0004", mentions: "head"},
	{name: "the letters of a series", does: `UPDATE series SET prefix = 'XI' WHERE kind = 'commercial-invoice'`, of: store.Sealed, number: "XI-2026-0001", mentions: "has the number CI-2026-0001", most: 5},
	{name: "the first number of a series", does: `UPDATE series SET first = 2 WHERE kind = 'commercial-invoice'`, of: store.Sealed, number: "CI-2026-0001", mentions: "began with 2", most: 2},
	{name: "the year of a series", does: `UPDATE series SET year = '2025' WHERE kind = 'commercial-invoice'`, of: store.Sealed, number: "", mentions: "commercial-invoice/JAN/2025", most: 5},
	{name: "the calendar of a series", does: `UPDATE series SET calendar = 'APR' WHERE kind = 'commercial-invoice'`, of: store.Sealed, number: "", mentions: "commercial-invoice/APR/2026"},
	{name: "the register emptied", does: `UPDATE series_register SET ids = ''`, of: store.Sealed, number: "", mentions: "not in the register", most: 3},
	{name: "the register gone", does: `DELETE FROM series_register`, of: store.Sealed, number: "", mentions: "register"},
	{name: "a series that was never started in the register", does: `UPDATE series_register SET ids = ids || 'packing-list/JAN/2025' || $NL`, of: store.Sealed, number: "", mentions: "packing-list/JAN/2025|names this series and it is missing"},

	// orders
	{name: "an order gone", does: `DELETE FROM orders WHERE number = 'SO-2'`, of: store.Sealed, number: "CI-2026-0002", mentions: "is gone", most: 8},
	{name: "an open order gone with all that it had", does: goneOrder,
		of: store.Stored, number: "$SO5", mentions: "the order is missing", most: 4},
	{name: "an order's number", does: `UPDATE orders SET number = 'SO-9' WHERE number = 'SO-2'`, of: store.Sealed, number: "CI-2026-0002", mentions: "has the number SO-9", most: 5},
	{name: "an order issued that has no documents", does: `UPDATE orders SET status = 'issued' WHERE number = 'SO-5'; UPDATE order_list SET status = 'issued' WHERE number = 'SO-5'`, of: store.Derived, number: "SO-5", mentions: "its status is issued"},
	{name: "an order open that has documents", does: `UPDATE orders SET status = 'open' WHERE number = 'SO-2'; UPDATE order_list SET status = 'open' WHERE number = 'SO-2'`, of: store.Derived, number: "SO-2", mentions: "its status is open"},
	{name: "an order's total", does: `UPDATE orders SET total_minor = total_minor - 100000 WHERE number = 'SO-5'; UPDATE order_list SET total_minor = total_minor - 100000 WHERE number = 'SO-5'`, of: store.Stored, number: "SO-5", mentions: "total_minor"},
	{name: "an order's total in lists alone", does: `UPDATE order_list SET total_minor = total_minor - 100000 WHERE number = 'SO-5'`, of: store.Derived, number: "SO-5", mentions: "order_list"},
	{name: "a text of an order", does: `UPDATE orders SET body = replace(body, 'LHW-IN-2026-03', 'LHW-IN-2026-04') WHERE number = 'SO-5'`, of: store.Derived, number: "SO-5", mentions: "words"},
	{name: "an order that cannot be read", does: `UPDATE orders SET body = '[]' WHERE number = 'SO-5'`, of: store.Stored, number: "SO-5", mentions: "cannot be read"},
	{name: "an order's price, with all that follows from it", through: lowerPrice, does: unsaid, of: store.Stored, number: "SO-2", mentions: "was issued since it was changed last", most: 2},
	{name: "an order's version", does: `UPDATE orders SET version = version + 1 WHERE number = 'SO-4'; UPDATE order_list SET version = version + 1 WHERE number = 'SO-4'`, of: store.Stored, number: "SO-4", mentions: "version 3"},
	{name: "who changed an order", does: `UPDATE orders SET changed_by = 'Nobody' WHERE number = 'SO-4'; UPDATE order_list SET changed_by = 'Nobody' WHERE number = 'SO-4'`, of: store.Stored, number: "SO-4", mentions: "changed_by"},
	{name: "an order's lot out of its lots", does: `DELETE FROM order_lots WHERE order_id =` + ofSO2, of: store.Derived, number: "SO-2", mentions: "order_lots"},
	{name: "an order's buyer", does: `UPDATE order_parties SET role = 'notify' WHERE role = 'buyer' AND order_id =` + ofSO2, of: store.Derived, number: "SO-2", mentions: "order_parties"},

	// stock
	{name: "a lot's mass", does: `UPDATE lots SET gross = '1.0' WHERE number = (SELECT min(lot) FROM order_lots WHERE order_id =` + ofSO2 + `)`, pg: `UPDATE lots SET gross = 1.0 WHERE number = (SELECT min(lot) FROM order_lots WHERE order_id =` + ofSO2 + `)`, of: store.Stored, number: "2-", mentions: "its row of lots", most: 2},
	{name: "a lot's product", does: `UPDATE lots SET product = 'yak wool' WHERE number = (SELECT min(lot) FROM order_lots WHERE order_id =` + ofSO2 + `)`, of: store.Stored, number: "SO-2", mentions: "is not the one in stock", most: 3},
	{name: "a bale's mass", lite: `UPDATE bales SET gross = '1.0' WHERE place = 2 AND lot LIKE '2-%'`, pg: `UPDATE bales SET gross = 1.0 WHERE place = 2 AND lot LIKE '2-%'`, of: store.Stored, number: "2-", mentions: "bales", most: 3},
	{name: "a bale gone", does: `DELETE FROM bales WHERE place = 1 AND lot LIKE '2-%'`, of: store.Stored, number: "2-", mentions: "bales", most: 3},
	{name: "a lot gone", does: `DELETE FROM lots WHERE number LIKE '2-%'`, of: store.Stored, number: "SO-2", mentions: "is not in stock", most: 20},

	// rates, exporter
	{name: "a rate that a document prints", lite: `UPDATE rates SET value = '7.0900' WHERE source LIKE 'China%'`, pg: `UPDATE rates SET value = 7.0900 WHERE source LIKE 'China%'`, of: store.Stored, number: "CI-2026-0001", mentions: "no such rate is stored"},
	{name: "a rate gone", does: `DELETE FROM rates WHERE source LIKE 'Nepal%' AND side = 'sell'`, of: store.Stored, number: "CI-2026-0001", mentions: "no such rate is stored"},
	{name: "the exporter's address", does: `UPDATE exporter SET address = 'https://evil.example'`, of: store.Stored, number: "CC-2026-0001", mentions: "address"},
	{name: "the exporter's calendar", does: `UPDATE exporter SET calendar = 'APR'`, of: store.Stored, number: "CC-2026-0001", mentions: "calendar"},
	{name: "the exporter's time zone", does: `UPDATE exporter SET zone = 'America/New_York'`, of: store.Stored, number: "CC-2026-0001", mentions: "zone"},
	{name: "the exporter gone", does: `DELETE FROM exporter`, of: store.Stored, number: "CC-2026-0001", mentions: "address"},
	{name: "everything invented", does: `INSERT INTO demo (one) VALUES (1)`, of: store.Stored, number: "CC-2026-0001", mentions: "demo"},

	// what is made from the rest
	{name: "no lot billed", does: `DELETE FROM billed`, of: store.Derived, number: "CI-2026-0002", mentions: "could be billed twice", most: 20},
	{name: "one lot not billed", does: `DELETE FROM billed WHERE lot = (SELECT min(lot) FROM billed)`, of: store.Derived, number: "CI-2026-0004", mentions: "could be billed twice"},
	{name: "a lot billed by another order", does: `UPDATE billed SET order_id = (SELECT id FROM orders WHERE number = 'SO-5') WHERE lot = (SELECT min(lot) FROM billed WHERE order_id =` + ofSO2 + `)`, of: store.Derived, number: "SO-5", mentions: "billed"},
	{name: "a lot billed that no document bills", does: `INSERT INTO billed (lot, order_id) VALUES ('x',` + ofSO2 + `)`, of: store.Derived, number: "CI-2026-0002", mentions: "is said to bill lot x"},
	{name: "a country in the list of documents", does: `UPDATE issued_about SET country = 'Germany', seal = 'x'` + second, of: store.Derived, number: "CI-2026-0002", mentions: "country, seal"},
	{name: "a document out of the list", does: `DELETE FROM issued_about` + second, of: store.Derived, number: "CI-2026-0002", mentions: "issued_about"},
	{name: "a document that is not in the list", does: `INSERT INTO issued_about (number, date, order_number, buyer, country, seal) SELECT 'CI-2026-0009', date, order_number, buyer, country, 'x' FROM issued_about` + second, of: store.Derived, number: "CI-2026-0009", mentions: "it is missing"},
	{name: "an event gone", does: `DELETE FROM events WHERE n = 2 AND subject =` + ofSO2, of: store.Stored, number: "SO-2", mentions: "event 2 of its activity"},
	{name: "the last event gone", does: `DELETE FROM events WHERE n = 3 AND subject =` + ofSO2, of: store.Stored, number: "SO-2", mentions: "says 0 times that"},
	{name: "all events gone", does: `DELETE FROM events`, of: store.Stored, number: "SO-2", mentions: "does not say so", most: 20},
	{name: "the document of an event", does: `UPDATE events SET args = '["CI-2026-0009"]' WHERE n = 2 AND subject =` + ofSO2, of: store.Stored, number: "SO-2", mentions: "CI-2026-0009", most: 2},
	{name: "the time of an event", does: `UPDATE events SET at = '2026-11-23T04:00:00.000001Z' WHERE n = 2 AND subject =` + ofSO2, of: store.Stored, number: "SO-2", mentions: "says otherwise than"},
	{name: "who issued a document", does: `UPDATE events SET who = 'Nobody' WHERE n = 2 AND subject =` + ofSO2, of: store.Stored, number: "SO-2", mentions: "Nobody"},
	{name: "who entered an order", does: `UPDATE events SET who = 'Nobody' WHERE n = 1 AND subject =` + ofSO2, of: store.Stored, number: "SO-2", mentions: "Nobody"},
	{name: "how a document was dated that nobody issued", does: `INSERT INTO events (subject, n, at, who, format, args, changes) SELECT subject, 4, at, who, 'document.dated', '["CI-2026-0099","2026-11-23","CI-2026-0001"]', changes FROM events WHERE n = 2 AND subject =` + ofSO2, of: store.Stored, number: "SO-2", mentions: "how CI-2026-0099"},
	{name: "an event more", does: `INSERT INTO events (subject, n, at, who, format, args, changes) SELECT subject, 4, at, who, format, args, changes FROM events WHERE n = 2 AND subject =` + ofSO2, of: store.Stored, number: "SO-2", mentions: "says 2 times"},
	{name: "a search word of a document gone", does: `DELETE FROM words WHERE kind = 'document' AND ref = 'CI-2026-0002' AND word = (SELECT min(word) FROM words WHERE kind = 'document' AND ref = 'CI-2026-0002')`, of: store.Derived, number: "CI-2026-0002", mentions: "words"},
	{name: "a search word of a document more", does: `INSERT INTO words (kind, word, ref, form) VALUES ('document', 'x', 'CI-2026-0002', 1)`, of: store.Derived, number: "CI-2026-0002", mentions: "words"},
	{name: "a search word that leads to no document", does: `INSERT INTO words (kind, word, ref, form) VALUES ('document', 'x', 'CI-2026-0009', 1)`, of: store.Derived, number: "CI-2026-0009", mentions: "words"},
	{name: "a search word of an order gone", does: `DELETE FROM words WHERE kind = 'order' AND ref =` + ofSO2, of: store.Derived, number: "SO-2", mentions: "words"},
	{name: "a search word of a lot gone", does: `DELETE FROM words WHERE kind = 'lot' AND ref LIKE '2-%'`, of: store.Derived, number: "2-", mentions: "words", most: 3},
	{name: "a search word of a party gone", does: `DELETE FROM words WHERE kind = 'party'`, of: store.Derived, number: "", mentions: "search words of the party", most: 10},

	// guards
	{name: "guards lifted for ever", does: `INSERT INTO guards_lifted (name) VALUES ('restoring')`, of: store.Guards, number: "", mentions: "guards_lifted"},
	{name: "no guard against changes", guarded: true, lite: `DROP TRIGGER issued_update`, pg: `DROP TRIGGER issued_update ON issued`, of: store.Guards, number: "", mentions: "issued_update"},
	{name: "a guard against deletion switched off", guarded: true, lite: `DROP TRIGGER issued_delete`, pg: `ALTER TABLE issued DISABLE TRIGGER issued_delete`, of: store.Guards, number: "", mentions: "issued_delete"},
	{name: "a guard that does not hold for all", guarded: true, lite: `DROP TRIGGER events_update`, pg: `ALTER TABLE events ENABLE TRIGGER events_update`, of: store.Guards, number: "", mentions: "events_update"},
	{name: "a guard that lets all pass", guarded: true,
		lite: `DROP TRIGGER series_update; CREATE TRIGGER series_update BEFORE UPDATE ON series BEGIN SELECT 1; END`,
		pg:   `CREATE OR REPLACE FUNCTION series_by_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`, of: store.Guards, number: "", mentions: "series_"},
	{name: "a trigger that nobody made", guarded: true,
		lite: `CREATE TRIGGER helpful AFTER INSERT ON issued BEGIN DELETE FROM billed; END`,
		pg:   `CREATE FUNCTION helpful() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM billed; RETURN NULL; END $$; CREATE TRIGGER helpful AFTER INSERT ON issued FOR EACH ROW EXECUTE FUNCTION helpful()`, of: store.Guards, number: "", mentions: "helpful", most: 2},
	{name: "a column of another type", guarded: true, lite: rewritten("orders", "total_minor INTEGER", "total_minor TEXT"), pg: `ALTER TABLE rates ALTER COLUMN feed TYPE varchar(500)`, of: store.Guards, number: "", mentions: "column total_minor of orders is not as|column feed of rates is not as"},
	{name: "a column that may be empty", guarded: true, lite: rewritten("orders", "buyer       TEXT NOT NULL", "buyer TEXT"), pg: `ALTER TABLE orders ALTER COLUMN buyer DROP NOT NULL`, of: store.Guards, number: "", mentions: "column buyer of orders is not as"},
	{name: "a column more", guarded: true, does: `ALTER TABLE rates ADD COLUMN note TEXT NOT NULL DEFAULT ''`, of: store.Guards, number: "", mentions: "has not made the column note of rates"},
	{name: "a check dropped", guarded: true, lite: rewritten("deleted_drafts", "CHECK (json_valid(body))", ""), pg: `ALTER TABLE deleted_drafts DROP CONSTRAINT deleted_drafts_body_check`, of: store.Guards, number: "", mentions: "column body of deleted_drafts is not as|deleted_drafts_body_check"},
	{name: "a check that lets all pass", guarded: true, lite: rewritten("rate_choices", "version > 0", "version > -1"), pg: `ALTER TABLE rate_choices DROP CONSTRAINT rate_choices_version_check, ADD CONSTRAINT rate_choices_version_check CHECK (version > -1)`, of: store.Guards, number: "", mentions: "rate_choices"},
	{name: "a foreign key dropped", guarded: true, lite: rewritten("billed", "REFERENCES orders (id)", ""), pg: `ALTER TABLE billed DROP CONSTRAINT billed_order_id_fkey`, of: store.Guards, number: "", mentions: "column order_id of billed|billed_order_id_fkey"},
	{name: "a unique key of a table dropped", guarded: true, lite: rewritten("issued", "UNIQUE (series, n)", "CHECK (n > 0)"), pg: `ALTER TABLE parties DROP CONSTRAINT parties_name_country_key`, of: store.Guards, number: "", mentions: "rules of issued|parties_name_country_key"},
	{name: "a table that a crash may empty, or that takes any type", guarded: true, lite: rewritten("requests", ") STRICT", ")"), pg: `ALTER TABLE requests SET UNLOGGED`, of: store.Guards, number: "", mentions: "the table requests is not as"},
	{name: "a table gone", guarded: true, does: `DROP TABLE deleted_drafts`, of: store.Guards, number: "", mentions: "the table deleted_drafts is missing"},
	{name: "a key that is unique no more", guarded: true, lite: `DROP INDEX issued_hash`, pg: `ALTER TABLE issued DROP CONSTRAINT issued_series_n_key`, of: store.Guards, number: "", mentions: "issued_"},
}

// rewritten returns SQL by which SQLite believes another statement to have made a table.
func rewritten(table, old, new string) string {
	return fmt.Sprintf(`PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, '%s', '%s') WHERE name = '%s'; PRAGMA writable_schema = OFF`, old, new, table)
}

// TestVerifyNamesWhatIsPlanted holds that each plant is named, at its place and without
// naming the same again and again.
func TestVerifyNamesWhatIsPlanted(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range plants {
		if seen[p.name] {
			t.Errorf("there are two plants %q", p.name)
		}
		seen[p.name] = true
	}
	readme, err := os.ReadFile("../server/README.md")
	if said := fmt.Sprintf("%[1]d of %[1]d kinds of damage", len(plants)); err != nil || !strings.Contains(string(readme), said) {
		t.Errorf("app/server/README.md does not say %q: %v", said, err)
	}
	desk.Each(t, func(t *testing.T, w store.Where) {
		s, err := store.Open(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range plants {
			var found store.Report
			err := s.Update(t.Context(), after(40), func(tx *store.Tx) (err error) {
				if err := p.plant(t.Context(), tx); err != nil {
					return fmt.Errorf("plant %s: %w", p.name, err)
				}
				if found, err = verify.In(t.Context(), tx, nil); err != nil {
					return fmt.Errorf("%s: %w", p.name, err)
				}
				return errPlanted
			})
			switch {
			case !errors.Is(err, errPlanted):
				t.Error(err)
			case !p.isNamed(found):
				t.Errorf("%s: verify does not name it: %v", p.name, found.Wrong)
			case len(found.Wrong) > max(1, p.most):
				t.Errorf("%s: verify names %d things: %v", p.name, len(found.Wrong), found.Wrong)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// errPlanted rolls back what was planted.
var errPlanted = errors.New("planted, to be rolled back")

// isNamed reports whether a report names the plant.
func (p plant) isNamed(r store.Report) bool {
	return slices.ContainsFunc(r.Wrong, func(w store.Wrong) bool {
		number := slices.ContainsFunc(strings.Split(p.number, "|"), func(n string) bool {
			return n == w.Number || n == "" || strings.HasSuffix(n, "-") && strings.HasPrefix(w.Number, n) || n == "$SO5" && len(w.Number) == 26
		})
		return w.Of == p.of && number && slices.ContainsFunc(strings.Split(p.mentions, "|"), func(s string) bool { return strings.Contains(w.What+w.Series, s) })
	})
}

// plant runs the plant's SQL, as somebody would who has the database: with no trigger, key
// or check in the way, all of which are there again afterwards.
func (p plant) plant(ctx context.Context, tx *store.Tx) error {
	lite := tx.Folder() == "sqlite"
	does, newline := p.does, "chr(10)"
	switch {
	case lite && p.lite != "":
		does = p.lite
	case !lite && p.pg != "":
		does = p.pg
	}
	if lite {
		newline = "char(10)"
	}
	statements := []string{strings.ReplaceAll(does, "$NL", newline)}
	if p.through != nil {
		if err := p.through(ctx, tx); err != nil {
			return err
		}
	}
	if !p.guarded {
		before, after, err := lifted(ctx, tx, lite)
		if err != nil {
			return err
		}
		statements = slices.Concat(before, statements, after)
	}
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// inserted inserts a document at the end of a series, of which nothing but the number is right.
const inserted = `
	INSERT INTO issued (id, series, n, number, kind, subject_kind, subject_id, part, date, currency, total_minor, payload, format, prev, hash, pdf, pdf_sha256, supersedes, reason, request_key, issued_at)
	SELECT 'x', series, 5, 'CI-2026-0005', kind, subject_kind, subject_id, part, date, currency, total_minor, replace(payload, '-0004"', '-0005"'), format, hash, prev, pdf, hash, NULL, NULL, 'x', issued_at
	FROM issued WHERE number = 'CI-2026-0004'`

// goneOrder removes an open order with all that belongs to it but its activity.
const goneOrder = `
	DELETE FROM words WHERE ref IN (SELECT id FROM orders WHERE number = 'SO-5');
	DELETE FROM order_products WHERE order_id IN (SELECT id FROM orders WHERE number = 'SO-5');
	DELETE FROM order_lots WHERE order_id IN (SELECT id FROM orders WHERE number = 'SO-5');
	DELETE FROM order_parties WHERE order_id IN (SELECT id FROM orders WHERE number = 'SO-5');
	DELETE FROM order_list WHERE number = 'SO-5';
	DELETE FROM orders WHERE number = 'SO-5'`

// lowerPrice changes the prices of an order for which documents were issued, as a person may.
func lowerPrice(ctx context.Context, tx *store.Tx) error {
	o, err := order("02-nhava-sheva-cashmere", 2)
	if err != nil {
		return err
	}
	for i := range o.Lines {
		if o.Lines[i].Price, err = money.ParsePrice("1.50", o.Currency); err != nil {
			return err
		}
	}
	_, err = tx.ReplaceOrder(ctx, o)
	return err
}

// unsaid takes away that the order was changed.
const unsaid = `
	DELETE FROM events WHERE n = 4 AND subject =` + ofSO2 + `;
	UPDATE orders SET version = 1, changed_at = (SELECT at FROM events WHERE n = 1 AND subject = id) WHERE number = 'SO-2';
	UPDATE order_list SET version = 1, changed_at = (SELECT changed_at FROM orders WHERE number = 'SO-2') WHERE number = 'SO-2'`

// lifted returns the statements that take all guards away, and those that bring them back.
func lifted(ctx context.Context, tx *store.Tx, lite bool) (before, after []string, err error) {
	statement := `SELECT 'ALTER TABLE ' || c.relname || ' DISABLE TRIGGER ' || tgname,
		'ALTER TABLE ' || c.relname || CASE tgenabled WHEN 'A' THEN ' ENABLE ALWAYS TRIGGER ' ELSE ' ENABLE TRIGGER ' END || tgname
		FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal`
	before = []string{`SET LOCAL session_replication_role = replica`}
	if lite {
		statement = `SELECT 'DROP TRIGGER ' || name, sql FROM sqlite_master WHERE type = 'trigger'`
		before = []string{`PRAGMA ignore_check_constraints = ON; PRAGMA defer_foreign_keys = ON`}
	}
	err = tx.Each(ctx, statement, nil, func(row db.Scanner) error {
		var off, on string
		err := row.Scan(&off, &on)
		before, after = append(before, off), append(after, on)
		return err
	})
	return before, after, err
}

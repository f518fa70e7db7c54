package losses

import (
	"context"
	"strings"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// checkNothingIssued returns a Conflict where the step back would lose issued documents.
func checkNothingIssued(ctx context.Context, version int, d db.Asker) error {
	return refuseOverIssued(ctx, version, d, "The step back from %d would lose %d issued documents; issued documents are never deleted.")
}

// checkNothingNumbered returns a Conflict where the step back would lose what the numbers
// of issued documents depend on: a database that stepped back over it and on again would
// number by another calendar.
func checkNothingNumbered(ctx context.Context, version int, d db.Asker) error {
	return refuseOverIssued(ctx, version, d,
		"The step back from %d would lose what the numbers of %d issued documents hang on: the exporter's calendar and the register of series. It is refused while anything is issued.")
}

// refuseOverIssued returns a Conflict with that sentence, which names the version and the
// number of issued documents, where there are any.
func refuseOverIssued(ctx context.Context, version int, d db.Asker, sentence string) error {
	var issued int
	if err := d.QueryRowContext(ctx, `SELECT count(*) FROM issued`).Scan(&issued); err != nil || issued == 0 {
		return err
	}
	return &trade.Error{Code: trade.Conflict, Field: "database", Format: sentence, Args: []any{version, issued}}
}

// checkFitsWithoutSubjects returns a Conflict where the database holds documents or series
// that a schema without subjects cannot hold.
func checkFitsWithoutSubjects(ctx context.Context, version int, d db.Asker) error {
	var issued, started int
	err := d.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM issued i WHERE subject_kind <> 'shipment' OR part <> '' OR NOT EXISTS (SELECT 1 FROM orders WHERE id = subject_id)
		           OR EXISTS (SELECT 1 FROM issued o WHERE o.request_key = i.request_key AND o.kind = i.kind AND o.id <> i.id)),
		       (SELECT count(*) FROM series WHERE first <> 1 OR suffix <> ''
		           OR kind || ' ' || prefix NOT IN ('commercial-invoice CI', 'packing-list PL', 'commercial-invoice-cum-packing-list CC'))`).Scan(&issued, &started)
	if err != nil || issued+started == 0 {
		return err
	}
	return &trade.Error{Code: trade.Conflict, Field: "database",
		Format: "The step back from %d has no place for %d issued documents, which are of a part of an order, of something else, or of one request for several orders, and for %d series that begin with another number or letters than a program of that schema knows. It is refused while they are here.",
		Args:   []any{version, issued, started}}
}

// checkNothingClosed returns a Conflict where a series is closed: the series after it is
// chained to the closing, which a schema without closings cannot hold.
func checkNothingClosed(ctx context.Context, version int, d db.Asker) error {
	var closed int
	if err := d.QueryRowContext(ctx, `SELECT count(*) FROM series_closed`).Scan(&closed); err != nil || closed == 0 {
		return err
	}
	return &trade.Error{Code: trade.Conflict, Field: "database",
		Format: "The step back from %d has no place for %d closed series. It is refused while they are here.", Args: []any{version, closed}}
}

// checkNoneOfNewTerms returns a Conflict where a document was issued in format 3, a lot was
// entered in stock that no order has, or an order, a lot, a party or the exporter has a key
// that came with that format: the program of the older schema can read none of them.
func checkNoneOfNewTerms(ctx context.Context, version int, d db.Asker) error {
	var issued, alone, written int
	err := d.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM issued WHERE format > 2),
		       (SELECT count(*) FROM lots l WHERE version > 0 AND NOT EXISTS (SELECT 1 FROM order_lots x WHERE x.lot = l.number)),
		       (SELECT count(*) FROM orders WHERE `+hasNewKey("body")+`)
		           + (SELECT count(*) FROM lots WHERE `+hasNewKey("body")+`)
		           + (SELECT count(*) FROM parties WHERE `+hasNewKey("body")+`)
		           + (SELECT count(*) FROM exporter WHERE `+hasNewKey("seller")+`)`).Scan(&issued, &alone, &written)
	if err != nil || issued+alone+written == 0 {
		return err
	}
	return &trade.Error{Code: trade.Conflict, Field: "database",
		Format: "The step back from %d leaves a program that cannot read %d of the issued documents, %d lots that are in no order, and %d of the orders, lots, parties and the exporter: they have agreed quantities, prices of 100 or 1000 kg, free samples, remarks or other terms that it does not know. It is refused while they are here.",
		Args:   []any{version, issued, alone, written}}
}

// hasNewKey returns a condition that a column of compact JSON has a key that came with
// format 3. In a text, a quotation mark before a colon has a backslash before it.
func hasNewKey(column string) string {
	var either []string
	for _, key := range []string{"price_per", "no_charge", "remarks", "partial_shipments", "intermediary", "discount", "agreed", "specification", "delivery",
		"species", "county", "cooperative", "laboratory", "mean_fibre_diameter_cv_percent", "ash_percent", "regain_percent"} {
		either = append(either, column+` LIKE '%"`+key+`":%'`)
	}
	return strings.Join(either, " OR ")
}

// draftsOfNewTerms counts the drafts in which somebody has typed a term that came with
// format 3. A draft has the name and the value of each field.
func draftsOfNewTerms() string {
	either := []string{`body LIKE '%price_per","Value":"100%'`, `body LIKE '%"/remarks/%'`}
	for _, field := range []string{"no_charge", "partial_shipments", "/intermediary/name", `"/charges/discount`, "/agreed/quantity", "/specification", `"/delivery/from`, `"/delivery/to`,
		"/species", "/county", "/cooperative", "/test/laboratory", "/test/mean_fibre_diameter_cv_percent", "/test/ash_percent", "/test/regain_percent"} {
		either = append(either, `replace(body, '`+field+`","Value":""', '') LIKE '%`+field+`","Value":"%'`)
	}
	return `SELECT count(*) FROM drafts WHERE (` + strings.Join(either, " OR ") + `)`
}

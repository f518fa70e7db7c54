package verify

import (
	"context"
	"slices"
	"strings"

	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/store/parties"
	"woolroad/app/store/words"
	"woolroad/app/trade"
	"woolroad/documents"
)

// The columns that checkOrders reads of each order, by their places.
const (
	orderID = iota
	orderNumber
	orderDate
	orderBuyer
	orderCurrency
	orderTotal
	orderIncoterm
	orderStatus
	orderBody
	orderVersion
	orderChangedAt
	orderChangedBy
	orderListed   // its row of order_list
	orderProducts // its rows of order_products
	orderLots     // its rows of order_lots, each with the lot in stock
	orderParties  // its rows of order_parties
	orderWords
	orderEvents
	orderIssued // its documents
)

// eventsOfOrder is SQL for the events of the order o.
var eventsOfOrder = records(`FROM events e WHERE e.subject = o.id`, "e.n", "e.at", "e.who", "e.format", "e.args")

var orderColumns = []string{
	orderID: "o.id", orderNumber: "o.number", orderDate: "o.date", orderBuyer: "o.buyer", orderCurrency: "o.currency", orderTotal: "o.total_minor",
	orderIncoterm: "o.incoterm", orderStatus: "o.status", orderBody: "o.body", orderVersion: "o.version",
	orderChangedAt: "o.changed_at", orderChangedBy: "o.changed_by",
	orderListed: records(`FROM order_list l WHERE l.id = o.id`, "l.number", "l.date", "l.buyer", "l.country", "l.currency", "l.total_minor",
		"l.grams", "l.mass_decimals", "l.incoterm", "l.place", "l.status", "l.products", "l.changed_at", "l.changed_by", "l.version"),
	orderProducts: records(`FROM order_products p WHERE p.order_id = o.id`, "p.product", "p.date", "p.number"),
	orderLots:     records(`FROM order_lots x LEFT JOIN lots l ON l.number = x.lot WHERE x.order_id = o.id`, "x.lot", "l.product", "l.package", "l.bales", "l.gross", "l.tare"),
	orderParties:  records(`FROM order_parties r JOIN parties p ON p.id = r.party WHERE r.order_id = o.id`, "r.role", "r.date"),
	orderWords:    records(`FROM words w WHERE w.kind = '`+words.Order+`' AND w.ref = o.id`, "w.word"),
	orderEvents:   eventsOfOrder,
	orderIssued: records(`FROM issued i LEFT JOIN issued s ON s.supersedes = i.number WHERE i.subject_id = o.id`,
		"i.number", "i.kind", "i.issued_at", "i.supersedes", "i.reason", "s.number", "i.currency", "i.total_minor"),
}

// checkOrders compares each order with what lists, search, stock and activity have of it, and
// with its documents.
func (c *checker) checkOrders(ctx context.Context) error {
	return db.InOrder(
		func(yield func([]string) bool) error {
			return eachRow(ctx, c.t, orderColumns, `FROM orders o ORDER BY o.number`, func(row []string) { yield(row) })
		},
		func(row []string) []store.Wrong {
			o := ordered{c: c, row: row}
			o.check()
			return o.wrong
		},
		func(found []store.Wrong) {
			for _, w := range found {
				c.report.Add(w)
			}
		},
	)
}

// An ordered is an order with what other tables have of it.
type ordered struct {
	c     *checker
	row   []string
	order trade.Order
	total money.Amount
	wrong []store.Wrong
}

// say notes a sentence about something that is wrong with the order, or with what other tables
// have of it.
func (o *ordered) say(of store.Part, format string, args ...any) {
	o.wrong = append(o.wrong, wrong(of, o.row[orderNumber], format, args...))
}

// check notes what is wrong with the order.
func (o *ordered) check() {
	issued := slices.DeleteFunc(split(o.row[orderIssued]), o.isInserted)
	status := trade.OrderOpen
	if len(issued) > 0 {
		status = trade.OrderIssued
	}
	evidence := o.row[orderStatus] == string(trade.OrderIssued) && o.c.hasIssuedInClosed(o.row[orderEvents]) // whose document is missing there
	if o.row[orderStatus] != string(status) && !evidence {
		o.say(store.Derived, "its status is %s, and %d documents are issued for it.", o.row[orderStatus], len(issued))
	}
	o.activity(issued)
	var faults trade.Faults
	if o.order, faults = trade.Decode(strings.NewReader(o.row[orderBody])); faults.Err() != nil {
		o.say(store.Stored, "the order itself (body) cannot be read.")
		return
	}
	grams, decimals, total, err := store.ListFigures(o.order)
	if err != nil {
		return // an order of before a rule, which lists have as far as its row goes
	}
	o.total = total
	o.figures(grams, decimals)
	o.lots()
	o.documents(issued)
}

// isInserted reports whether a document is of a closed series and the order's activity does
// not say that it was issued: somebody has inserted its row, which is evidence.
func (o *ordered) isInserted(document []string) bool {
	number := document[0]
	if !o.c.isOfClosed(number) {
		return false
	}
	events, _ := eventsOf(o.row[orderEvents])
	return !slices.ContainsFunc(events, func(e event) bool { return e.isIssue() && len(e.args) > 0 && e.args[0] == number })
}

// figures compares the order's own columns, its row in lists and its search words with the
// order itself. What differs is named in one sentence, since whoever changes the order itself
// makes all of them differ.
func (o *ordered) figures(grams int64, decimals int32) {
	own := o.differing([]string{"number", "date", "buyer", "currency", "total_minor", "incoterm"}, o.row[orderNumber:orderStatus], []string{
		o.order.Number, o.order.Date.String(), o.order.Buyer.Name, string(o.order.Currency), text(o.total.Minor()), string(o.order.Terms.Incoterm)})
	var derived []string
	if o.c.listed {
		derived = o.derived(grams, decimals)
	}
	switch {
	case own != nil:
		o.say(store.Stored, "the order itself (body) says otherwise than %s of orders.", strings.Join(append(own, derived...), ", "))
	case derived != nil:
		o.say(store.Derived, "the order itself (body) says otherwise than %s.", strings.Join(derived, ", "))
	}
}

// derived names the tables for lists and search that say otherwise than the order.
func (o *ordered) derived(grams int64, decimals int32) (tables []string) {
	note := func(table string, same bool) {
		if !same {
			tables = append(tables, table)
		}
	}
	b, r := o.order, o.row
	var names []string
	var products, lots [][]string
	for _, l := range b.Lines {
		if !slices.Contains(names, l.Product) {
			names = append(names, l.Product)
			products = append(products, []string{l.Product, b.Date.String(), b.Number})
		}
	}
	for _, l := range b.Lots {
		lots = append(lots, []string{l.Number})
	}
	roles := [][]string{}
	for _, p := range parties.Of(b) {
		roles = append(roles, []string{string(p.Role), b.Date.String()})
	}
	note("order_list", slices.Equal(slices.Concat(split(r[orderListed])...), []string{
		b.Number, b.Date.String(), b.Buyer.Name, b.Buyer.Country, string(b.Currency), text(o.total.Minor()), text(grams), text(int64(decimals)),
		string(b.Terms.Incoterm), b.Terms.Place, r[orderStatus], strings.Join(names, ", "), r[orderChangedAt], r[orderChangedBy], r[orderVersion]}))
	note("order_products", equal(split(r[orderProducts]), products))
	there := split(r[orderLots])
	for i := range there {
		there[i] = there[i][:1]
	}
	note("order_lots", equal(there, lots))
	note("order_parties", equal(split(r[orderParties]), roles))
	wanted := words.OfOrder(b, o.total)
	note("words", sameWords(r[orderWords], wanted))
	return tables
}

// equal reports whether two lists of records are the same in any order.
func equal(a, b [][]string) bool {
	slices.SortFunc(a, slices.Compare)
	slices.SortFunc(b, slices.Compare)
	return slices.EqualFunc(a, b, slices.Equal)
}

// differing returns which of the named texts are not those wanted.
func (o *ordered) differing(names, is, want []string) (out []string) {
	for i, name := range names {
		if is[i] != want[i] {
			out = append(out, name)
		}
	}
	return out
}

// lots compares the lots that the order sells with the stock.
func (o *ordered) lots() {
	stock := map[string][]string{}
	for _, l := range split(o.row[orderLots]) {
		stock[l[0]] = l
	}
	for _, lot := range o.order.Lots {
		l, named := stock[lot.Number]
		var gross, tare fibre.Mass
		for _, b := range lot.Bales {
			gross, tare = gross.Add(b.Gross), tare.Add(b.Tare)
		}
		switch {
		case !named: // which order_lots says
		case l[1] == "" && l[3] == "":
			o.say(store.Stored, "its lot %s is not in stock (lots).", lot.Number)
		case l[1] != lot.Product || l[2] != lot.Package || integer(l[3]) != int64(len(lot.Bales)) || !isMass(l[4], gross) || !isMass(l[5], tare):
			o.say(store.Stored, "its lot %s is not the one in stock (lots).", lot.Number)
		}
	}
}

// isMass reports whether a text is that mass.
func isMass(text string, want fibre.Mass) bool {
	is, err := fibre.Parse(text)
	return err == nil && is.Cmp(want) == 0
}

// inCurrency returns an amount with its currency.
func inCurrency(a money.Amount) string { return string(a.Currency()) + " " + a.String() }

// documents compares the order with its current documents, if it was not changed since they
// were issued.
func (o *ordered) documents(issued [][]string) {
	for _, d := range issued {
		number, kind, at, by, currency, total := d[0], documents.Kind(d[1]), d[2], d[5], d[6], d[7]
		if o.c.isEvidence(number) || by != "" || currency == "" || !kind.BillsGoods() || o.row[orderChangedAt] == "" || at < o.row[orderChangedAt] {
			continue
		}
		if currency != string(o.order.Currency) || integer(total) != o.total.Minor() {
			o.say(store.Stored, "%s was issued since it was changed last, with a total of %s, and the order comes to %s.",
				number, inCurrency(money.FromMinor(integer(total), money.Currency(currency))), inCurrency(o.total))
		}
	}
}

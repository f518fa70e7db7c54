package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/store/words"
	"woolroad/app/trade"
)

// An OrderFilter picks orders. It ignores fields that are empty.
type OrderFilter struct {
	Status   trade.OrderStatus
	Buyer    string // a part of the buyer's name, or of its name in its own script
	Currency money.Currency
	Product  string
	Incoterm string
	Party    string     // the id of a party that has any role in the order
	From, To civil.Date // of the order, both included; zero: no bound
	Text     string     // what the order is found by, as words.Terms reads it
}

// An OrderSort is what a list of orders is sorted by.
type OrderSort string

// The ways to sort orders. Where it is the same, their numbers decide.
const (
	ByNumber OrderSort = "number"
	ByDate   OrderSort = "date"
	ByBuyer  OrderSort = "buyer"
	ByTotal  OrderSort = "total" // within a currency
	ByMass   OrderSort = "mass"
)

// orderColumns gives the columns that each list is sorted by. OrderSort.keysOf returns
// their values.
var orderColumns = map[OrderSort][]string{
	ByNumber: {"o.number"},
	ByDate:   {"o.date", "o.number"},
	ByBuyer:  {"o.buyer", "o.number"},
	ByTotal:  {"o.currency", "o.total_minor", "o.number"},
	ByMass:   {"o.grams", "o.number"},
}

// keysOf returns an order's values of the columns that the list is sorted by.
func (by OrderSort) keysOf(o OrderInfo) []any {
	switch by {
	case ByDate:
		return []any{cmp.Or(o.Unread, o.Date.String()), o.Number}
	case ByBuyer:
		return []any{o.Buyer, o.Number}
	case ByTotal:
		return []any{string(o.Total.Currency()), o.Total.Minor(), o.Number}
	case ByMass:
		grams, _ := o.Mass.Number().Units(gram)
		return []any{grams, o.Number}
	}
	return []any{o.Number}
}

// gram is how many decimals of a kilogram lists store.
const gram = 3

const orderInfoColumns = `o.id, o.number, o.date, o.buyer, o.country, o.currency, o.total_minor, o.grams, o.mass_decimals,
	o.incoterm, o.place, o.status, o.products, o.changed_at, o.changed_by, o.version`

// scanOrder reads a row of orderInfoColumns, and the columns after these into more. That
// the date, the mass or the time cannot be read is no error, so that lists show the other
// orders.
func scanOrder(row db.Scanner, more ...any) (info OrderInfo, err error) {
	var date, currency, products, at string
	var minor, grams int64
	var decimals int32
	err = row.Scan(append([]any{&info.ID, &info.Number, &date, &info.Buyer, &info.Country, &currency, &minor, &grams, &decimals,
		&info.Incoterm, &info.Place, &info.Status, &products, &at, &info.ChangedBy, &info.Version}, more...)...)
	if err != nil {
		return info, err
	}
	info.Total = money.FromMinor(minor, money.Currency(currency))
	if products != "" {
		info.Products = strings.Split(products, ", ")
	}
	var errs [3]error
	info.Mass, errs[0] = fibre.Parse(exact.Shifted(grams, gram).Trim(decimals).String())
	info.Date, errs[1] = civil.ParseDate(date)
	if info.ChangedAt, errs[2] = db.ParseStamp(at); errs != [3]error{} {
		info.Unread = cmp.Or(date, " ")
	}
	return info, nil
}

// Orders returns a page of the orders that the filter picks. Another sort than those of
// OrderSort, a limit or a cursor that does not fit is an Invalid error.
func (t *Tx) Orders(ctx context.Context, f OrderFilter, by OrderSort, descending bool, p Paging) (Page[OrderInfo], error) {
	columns, ok := orderColumns[by]
	if !ok {
		return Page[OrderInfo]{}, &trade.Error{Code: trade.Invalid, Field: "sort",
			Format: "Orders cannot be sorted by “%s”; open their list, and click the head of a column to sort by it.", Args: []any{string(by)}}
	}
	picked, err := t.planQuery(ctx, f, by)
	if err != nil {
		return Page[OrderInfo]{}, err
	}
	if picked.columns != nil {
		columns = picked.columns
	}
	return db.ReadPage(ctx, t.Tx, db.List[OrderInfo]{
		Sort: db.Sort{Name: string(by), Columns: columns, Desc: descending},
		With: picked.with, From: `SELECT ` + orderInfoColumns + picked.from,
		Scan: func(r db.Scanner) (OrderInfo, error) { return scanOrder(r) },
		Keys: by.keysOf,
	}, picked.Query, p)
}

// A facet is one filter in two forms, of which planQuery takes the faster one.
type facet struct {
	// condition writes the condition on o, an order's row in order_list. walked says that
	// the database goes through the list along the index of another column.
	condition func(q *db.Query, by OrderSort, walked bool) string
	// ids writes a statement of the ids of all orders that the filter picks, each once if
	// once is set.
	ids   func(q *db.Query, once bool) string
	dated bool              // whether one index has the filter's column and the date
	along func(q *db.Query) // adds the condition on x, a row of order_products, whose index has the date too; nil: there is none
}

// columnFacet returns the filter by a column of order_list itself. is is the SQL operator
// between column and value.
func columnFacet(name, is, value string) facet {
	return facet{
		condition: func(q *db.Query, by OrderSort, walked bool) string {
			if walked && !(name == "currency" && by == ByTotal) { // the index of that list begins with the currency
				return unindexed(`o.`+name, is, q.Arg(value))
			}
			return `o.` + name + ` ` + is + ` ` + q.Arg(value)
		},
		ids: func(q *db.Query, _ bool) string {
			return `SELECT id FROM order_list WHERE ` + name + ` ` + is + ` ` + q.Arg(value)
		},
		dated: true,
	}
}

// unindexed returns a comparison that SQLite uses no index for: it would take the
// column's own index and sort half of the table, where the list's index is in order
// already. PostgreSQL reads it as the comparison itself and decides by its statistics.
func unindexed(column, is, value string) string {
	return `NOT (` + column + ` ` + map[string]string{"=": "<>", ">=": "<", "<=": ">"}[is] + ` ` + value + `)`
}

// besideFacet returns the filter by a table x that has orders' ids in a column. condition
// writes the condition on x.
func besideFacet(table, key string, condition func(*db.Query) string) facet {
	return facet{
		condition: func(q *db.Query, _ OrderSort, _ bool) string {
			return `EXISTS (SELECT 1 FROM ` + table + ` x WHERE x.` + key + ` = o.id AND ` + condition(q) + `)`
		},
		ids: func(q *db.Query, once bool) string {
			return `SELECT ` + map[bool]string{true: `DISTINCT `}[once] + `x.` + key + ` FROM ` + table + ` x WHERE ` + condition(q)
		},
	}
}

// facets returns the filters that are not empty.
func (f OrderFilter) facets() (out []facet) {
	if buyer := words.PartOf(f.Buyer); !buyer.Blank() {
		out = append(out, buyerFacet("order_list", "id", "o", buyer))
	}
	for _, equal := range []struct{ column, value string }{
		{"status", string(f.Status)}, {"currency", string(f.Currency)}, {"incoterm", f.Incoterm},
	} {
		if equal.value != "" {
			out = append(out, columnFacet(equal.column, "=", equal.value))
		}
	}
	for _, bound := range []struct {
		is  string
		day civil.Date
	}{{">=", f.From}, {"<=", f.To}} {
		if bound.day != (civil.Date{}) {
			out = append(out, columnFacet("date", bound.is, bound.day.String()))
		}
	}
	if f.Product != "" {
		is := func(q *db.Query) string { return `x.product = ` + q.Arg(f.Product) }
		product := besideFacet("order_products", "order_id", is)
		product.along = func(q *db.Query) { q.And(is(q)) }
		out = append(out, product)
	}
	if f.Party != "" {
		out = append(out, besideFacet("order_parties", "order_id", func(q *db.Query) string { return `x.party = ` + q.Arg(f.Party) }))
	}
	return append(out, termFacets(words.Order, "o.id", f.Text)...)
}

// buyerFacet returns the filter by a part of the buyer's name. table has rows with buyers
// and keys, and row is what the list's statement calls it.
func buyerFacet(table, key, row string, part words.Term) facet {
	return facet{
		condition: func(q *db.Query, _ OrderSort, walked bool) string {
			buyer := row + `.buyer`
			if walked { // SQLite uses no index for it, as in unindexed
				buyer = `(` + buyer + ` || '')`
			}
			return buyer + ` IN (` + part.Refs(words.PartOfName, false)(q) + `)`
		},
		ids: func(q *db.Query, _ bool) string {
			return `SELECT ` + key + ` FROM ` + table + ` WHERE buyer IN (` + part.Refs(words.PartOfName, false)(q) + `)`
		},
	}
}

// termFacets returns the filters by the terms of a text, one for each term. kind is the
// kind of words, and ref the column with what they lead to.
func termFacets(kind, ref, text string) (out []facet) {
	terms := words.Terms(text)
	for _, term := range terms {
		out = append(out, facet{
			condition: func(q *db.Query, _ OrderSort, _ bool) string { return term.Of(kind, ref)(q) },
			ids:       func(q *db.Query, once bool) string { return term.Refs(kind, once)(q) },
		})
	}
	if terms == nil && strings.TrimSpace(text) != "" { // nothing is found by punctuation alone
		out = append(out, facet{
			condition: func(*db.Query, OrderSort, bool) string { return `1 = 0` },
			ids:       func(*db.Query, bool) string { return `SELECT ref FROM words WHERE 1 = 0` },
		})
	}
	return out
}

// fewOrders is how many orders are sorted rather than looked for along an index.
const fewOrders = 1000

// A plannedQuery is the statement that a filter asks for.
type plannedQuery struct {
	with, from string // what comes before SELECT and before WHERE
	db.Query
	columns []string // to sort by, instead of the list's own
}

// planQuery returns the statement that the filter asks for. Where one of the filters
// picks few orders, the statement goes through these; otherwise it goes through the list
// in its order, where the page is soon full.
func (t *Tx) planQuery(ctx context.Context, f OrderFilter, by OrderSort) (p plannedQuery, err error) {
	facets := f.facets()
	narrow := -1
	if by != ByDate || len(facets) != 1 || !facets[0].dated && facets[0].along == nil { // else the filter's own index has the list in its order
		if narrow, err = t.narrowest(ctx, facets); err != nil {
			return p, err
		}
	}
	used := narrow
	switch along := slices.IndexFunc(facets, func(f facet) bool { return f.along != nil }); {
	case narrow >= 0:
		p.with, p.from = `WITH few (id) AS MATERIALIZED (`+facets[narrow].ids(&p.Query, true)+`) `, ` FROM few CROSS JOIN order_list o`
		p.And(`o.id = few.id`)
	case along >= 0 && by == ByDate:
		p.from, p.columns = ` FROM order_products x CROSS JOIN order_list o`, []string{"x.date", "x.number"}
		p.And(`o.id = x.order_id`)
		facets[along].along(&p.Query)
		used = along
	default:
		p.from = ` FROM order_list o`
	}
	for i, facet := range facets {
		if i != used {
			p.And(facet.condition(&p.Query, by, by != ByDate || !facet.dated || p.columns != nil))
		}
	}
	return p, nil
}

// narrowest returns which of the filters picks the fewest rows, or -1 where none picks few.
func (t *Tx) narrowest(ctx context.Context, facets []facet) (narrow int, err error) {
	narrow, least := -1, fewOrders+1
	for i, facet := range facets {
		var of db.Query
		n, err := t.CountUpTo(ctx, facet.ids(&of, false), least, of.Args) // each once would cost time, and counting a row twice does no harm
		if err != nil {
			return narrow, err
		}
		if n < least {
			narrow, least = i, n
		}
	}
	return narrow, nil
}

// OrderSums are what the orders that a filter picks come to.
type OrderSums struct {
	Orders int
	Totals []CurrencySum // by currency
	Mass   fibre.Mass
}

// A CurrencySum is the sum of what is in one currency.
type CurrencySum struct {
	Count int
	Total money.Amount
}

// OrderSums adds up the orders that the filter picks, each currency by itself. A sum of
// more than 18 digits is an Invalid error.
func (t *Tx) OrderSums(ctx context.Context, f OrderFilter) (sums OrderSums, err error) {
	p, err := t.planQuery(ctx, f, ByNumber)
	if err != nil {
		return sums, err
	}
	rows, err := t.QueryContext(ctx, p.with+`SELECT o.currency, count(*), `+summed("o.total_minor")+`, `+summed("o.grams")+`, max(o.mass_decimals)`+p.from+
		` WHERE `+p.Conditions()+` GROUP BY o.currency ORDER BY o.currency`, p.Args...)
	if err != nil {
		return sums, fmt.Errorf("add up orders: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var mass exact.Number
	var decimals int32 // the most that any of the orders has
	for rows.Next() {
		var cur money.Currency
		var n int
		var of int32
		var minor, grams halves
		if err := rows.Scan(&cur, &n, &minor.high, &minor.low, &grams.high, &grams.low, &of); err != nil {
			return sums, fmt.Errorf("add up orders: %w", err)
		}
		total, err := minor.amount(cur)
		if err != nil {
			return sums, err
		}
		sums.Orders += n
		sums.Totals = append(sums.Totals, CurrencySum{n, total})
		mass, decimals = mass.Add(grams.number(gram)), max(decimals, of)
	}
	if err := rows.Err(); err != nil {
		return sums, fmt.Errorf("add up orders: %w", err)
	}
	sums.Mass, err = fibre.Parse(mass.Trim(decimals).String())
	return sums, err
}

// A halves is a sum of whole numbers in two parts, high × billion + low: neither can
// overflow, where the sum itself would be an error in SQLite.
type halves struct{ high, low int64 }

const billion = 1_000_000_000

// summed returns the SQL of a column's sum as halves.
func summed(column string) string {
	half := func(op string) string {
		return `CAST(coalesce(sum(` + column + ` ` + op + ` ` + strconv.Itoa(billion) + `), 0) AS BIGINT)`
	}
	return half("/") + `, ` + half("%")
}

// number returns the sum, in units of that many decimals.
func (h halves) number(decimals int32) exact.Number {
	return exact.Shifted(h.high, decimals).Mul(exact.Int(billion)).Add(exact.Shifted(h.low, decimals))
}

// amount returns the sum of minor units as an amount. More than 18 digits are an Invalid
// error.
func (h halves) amount(cur money.Currency) (a money.Amount, err error) {
	err = a.UnmarshalText([]byte(h.number(cur.Digits()).String() + " " + string(cur)))
	if errors.Is(err, money.ErrTooLarge) {
		err = &trade.Error{Code: trade.Invalid, Field: "currency", Err: err, Format: "The total in %s has more than 18 digits; choose fewer.", Args: []any{string(cur)}}
	}
	return a, err
}

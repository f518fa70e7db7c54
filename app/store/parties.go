package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/codes"
	"woolroad/app/store/db"
	"woolroad/app/store/words"
	"woolroad/app/trade"
)

// A Role is what a party is in an order.
type Role string

// The roles of parties.
const (
	Seller    Role = "seller"
	Buyer     Role = "buyer"
	Consignee Role = "consignee"
	Notify    Role = "notify"
)

// A partyInRole is a party of an order with its role.
type partyInRole struct {
	trade.Party
	role Role
}

// partiesOf returns the parties that an order names.
func partiesOf(o trade.Order) []partyInRole {
	list := []partyInRole{{o.Seller, Seller}, {o.Buyer, Buyer}}
	if o.Consignee != nil {
		list = append(list, partyInRole{*o.Consignee, Consignee})
	}
	if o.Notify != nil {
		list = append(list, partyInRole{*o.Notify, Notify})
	}
	return list
}

// findOrAddParty returns the id of the party of that name and country in the address
// book, and adds the party where there is none.
func (t *Tx) findOrAddParty(ctx context.Context, p trade.Party) (id string, err error) {
	id, err = t.findPartyID(ctx, p.Name, p.Country)
	if db.IsNoRow(err) {
		id = rand.Text()
		return id, t.insertParty(ctx, id, p)
	}
	return id, err
}

// BuyerOf returns the id of the buyer of the order with that id, under whatever name the
// address book has the buyer now, or "" where there is none.
func (t *Tx) BuyerOf(ctx context.Context, orderID string) (id string, err error) {
	err = t.QueryRowContext(ctx, `SELECT party FROM order_parties WHERE order_id = $1 AND role = $2`, orderID, string(Buyer)).Scan(&id)
	if err != nil && !db.IsNoRow(err) {
		return "", fmt.Errorf("look for the buyer of an order: %w", err)
	}
	return id, nil
}

// findPartyID returns the id of the party of that name and country. The error wraps
// sql.ErrNoRows where there is none.
func (t *Tx) findPartyID(ctx context.Context, name, country string) (id string, err error) {
	err = t.QueryRowContext(ctx, `SELECT id FROM parties WHERE name = $1 AND country = $2`, name, country).Scan(&id)
	if err != nil {
		err = fmt.Errorf("find party %s: %w", name, err)
	}
	return id, err
}

// insertParty stores a new party under an id, with its search words.
func (t *Tx) insertParty(ctx context.Context, id string, p trade.Party) error {
	body, err := trade.EncodeParty(p)
	if err != nil {
		return fmt.Errorf("store party %s: %w", p.Name, err)
	}
	by := t.Who()
	_, err = t.ExecContext(ctx, `
		INSERT INTO parties (id, name, country, body, version, changed_at, changed_by) VALUES ($1, $2, $3, $4, 1, $5, $6)`,
		id, p.Name, p.Country, string(body), by.Stamp(), by.Name)
	if err != nil {
		return fmt.Errorf("store party %s: %w", p.Name, err)
	}
	return words.StoreParty(ctx, t.Tx, id, p)
}

// updateParty replaces the party with that id, and its search words.
func (t *Tx) updateParty(ctx context.Context, id string, p trade.Party) error {
	body, err := trade.EncodeParty(p)
	if err != nil {
		return fmt.Errorf("store party %s: %w", p.Name, err)
	}
	by := t.Who()
	_, err = t.ExecContext(ctx, `
		UPDATE parties SET name = $2, country = $3, body = $4, version = version + 1, changed_at = $5, changed_by = $6 WHERE id = $1`,
		id, p.Name, p.Country, string(body), by.Stamp(), by.Name)
	if err != nil {
		return fmt.Errorf("store party %s: %w", p.Name, err)
	}
	return words.StoreParty(ctx, t.Tx, id, p)
}

// SaveParty stores a party in the address book. It replaces the party of that name and
// country, whoever changed that last.
func (t *Tx) SaveParty(ctx context.Context, p trade.Party) error {
	id, err := t.findPartyID(ctx, p.Name, p.Country)
	if db.IsNoRow(err) {
		return t.insertParty(ctx, rand.Text(), p)
	}
	if err != nil {
		return err
	}
	return t.updateParty(ctx, id, p)
}

// AddParty adds a party to the address book and returns its id. A party of that name and
// country that is there already is a Conflict.
func (t *Tx) AddParty(ctx context.Context, p trade.Party) (id string, err error) {
	if err := t.checkNameIsFree(ctx, p, ""); err != nil {
		return "", err
	}
	id = rand.Text()
	return id, t.insertParty(ctx, id, p)
}

// ChangeParty replaces the party with that id, if it is still of the version given:
// otherwise the error is a *Stale[trade.Party], or NotFound where there is none. Orders
// and documents keep the name and numbers that they have of the party. The name and
// country of another party are a Conflict.
func (t *Tx) ChangeParty(ctx context.Context, id string, p trade.Party, version int64) error {
	there, err := t.Party(ctx, id)
	if err != nil {
		return err
	}
	if there.Version != version {
		return &Stale[trade.Party]{Now: there.Party, Version: there.Version, At: there.ChangedAt, By: there.ChangedBy}
	}
	if err := t.checkNameIsFree(ctx, p, id); err != nil {
		return err
	}
	return t.updateParty(ctx, id, p)
}

// checkNameIsFree returns a Conflict where another party than the one with that id has
// the name and country.
func (t *Tx) checkNameIsFree(ctx context.Context, p trade.Party, id string) error {
	other, err := t.findPartyID(ctx, p.Name, p.Country)
	if db.IsNoRow(err) || err == nil && other == id {
		return nil
	}
	if err != nil {
		return err
	}
	return &trade.Error{Code: trade.Conflict, Field: "name", Format: "%s (%s) is already in the address book.", Args: []any{p.Name, p.Country}}
}

// A PartyInfo is a party in the address book.
type PartyInfo struct {
	ID        string
	Party     trade.Party
	Roles     []PartyRole // that orders give the party
	Last      civil.Date  // the date of the latest of these orders; zero: there is none
	ChangedAt time.Time   // zero: not known
	ChangedBy string
	Version   int64
	Unread    bool // what is stored cannot be read: Party has the name and the country alone
}

// A PartyRole says in how many orders a party has a role.
type PartyRole struct {
	Role   Role
	Orders int
}

// A PartyFilter picks parties. It ignores fields that are empty.
type PartyFilter struct {
	Role Role   // that the party has in an order
	Text string // a part of the name, or the beginnings of words in the party's names, numbers or country, or a name of the country in any language that codes.FindCountry reads
}

const partyColumns = `p.id, p.name, p.country, p.body, p.changed_at, p.changed_by, p.version`

// scanParty reads a row of partyColumns. That the party cannot be read is no error, so that
// lists show the others.
func scanParty(row db.Scanner) (p PartyInfo, err error) {
	var name, country, body, at string
	if err := row.Scan(&p.ID, &name, &country, &body, &at, &p.ChangedBy, &p.Version); err != nil {
		return p, err
	}
	var unread error
	if p.Party, unread = trade.DecodeParty([]byte(body)); unread != nil {
		p.Party, p.Unread = trade.Party{Name: name, Country: country}, true
	}
	p.ChangedAt, _ = db.ParseStamp(at) // one that cannot be read is not known
	return p, nil
}

// Party returns the party with that id, or a NotFound error.
func (t *Tx) Party(ctx context.Context, id string) (PartyInfo, error) {
	p, err := scanParty(t.QueryRowContext(ctx, `SELECT `+partyColumns+` FROM parties p WHERE p.id = $1`, id))
	if db.IsNoRow(err) {
		return p, &trade.Error{Code: trade.NotFound, Field: "id", Format: "This party is not in the address book."}
	}
	if err != nil {
		return p, fmt.Errorf("read party %s: %w", id, err)
	}
	list := []PartyInfo{p}
	err = t.readRoles(ctx, list)
	return list[0], err
}

// PartyNamed returns the party of that name and country, or a NotFound error.
func (t *Tx) PartyNamed(ctx context.Context, name, country string) (PartyInfo, error) {
	id, err := t.findPartyID(ctx, name, country)
	if db.IsNoRow(err) {
		return PartyInfo{}, &trade.Error{Code: trade.NotFound, Field: "name", Format: "This party is not in the address book."}
	}
	if err != nil {
		return PartyInfo{}, err
	}
	return t.Party(ctx, id)
}

// PartyPage returns a page of the parties that the filter picks, by name and country. A limit
// or a cursor that does not fit is an Invalid error.
func (t *Tx) PartyPage(ctx context.Context, f PartyFilter, p Paging) (Page[PartyInfo], error) {
	var q db.Query
	if f.Role != "" {
		q.And(`EXISTS (SELECT 1 FROM order_parties r WHERE r.party = p.id AND r.role = ` + q.Arg(string(f.Role)) + `)`)
	}
	if terms := db.SearchTerms(f.Text); terms != nil {
		found := db.AllOf(words.Party, terms)(&q) + ` UNION ALL SELECT id FROM parties WHERE name IN (` + db.PartOf(f.Text).Refs(words.PartOfName, false)(&q) + `)`
		if country, err := codes.FindCountry(strings.TrimSpace(f.Text)); err == nil {
			found += ` UNION ALL SELECT id FROM parties WHERE country = ` + q.Arg(country.Code)
		}
		q.And(`p.id IN (` + found + `)`)
	} else if strings.TrimSpace(f.Text) != "" { // no party is found by punctuation alone
		q.And(`1 = 0`)
	}
	out, err := db.ReadPage(ctx, t.Tx, db.List[PartyInfo]{
		Sort: db.Sort{Name: "parties", Columns: []string{"p.name", "p.country"}, Desc: false},
		From: `SELECT ` + partyColumns + ` FROM parties p`,
		Scan: scanParty,
		Keys: func(p PartyInfo) []any { return []any{p.Party.Name, p.Party.Country} },
	}, q, p)
	if err != nil {
		return out, err
	}
	return out, t.readRoles(ctx, out.Rows)
}

// readRoles adds to parties the roles that they have in orders.
func (t *Tx) readRoles(ctx context.Context, list []PartyInfo) error {
	var q db.Query
	at, ids := map[string]*PartyInfo{}, make([]string, len(list))
	for i := range list {
		at[list[i].ID], ids[i] = &list[i], list[i].ID
	}
	err := t.Each(ctx, `
		SELECT party, role, count(*), max(date) FROM order_parties WHERE party IN `+q.Among(ids)+`
		GROUP BY party, role ORDER BY party, role`, q.Args, func(row db.Scanner) error {
		var id, last string
		var r PartyRole
		if err := row.Scan(&id, &r.Role, &r.Orders, &last); err != nil {
			return err
		}
		day, err := civil.ParseDate(last)
		p := at[id]
		if p.Roles = append(p.Roles, r); day.After(p.Last) {
			p.Last = day
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read the roles of parties: %w", err)
	}
	return nil
}

// A PartyName is what tells the parties of the address book apart.
type PartyName struct{ Name, Country string }

// PartyNames returns the names and countries of all parties in the address book, by name
// and country.
func (t *Tx) PartyNames(ctx context.Context) (list []PartyName, err error) {
	err = t.Each(ctx, `SELECT name, country FROM parties ORDER BY name, country`, nil, func(row db.Scanner) error {
		var p PartyName
		err := row.Scan(&p.Name, &p.Country)
		list = append(list, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the names of parties: %w", err)
	}
	return list, nil
}

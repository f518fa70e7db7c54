package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// Role is what a party is in an order.
type Role string

// The roles of parties.
const (
	Seller    Role = "seller"
	Buyer     Role = "buyer"
	Consignee Role = "consignee"
	Notify    Role = "notify"
)

// inRole is a party in its role.
type inRole struct {
	trade.Party
	role Role
}

// partiesOf are the parties that an order names.
func partiesOf(o trade.Order) []inRole {
	list := []inRole{{o.Seller, Seller}, {o.Buyer, Buyer}}
	if o.Consignee != nil {
		list = append(list, inRole{*o.Consignee, Consignee})
	}
	if o.Notify != nil {
		list = append(list, inRole{*o.Notify, Notify})
	}
	return list
}

// meet is the id of the party of that name and country in the address book,
// where it is put if it is not there.
func (t *Tx) meet(ctx context.Context, p trade.Party) (id string, err error) {
	id, err = t.partyNamed(ctx, p.Name, p.Country)
	if db.IsNoRow(err) {
		id = rand.Text()
		return id, t.insertParty(ctx, id, p)
	}
	return id, err
}

// BuyerOf returns the id of the buyer of the order with that id, under whatever name the
// address book has it now; empty: it is not there.
func (t *Tx) BuyerOf(ctx context.Context, orderID string) (id string, err error) {
	err = t.QueryRowContext(ctx, `SELECT party FROM order_parties WHERE order_id = $1 AND role = $2`, orderID, string(Buyer)).Scan(&id)
	if err != nil && !db.IsNoRow(err) {
		return "", fmt.Errorf("look for the buyer of an order: %w", err)
	}
	return id, nil
}

// partyNamed is the id of the party of that name and country; the error may be
// sql.ErrNoRows.
func (t *Tx) partyNamed(ctx context.Context, name, country string) (id string, err error) {
	err = t.QueryRowContext(ctx, `SELECT id FROM parties WHERE name = $1 AND country = $2`, name, country).Scan(&id)
	if err != nil {
		err = fmt.Errorf("find party %s: %w", name, err)
	}
	return id, err
}

func (t *Tx) insertParty(ctx context.Context, id string, p trade.Party) error {
	body, err := trade.EncodeParty(p)
	if err != nil {
		return fmt.Errorf("keep party %s: %w", p.Name, err)
	}
	by := t.Who()
	_, err = t.ExecContext(ctx, `
		INSERT INTO parties (id, name, country, body, version, changed_at, changed_by) VALUES ($1, $2, $3, $4, 1, $5, $6)`,
		id, p.Name, p.Country, string(body), by.Stamp(), by.Name)
	if err != nil {
		return fmt.Errorf("keep party %s: %w", p.Name, err)
	}
	return t.StoreWords(ctx, "party", id, partyTexts(p)...)
}

func (t *Tx) updateParty(ctx context.Context, id string, p trade.Party) error {
	body, err := trade.EncodeParty(p)
	if err != nil {
		return fmt.Errorf("keep party %s: %w", p.Name, err)
	}
	by := t.Who()
	_, err = t.ExecContext(ctx, `
		UPDATE parties SET name = $2, country = $3, body = $4, version = version + 1, changed_at = $5, changed_by = $6 WHERE id = $1`,
		id, p.Name, p.Country, string(body), by.Stamp(), by.Name)
	if err != nil {
		return fmt.Errorf("keep party %s: %w", p.Name, err)
	}
	return t.StoreWords(ctx, "party", id, partyTexts(p)...)
}

// SaveParty stores a party in the address book, in place of the one of its name
// and country, whoever changed that last.
func (t *Tx) SaveParty(ctx context.Context, p trade.Party) error {
	id, err := t.partyNamed(ctx, p.Name, p.Country)
	if db.IsNoRow(err) {
		return t.insertParty(ctx, rand.Text(), p)
	}
	if err != nil {
		return err
	}
	return t.updateParty(ctx, id, p)
}

// AddParty puts a party in the address book and is its id. One of its name and
// country there already is a Conflict.
func (t *Tx) AddParty(ctx context.Context, p trade.Party) (id string, err error) {
	if err := t.nameIsFree(ctx, p, ""); err != nil {
		return "", err
	}
	id = rand.Text()
	return id, t.insertParty(ctx, id, p)
}

// ChangeParty puts a party in place of the one with that id, if that is still of
// the version given: otherwise the error is a *Stale[trade.Party]. Orders and
// documents keep what they say of it. The name and country of another party are a
// Conflict.
func (t *Tx) ChangeParty(ctx context.Context, id string, p trade.Party, version int64) error {
	there, err := t.Party(ctx, id)
	if err != nil {
		return err
	}
	if there.Version != version {
		return &Stale[trade.Party]{Now: there.Party, Version: there.Version, At: there.ChangedAt, By: there.ChangedBy}
	}
	if err := t.nameIsFree(ctx, p, id); err != nil {
		return err
	}
	return t.updateParty(ctx, id, p)
}

// nameIsFree refuses a name and country that a party other than this one has.
func (t *Tx) nameIsFree(ctx context.Context, p trade.Party, id string) error {
	other, err := t.partyNamed(ctx, p.Name, p.Country)
	if db.IsNoRow(err) || err == nil && other == id {
		return nil
	}
	if err != nil {
		return err
	}
	return &trade.Error{Code: trade.Conflict, Field: "name", Format: "%s (%s) is in the address book already.", Args: []any{p.Name, p.Country}}
}

// PartyInfo is a party in the address book.
type PartyInfo struct {
	ID        string
	Party     trade.Party
	Roles     []PartyRole // in which orders have it
	Last      civil.Date  // of the latest of these orders; zero: there is none
	ChangedAt time.Time   // zero: not known
	ChangedBy string
	Version   int64
}

// PartyRole is in how many orders a party has a role.
type PartyRole struct {
	Role   Role
	Orders int
}

// PartyFilter picks parties; what is empty does not matter.
type PartyFilter struct {
	Role Role   // that it has in an order
	Text string // the beginnings of words of its name, numbers or country
}

const partyColumns = `p.id, p.body, p.changed_at, p.changed_by, p.version`

func scanParty(row db.Scanner) (p PartyInfo, err error) {
	var body, at string
	if err := row.Scan(&p.ID, &body, &at, &p.ChangedBy, &p.Version); err != nil {
		return p, err
	}
	if p.Party, err = trade.DecodeParty([]byte(body)); err != nil {
		return p, err
	}
	p.ChangedAt, err = db.ParseStamp(at)
	return p, err
}

// Party is the party with that id, or a NotFound error.
func (t *Tx) Party(ctx context.Context, id string) (PartyInfo, error) {
	p, err := scanParty(t.QueryRowContext(ctx, `SELECT `+partyColumns+` FROM parties p WHERE p.id = $1`, id))
	if db.IsNoRow(err) {
		return p, &trade.Error{Code: trade.NotFound, Field: "id", Format: "There is no such party in the address book."}
	}
	if err != nil {
		return p, fmt.Errorf("read party %s: %w", id, err)
	}
	list := []PartyInfo{p}
	err = t.roles(ctx, list)
	return list[0], err
}

// PartyNamed is the party of that name and country, or a NotFound error.
func (t *Tx) PartyNamed(ctx context.Context, name, country string) (PartyInfo, error) {
	id, err := t.partyNamed(ctx, name, country)
	if db.IsNoRow(err) {
		return PartyInfo{}, &trade.Error{Code: trade.NotFound, Field: "name", Format: "There is no such party in the address book."}
	}
	if err != nil {
		return PartyInfo{}, err
	}
	return t.Party(ctx, id)
}

// PartyPage is the page of the address book that the filter picks, by name and
// country.
func (t *Tx) PartyPage(ctx context.Context, f PartyFilter, p Paging) (Page[PartyInfo], error) {
	var q db.Query
	if f.Role != "" {
		q.And(`EXISTS (SELECT 1 FROM order_parties r WHERE r.party = p.id AND r.role = ` + q.Arg(string(f.Role)) + `)`)
	}
	q.Words("party", "p.id", f.Text)
	out, err := db.ReadPage(ctx, t.Tx, db.List[PartyInfo]{
		Sort: db.Sort{Name: "parties", Columns: []string{"p.name", "p.country"}, Desc: false},
		From: `SELECT ` + partyColumns + ` FROM parties p`,
		Scan: scanParty,
		Keys: func(p PartyInfo) []any { return []any{p.Party.Name, p.Party.Country} },
	}, q, p)
	if err != nil {
		return out, err
	}
	return out, t.roles(ctx, out.Rows)
}

// roles completes parties with what orders have them for.
func (t *Tx) roles(ctx context.Context, list []PartyInfo) error {
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

// Parties are the whole address book, by name.
func (t *Tx) Parties(ctx context.Context) (list []trade.Party, err error) {
	err = t.Each(ctx, `SELECT `+partyColumns+` FROM parties p ORDER BY p.name, p.country`, nil, func(row db.Scanner) error {
		p, err := scanParty(row)
		list = append(list, p.Party)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list parties: %w", err)
	}
	return list, nil
}

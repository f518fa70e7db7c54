// Package parties stores the address book.
//
// Its one rule: a name and a country are one party. A party keeps its id, and with it its
// orders, under whatever name it is stored later.
package parties

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

// An Info is a party in the address book.
type Info struct {
	ID        string
	Party     trade.Party
	Roles     []RoleCount // that orders give the party
	Last      civil.Date  // the date of the latest of these orders; zero: there is none
	ChangedAt time.Time   // zero: not known
	ChangedBy string
	Version   int64
	Unread    bool // what is stored cannot be read: Party has the name and the country alone
}

const columns = `p.id, p.name, p.country, p.body, p.changed_at, p.changed_by, p.version`

// scan reads a row of columns. That the party cannot be read is no error, so that
// lists show the others.
func scan(row db.Scanner) (p Info, err error) {
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

// FindOrAdd returns the id of the party of that name and country in the address
// book, and adds the party where there is none.
func FindOrAdd(ctx context.Context, t *db.Tx, p trade.Party) (id string, err error) {
	id, err = FindID(ctx, t, p.Name, p.Country)
	if db.IsNoRow(err) {
		id = rand.Text()
		return id, insert(ctx, t, id, p)
	}
	return id, err
}

// FindID returns the id of the party of that name and country. The error wraps
// sql.ErrNoRows where there is none.
func FindID(ctx context.Context, t *db.Tx, name, country string) (id string, err error) {
	err = t.QueryRowContext(ctx, `SELECT id FROM parties WHERE name = $1 AND country = $2`, name, country).Scan(&id)
	if err != nil {
		err = fmt.Errorf("find party %s: %w", name, err)
	}
	return id, err
}

// insert stores a new party under an id, with its search words.
func insert(ctx context.Context, t *db.Tx, id string, p trade.Party) error {
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
	return words.StoreParty(ctx, t, id, p)
}

// update replaces the party with that id, and its search words.
func update(ctx context.Context, t *db.Tx, id string, p trade.Party) error {
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
	return words.StoreParty(ctx, t, id, p)
}

// Save stores a party in the address book. It replaces the party of that name and
// country, whoever changed that last.
func Save(ctx context.Context, t *db.Tx, p trade.Party) error {
	id, err := FindID(ctx, t, p.Name, p.Country)
	if db.IsNoRow(err) {
		return insert(ctx, t, rand.Text(), p)
	}
	if err != nil {
		return err
	}
	return update(ctx, t, id, p)
}

// Add adds a party to the address book and returns its id. A party of that name and
// country that is there already is a Conflict.
func Add(ctx context.Context, t *db.Tx, p trade.Party) (id string, err error) {
	if err := checkNameIsFree(ctx, t, p, ""); err != nil {
		return "", err
	}
	id = rand.Text()
	return id, insert(ctx, t, id, p)
}

// Change replaces the party with that id, if it is still of the version given:
// otherwise the error is a *db.Stale[trade.Party], or NotFound where there is none. Orders
// and documents keep the name and numbers that they have of the party. The name and
// country of another party are a Conflict.
func Change(ctx context.Context, t *db.Tx, id string, p trade.Party, version int64) error {
	there, err := Read(ctx, t, id)
	if err != nil {
		return err
	}
	if there.Version != version {
		return &db.Stale[trade.Party]{Now: there.Party, Version: there.Version, At: there.ChangedAt, By: there.ChangedBy}
	}
	if err := checkNameIsFree(ctx, t, p, id); err != nil {
		return err
	}
	return update(ctx, t, id, p)
}

// checkNameIsFree returns a Conflict where another party than the one with that id has
// the name and country.
func checkNameIsFree(ctx context.Context, t *db.Tx, p trade.Party, id string) error {
	other, err := FindID(ctx, t, p.Name, p.Country)
	if db.IsNoRow(err) || err == nil && other == id {
		return nil
	}
	if err != nil {
		return err
	}
	return &trade.Error{Code: trade.Conflict, Field: "name", Format: "%s (%s) is already in the address book.", Args: []any{p.Name, p.Country}}
}

// A Filter picks parties. It ignores fields that are empty.
type Filter struct {
	Role Role   // that the party has in an order
	Text string // a part of the name, or the beginnings of words in the party's names, numbers or country, or a name of the country in any language that codes.FindCountry reads
}

// Read returns the party with that id, or a NotFound error.
func Read(ctx context.Context, t *db.Tx, id string) (Info, error) {
	p, err := scan(t.QueryRowContext(ctx, `SELECT `+columns+` FROM parties p WHERE p.id = $1`, id))
	if db.IsNoRow(err) {
		return p, &trade.Error{Code: trade.NotFound, Field: "id", Format: "This party is not in the address book."}
	}
	if err != nil {
		return p, fmt.Errorf("read party %s: %w", id, err)
	}
	list := []Info{p}
	err = readRoles(ctx, t, list)
	return list[0], err
}

// Named returns the party of that name and country, or a NotFound error.
func Named(ctx context.Context, t *db.Tx, name, country string) (Info, error) {
	id, err := FindID(ctx, t, name, country)
	if db.IsNoRow(err) {
		return Info{}, &trade.Error{Code: trade.NotFound, Field: "name", Format: "This party is not in the address book."}
	}
	if err != nil {
		return Info{}, err
	}
	return Read(ctx, t, id)
}

// WithIDs returns the parties with those ids, by name and country, without their roles.
func WithIDs(ctx context.Context, t *db.Tx, ids []string) (list []Info, err error) {
	var q db.Query
	err = t.Each(ctx, `SELECT `+columns+` FROM parties p WHERE p.id IN `+q.Among(ids)+` ORDER BY p.name, p.country`, q.Args, func(row db.Scanner) error {
		p, err := scan(row)
		list = append(list, p)
		return err
	})
	return list, err
}

// Page returns a page of the parties that the filter picks, by name and country. A limit or
// a cursor that does not fit is an Invalid error.
func Page(ctx context.Context, t *db.Tx, f Filter, p db.Paging) (db.Page[Info], error) {
	var q db.Query
	if f.Role != "" {
		q.And(`EXISTS (SELECT 1 FROM order_parties r WHERE r.party = p.id AND r.role = ` + q.Arg(string(f.Role)) + `)`)
	}
	if terms := words.Terms(f.Text); terms != nil {
		found := words.AllOf(words.Party, terms)(&q) + ` UNION ALL SELECT id FROM parties WHERE name IN (` + words.PartOf(f.Text).Refs(words.PartOfName, false)(&q) + `)`
		if country, err := codes.FindCountry(strings.TrimSpace(f.Text)); err == nil {
			found += ` UNION ALL SELECT id FROM parties WHERE country = ` + q.Arg(country.Code)
		}
		q.And(`p.id IN (` + found + `)`)
	} else if strings.TrimSpace(f.Text) != "" { // no party is found by punctuation alone
		q.And(`1 = 0`)
	}
	out, err := db.ReadPage(ctx, t, db.List[Info]{
		Sort: db.Sort{Name: "parties", Columns: []string{"p.name", "p.country"}, Desc: false},
		From: `SELECT ` + columns + ` FROM parties p`,
		Scan: scan,
		Keys: func(p Info) []any { return []any{p.Party.Name, p.Party.Country} },
	}, q, p)
	if err != nil {
		return out, err
	}
	return out, readRoles(ctx, t, out.Rows)
}

// A Name is what tells the parties of the address book apart.
type Name struct{ Name, Country string }

// Names returns the names and countries of all parties in the address book, by name
// and country.
func Names(ctx context.Context, t *db.Tx) (list []Name, err error) {
	err = t.Each(ctx, `SELECT name, country FROM parties ORDER BY name, country`, nil, func(row db.Scanner) error {
		var p Name
		err := row.Scan(&p.Name, &p.Country)
		list = append(list, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the names of parties: %w", err)
	}
	return list, nil
}

package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"woolroad/app/money"
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
	find := func() error {
		return t.tx.QueryRowContext(ctx, `SELECT id FROM parties WHERE name = $1 AND country = $2`, p.Name, p.Country).Scan(&id)
	}
	err = find()
	if isNoRow(err) {
		err = t.keepParty(ctx, p, `
			INSERT INTO parties (id, name, country, body) VALUES ($1, $2, $3, $4)
			ON CONFLICT (name, country) DO NOTHING`)
		if err == nil {
			err = find()
		}
	}
	if err != nil {
		return "", fmt.Errorf("find party %s: %w", p.Name, err)
	}
	return id, nil
}

// PutParty keeps a party in the address book, in place of the one of its name
// and country.
func (t *Tx) PutParty(ctx context.Context, p trade.Party) error {
	return t.keepParty(ctx, p, `
		INSERT INTO parties (id, name, country, body) VALUES ($1, $2, $3, $4)
		ON CONFLICT (name, country) DO UPDATE SET body = excluded.body`)
}

func (t *Tx) keepParty(ctx context.Context, p trade.Party, insert string) error {
	body, err := encode(partyFileOf(p))
	if err == nil {
		_, err = t.tx.ExecContext(ctx, insert, rand.Text(), p.Name, p.Country, string(body))
	}
	if err != nil {
		return fmt.Errorf("keep party %s: %w", p.Name, err)
	}
	return nil
}

// Parties are the address book, by name.
func (t *Tx) Parties(ctx context.Context) (list []trade.Party, err error) {
	rows, err := t.tx.QueryContext(ctx, `SELECT body FROM parties ORDER BY name, country`)
	if err != nil {
		return nil, fmt.Errorf("list parties: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var body string
		if err := rows.Scan(&body); err != nil {
			return nil, fmt.Errorf("list parties: %w", err)
		}
		var f partyFile
		if err := json.Unmarshal([]byte(body), &f); err != nil {
			return nil, fmt.Errorf("a party as kept: %w", err)
		}
		list = append(list, f.party())
	}
	return list, rows.Err()
}

func (f partyFile) party() trade.Party {
	p := trade.Party{
		Name: f.Name, NameLocal: f.NameLocal, Address: f.Address, Country: f.Country, IDs: f.IDs,
		Contact: f.Contact, Phone: f.Phone, Email: f.Email,
	}
	for _, b := range f.Banks {
		p.Banks = append(p.Banks, trade.Bank{Currency: money.Currency(b.Currency), Name: b.Name, Address: b.Address, SWIFT: b.SWIFT, Account: b.Account, IBAN: b.IBAN})
	}
	return p
}

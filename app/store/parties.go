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

// meet puts a party in the address book where none of its name and country is.
func (t *Tx) meet(ctx context.Context, p trade.Party) error {
	return t.keepParty(ctx, p, `
		INSERT INTO parties (id, name, country, body) VALUES ($1, $2, $3, $4)
		ON CONFLICT (name, country) DO NOTHING`)
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

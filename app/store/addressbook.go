package store

import (
	"context"
	"fmt"

	"woolroad/app/store/db"
)

// PartyName is what tells the parties of the address book apart.
type PartyName struct{ Name, Country string }

// PartyNames returns what tells all parties of the address book apart, by name and
// country.
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

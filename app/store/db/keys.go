package db

import (
	"context"
	"crypto/rand"
	"fmt"
)

// keyBytes is the length of a key, which is that of HMAC-SHA-256.
const keyBytes = 32

// Key returns the secret of that name, the same for every program on this database. It
// makes the secret where there is none.
func (d *DB) Key(ctx context.Context, who Who, name string) ([]byte, error) {
	fresh := make([]byte, keyBytes)
	rand.Read(fresh) // never fails
	var key []byte
	err := d.Update(ctx, who, func(t *Tx) error {
		t.MayRepeat()
		if _, err := t.ExecContext(ctx, `INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, name, fresh); err != nil {
			return err
		}
		return t.QueryRowContext(ctx, `SELECT value FROM secrets WHERE name = $1`, name).Scan(&key)
	})
	if err != nil {
		return nil, fmt.Errorf("read the key %s: %w", name, err)
	}
	return key, nil
}

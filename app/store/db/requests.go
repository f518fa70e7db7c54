package db

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// Once returns what f returns, and stores the result under the key of who's request in
// the same transaction. The same request again, which asks the same operation for the
// same content, runs nothing and returns the first one's result; two at once wait for
// each other. A request without a key is never the same as another: it gets a new key, by
// which the transaction is looked up where the answer to its commit is lost.
//
// content is all that the operation is asked for, and the result has all that is said of
// it, both as JSON writes them. A page that is gone back to and sent with other content
// is another request. An error of f is returned, and nothing is stored.
func Once[T any](ctx context.Context, t *Tx, operation string, content any, f func() (T, error)) (T, error) {
	var result T
	key, err := requestKey(cmp.Or(t.who.Request, rand.Text()), operation, content)
	if err != nil {
		return result, err
	}
	// The row is written first: another request with the key waits here until this one ends.
	done, err := t.ExecContext(ctx, `INSERT INTO requests (key, operation, result, at, who) VALUES ($1, $2, '', $3, $4) ON CONFLICT (key) DO NOTHING`,
		key, operation, t.who.Stamp(), t.who.Name)
	if err != nil {
		return result, fmt.Errorf("store the request's key: %w", err)
	}
	*t.mark = key
	fresh, err := done.RowsAffected()
	if err != nil {
		return result, fmt.Errorf("store the request's key: %w", err)
	}
	if fresh == 0 {
		err := t.answerOf(ctx, key, &result)
		return result, err
	}
	if result, err = f(); err != nil {
		return result, err
	}
	body, err := json.Marshal(result)
	if err != nil {
		return result, fmt.Errorf("store the result of %s: %w", operation, err)
	}
	if _, err := t.ExecContext(ctx, `UPDATE requests SET result = $2 WHERE key = $1`, key, string(body)); err != nil {
		return result, fmt.Errorf("store the result of %s: %w", operation, err)
	}
	return result, nil
}

// Answer returns the result that Once has stored of the same request, and whether there
// is one. It is for what takes more than one transaction: the caller asks for the answer
// before the first, and runs Once in the last.
func Answer[T any](ctx context.Context, t *Tx, operation string, content any) (result T, known bool, err error) {
	if t.who.Request == "" {
		return result, false, nil
	}
	key, err := requestKey(t.who.Request, operation, content)
	if err != nil {
		return result, false, err
	}
	err = t.answerOf(ctx, key, &result)
	if errors.Is(err, sql.ErrNoRows) {
		return result, false, nil
	}
	return result, err == nil, err
}

// answerOf reads the result of the first request with the key. Where there was none, the
// error is sql.ErrNoRows.
func (t *Tx) answerOf(ctx context.Context, key string, result any) error {
	var body string
	if err := t.QueryRowContext(ctx, `SELECT result FROM requests WHERE key = $1`, key).Scan(&body); err != nil {
		return fmt.Errorf("read the result of a request: %w", err)
	}
	if err := json.Unmarshal([]byte(body), result); err != nil {
		return fmt.Errorf("read the result of a request: %w", err)
	}
	return nil
}

// requestKey returns the key under which a result is stored: the same for the same
// request, operation and content.
func requestKey(request, operation string, content any) (string, error) {
	b, err := json.Marshal([]any{request, operation, content})
	if err != nil {
		return "", fmt.Errorf("tell requests of %s apart: %w", operation, err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// Change returns what f returns, run for who in a transaction of its own as Update runs
// it, and only Once for who's request. The errors are those of f, and *Unsure.
func Change[T any](ctx context.Context, d *DB, who Who, operation string, content any, f func(*Tx) (T, error)) (out T, err error) {
	err = d.Update(ctx, who, func(t *Tx) error {
		out, err = Once(ctx, t, operation, content, func() (T, error) { return f(t) })
		return err
	})
	return out, err
}

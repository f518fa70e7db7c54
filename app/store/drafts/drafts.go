// Package drafts stores orders that are being typed.
//
// Its one rule: a draft is changed, deleted and restored by who has seen its newest version.
// It is part of nothing else that is stored.
package drafts

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// A Draft is an order that is being typed. It need not be right, and it is part of
// nothing until it becomes an order.
type Draft struct {
	ID        string
	Number    string // of the order, as far as it is typed
	Buyer     string
	Body      json.RawMessage // the fields of the form, as JSON
	ChangedAt time.Time       // zero: not known
	ChangedBy string
	Version   int64
}

const draftColumns = `id, number, buyer, body, changed_at, changed_by, version`

// scanDraft reads a row of draftColumns.
func scanDraft(row db.Scanner) (d Draft, err error) {
	var body, at string
	if err := row.Scan(&d.ID, &d.Number, &d.Buyer, &body, &at, &d.ChangedBy, &d.Version); err != nil {
		return d, err
	}
	d.Body = json.RawMessage(body)
	d.ChangedAt, err = db.ParseStamp(at)
	return d, err
}

// Save stores a draft and returns it as it is stored. A draft without an id is new.
// So is a draft of version 0 with an id that no draft has: sent twice, it is still one
// draft. Any other draft replaces the one with its id, if that is still of its version:
// otherwise the error is a *Stale[Draft], or NotFound where there is none.
func Save(ctx context.Context, t *db.Tx, d Draft) (Draft, error) {
	by := t.Who()
	if d.ID == "" {
		d.ID, d.Version = rand.Text(), 0
	} else if err := checkVersion(ctx, t, d.ID, d.Version); err != nil {
		return d, err
	}
	saved, err := scanDraft(t.QueryRowContext(ctx, `
		INSERT INTO drafts (id, number, buyer, body, changed_at, changed_by, version) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET number = excluded.number, buyer = excluded.buyer, body = excluded.body,
			changed_at = excluded.changed_at, changed_by = excluded.changed_by, version = excluded.version
		RETURNING `+draftColumns, d.ID, d.Number, d.Buyer, string(d.Body), by.Stamp(), by.Name, d.Version+1))
	if err != nil {
		return d, fmt.Errorf("store draft %s: %w", d.ID, err)
	}
	return saved, nil
}

// checkVersion returns a *Stale[Draft] where a draft is not of that version any
// more, and NotFound where there is none, unless version is 0.
func checkVersion(ctx context.Context, t *db.Tx, id string, version int64) error {
	there, err := Read(ctx, t, id)
	if isNotFound(err) && version == 0 {
		return nil
	}
	if err == nil && there.Version != version {
		err = &db.Stale[Draft]{Now: there, Version: there.Version, At: there.ChangedAt, By: there.ChangedBy}
	}
	return err
}

// Read returns the draft with that id, or a NotFound error.
func Read(ctx context.Context, t *db.Tx, id string) (Draft, error) {
	d, err := scanDraft(t.QueryRowContext(ctx, `SELECT `+draftColumns+` FROM drafts WHERE id = $1`, id))
	if db.IsNoRow(err) {
		return d, &trade.Error{Code: trade.NotFound, Field: "id", Format: "There is no such draft; it may have become an order."}
	}
	if err != nil {
		return d, fmt.Errorf("read draft %s: %w", id, err)
	}
	return d, nil
}

// Page returns a page of the drafts, the one that was changed last first. A limit or a cursor
// that does not fit is an Invalid error.
func Page(ctx context.Context, t *db.Tx, p db.Paging) (db.Page[Draft], error) {
	return db.ReadPage(ctx, t, db.List[Draft]{
		Sort: db.Sort{Name: "drafts", Columns: []string{"changed_at", "id"}, Desc: true},
		From: `SELECT ` + draftColumns + ` FROM drafts`,
		Scan: scanDraft,
		Keys: func(d Draft) []any { return []any{db.Stamp(d.ChangedAt), d.ID} },
	}, db.Query{}, p)
}

// Delete removes a draft, if it is still of that version: otherwise the error is a
// *Stale[Draft], or NotFound where there is none.
func Delete(ctx context.Context, t *db.Tx, id string, version int64) error {
	if err := checkVersion(ctx, t, id, version); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM drafts WHERE id = $1 AND version = $2`, id, version); err != nil {
		return fmt.Errorf("delete draft %s: %w", id, err)
	}
	return nil
}

// Keep is how long a deleted draft can be restored.
const Keep = 7 * 24 * time.Hour

// A DeletedDraft is a draft that somebody has deleted and that can be restored.
type DeletedDraft struct {
	Draft
	DeletedAt time.Time
	DeletedBy string
}

// mostDeleted is how many deleted drafts are shown.
const mostDeleted = 20

const deletedDraftColumns = draftColumns + `, deleted_at, deleted_by`

// scanDeletedDraft reads a row of deletedDraftColumns.
func scanDeletedDraft(row db.Scanner) (d DeletedDraft, err error) {
	var at string
	d.Draft, err = scanDraft(scanMore{row, []any{&at, &d.DeletedBy}})
	if err == nil {
		d.DeletedAt, err = db.ParseStamp(at)
	}
	return d, err
}

// scanMore is a row of which more columns are read than its caller knows of.
type scanMore struct {
	db.Scanner
	more []any
}

// Scan reads the row's columns into the caller's and then into more.
func (s scanMore) Scan(into ...any) error { return s.Scanner.Scan(append(into, s.more...)...) }

// Discard removes a draft as Delete does, with the same errors, but stores it apart so that
// Restore can bring it back. It removes for good the drafts that were discarded more than Keep
// before.
func Discard(ctx context.Context, t *db.Tx, id string, version int64) error {
	now, err := t.Who().Time()
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM deleted_drafts WHERE deleted_at < $1 OR id = $2`, db.Stamp(now.Add(-Keep)), id); err != nil {
		return fmt.Errorf("remove deleted drafts: %w", err)
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO deleted_drafts (id, version, number, buyer, changed_at, changed_by, body, deleted_at, deleted_by)
		SELECT id, version, number, buyer, changed_at, changed_by, body, CAST($3 AS text), CAST($4 AS text) FROM drafts WHERE id = $1 AND version = $2`,
		id, version, db.Stamp(now), t.Who().Name)
	if err != nil {
		return fmt.Errorf("keep the deleted draft %s: %w", id, err)
	}
	return Delete(ctx, t, id, version)
}

// Restore undoes Discard, as long as the draft has that version. If it is not
// deleted any more and has that version, nothing is left to do. If it has another version,
// the error is a *Stale[Draft], and NotFound where it was discarded too long ago.
func Restore(ctx context.Context, t *db.Tx, id string, version int64) error {
	there, err := Read(ctx, t, id)
	if err == nil {
		if there.Version != version {
			err = &db.Stale[Draft]{Now: there, Version: there.Version, At: there.ChangedAt, By: there.ChangedBy}
		}
		return err
	}
	if !isNotFound(err) {
		return err
	}
	deleted, err := scanDeletedDraft(t.QueryRowContext(ctx, `SELECT `+deletedDraftColumns+` FROM deleted_drafts WHERE id = $1`, id))
	if db.IsNoRow(err) {
		return &trade.Error{Code: trade.NotFound, Field: "id", Format: "This draft was deleted more than a week ago, or became an order; it cannot be restored."}
	}
	if err != nil {
		return fmt.Errorf("read the deleted draft %s: %w", id, err)
	}
	if deleted.Version != version {
		return &db.Stale[Draft]{Now: deleted.Draft, Version: deleted.Version, At: deleted.DeletedAt, By: deleted.DeletedBy}
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO drafts (id, version, number, buyer, changed_at, changed_by, body)
		SELECT id, version, number, buyer, changed_at, changed_by, body FROM deleted_drafts WHERE id = $1`, id)
	if err == nil {
		_, err = t.ExecContext(ctx, `DELETE FROM deleted_drafts WHERE id = $1`, id)
	}
	if err != nil {
		return fmt.Errorf("restore draft %s: %w", id, err)
	}
	return nil
}

// Deleted returns the drafts that were deleted last and can be restored, the last one
// first. A draft that is there again is left out.
func Deleted(ctx context.Context, t *db.Tx) (list []DeletedDraft, err error) {
	now, err := t.Who().Time()
	if err != nil {
		return nil, err
	}
	err = t.Each(ctx, `SELECT `+deletedDraftColumns+` FROM deleted_drafts d
		WHERE deleted_at >= $1 AND NOT EXISTS (SELECT 1 FROM drafts WHERE id = d.id)
		ORDER BY deleted_at DESC, id LIMIT `+strconv.Itoa(mostDeleted), []any{db.Stamp(now.Add(-Keep))}, func(row db.Scanner) error {
		d, err := scanDeletedDraft(row)
		list = append(list, d)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list deleted drafts: %w", err)
	}
	return list, nil
}

// isNotFound reports whether an error is a *trade.Error that is NotFound.
func isNotFound(err error) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == trade.NotFound
}

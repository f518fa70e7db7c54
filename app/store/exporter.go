package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
)

// Exporter returns whose installation this is: what was stored, or exporter.Default.
// It reads the database once in a transaction.
func (t *Tx) Exporter(ctx context.Context) (exporter.Exporter, error) {
	if t.exporter != nil {
		return *t.exporter, nil
	}
	e, _, err := t.readExporter(ctx)
	if err == nil {
		t.exporter = &e
	}
	return e, err
}

// Zone returns the exporter's time zone, or the error of exporter.Exporter.Location.
func (t *Tx) Zone(ctx context.Context) (*time.Location, error) {
	e, err := t.Exporter(ctx)
	if err != nil {
		return nil, err
	}
	return e.Location()
}

// Today returns the day that it is for the exporter at the time of who's request, or an
// error where nobody has said that time.
func (t *Tx) Today(ctx context.Context) (civil.Date, error) {
	e, err := t.Exporter(ctx)
	if err != nil {
		return civil.Date{}, err
	}
	now, err := t.Who().Time()
	if err != nil {
		return civil.Date{}, err
	}
	return e.Day(now)
}

// readExporter reads the exporter, with who stored it and when; by is zero where that is
// not known.
func (t *Tx) readExporter(ctx context.Context) (e exporter.Exporter, by Who, err error) {
	var seller sql.Null[string]
	var at string
	err = t.QueryRowContext(ctx, `SELECT seller, calendar, zone, labels, address, version, changed_at, changed_by FROM exporter`).
		Scan(&seller, &e.Calendar, &e.Zone, &e.Labels, &e.Address, &e.Version, &at, &by.Name)
	if errors.Is(err, sql.ErrNoRows) {
		return exporter.Default(), Who{}, nil
	}
	if err == nil {
		by.At, err = db.ParseStamp(at)
	}
	if err == nil && seller.Valid {
		var p trade.Party
		p, err = trade.DecodeParty([]byte(seller.V))
		e.Seller = &p
	}
	if err != nil {
		return exporter.Exporter{}, Who{}, fmt.Errorf("read the exporter: %w", err)
	}
	return e, by, nil
}

// SaveExporter stores the exporter in place of the version that was read, which is
// e.Version; where somebody has stored one since, the error is a *Stale[exporter.Exporter].
// Where the exporter has Faults, the error is the first of them.
//
// Numbers and dates only go forward. So another calendar is a Conflict while the running
// year has documents, and another zone where its day is before that of the last document.
func (t *Tx) SaveExporter(ctx context.Context, e exporter.Exporter) error {
	if faults := e.Faults(); len(faults) > 0 {
		return faults[0]
	}
	was, by, err := t.readExporter(ctx)
	if err != nil {
		return err
	}
	if was.Version != e.Version {
		return &Stale[exporter.Exporter]{Now: was, Version: was.Version, At: by.At, By: by.Name}
	}
	if err := t.checkChange(ctx, was, e, t.Who().At); err != nil {
		return err
	}
	var seller sql.Null[string]
	if e.Seller != nil {
		body, err := trade.EncodeParty(*e.Seller)
		if err != nil {
			return fmt.Errorf("encode the exporter: %w", err)
		}
		seller = sql.Null[string]{V: string(body), Valid: true}
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO exporter (one, seller, calendar, zone, labels, address, version, changed_at, changed_by) VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (one) DO UPDATE SET seller = excluded.seller, calendar = excluded.calendar, zone = excluded.zone,
			labels = excluded.labels, address = excluded.address, version = excluded.version,
			changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
		seller, string(e.Calendar), e.Zone, string(e.Labels), e.Address, e.Version+1, t.Who().Stamp(), t.Who().Name)
	if err != nil {
		return fmt.Errorf("store the exporter: %w", err)
	}
	t.exporter = nil
	return nil
}

// checkChange returns a Conflict for a calendar or a zone in which documents that are
// issued would lie ahead.
func (t *Tx) checkChange(ctx context.Context, was, is exporter.Exporter, now time.Time) error {
	if was.Calendar != is.Calendar {
		today, err := was.Day(now)
		if err != nil {
			return err
		}
		year, _ := was.Year(today) // an unknown year has no documents
		var n int
		err = t.QueryRowContext(ctx, `SELECT count(*) FROM series WHERE calendar = $1 AND year = $2 AND next > first`, string(was.Calendar), year).Scan(&n)
		if err != nil {
			return fmt.Errorf("look for documents of %s: %w", year, err)
		}
		if n > 0 {
			return &trade.Error{Code: trade.Conflict, Field: "calendar",
				Format: "Documents of the fiscal year %s are issued under the calendar %s; change the calendar after that year has ended and before the first document of the next year.",
				Args:   []any{year, string(was.Calendar)}}
		}
	}
	if was.Zone == is.Zone {
		return nil
	}
	var last sql.Null[string]
	const past = `SELECT max(date) FROM issued i WHERE NOT EXISTS (SELECT 1 FROM series_closed c WHERE c.series = i.series AND i.date > c.at)`
	if err := t.QueryRowContext(ctx, past).Scan(&last); err != nil { // a date that a damaged series made up holds nobody up
		return fmt.Errorf("look for the last document's day: %w", err)
	}
	if today, err := is.Day(now); err != nil || !last.Valid || today.String() >= last.V {
		return err
	}
	return &trade.Error{Code: trade.Conflict, Field: "zone",
		Format: "The last document is dated %s, and that day has not begun in %s; change the time zone when it has.", Args: []any{last.V, is.Zone}}
}

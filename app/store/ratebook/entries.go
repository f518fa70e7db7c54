package ratebook

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/rates"
)

// An Entry is a rate that a person enters because no feed has it, or none has it yet.
type Entry struct {
	Source rates.SourceID // one of rates.EnteredSources, or a publisher
	Side   money.Side     // of the source's rates
	From   money.Currency
	To     money.Currency
	Value  exact.Number
	Per    exact.Number
	Date   civil.Date // the first day on which the rate applies
	Until  civil.Date // the last such day; the zero Date if the rate applies until there is another, as a publisher's does
	Who    string
	Reason string // where the rate was read, or what the bank has agreed to
	At     time.Time

	// Sure says that the person has looked twice: without it, Enter refuses a rate that
	// moved far from the last one of its pair.
	Sure bool
}

// Rate returns the rate as totals use it. A publisher's figure is the same whether a feed
// or a person brought it.
func (m Entry) Rate() money.Rate {
	return money.Rate{From: m.From, To: m.To, Value: m.Value, Per: m.Per, Side: m.Side, Source: m.Source.Name(), Date: m.Date}
}

// Enter stores a rate for the person who acts. For a day that has a rate it is a
// correction, and both stay stored; the same again changes nothing. Enter also decides
// about the held rates of the day: the entered figure is confirmed, others are rejected.
// Held rates of later days that lie near the entered one are released.
//
// The caller must have checked the entry's values. trade.Faults at "/value" refuse a rate
// that moved far from the last one of its pair, and another figure for a day that a
// publisher has published, unless the entry is Sure.
func Enter(ctx context.Context, t *db.Tx, m Entry) error {
	m.Who, m.At = t.Who().Name, t.Who().At
	return enter(ctx, t, m)
}

// enter does the work of Enter for the person and the time that m names. The error is
// trade.Faults at "/value", or the database's.
func enter(ctx context.Context, t *db.Tx, m Entry) error {
	r := m.Rate()
	h, err := readHistory(ctx, t, r, r.Date)
	if err != nil {
		return err
	}
	if base, ok := h.base(r.Date); ok && !m.Sure && rates.Moved(base, r, rates.UsualShare) {
		return trade.Faults{{Pointer: "/value", Code: trade.FaultFarFromLast, Args: []any{base.Value.String(), base.Per.String(), base.Date.String()},
			Format: "This differs by more than 10 %% from the last rate of this kind, %s for %s of %s; check again and confirm that the rate is right."}}
	}
	if same, err := enteredAlready(ctx, t, m, h); err != nil || same {
		return err
	}
	version, err := m.nextVersion(h)
	if err != nil {
		return err
	}
	for _, held := range h.held[r.Date] { // entering the figure that waits confirms it, and entering another rejects it
		if held.Decision != Undecided {
			continue
		}
		decision := Rejected
		if sameRate(held.Rate, r) {
			decision = Confirmed
		}
		if err := storeDecision(ctx, t, held.decidedAs(decision, t.Who(), m.Reason)); err != nil {
			return err
		}
	}
	if err := storeRows(ctx, t, []row{{Rate: r, version: version, feed: string(m.Source)}}); err != nil {
		return fmt.Errorf("store the rate of %s from %s to %s: %w", r.Date, r.From, r.To, err)
	}
	until := sql.NullString{String: m.Until.String(), Valid: !m.Until.IsZero()}
	_, err = t.ExecContext(ctx, `
		INSERT INTO manual_rates (source, side, from_currency, to_currency, date, version, until, at, who, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String(), version, until, m.At.UTC().Format(db.Layout), m.Who, m.Reason)
	if err != nil {
		return fmt.Errorf("store who entered the rate of %s from %s to %s: %w", r.Date, r.From, r.To, err)
	}
	_, err = releaseFollowing(ctx, t, r, m.Reason)
	return err
}

// nextVersion returns which version of its day the rate will be, from 1. A publisher's
// figure replaces another of its day only if the entry is Sure: otherwise the error is
// trade.Faults.
func (m Entry) nextVersion(h *history) (version int, err error) {
	versions := h.stored[m.Date]
	if _, entered := rates.EnteredOf(m.Source); len(versions) > 0 && !entered && !m.Sure {
		last := versions[len(versions)-1]
		return 0, trade.Faults{{Pointer: "/value", Code: trade.FaultPublishedAlready, Args: []any{last.Value.String(), last.Per.String()},
			Format: "The published rate for this day is already saved: %s for %s. Check again and confirm that the publisher has corrected it."}}
	}
	return len(versions) + 1, nil
}

// enteredAlready reports whether the same rate is stored already as the newest of its
// day: a form that was sent twice is no correction.
func enteredAlready(ctx context.Context, t *db.Tx, m Entry, h *history) (same bool, err error) {
	versions := h.stored[m.Date]
	if len(versions) == 0 || !sameRate(versions[len(versions)-1], m.Rate()) {
		return false, nil
	}
	if _, entered := rates.EnteredOf(m.Source); !entered { // a publisher's figure is the same whoever brought it
		return true, nil
	}
	r := versions[len(versions)-1]
	until := ""
	if !m.Until.IsZero() {
		until = m.Until.String()
	}
	err = t.QueryRowContext(ctx, `
		SELECT count(*) > 0 FROM manual_rates WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date = $5
			AND version = $6 AND coalesce(until, '') = $7 AND reason = $8`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String(), len(versions), until, m.Reason).Scan(&same)
	if err != nil {
		return false, fmt.Errorf("look whether the rate of %s is entered already: %w", r.Date, err)
	}
	return same, nil
}

// Entries returns up to limit rates that people entered, the latest entry first.
func Entries(ctx context.Context, t *db.Tx, limit int) (all []Entry, err error) {
	rows, err := t.QueryContext(ctx, `
		SELECT r.source, r.side, r.from_currency, r.to_currency, r.date, r.value, r.per, r.feed, m.until, m.at, m.who, m.reason
		FROM manual_rates m JOIN rates r ON r.source = m.source AND r.side = m.side AND r.from_currency = m.from_currency
			AND r.to_currency = m.to_currency AND r.date = m.date AND r.version = m.version
		ORDER BY m.at DESC, r.source, r.from_currency, r.to_currency, r.date DESC LIMIT $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("read the rates that were entered: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var m Entry
		var until sql.NullString
		var at string
		r, err := scanRate(rows, &m.Source, &until, &at, &m.Who, &m.Reason)
		m.Side, m.From, m.To, m.Value, m.Per, m.Date = r.Side, r.From, r.To, r.Value, r.Per, r.Date
		var errs [2]error
		if err == nil {
			m.At, errs[0] = time.Parse(db.Layout, at)
		}
		if until.Valid {
			m.Until, errs[1] = civil.ParseDate(until.String)
		}
		if err := cmp.Or(err, errs[0], errs[1]); err != nil {
			return nil, fmt.Errorf("read the rates that were entered: %w", err)
		}
		all = append(all, m)
	}
	return all, rows.Err()
}

package issue

import (
	"context"
	"time"

	"woolroad/app/store"
	"woolroad/app/store/activity"
	"woolroad/app/store/series"
	"woolroad/app/trade"
)

// Series returns all number series, those that are closed with why.
func Series(ctx context.Context, s *store.Store, who store.Who) ([]series.Series, error) {
	return store.View(ctx, s, who, func(t *store.Tx) ([]series.Series, error) { return series.List(ctx, t.Tx) })
}

// ShownSeries is a number series as a page shows it, with its times in the exporter's zone.
type ShownSeries struct {
	series.Series
	ClosedAt time.Time // zero: it is open, or the time cannot be read
}

// LookAtSeries returns all number series as a page shows them.
func LookAtSeries(ctx context.Context, s *store.Store, who store.Who) ([]ShownSeries, error) {
	return store.View(ctx, s, who, func(t *store.Tx) ([]ShownSeries, error) {
		zone, err := t.Zone(ctx)
		if err != nil {
			return nil, err
		}
		all, err := series.List(ctx, t.Tx)
		if err != nil {
			return nil, err
		}
		var list []ShownSeries
		for _, is := range all {
			shown := ShownSeries{Series: is}
			if !is.Last.IsZero() {
				shown.Last = is.Last.In(zone)
			}
			if is.Closed != nil {
				if at, err := is.Closed.Time(); err == nil {
					shown.ClosedAt = at.In(zone)
				}
			}
			list = append(list, shown)
		}
		return list, nil
	})
}

// closing is what a person asks for who closes a series.
type closing struct{ Series, Reason string }

// Closed is the result of closing a series.
type Closed struct {
	series.Closing
	Name string // how the series' numbers begin: "CI-2026"
}

// CloseSeries closes a damaged series, named by its id or by how its numbers begin, so that
// issuing goes on in another one. What the series holds stays, and every verification names
// it. The error is NotFound for an unknown series, Invalid for a reason that says nothing or
// is too long, and a Conflict for a series that is closed already or in which nothing is
// wrong: what found, the report of verifying all that is stored, names of it, or a document
// more than series.FarDays ahead of the time.
func CloseSeries(ctx context.Context, s *store.Store, who store.Who, found store.Report, name, reason string) (c Closed, err error) {
	asked := closing{name, reason}
	if asked.Reason, err = reasonOf(reason); err != nil {
		return c, err
	}
	if asked.Reason == "" {
		return c, &trade.Error{Code: trade.Invalid, Field: "reason", Format: "Say why the series is closed."}
	}
	return store.Change(ctx, s, who, "series.close", asked, func(t *store.Tx) (c Closed, err error) {
		of, err := series.Find(ctx, t.Tx, name)
		if err != nil {
			return c, err
		}
		if of.Closed == nil && !found.Damages(of.ID) {
			now, err := t.Who().Time()
			if err != nil {
				return c, err
			}
			far, err := series.FarAhead(ctx, t.Tx, of.ID, now)
			if err != nil {
				return c, err
			}
			if !far {
				return c, &trade.Error{Code: trade.Conflict, Field: "series",
					Format: "Nothing is wrong in series %s; a series is closed only where it is damaged.", Args: []any{of.Name}}
			}
		}
		c.Name = of.Name
		if c.Closing, err = series.Close(ctx, t.Tx, of.ID, asked.Reason); err != nil {
			return c, err
		}
		return c, activity.Note(ctx, t.Tx, activity.Event{Subject: c.Series, Code: activity.Closed, Args: []string{of.Name, c.Reason}})
	})
}

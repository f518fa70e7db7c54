package verify

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/store/series"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
)

// An exporterRow is the exporter as stored.
type exporterRow struct {
	exporter.Exporter
	rows  int
	since string // when it was stored last; empty: not known
	by    string // by whom
	demo  bool   // everything in the database is invented

	zone *time.Location // of its days; nil: there is no such zone
}

// readExporter reads the exporter. An exporter that cannot be read is noted by
// checkExporter.
func (c *checker) readExporter(ctx context.Context) (err error) {
	c.desk = exporterRow{Exporter: exporter.Default()}
	err = eachRow(ctx, c.t, []string{"calendar", "zone", "labels", "address", "changed_at", "version", "changed_by"}, `FROM exporter`, func(row []string) {
		c.desk.rows++
		c.desk.Calendar, c.desk.Zone, c.desk.Address, c.desk.since = exporter.Calendar(row[0]), row[1], row[3], row[4]
		c.desk.Version, c.desk.by = integer(row[5]), row[6]
	})
	if err != nil {
		return err
	}
	if zone, err := c.desk.Location(); err == nil {
		c.desk.zone = zone
	}
	c.desk.demo, err = c.t.IsDemo(ctx)
	return err
}

// exporter compares what the document prints of the exporter with the exporter that is
// stored, if that was stored before the document was issued.
func (d *beside) exporter() {
	desk := d.c.desk
	head := d.content.Head()
	if head.Demo != desk.demo {
		note(d.c, d.c.odd, "whether everything is invented (demo)", d.row.Number)
	}
	if desk.rows > 0 && desk.since == "" || d.row.IssuedAt < desk.since {
		return
	}
	if head.CheckAddress != desk.Address {
		note(d.c, d.c.odd, "the address of the check page (address)", d.row.Number)
	}
	if _, calendar, _ := strings.Cut(d.row.Series, "/"); !strings.HasPrefix(calendar, string(desk.Calendar)+"/") {
		note(d.c, d.c.odd, "the calendar (calendar)", d.row.Number)
	}
	at, err := time.Parse(db.Layout, d.row.IssuedAt)
	if err != nil {
		return
	}
	if desk.zone == nil {
		return // which checkExporter says
	}
	date, day := head.Date.String(), at.In(desk.zone).Format(time.DateOnly)
	clockWasAhead := date > day && d.texts[dateBefore] == date                              // the document was issued under the date of the one before
	clockWasBehind := date == at.Add(-series.Backwards).In(desk.zone).Format(time.DateOnly) // by some minutes: older programs stored the time of the one before, and printed the clock's day
	if day != date && !clockWasAhead && !clockWasBehind {
		note(d.c, d.c.odd, "the day in its time zone (zone)", d.row.Number)
	}
}

// checkExporter notes what of the exporter the documents since it was stored print
// otherwise, and an exporter that cannot be read.
func (c *checker) checkExporter(ctx context.Context) error {
	fault := (*trade.Error)(nil)
	if _, err := c.t.Exporter(ctx); err != nil && !errors.As(err, &fault) && ctx.Err() == nil {
		c.wrong(store.Stored, "", "the exporter (exporter) cannot be read.")
	}
	if c.desk.zone == nil {
		c.wrong(store.Stored, "", "the exporter (exporter) has a time zone that there is not: %s.", c.desk.Zone)
	}
	if c.desk.rows > 1 {
		c.wrong(store.Stored, "", "there are %d exporters (exporter).", c.desk.rows)
	}
	for _, what := range slices.Sorted(maps.Keys(c.odd)) {
		c.wrong(store.Stored, c.odd[what], "it prints otherwise than the exporter's data say: %s. The exporter (exporter) was changed, or is gone.", what)
	}
	return nil
}

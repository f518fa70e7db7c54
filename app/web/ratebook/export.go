package ratebook

import (
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/ratebook"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/page/table"
	"woolroad/app/web/say"
	"woolroad/rates"
)

// rateColumns are the columns of a list of rates, each rate as it was published.
var rateColumns = table.Columns[ratebook.StoredRate]{
	{Head: say.Msg("From"), Cell: func(k ratebook.StoredRate) any { return string(k.From) }},
	{Head: say.Msg("To"), Cell: func(k ratebook.StoredRate) any { return string(k.To) }},
	{Head: say.Msg("Per"), Cell: func(k ratebook.StoredRate) any { return k.Per }},
	{Head: say.Msg("Value"), Cell: func(k ratebook.StoredRate) any { return k.Value }},
	{Head: say.Msg("Side"), Cell: func(k ratebook.StoredRate) any { return say.SideLabel(k.Side) }},
	{Head: say.Msg("Source"), Cell: func(k ratebook.StoredRate) any { return say.PublisherLabel(k.Source) }},
	{Head: say.Msg("Published for"), Cell: func(k ratebook.StoredRate) any { return k.Date }},
	{Head: say.Msg("Version"), Cell: func(k ratebook.StoredRate) any { return int(k.Version) }},
	{Head: say.Msg("Valid until"), Cell: func(k ratebook.StoredRate) any { return k.Until }},
	{Head: say.Msg("Read from"), Cell: func(k ratebook.StoredRate) any { return readFrom(k) }},
}

// exportFilter returns the filter in the address. Its errors are NotFound for what is no
// pair, and Invalid for an unknown source or a value that is no date.
func exportFilter(l page.List) (f ratebook.Filter, err error) {
	if pair := l.Value("pair"); pair != "" {
		if f.From, f.To, err = pairOf(pair); err != nil {
			return f, err
		}
	}
	if f.Source = rates.SourceID(l.Value("source")); f.Source != "" && !slices.Contains(rates.Sources(), f.Source) {
		return f, &trade.Error{Code: trade.Invalid, Field: "source", Format: "There is no rate source %s.", Args: []any{string(f.Source)}}
	}
	for name, day := range map[string]*civil.Date{"from": &f.First, "to": &f.Last} {
		if text := l.Value(name); text != "" {
			var ok bool
			if *day, ok = page.ReadDay(text); !ok {
				return f, &trade.Error{Code: trade.Invalid, Field: name, Format: "%s is not a date; write it like 2026-04-03.", Args: []any{text}}
			}
		}
	}
	return f, nil
}

// exportName returns the name of the file: "rates-USD-NPR-2026-04-01-2026-04-05".
func exportName(f ratebook.Filter) string {
	parts := []string{"rates"}
	for _, s := range []string{string(f.Source), string(f.From), string(f.To)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	for _, d := range []civil.Date{f.First, f.Last} {
		if !d.IsZero() {
			parts = append(parts, d.String())
		}
	}
	return strings.Join(parts, "-")
}

// exportRates serves GET /rates/export.csv and .xlsx: all versions of the rates that the
// address asks for.
func (s *pages) exportRates(c fiber.Ctx) error {
	f, err := exportFilter(page.ListOf(c))
	if err != nil {
		return err
	}
	who := s.Who(c)
	return table.Send(s.Desk, c, table.File[ratebook.StoredRate]{Name: exportName(f), Title: say.Msg("Rates"), Columns: rateColumns,
		Rows: func(ctx context.Context, write func(store.Rows[ratebook.StoredRate]) error) error {
			return ratebook.Export(ctx, s.Store, who, f, write)
		}})
}

// readFrom returns where a rate was read: an address, or the name of a file without its
// folder, which is nobody's business.
func readFrom(k ratebook.StoredRate) say.Message {
	switch {
	case ratebook.ByHand(k):
		return say.Msg("entered by hand")
	case strings.Contains(k.Feed, "://"):
		return say.Plain(k.Feed)
	}
	return say.Plain(k.Feed[strings.LastIndexAny(k.Feed, `/\`)+1:])
}

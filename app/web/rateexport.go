package web

import (
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/ratebook"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/rates"
)

// rateColumns are the columns of a list of published rates, each as it was published.
var rateColumns = columns[ratebook.StoredRate]{
	{msg("From"), func(k ratebook.StoredRate) any { return string(k.From) }},
	{msg("To"), func(k ratebook.StoredRate) any { return string(k.To) }},
	{msg("Per"), func(k ratebook.StoredRate) any { return k.Per }},
	{msg("Value"), func(k ratebook.StoredRate) any { return k.Value }},
	{msg("Side"), func(k ratebook.StoredRate) any { return sideLabel(k.Side) }},
	{msg("Source"), func(k ratebook.StoredRate) any { return publisherLabel(k.Source) }},
	{msg("Published for"), func(k ratebook.StoredRate) any { return k.Date }},
	{msg("Version"), func(k ratebook.StoredRate) any { return int(k.Version) }},
	{msg("Holds until"), func(k ratebook.StoredRate) any { return k.Until }},
	{msg("Read from"), func(k ratebook.StoredRate) any { return readFrom(k) }},
}

// exportFilter returns the filter that the address says.
func exportFilter(l listing) (f ratebook.Filter, err error) {
	if pair := l.get("pair"); pair != "" {
		if f.From, f.To, err = pairOf(pair); err != nil {
			return f, err
		}
	}
	if f.Source = rates.SourceID(l.get("source")); f.Source != "" && !slices.Contains(rates.Sources(), f.Source) {
		return f, &trade.Error{Code: trade.Invalid, Field: "source", Format: "There is no source of rates %s.", Args: []any{string(f.Source)}}
	}
	for name, day := range map[string]*civil.Date{"from": &f.First, "to": &f.Last} {
		if text := l.get(name); text != "" {
			var ok bool
			if *day, ok = typedDay(text); !ok {
				return f, &trade.Error{Code: trade.Invalid, Field: name, Format: "%s is no day; write it like 2026-04-03.", Args: []any{text}}
			}
		}
	}
	return f, nil
}

// exportName returns the file's name: "rates-USD-NPR-2026-04-01-2026-04-05".
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

// exportRates serves GET /rates/export.csv and .xlsx: the rates that the address asks for,
// every version of each.
func (s *Server) exportRates(c fiber.Ctx) error {
	f, err := exportFilter(listingOf(c))
	if err != nil {
		return err
	}
	who := s.who(c)
	return sendList(s, c, listFile[ratebook.StoredRate]{exportName(f), msg("Rates"), rateColumns,
		func(ctx context.Context, write func(store.Rows[ratebook.StoredRate]) error) error {
			return ratebook.Export(ctx, s.store, who, f, write)
		}})
}

// readFrom returns where a rate was read: of a file its name alone, as its folder is
// nobody's business.
func readFrom(k ratebook.StoredRate) Message {
	switch {
	case ratebook.ByHand(k):
		return msg("entered by hand")
	case strings.Contains(k.Feed, "://"):
		return plain(k.Feed)
	}
	return plain(k.Feed[strings.LastIndexAny(k.Feed, `/\`)+1:])
}

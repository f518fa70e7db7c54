package web

import (
	"bytes"
	"encoding/csv"
	"mime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"
	"github.com/xuri/excelize/v2"

	"woolroad/app/exact"
	"woolroad/app/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
)

// exportHeads are the columns of an exported table of rates.
var exportHeads = []Message{
	msg("From"), msg("To"), msg("Per"), msg("Value"), msg("Side"), msg("Source"), msg("Published for"), msg("Version"), msg("Holds until"), msg("Read from"),
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

// exportName returns the file's name: "rates-USD-NPR-2026-04-01-2026-04-05.csv".
func exportName(f ratebook.Filter, ext string) string {
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
	return strings.Join(parts, "-") + ext
}

// exportCSV serves GET /rates/export.csv: every figure as it was published.
func (s *Server) exportCSV(c fiber.Ctx) error {
	return s.export(c, ".csv", "text/csv; charset=utf-8", func(l Lang, each func(func(ratebook.StoredRate) error) error) ([]byte, error) {
		var b bytes.Buffer
		b.WriteString("\ufeff") // by which spreadsheets know the letters
		w := csv.NewWriter(&b)
		w.UseCRLF = true
		if err := w.Write(heads(l)); err != nil {
			return nil, err
		}
		err := each(func(k ratebook.StoredRate) error {
			row := []string{string(k.From), string(k.To), k.Per.String(), k.Value.String(), l.say(sideLabel(k.Side)), harmless(l.say(publisherLabel(k.Source))),
				k.Date.String(), strconv.FormatInt(k.Version, 10), dayText(k.Until), harmless(readFrom(k))}
			return w.Write(row)
		})
		w.Flush()
		return b.Bytes(), err
	})
}

// exportXLSX serves GET /rates/export.xlsx.
func (s *Server) exportXLSX(c fiber.Ctx) error {
	return s.export(c, ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook)
}

// workbook returns the table as a spreadsheet: days are days, figures numbers where
// they stay what they are, and all else is text, which no spreadsheet computes.
func workbook(l Lang, each func(func(ratebook.StoredRate) error) error) (out []byte, err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	const sheet = "Sheet1"
	w, err := f.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	if err := w.SetColWidth(1, len(exportHeads), 14); err != nil {
		return nil, err
	}
	styles := styles{file: f, known: map[string]int{}}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	var top []any
	for _, h := range heads(l) {
		top = append(top, excelize.Cell{StyleID: bold, Value: h})
	}
	if err := w.SetRow("A1", top); err != nil {
		return nil, err
	}
	n := 1
	err = each(func(k ratebook.StoredRate) error {
		n++
		per, value, day, until := styles.number(k.Per), styles.number(k.Value), styles.day(k.Date), styles.day(k.Until)
		if styles.err != nil {
			return styles.err
		}
		return w.SetRow("A"+strconv.Itoa(n), []any{string(k.From), string(k.To), per, value, l.say(sideLabel(k.Side)), l.say(publisherLabel(k.Source)),
			day, k.Version, until, readFrom(k)})
	})
	if err != nil {
		return nil, err
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// styles makes the formats of cells, each once.
type styles struct {
	file  *excelize.File
	known map[string]int
	err   error
}

func (s *styles) of(code string) int {
	id, ok := s.known[code]
	if !ok {
		var err error
		if id, err = s.file.NewStyle(&excelize.Style{CustomNumFmt: &code}); err != nil && s.err == nil {
			s.err = err
		}
		s.known[code] = id
	}
	return id
}

// sureDigits are how many digits of a number every spreadsheet keeps.
const sureDigits = 15

// number returns a figure with its decimals: a number in the spreadsheet where it has
// no more digits than that keeps, else a text.
func (s *styles) number(n exact.Number) any {
	text := n.String()
	if len(strings.TrimLeft(strings.ReplaceAll(text, ".", ""), "0")) > sureDigits {
		return text
	}
	is, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	format := "0"
	if d := n.Decimals(); d > 0 {
		format += "." + strings.Repeat("0", int(d))
	}
	return excelize.Cell{StyleID: s.of(format), Value: is}
}

// day returns a day, which a spreadsheet sorts and counts with; nothing for none.
func (s *styles) day(d civil.Date) any {
	if d.IsZero() {
		return nil
	}
	return excelize.Cell{StyleID: s.of("yyyy-mm-dd"), Value: d.In(time.UTC)}
}

// export answers with a table of the rates that the address asks for.
func (s *Server) export(c fiber.Ctx, ext, kind string, write func(Lang, func(func(ratebook.StoredRate) error) error) ([]byte, error)) error {
	f, err := exportFilter(listingOf(c))
	if err != nil {
		return err
	}
	lang := s.lang(c)
	body, err := ratebook.Export(c.Context(), s.store, s.who(c), f, func(each func(func(ratebook.StoredRate) error) error) ([]byte, error) {
		return write(lang, each)
	})
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": exportName(f, ext)}))
	return c.Send(body)
}

func heads(l Lang) (all []string) {
	for _, h := range exportHeads {
		all = append(all, l.say(h))
	}
	return all
}

// readFrom returns where a rate was read: of a file its name alone, as its folder is
// nobody's business.
func readFrom(k ratebook.StoredRate) string {
	if strings.Contains(k.Feed, "://") {
		return k.Feed
	}
	return k.Feed[strings.LastIndexAny(k.Feed, `/\`)+1:]
}

func dayText(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

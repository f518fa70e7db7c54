package web

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"mime"
	"os"
	"path"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
)

// packTime is how long a ZIP of papers may take to pack.
const packTime = 10 * time.Minute

// sendPapers serves GET /documents.zip: the papers that are ticked, or those of
// a month or another filter, with a table of them. The file is packed whole
// before the first byte of it is sent.
func (s *Server) sendPapers(c fiber.Ctx) error {
	l := listingOf(c)
	f, faults := issuedFilter(l)
	for _, n := range c.RequestCtx().QueryArgs().PeekMulti("number") {
		f.Numbers = append(f.Numbers, string(n))
	}
	name := "papers"
	if month := l.get("month"); month != "" {
		name = month + "-papers"
	}
	if len(faults) > 0 {
		return &trade.Error{Code: trade.Invalid, Field: faults[0].Field, Format: "%s is no month; write it like 2026-04.", Args: []any{l.get("month")}}
	}
	// The request's own time is that of a page.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Context()), packTime)
	defer cancel()
	file, err := unnamedFile("woolroad-*.zip")
	if err != nil {
		return err
	}
	err = issue.Export(ctx, s.store, s.who(c), f, &packing{file: file, folder: name})
	if err == nil {
		err = rewind(file)
	}
	if err != nil {
		return errors.Join(err, file.Close())
	}
	info, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name + ".zip"}))
	return c.SendStream(file, int(info.Size())) // which closes it
}

func rewind(f *os.File) error {
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// packing is a ZIP of papers with a table of them, as they come.
type packing struct {
	file   *os.File
	folder string // in the ZIP
	zip    *zip.Writer
	table  *strings.Builder
	rows   *csv.Writer
}

// Begin empties the file.
func (p *packing) Begin() error {
	if err := errors.Join(p.file.Truncate(0), rewind(p.file)); err != nil {
		return err
	}
	p.zip, p.table = zip.NewWriter(p.file), new(strings.Builder)
	p.table.WriteString("\ufeff") // so that spreadsheets read it as UTF-8
	p.rows = csv.NewWriter(p.table)
	p.rows.UseCRLF = true
	return p.rows.Write(paperColumns)
}

// Take packs a paper's PDF, and writes its row of the table.
func (p *packing) Take(d store.IssuedInfo, paper documents.Document, pdf []byte) error {
	name := fileName(d.Number, d.Buyer)
	// A PDF is compressed already.
	file, err := p.zip.CreateHeader(&zip.FileHeader{Name: path.Join(p.folder, name), Method: zip.Store, Modified: d.IssuedAt})
	if err != nil {
		return err
	}
	if _, err := file.Write(pdf); err != nil {
		return err
	}
	return p.rows.Write(paperRecord(d, paper, name))
}

// End packs the table.
func (p *packing) End() error {
	p.rows.Flush()
	index, err := p.zip.Create(path.Join(p.folder, "index.csv"))
	if err == nil {
		_, err = io.WriteString(index, p.table.String())
	}
	return errors.Join(err, p.rows.Error(), p.zip.Close())
}

// paperColumns are the same in every month: programs read them.
var paperColumns = []string{"number", "kind", "date", "order", "buyer", "country", "currency", "total", "cny_total", "cny_rate", "cny_per",
	"cny_rate_source", "cny_rate_date", "supersedes", "superseded_by", "reason", "file", "pdf_sha256", "chain_hash"}

// paperRecord is a paper's row of the table: figures as decimals, everything
// else as a text that no spreadsheet computes.
func paperRecord(d store.IssuedInfo, paper documents.Document, file string) []string {
	total, inCNY := "", make([]string, 5)
	if d.Total.Currency() != "" {
		total = d.Total.String()
	}
	for _, in := range convertedIn(paper) {
		if in.Amount.Currency() == "CNY" {
			inCNY = []string{in.Amount.String(), in.Rate.Value.String(), in.Rate.Per.String(), harmless(in.Rate.Source), in.Rate.Date.String()}
		}
	}
	if d.Total.Currency() == "CNY" {
		inCNY[0] = total
	}
	record := []string{d.Number, string(d.Kind), d.Date.String(), harmless(d.Order), harmless(d.Buyer), harmless(d.Country), string(d.Total.Currency()), total}
	record = append(record, inCNY...)
	return append(record, d.Supersedes, d.SupersededBy, harmless(d.Reason), harmless(file), d.PDFHash, d.Hash)
}

// convertedIn returns a document's total in other currencies, if it has one.
func convertedIn(paper documents.Document) []documents.Converted {
	if priced, is := paper.(documents.Priced); is {
		return priced.Conversions()
	}
	return nil
}

// harmless keeps a spreadsheet from computing a text that somebody wrote.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

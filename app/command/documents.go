package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"woolroad/app/issue"
	"woolroad/app/sample"
	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/rates"
)

// totalsFile is the name of the totals beside the papers.
const totalsFile = "totals.json"

type documentsFlags struct {
	out    string
	rates  []string
	labels string
	sample bool
	json   bool
}

func documentsCommand() *cobra.Command {
	var flags documentsFlags
	cmd := &cobra.Command{
		Use:   "documents ORDER.json... --out DIR",
		Short: "Draw the papers of orders and compute their totals",
		Long: `Reads each order file and writes into DIR/<order number>/ its commercial
invoice, packing list, for Indian buyers also the form that combines the two,
and totals.json. The folder appears whole and replaces an older one. Nothing is
written for an order with faults; all its faults are named at once, each with
its place in the file, and the other orders go on.

Exchange rates come from feeds as their publishers send them: Nepal Rastra Bank
(JSON), European Central Bank (XML or CSV), Financial Benchmarks India (JSON),
China Foreign Exchange Trade System (JSON). A feed is told by its content.`,
		Example: `  woolroad documents --sample --out papers
  woolroad documents order.json --out papers --rates nrb.json --rates ecb.csv
  woolroad documents orders/*.json --out papers --labels en --json > totals.json`,
		RunE: func(c *cobra.Command, files []string) error {
			return flags.run(c.Context(), files, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.out, "out", "", "folder to write into (made if it is missing)")
	f.StringArrayVar(&flags.rates, "rates", nil, "file with an exchange-rate feed; may be given several times")
	f.StringVar(&flags.labels, "labels", string(documents.EnglishChinese), "language of the labels: en, or en+zh for English and Chinese")
	f.BoolVar(&flags.sample, "sample", false, "use the built-in sample orders and rates instead of files")
	f.BoolVar(&flags.json, "json", false, "print the result as JSON")
	return cmd
}

// orderFile is an order file by name, opened when its turn comes.
type orderFile struct {
	name string
	open func() (io.ReadCloser, error)
}

func (flags documentsFlags) run(ctx context.Context, files []string, stdout, stderr io.Writer) error {
	labels := documents.Labels(flags.labels)
	switch {
	case flags.out == "":
		return usage("say with --out which folder to write into")
	case labels != documents.English && labels != documents.EnglishChinese:
		return usage("--labels takes en or en+zh, not %q", flags.labels)
	case flags.sample && len(files) > 0:
		return usage("--sample uses the built-in orders; leave the files out, or leave --sample out")
	case !flags.sample && len(files) == 0:
		return usage("name one or more order files, or use --sample")
	}
	table, orders, err := flags.inputs(files, stderr)
	if err != nil {
		return err
	}

	desk := desk{out: flags.out, labels: labels, rates: table, seen: map[string]string{}}
	results := make([]result, 0, len(orders))
	failed := 0
	for i, f := range orders {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("stopped after %d of %d orders: %w", i, len(orders), err)
		}
		r := desk.process(f)
		fmt.Fprintf(stderr, "[%d/%d] %s\n", i+1, len(orders), r.progress())
		if r.Error != "" {
			failed++
		}
		results = append(results, r)
		if !flags.json && r.Error == "" {
			if err := r.print(stdout); err != nil {
				return err
			}
		}
	}
	if flags.json {
		if err := printJSON(stdout, results); err != nil {
			return err
		}
	}
	fmt.Fprintf(stderr, "%d orders: %d done, %d failed\n", len(orders), len(orders)-failed, failed)
	if flags.sample {
		fmt.Fprintln(stderr, "The companies and banks in the sample orders are invented.")
	}
	if failed > 0 {
		return errReported
	}
	return nil
}

// inputs are the rates of all feeds and the orders to work on.
func (flags documentsFlags) inputs(files []string, stderr io.Writer) (*rates.Table, []orderFile, error) {
	table := new(rates.Table)
	var orders []orderFile
	if flags.sample {
		feeds, err := fs.Glob(sample.Files, "rates/*")
		if err != nil {
			return nil, nil, err
		}
		for _, name := range feeds {
			if err := addFeed(table, name, sample.Files.Open, stderr); err != nil {
				return nil, nil, err
			}
		}
		names, err := fs.Glob(sample.Files, "orders/*.json")
		if err != nil {
			return nil, nil, err
		}
		for _, name := range names {
			orders = append(orders, orderFile{name, func() (io.ReadCloser, error) { return sample.Files.Open(name) }})
		}
	}
	for _, name := range flags.rates {
		if err := addFeed(table, name, func(name string) (fs.File, error) { return os.Open(name) }, stderr); err != nil {
			return nil, nil, err
		}
	}
	for _, name := range files {
		orders = append(orders, orderFile{name, func() (io.ReadCloser, error) { return os.Open(name) }})
	}
	return table, orders, nil
}

// addFeed reads a feed into the table. Rows that it cannot read are named and
// left out.
func addFeed(table *rates.Table, name string, open func(string) (fs.File, error), stderr io.Writer) (err error) {
	f, err := open(name)
	if err != nil {
		return usage("--rates: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	feed, err := rates.Read(f)
	if err != nil {
		return fmt.Errorf("--rates %s: %w", name, err)
	}
	for _, s := range append(feed.Skipped, table.Add(feed.Rates...)...) {
		fmt.Fprintf(stderr, "%s: %s: skipped: %s\n", name, s.Place, s.Reason)
	}
	return nil
}

// desk is what all orders of one run share.
type desk struct {
	out    string
	labels documents.Labels
	rates  *rates.Table
	seen   map[string]string // folder name in lower case to the file whose order took it
}

// process makes the papers of one order file.
func (d *desk) process(f orderFile) result {
	r := result{File: f.name}
	in, err := f.open()
	if err != nil {
		return r.failed(err)
	}
	order, faults := trade.ReadOrder(in)
	if err := in.Close(); err != nil {
		return r.failed(err)
	}
	var papers []documents.Paper
	if faults.Err() == nil {
		r.order = order
		var more trade.Faults
		r.totals, papers, more, err = d.papers(order)
		faults = append(faults, more...)
	}
	r.note(faults)
	if r.Error != "" {
		return r
	}
	if err != nil {
		return r.failed(err)
	}
	name := order.Number
	if other, taken := d.seen[strings.ToLower(name)]; taken {
		return r.failed(fmt.Errorf("order %s is in %s too; keep one of the two files", order.Number, other))
	}
	d.seen[strings.ToLower(name)] = f.name
	if err := r.write(filepath.Join(d.out, name), papers); err != nil {
		return r.failed(err)
	}
	return r
}

// papers computes an order's totals and makes its papers.
func (d *desk) papers(o trade.Order) (trade.Totals, []documents.Paper, trade.Faults, error) {
	found, faults := issue.Rates(o, d.rates)
	if faults.Err() != nil {
		return trade.Totals{}, nil, faults, nil
	}
	totals, err := o.Totals(found)
	if err != nil {
		return trade.Totals{}, nil, faults, err
	}
	papers, err := issue.Papers(o, totals, issue.NumbersOf(o), d.labels)
	return totals, papers, faults, err
}

// write draws all papers before the first file is put down, and then has the
// folder appear whole.
func (r *result) write(path string, papers []documents.Paper) (err error) {
	type file struct {
		name    string
		content []byte
	}
	var files []file
	for _, p := range papers {
		var b bytes.Buffer
		if err := p.Write(&b); err != nil {
			return err
		}
		files = append(files, file{string(p.Kind()) + ".pdf", b.Bytes()})
		r.Papers = append(r.Papers, string(p.Kind())+".pdf")
	}
	var b bytes.Buffer
	if err := printJSON(&b, r.totals); err != nil {
		return err
	}
	files = append(files, file{totalsFile, b.Bytes()})

	folder, err := newFolder(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.discard()) }()
	for _, f := range files {
		if err := folder.write(f.name, func(w io.Writer) error { _, err := w.Write(f.content); return err }); err != nil {
			return err
		}
	}
	if err := folder.publish(ourFiles()); err != nil {
		return err
	}
	r.Folder, r.Totals = path, &r.totals
	return nil
}

// ourFiles are the names of all files that this command writes.
func ourFiles() []string {
	names := []string{totalsFile}
	for _, k := range documents.Kinds {
		names = append(names, string(k.Kind)+".pdf")
	}
	return names
}

// result is what came of one order file.
type result struct {
	File   string        `json:"file"`
	Number string        `json:"number,omitempty"`
	Folder string        `json:"folder,omitempty"`
	Papers []string      `json:"papers,omitempty"`
	Totals *trade.Totals `json:"totals,omitempty"`
	Faults []finding     `json:"faults,omitempty"`
	Error  string        `json:"error,omitempty"` // in one sentence; empty if the order is done

	order  trade.Order
	totals trade.Totals
}

// finding is a fault as it is printed.
type finding struct {
	Pointer string `json:"pointer"`
	Message string `json:"message"`
	Warning bool   `json:"warning,omitempty"`
}

// note keeps the faults of the order, which fails if one is more than a warning.
func (r *result) note(faults trade.Faults) {
	for _, f := range faults {
		r.Faults = append(r.Faults, finding{f.Pointer, f.Message(), f.Warning})
	}
	r.Number = r.order.Number
	if n := len(faults.Errors()); n > 0 {
		r.Error = fmt.Sprintf("%d %s to mend; nothing was written", n, plural(n, "fault", "faults"))
	}
}

func (r result) failed(err error) result {
	r.Error = err.Error()
	return r
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// progress is the line that says what came of the order, and its faults.
func (r result) progress() string {
	var b strings.Builder
	switch {
	case r.Error != "":
		fmt.Fprintf(&b, "%s: FAILED: %s", r.File, r.Error)
	default:
		fmt.Fprintf(&b, "%s: %s", r.File, r.Number)
	}
	findings := slices.Clone(r.Faults)
	slices.SortStableFunc(findings, func(x, y finding) int { return boolCompare(x.Warning, y.Warning) })
	for _, f := range findings {
		level := "fault"
		if f.Warning {
			level = "warning"
		}
		fmt.Fprintf(&b, "\n  %s: %s#%s: %s", level, r.File, f.Pointer, f.Message)
	}
	return b.String()
}

func boolCompare(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	default:
		return 1
	}
}

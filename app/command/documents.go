package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"woolroad/app/command/batch"
	"woolroad/app/command/output"
	"woolroad/app/trade/exporter"
)

// documentsFlags are the flags of documents.
type documentsFlags struct {
	out    string
	rates  []string
	labels string
	sample bool
	json   bool

	confirmed bool // figures that moved far are confirmed
}

// documentsCommand returns the command that draws the documents of order files.
func documentsCommand() *cobra.Command {
	var flags documentsFlags
	cmd := &cobra.Command{
		Use:   "documents ORDER.json... --out DIR",
		Short: "Draw the documents of orders and compute their totals",
		Long: `Reads each order file and writes its documents into DIR/<order number>/: the
commercial invoice, the packing list, for Indian buyers also the form that combines
the two, and totals.json. The folder appears only when it is complete, and it
replaces an older one. Nothing is written for an order with faults: all its faults
are listed, each with its place in the file, and the other orders are still
processed. If an exchange rate is missing, only the documents that print it are left
out; the packing list is still written.

Exchange rates come from feeds as their publishers send them: Nepal Rastra Bank
(JSON), European Central Bank (XML or CSV), Financial Benchmarks India (JSON),
China Foreign Exchange Trade System (JSON). Feeds are recognised by their content,
not by their file names. If a rate moved more than 10 percent within ten days, the
documents that print it are not written until you confirm with --rates-confirmed that
it is right. An earlier rate is never used instead.

The totals go to stdout; progress, warnings and faults go to stderr. With --json,
stdout holds a list with an object for each order file, in the order given:

  file       the order file
  number     the order's number; left out if it could not be read
  done       whether all documents were written
  folder     the folder of the documents; left out if none was written
  documents  the file names of the documents; left out if none was written
  totals     the content of totals.json; left out unless done is true
  faults     all faults and warnings, each with file, pointer (JSON Pointer, empty
             for the whole file), code (a fixed word, for programs), message, and
             warning (true if the order is accepted all the same)

The program exits with 0 if everything was written, 1 if an order failed, and 2 if
the command line is wrong or an exchange-rate feed cannot be read.`,
		Example: `  woolroad documents --sample --out documents
  woolroad documents order.json --out documents --rates nrb.json --rates ecb.csv
  woolroad documents orders/*.json --out documents --labels en --json > totals.json`,
		RunE: func(c *cobra.Command, files []string) error {
			return flags.run(c.Context(), files, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.out, "out", "", "folder to write into (made if it is missing)")
	f.StringArrayVar(&flags.rates, "rates", nil, "file with an exchange-rate feed; may be given several times")
	f.BoolVar(&flags.confirmed, "rates-confirmed", false, "accept all rates of the feeds as right, even those that moved far")
	f.StringVar(&flags.labels, "labels", string(exporter.EnglishChinese), "language of the labels: en, or en+zh for English and Chinese")
	f.BoolVar(&flags.sample, "sample", false, "use the built-in sample orders and rates instead of files")
	f.BoolVar(&flags.json, "json", false, "print the result as JSON")
	return cmd
}

// check returns a usage error for flags and files that do not fit together.
func (flags documentsFlags) check(files []string) error {
	switch {
	case flags.out == "":
		return usage("say with --out which folder to write into")
	case flags.sample && len(files) > 0:
		return usage("--sample uses the built-in orders; leave the files out, or leave --sample out")
	case !flags.sample && len(files) == 0:
		return usage("name one or more order files, or use --sample")
	}
	return errors.Join(checkLabels(flags.labels), checkFolder(flags.out))
}

// checkLabels returns a usage error for a text that --labels cannot have.
func checkLabels(text string) error {
	if l := exporter.Labels(text); l != exporter.English && l != exporter.EnglishChinese {
		return usage("--labels takes en or en+zh, not %q", text)
	}
	return nil
}

// checkFolder returns a usage error for a path that --out cannot have.
func checkFolder(path string) error {
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return usage("--out %s cannot be a folder: %w", path, cause(err))
	case !info.IsDir():
		return usage("--out %s is a file; name a folder", path)
	}
	return nil
}

// run writes the documents of the files and prints the results. It returns errReported where
// an order failed, an error where ctx ended before all orders were done or the results could
// not be printed, and the errors of usage.
func (flags documentsFlags) run(ctx context.Context, files []string, stdout, stderr io.Writer) error {
	if err := flags.check(files); err != nil {
		return err
	}
	in, err := flags.inputs(files)
	if err != nil {
		return err
	}
	say := output.To(stderr)
	for _, s := range in.skipped {
		say.Line("%s", s)
	}

	desk := batch.Desk{Out: flags.out, Labels: exporter.Labels(flags.labels), Rates: in.rates}
	show := batch.Progress{Say: say, Of: len(in.orders)}
	results := make([]batch.Result, 0, len(in.orders))
	var unread error // the error of writing to stdout
	err = desk.Process(ctx, in.orders, func(r batch.Result) error {
		show.Result(r)
		results = append(results, r)
		if r.Done && !flags.json && unread == nil {
			unread = r.Print(stdout)
		}
		return unread
	})
	if flags.json {
		err = errors.Join(err, output.JSON(stdout, results))
	}
	show.End()
	switch {
	case err != nil:
		return fmt.Errorf("the results could not be printed: %w; the documents of %s are in %s", err, output.Counted(show.Done, "order", "orders"), flags.out)
	case ctx.Err() != nil && len(results) < len(in.orders):
		return fmt.Errorf("stopped after %d of %d orders; the documents of those that are done are whole", len(results), len(in.orders))
	}
	if flags.sample {
		say.Line("The companies and banks in the sample orders are invented.")
	}
	if show.Failed > 0 {
		return errReported
	}
	return nil
}

// cause returns the system's own error, without the name of the call and of the file,
// because the sentence around it names the file.
func cause(err error) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return p.Err
	}
	return err
}

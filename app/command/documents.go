package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"woolroad/app/trade"
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
		Long: `Reads each order file and writes into DIR/<order number>/ its commercial
invoice, packing list, for Indian buyers also the form that combines the two,
and totals.json. The folder appears whole and replaces an older one. Nothing is
written for an order with faults; all its faults are named at once, each with
its place in the file, and the other orders go on. For want of an exchange rate
only what prints it is not written: the packing list is.

Exchange rates come from feeds as their publishers send them: Nepal Rastra Bank
(JSON), European Central Bank (XML or CSV), Financial Benchmarks India (JSON),
China Foreign Exchange Trade System (JSON). A feed is told by its content, not
by its name. A figure that moved far from the one before it, by more than 10
percent in ten days, stops the documents that print it until --rates-confirmed says
that it is right; no earlier one is taken in its place.

The totals go to stdout, progress, warnings and faults to stderr. With --json,
stdout holds a list with an object for each order file, in the order given:

  file     the order file
  number   the order's number; left out where it could not be read
  done     whether all documents were written
  folder   where they lie                          only where there are any
  papers   the names of the documents in it        only where there are any
  totals   what totals.json holds                  only where done is true
  faults   all faults and warnings, each with file, pointer (JSON Pointer,
           empty for the whole file), code (for programs: what is wrong, in
           a word that stays), message, and warning: true where the order
           stands all the same

The program exits with 0 if all is good, 1 if an order failed, 2 if the command
line is wrong, which an exchange-rate feed that cannot be read is too.`,
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
	f.BoolVar(&flags.confirmed, "rates-confirmed", false, "the figures of the feeds are right, also those that moved far")
	f.StringVar(&flags.labels, "labels", string(trade.EnglishChinese), "language of the labels: en, or en+zh for English and Chinese")
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
	if l := trade.Labels(text); l != trade.English && l != trade.EnglishChinese {
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

// run runs the command.
func (flags documentsFlags) run(ctx context.Context, files []string, stdout, stderr io.Writer) error {
	if err := flags.check(files); err != nil {
		return err
	}
	in, err := flags.inputs(files)
	if err != nil {
		return err
	}
	say := &printer{w: stderr}
	for _, s := range in.skipped {
		say.line("%s", s)
	}

	desk := desk{out: flags.out, labels: trade.Labels(flags.labels), rates: in.rates}
	show := progress{say: say, of: len(in.orders)}
	results := make([]result, 0, len(in.orders))
	var unread error // the error of writing to stdout
	err = desk.processAll(ctx, in.orders, func(r result) error {
		show.result(r)
		results = append(results, r)
		if r.Done && !flags.json && unread == nil {
			unread = r.print(stdout)
		}
		return unread
	})
	if flags.json {
		err = errors.Join(err, printJSON(stdout, results))
	}
	show.end()
	switch {
	case err != nil:
		return fmt.Errorf("the results could not be printed: %w; the documents of %s are in %s", err, counted(show.done, "order", "orders"), flags.out)
	case ctx.Err() != nil && len(results) < len(in.orders):
		return fmt.Errorf("stopped after %d of %d orders; the documents of those that are done are whole", len(results), len(in.orders))
	}
	if flags.sample {
		say.line("The companies and banks in the sample orders are invented.")
	}
	if show.failed > 0 {
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

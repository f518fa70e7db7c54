package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"woolroad/app/command/batch"
	"woolroad/app/command/output"
	"woolroad/app/orders"
	"woolroad/app/store"
)

// ordersCommand returns the command that holds those about orders.
func ordersCommand(w world) *cobra.Command {
	return group(&cobra.Command{
		Use:     "orders",
		Short:   "Store orders",
		Long:    "Stores orders in the database, from which their documents are issued.",
		Example: "  woolroad orders import orders/*.json",
	}, ordersImportCommand(w))
}

// ordersImportCommand returns the command that stores order files in the database.
func ordersImportCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import ORDER.json...",
		Short: "Store orders from order files",
		Long: `Reads each order file and stores the order. Its lots are added to the stock and its
parties to the address book. An order that is already stored with the same content is
left unchanged.

An order file is refused if it has faults, if a different order with its number is
stored (--replace replaces that order), or if a lot with the number of one of its lots
is in stock with other bales. The other files are still read.

The result of each file goes to stdout; faults and warnings go to stderr. With --json,
stdout holds a list with an object for each file, in the order given:

  file     the order file
  number   the order's number; left out if it could not be read
  outcome  added, changed, unchanged or refused
  faults   all faults and warnings, each with file, pointer (JSON Pointer, empty
           for the whole file), code (a fixed word, for programs), message, and
           warning (true if the order is accepted all the same)

The program exits with 0 if all orders are stored, 1 if one was refused.`,
		Example: "  woolroad orders import order.json\n  woolroad orders import orders/*.json --json\n  woolroad orders import corrected.json --replace",
	}
	var replace bool
	cmd.Flags().BoolVar(&replace, "replace", false, "replace a stored order that has the same number; its issued documents do not change")
	d, key := withDatabase(w, cmd), withKey(cmd)
	cmd.RunE = func(c *cobra.Command, files []string) error {
		if len(files) == 0 {
			return usage("name one or more order files")
		}
		who, err := key.who(w)
		if err != nil {
			return err
		}
		return d.use(c.Context(), "import orders", func(s *store.Store) error {
			return importOrders(c.Context(), s, who, files, replace, d.json, c.OutOrStdout(), c.ErrOrStderr())
		})
	}
	return cmd
}

// importResult is the result of one order file.
type importResult struct {
	File    string          `json:"file"`
	Number  string          `json:"number,omitempty"`
	Outcome string          `json:"outcome"`
	Faults  []batch.Finding `json:"faults"`
}

const refused = "refused"

// importOrders saves order files and prints the results. It returns errReported where an order
// is refused, and an error where ctx or the database stopped it or the results could not be
// printed.
func importOrders(ctx context.Context, s *store.Store, who store.Who, files []string, replace, asJSON bool, stdout, stderr io.Writer) error {
	out, say := output.To(stdout), output.To(stderr)
	results, bad := []importResult{}, 0
	var failed error // the database's: later files would fail too
	for i, name := range files {
		if ctx.Err() != nil {
			failed = fmt.Errorf("stopped after %d of %s", i, output.Counted(len(files), "order", "orders"))
			break
		}
		r, err := importOrder(ctx, s, who, name, i, replace)
		if err != nil {
			failed = fmt.Errorf("import %s, %d of %s: %w", name, i+1, output.Counted(len(files), "order", "orders"), err)
			break
		}
		results = append(results, r)
		if r.Outcome == refused {
			bad++
		}
		if !asJSON {
			out.Line("%-9s  %s", r.Outcome, fileAndNumber(r))
		}
		batch.PrintFindings(say, r.Faults)
	}
	if asJSON {
		out.Err = output.JSON(stdout, results)
	}
	switch {
	case failed != nil:
		return errors.Join(failed, out.Err)
	case out.Err != nil:
		return fmt.Errorf("the results could not be printed: %w; the good orders are stored", out.Err)
	case bad > 0:
		say.Line("%s: %d refused", output.Counted(len(files), "order", "orders"), bad)
		return errReported
	}
	return nil
}

// fileAndNumber returns the name of the file and the number of its order.
func fileAndNumber(r importResult) string {
	if r.Number == "" {
		return r.File
	}
	return r.File + ": " + r.Number
}

// importOrder saves one order file, the one at position n of those named, and replaces an
// order with its number if replace is set. The error is the database's.
func importOrder(ctx context.Context, s *store.Store, who store.Who, name string, n int, replace bool) (importResult, error) {
	e := batch.File{Name: name, Open: func() (io.ReadCloser, error) { return openOrder(name) }}.Read()
	save := orders.Add
	if replace {
		save = orders.Replace
	}
	saved, err := save(ctx, s, who, e, orders.Source{File: filepath.Base(name), N: n})
	faults, theirs := e.With(err)
	if err != nil && !theirs {
		return importResult{}, err
	}
	r := importResult{File: name, Number: e.Order().Number, Outcome: string(saved.Outcome), Faults: batch.Findings(name, faults)}
	if err != nil {
		r.Outcome = refused
	}
	return r, nil
}

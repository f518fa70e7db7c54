package command

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"woolroad/app/money"
	"woolroad/app/store"
)

func ratesCommand(w world) *cobra.Command {
	return group(&cobra.Command{
		Use:     "rates",
		Short:   "Keep exchange rates",
		Long:    "Keeps published exchange rates in the database, from which issued papers take theirs.",
		Example: "  woolroad rates import nrb.json ecb.csv",
	}, ratesImportCommand(w))
}

func ratesImportCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import FEED...",
		Short: "Put exchange-rate feeds into the database",
		Long: `Reads exchange-rate feeds as their publishers send them (woolroad help
documents lists whose) and keeps their rates. The same feed again changes
nothing. Where a publisher has corrected a figure both are kept, and the new one
holds, also when the old feed is read again. A row that cannot be read is named and left out; the other rows and the
other feeds go on.

What came of each feed goes to stdout, rows that were left out and feeds that
cannot be read to stderr. With --json, stdout holds a list with an object for
each feed, in the order given:

  feed       the file
  source     the publisher                       left out where error is there
  added      how many rates are new
  unchanged  how many were there already, the same
  corrected  the others, each with was and is, a rate each
  skipped    the rows left out, each with place and reason
  error      why the feed could not be read; left out where it could

The program exits with 0 if all feeds were read, 1 if one was not.`,
		Example: "  woolroad rates import nrb.json\n  woolroad rates import feeds/* --json",
	}
	d := withDatabase(w, cmd)
	cmd.RunE = func(c *cobra.Command, files []string) error {
		if len(files) == 0 {
			return usage("name one or more exchange-rate feeds")
		}
		return d.use(c.Context(), "import rates", func(s *store.Store) error {
			return importFeeds(c.Context(), s, files, d.json, c.OutOrStdout(), c.ErrOrStderr())
		})
	}
	return cmd
}

// importedFeed is what came of one feed.
type importedFeed struct {
	Feed      string       `json:"feed"`
	Source    string       `json:"source,omitempty"`
	Added     int          `json:"added"`
	Unchanged int          `json:"unchanged"`
	Corrected []correction `json:"corrected"`
	Skipped   []skippedRow `json:"skipped"`
	Error     string       `json:"error,omitempty"`
}

type correction struct {
	Was money.Rate `json:"was"`
	Is  money.Rate `json:"is"`
}

type skippedRow struct {
	Place  string `json:"place"`
	Reason string `json:"reason"`
}

func importFeeds(ctx context.Context, s *store.Store, files []string, asJSON bool, stdout, stderr io.Writer) error {
	out, say := &printer{w: stdout}, &printer{w: stderr}
	results, bad := []importedFeed{}, 0
	var failed error
	for i, name := range files {
		r, err := importFeed(ctx, s, name)
		if err != nil {
			failed = fmt.Errorf("import %s, %d of %s: %w", name, i+1, counted(len(files), "feed", "feeds"), err)
			break
		}
		results = append(results, r)
		if r.Error != "" {
			bad++
			say.line("%s: %s", name, r.Error)
		} else if !asJSON {
			r.print(out)
		}
		for _, row := range r.Skipped {
			say.line("%s: %s: left out: %s", name, row.Place, row.Reason)
		}
	}
	if asJSON {
		out.err = printJSON(stdout, results)
	}
	switch {
	case failed != nil:
		return errors.Join(failed, out.err)
	case out.err != nil:
		return fmt.Errorf("the results could not be printed: %w; the rates are kept", out.err)
	case bad > 0:
		return errReported
	}
	return nil
}

// importFeed keeps one feed, all of it or nothing. Its error is the database's.
func importFeed(ctx context.Context, s *store.Store, name string) (importedFeed, error) {
	r := importedFeed{Feed: name, Corrected: []correction{}, Skipped: []skippedRow{}}
	feed, err := readFeed(name, openFeed)
	if err != nil {
		r.Error = err.Error()
		return r, nil
	}
	done, err := s.ImportRates(ctx, name, feed)
	if err != nil {
		return r, err
	}
	r.Source, r.Added, r.Unchanged = feed.Source.Name(), done.Added, done.Unchanged
	for _, c := range done.Corrected {
		r.Corrected = append(r.Corrected, correction{c.Was, c.Is})
	}
	for _, row := range done.Skipped {
		r.Skipped = append(r.Skipped, skippedRow{row.Place, row.Reason})
	}
	return r, nil
}

func (r importedFeed) print(out *printer) {
	out.line("%s: %s: %d added, %d unchanged, %d corrected, %d skipped", r.Feed, r.Source, r.Added, r.Unchanged, len(r.Corrected), len(r.Skipped))
	for _, c := range r.Corrected {
		out.line("  corrected: %s to %s: was %s, is %s", c.Is.From, c.Is.To, rateText(c.Was), rateText(c.Is))
	}
}

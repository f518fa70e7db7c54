package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"woolroad/app/command/output"
	"woolroad/app/ratebook"
	"woolroad/app/server"
	"woolroad/app/store"
)

// ratesCommand returns the command that holds those about rates.
func ratesCommand(w world) *cobra.Command {
	return group(&cobra.Command{
		Use:     "rates",
		Short:   "Store exchange rates",
		Long:    "Stores published exchange rates in the database, from which issued documents take theirs.",
		Example: "  woolroad rates fetch\n  woolroad rates import nrb.json ecb.csv",
	}, ratesFetchCommand(w), ratesImportCommand(w), ratesShowCommand(w), ratesHeldCommand(w), ratesConfirmCommand(w), ratesRejectCommand(w))
}

// ratesImportCommand returns the command that stores feeds in the database.
func ratesImportCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import FEED...",
		Short: "Import exchange-rate feeds",
		Long: `Reads exchange-rate feeds as their publishers send them ("woolroad help
documents" lists whose) and stores their rates. Importing a feed again changes
nothing. If a publisher has corrected a rate, both values stay stored and the
corrected one applies, even if the older feed is imported again later.

A rate that moved far from the last one of its pair (WOOLROAD_RATES_HELD_BEYOND,
10 percent) is held until a person has confirmed it ("woolroad rates held"). With
--confirm and a reason, such rates are stored as confirmed at once. A row that
cannot be read is left out; the other rows and feeds are still imported. A ZIP
file that holds one feed is read as that feed.

The result of each feed goes to stdout; feeds that cannot be read, held rates
and the first few skipped rows of each kind go to stderr. With --json, stdout
holds a list with an object for each feed, in the order given:

  feed       the file
  source     the publisher; left out if the feed could not be read
` + rateResultKeys + `
  error      why the feed could not be read; left out if it could

The program exits with 0 if all feeds were read, 1 if one was not.`,
		Example: "  woolroad rates import nrb.json\n  woolroad rates import feeds/* --json",
	}
	d, key := withDatabase(w, cmd), withKey(cmd)
	confirm := cmd.Flags().String("confirm", "", "reason why rates that moved far are right; stores them as confirmed")
	cmd.RunE = func(c *cobra.Command, files []string) error {
		switch {
		case len(files) == 0:
			return usage("name one or more exchange-rate feeds")
		case strings.TrimSpace(*confirm) == "" && c.Flags().Changed("confirm"):
			return usage("say with --confirm why the rates are right")
		}
		who, err := key.who(w)
		if err != nil {
			return err
		}
		config, err := d.config("data", "database")
		if err != nil {
			return err
		}
		share, err := config.Rates.HeldBeyond()
		if err != nil {
			return err
		}
		server.BoundMemory(importMemory)
		return d.use(c.Context(), "import rates", func(s *store.Store) error {
			return importFeeds(c.Context(), s, who, ratebook.Intake{Share: share, Confirmed: *confirm}, files, d.json, c.OutOrStdout(), c.ErrOrStderr())
		})
	}
	return cmd
}

// importMemory is the memory that an import tries to stay within, in bytes. The European
// Central Bank's whole history then takes less than 200 MB of the machine's memory, the
// database included.
const importMemory = 90 << 20

// importedFeed is the result of one feed.
type importedFeed struct {
	Feed   string `json:"feed"`
	Source string `json:"source,omitempty"`
	rateResult
	Error string `json:"error,omitempty"`
}

// importFeeds stores the publishers' files and prints the results. It returns errReported
// where a file is refused, and an error where the database stopped it or the results could
// not be printed.
func importFeeds(ctx context.Context, s *store.Store, who store.Who, in ratebook.Intake, files []string, asJSON bool, stdout, stderr io.Writer) error {
	out, say := output.To(stdout), output.To(stderr)
	results, bad := []importedFeed{}, 0
	var failed error
	for i, name := range files {
		r, err := importFeed(ctx, s, who, in, name)
		if err != nil {
			failed = fmt.Errorf("import %s, %d of %s: %w", name, i+1, output.Counted(len(files), "feed", "feeds"), err)
			break
		}
		results = append(results, r)
		if r.Error != "" {
			bad++
			say.Line("%s: %s", name, r.Error)
		} else if !asJSON {
			r.print(out, r.Feed+": "+r.Source)
		}
		r.warnRejected(say, name)
		r.warn(say, name)
	}
	if asJSON {
		out.Err = output.JSON(stdout, results)
	}
	switch {
	case failed != nil:
		return errors.Join(failed, out.Err)
	case out.Err != nil:
		return fmt.Errorf("the results could not be printed: %w; the rates are stored", out.Err)
	case bad > 0:
		return errReported
	}
	return nil
}

// importFeed stores one feed, all of it or nothing. The error is the database's.
func importFeed(ctx context.Context, s *store.Store, who store.Who, in ratebook.Intake, name string) (importedFeed, error) {
	r := importedFeed{Feed: name, rateResult: noRates()}
	feed, err := readFeed(name, openFeed)
	if err != nil {
		r.Error = err.Error()
		return r, nil
	}
	in.Name = name
	done, err := ratebook.Import(ctx, s, who, in, feed)
	if err != nil {
		return r, err
	}
	r.Source = feed.Source.Name()
	r.add(done)
	return r, nil
}

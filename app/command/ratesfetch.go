package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/golang-sql/civil"
	"github.com/spf13/cobra"

	"woolroad/app/command/output"
	"woolroad/app/ratefeed"
	"woolroad/app/server"
	"woolroad/app/store"
	"woolroad/app/typing"
	"woolroad/rates"
	"woolroad/rates/fetch"
)

// ratesFetchCommand returns the command that fetches rates from their publishers.
func ratesFetchCommand(w world) *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use:   "fetch [SOURCE]",
		Short: "Fetch exchange rates from their publishers",
		Long: `Asks the publishers for their rates, or the one that SOURCE names: nrb, fbil,
cfets or ecb. Without --from, each is asked for the days since its last stored
rate, and for some days before it, which it may have corrected; --to alone is
refused. A long span is fetched in parts, the earliest first. If a part fails,
the parts before it stay stored, and the next run continues from there.

A source that has been asked for the same days under the same --key is not asked
again: the earlier result is repeated, even if it was a failure.

A rate that moved far from the last one of its pair is held until a person has
confirmed it. A publisher that fails changes no stored rate, and the others are
still asked.

` + server.RateSettings() + `

The result of each source goes to stdout; progress, held rates, skipped rows and
failures go to stderr. With --json, stdout holds a list with an object for each
source:

  source     nrb, fbil, cfets or ecb
  name       the publisher
  from, to   the days that were asked for
` + rateResultKeys + `
  error      why some rates could not be fetched; left out if all were

The program exits with 0 if all went well, 1 if a source failed.`,
		Example: `  woolroad rates fetch
  woolroad rates fetch nrb --from 2020-01-01 --to 2025-12-31
  woolroad rates fetch ecb --from 1999-01-04 --json`,
	}
	d, key := withDatabase(w, cmd), withKey(cmd)
	cmd.Flags().StringVar(&from, "from", "", "first day to ask for, like 2026-03-20")
	cmd.Flags().StringVar(&to, "to", "", "last day to ask for, with --from; today if it is left out")
	cmd.RunE = func(c *cobra.Command, args []string) error {
		sources, err := sourcesNamed(args)
		if err != nil {
			return err
		}
		span, err := daysNamed(from, to)
		if err != nil {
			return err
		}
		who, err := key.who(w)
		if err != nil {
			return err
		}
		config, err := d.config("data", "database")
		if err != nil {
			return err
		}
		options := append(slices.Clone(w.asking), fetch.Telling(attempts(output.To(c.ErrOrStderr()))))
		f, closeFetcher, err := config.Fetcher(buildOf().Version, w.now, slog.New(slog.DiscardHandler), options...) // attempts prints the progress
		if err != nil {
			return errUsage{err} // a setting that cannot be read
		}
		defer closeFetcher()
		return d.use(c.Context(), "fetch rates", func(s *store.Store) error {
			f.Store = s
			return fetchRates(c.Context(), f, who, sources, span, d.json, c.OutOrStdout(), c.ErrOrStderr())
		})
	}
	return cmd
}

// attempts returns what prints which source is asked, once for each, and which attempts
// come after one that failed. The network may be slow, and a person waits for it.
func attempts(say *output.Printer) func(fetch.Attempt) {
	asked := map[rates.SourceID]bool{}
	return func(a fetch.Attempt) {
		if a.N > 1 {
			say.Line("%s: %s Trying again in %s, attempt %d of %d.", a.Source, a.Why, max(a.Pause.Round(time.Second), time.Second), a.N, a.Of)
		} else if !asked[a.Source] {
			asked[a.Source] = true
			say.Line("%s: asking %s", a.Source, a.Source.Name())
		}
	}
}

// sourcesNamed returns the source that a person named, or none for all sources. The error
// is one of usage.
func sourcesNamed(args []string) ([]rates.SourceID, error) {
	if len(args) > 1 {
		return nil, usage("name one source, or none for all of them")
	}
	var all []rates.SourceID
	for _, arg := range args {
		if _, ok := rates.PublisherOf(rates.SourceID(arg)); !ok {
			return nil, usage("%q is no source that can be fetched; known are nrb, fbil, cfets and ecb", arg)
		}
		all = append(all, rates.SourceID(arg))
	}
	return all, nil
}

// daysNamed returns the days that a person named, with the zero Date for one that is left
// out. The error is one of usage.
func daysNamed(from, to string) (span rates.Span, err error) {
	for _, one := range []struct {
		flag, text string
		day        *civil.Date
	}{{"--from", from, &span.From}, {"--to", to, &span.To}} {
		if one.text == "" {
			continue
		}
		if *one.day, err = civil.ParseDate(typing.Day(one.text)); err != nil || one.day.Year < 1950 {
			return span, usage("%s is not a day, written like 2026-03-20", one.flag)
		}
	}
	switch {
	case from == "" && to != "":
		return span, usage("give --from together with --to")
	case !span.To.IsZero() && span.To.Before(span.From):
		return span, usage("--from is after --to")
	}
	return span, nil
}

// fetchedRates is the result of one source.
type fetchedRates struct {
	Source rates.SourceID `json:"source"`
	Name   string         `json:"name"`
	From   string         `json:"from,omitempty"`
	To     string         `json:"to,omitempty"`
	rateResult
	Error string `json:"error,omitempty"`
}

// fetchRates fetches from the sources, or from all if none is given, and prints the results.
// It returns errReported where a source failed.
func fetchRates(ctx context.Context, f *ratefeed.Fetcher, who store.Who, sources []rates.SourceID, span rates.Span, asJSON bool, stdout, stderr io.Writer) error {
	out, say := output.To(stdout), output.To(stderr)
	if len(sources) == 0 {
		for _, feed := range f.Feeds {
			if feed.Source != nil {
				sources = append(sources, feed.ID)
			}
		}
	}
	if len(sources) == 0 {
		say.Line("All sources are switched off in the settings; nobody was asked.")
	}
	results, bad := []fetchedRates{}, 0
	var failed error
	for _, id := range sources {
		r, err := fetchSource(ctx, f, who, id, span, say)
		if err != nil {
			failed = err
			break
		}
		results = append(results, r)
		if r.Error != "" {
			bad++
			say.Line("%s: %s Stored rates remain.", id, r.Error)
		}
		if !asJSON && (r.came() || r.Error == "") { // a source that failed has no figures for another reason than a holiday
			r.print(out, fmt.Sprintf("%s: %s to %s", id, r.From, r.To))
		}
		r.warn(say, string(id))
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

// fetchSource fetches from one source. The errors are one of usage and the database's.
func fetchSource(ctx context.Context, f *ratefeed.Fetcher, who store.Who, id rates.SourceID, span rates.Span, say *output.Printer) (fetchedRates, error) {
	r, days := fetchedRates{Source: id, Name: id.Name(), rateResult: noRates()}, rates.Span{}
	if !span.From.IsZero() {
		var err error
		if days, err = f.Span(id, span.From, span.To); err != nil {
			return r, err
		}
		if days.To.Before(days.From) {
			return r, usage("--from lies ahead; the last day to ask for is %s", days.To)
		}
	}
	done, err := f.Fetch(ctx, who, id, span, func(p ratefeed.Part) {
		if p.Of > 1 || !days.From.IsZero() && p.Span != days {
			say.Line("[%d/%d] %s: %s to %s: %d added, %d unchanged", p.Asked, p.Of, id, p.From, p.To, p.Done.Added, p.Done.Unchanged)
		}
	})
	r.add(done.Result)
	r.From, r.To, r.Error = done.From.String(), done.To.String(), done.Message()
	return r, err
}

package command

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"woolroad/app/command/output"
	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/store/series"
	"woolroad/app/verify"
)

// seriesCommand returns the command that lists the number series, and holds the one that
// closes a damaged one.
func seriesCommand(w world) *cobra.Command {
	cmd := group(&cobra.Command{
		Use:   "series",
		Short: "List the number series, or close a damaged one",
		Long: `Lists the number series. Each line says how the numbers begin, the series' own
name, how many documents were issued in it, and when the last one was; and of a
closed series when, by whom and why it was closed.

With --json, stdout holds a list with an object for each series:

  series, name, kind, issued
  last                UTC; left out where none was issued
  closed              left out where the series is open: successor, reason, at, who,
                      and documents, how many were in it then`,
		Example: "  woolroad series\n  woolroad series --json\n  woolroad series close CI-2026 --reason \"A row that no document has.\"",
	}, seriesCloseCommand(w))
	d := withDatabase(w, cmd)
	cmd.RunE = func(c *cobra.Command, _ []string) error {
		return d.useStored(c.Context(), "list the series", func(s *store.Store) error {
			all, err := issue.Series(c.Context(), s, d.world.who())
			if err != nil {
				return err
			}
			return printSeries(c.OutOrStdout(), all, d.json)
		})
	}
	return cmd
}

// closedSeries is a closed series as it is printed.
type closedSeries struct {
	Series    string  `json:"series"`
	Name      string  `json:"name"`
	Successor string  `json:"successor,omitempty"`
	Reason    string  `json:"reason"`
	At        string  `json:"at"`
	Who       string  `json:"who"`
	Documents int64   `json:"documents"`
	Wrong     []wrong `json:"wrong,omitempty"`
	More      int     `json:"more,omitempty"`
}

// closingOf returns a closed series as it is printed.
func closingOf(name string, c series.Closing) closedSeries {
	return closedSeries{Series: c.Series, Name: name, Successor: c.Successor, Reason: c.Reason, At: c.At, Who: c.Who, Documents: c.Documents}
}

// closedOf returns the closed series of a report as they are printed, each with up to limit
// things that are wrong.
func closedOf(r store.Report, limit int) []closedSeries {
	all := []closedSeries{}
	for _, e := range r.Closed {
		c := closingOf(e.Name, e.Closing)
		c.Wrong, c.More = firstOf(e.Wrong, limit, e.More)
		all = append(all, c)
	}
	return all
}

// String says in a sentence that the series is closed, and how much is wrong in it.
func (c closedSeries) String() string {
	day, _, _ := strings.Cut(c.At, "T")
	return fmt.Sprintf("series %s was closed as damaged on %s; %s wrong in it", c.Name, day, output.Counted(len(c.Wrong)+c.More, "thing is", "things are"))
}

// printSeries prints a line for each series, or all as JSON.
func printSeries(w io.Writer, all []series.Series, asJSON bool) error {
	type line struct {
		Series string        `json:"series"`
		Name   string        `json:"name"`
		Kind   string        `json:"kind"`
		Issued int64         `json:"issued"`
		Last   *time.Time    `json:"last,omitempty"`
		Closed *closedSeries `json:"closed,omitempty"`
	}
	lines := []line{}
	for _, s := range all {
		l := line{Series: s.ID, Name: s.Name, Kind: string(s.Kind), Issued: s.Issued}
		if !s.Last.IsZero() {
			l.Last = &s.Last
		}
		if s.Closed != nil {
			c := closingOf(s.Name, *s.Closed)
			l.Closed = &c
		}
		lines = append(lines, l)
	}
	if asJSON {
		return output.JSON(w, lines)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	out := output.To(table)
	for _, l := range lines {
		last, closed := "", ""
		if l.Last != nil {
			last = l.Last.Format(time.RFC3339)
		}
		if c := l.Closed; c != nil {
			closed = fmt.Sprintf("closed at %s by %s: %s", c.At, c.Who, c.Reason)
		}
		out.Line("%s\t%s\t%d\t%s\t%s", l.Name, l.Series, l.Issued, last, closed)
	}
	if out.Err != nil {
		return out.Err
	}
	return table.Flush()
}

// seriesCloseCommand returns the command that closes a damaged series.
func seriesCloseCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "close SERIES",
		Short: "Close a damaged number series, so that issuing goes on in another one",
		Long: `Closes a series in which "woolroad verify" finds something wrong, or whose last
document is dated more than ` + fmt.Sprint(series.FarDays) + ` days ahead of the clock. Name the series by what
its numbers begin with, such as CI-2026, or as "woolroad series" lists it.

No document is added to a closed series, and closing changes and removes nothing
in it. What is wrong stays there as evidence, and every "woolroad verify" reports
it, together with anything that is changed there later. The sound documents stay
valid: they are listed and checked, and can be superseded. The next document of
the year begins a new series, with CI-2026B-0001. A backup, which is refused while
something is wrong, can be made again, and names the closed series.

This cannot be undone.

With --json, stdout holds an object: series and name, the closed one; successor,
the series that continues it, left out where a later one does so already; reason;
at, UTC; who; and documents, how many are in the closed series.`,
		Example: "  woolroad series close CI-2026 --reason \"CI-2026-0118 was inserted by hand; its content is worthless.\"",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return usage("name one series")
			}
			return nil
		},
	}
	d, key := withDatabase(w, cmd), withKey(cmd)
	reason := cmd.Flags().String("reason", "", "why the series is closed")
	cmd.RunE = func(c *cobra.Command, args []string) error {
		if strings.TrimSpace(*reason) == "" {
			return usage("say with --reason why %s is closed", args[0])
		}
		who, err := key.who(w)
		if err != nil {
			return err
		}
		return d.useStored(c.Context(), "close series "+args[0], func(s *store.Store) error {
			return closeSeries(c.Context(), s, who, args[0], *reason, d.json, c.OutOrStdout())
		})
	}
	return cmd
}

// closeSeries closes a series and prints the closing.
func closeSeries(ctx context.Context, s *store.Store, who store.Who, name, reason string, asJSON bool, stdout io.Writer) error {
	found, err := verify.All(ctx, s, who, nil)
	if err != nil {
		return err
	}
	closed, err := issue.CloseSeries(ctx, s, who, found, name, reason)
	if err != nil {
		return err
	}
	if asJSON {
		err = output.JSON(stdout, closingOf(closed.Name, closed.Closing))
	} else {
		goesOn := "another series went on already"
		if closed.Successor != "" {
			goesOn = "the next document begins series " + closed.Successor
		}
		_, err = fmt.Fprintf(stdout, "Series %s is closed with the %s that it holds; %s.\n", closed.Name, output.Counted(int(closed.Documents), "document", "documents"), goesOn)
	}
	if err != nil {
		return fmt.Errorf("the result could not be printed: %w; the series is closed", err)
	}
	return nil
}

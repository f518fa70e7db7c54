package command

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/spf13/cobra"

	"woolroad/app/command/output"
	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/rates"
)

// ratesHeldCommand returns the command that lists held rates.
func ratesHeldCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "held",
		Short: "List the exchange rates that wait for a person",
		Long: `Lists, by pair and day, the published rates that moved so far from the rate before
them that a person has to decide about them. While the newest rate of a pair is held,
no earlier rate is used instead: totals in that currency are missing, and no document
that prints them is issued. Compare the rate with its publisher's page, and then
confirm or reject it.

With --json, stdout holds a list with an object for each rate:

  id       the ID for "woolroad rates confirm" and "woolroad rates reject"
  is       the held rate
  last     the rate that it was compared with
  moved    the difference from that rate, in percent
  feed     the feed that it was read from
  held_at  when it was held, UTC

With --rejected, each object also holds:

  rejected_at  when the rate was rejected, UTC
  rejected_by  who rejected it
  reason       why it was rejected`,
		Example: "  woolroad rates held\n  woolroad rates held --rejected",
	}
	d := withDatabase(w, cmd)
	rejected := cmd.Flags().Bool("rejected", false, "list the rejected rates instead; they do not apply, but can still be confirmed")
	cmd.RunE = func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usage("rates held takes no arguments")
		}
		return d.useStored(c.Context(), "list held rates", func(s *store.Store) error {
			if *rejected {
				return listRejected(c.Context(), s, w.who(), d.json, c.OutOrStdout())
			}
			return listHeld(c.Context(), s, w.who(), d.json, c.OutOrStdout())
		})
	}
	return cmd
}

// waitingRate is a held rate as it is printed.
type waitingRate struct {
	ID     string     `json:"id"`
	Is     money.Rate `json:"is"`
	Last   money.Rate `json:"last"`
	Moved  string     `json:"moved"`
	Feed   string     `json:"feed"`
	HeldAt time.Time  `json:"held_at"`
}

// listHeld prints the held rates.
func listHeld(ctx context.Context, s *store.Store, who store.Who, asJSON bool, stdout io.Writer) error {
	held, err := ratebook.Waiting(ctx, s, who)
	if err != nil {
		return err
	}
	list := []waitingRate{}
	for _, h := range held {
		list = append(list, waitingRate{h.ID, h.Rate, h.Last, rates.Distance(h.Last, h.Rate).String(), h.Feed, h.At.UTC()})
	}
	if asJSON {
		return output.JSON(stdout, list)
	}
	out := output.To(stdout)
	if len(list) == 0 {
		out.Line("No rate waits for a person.")
	}
	for _, h := range list {
		out.Line("%s  %s to %s: %s, moved %s %% since %s", h.ID, h.Is.From, h.Is.To, output.Rate(h.Is), h.Moved, output.Rate(h.Last))
	}
	return out.Err
}

// rejectedRate is a rejected rate as it is printed.
type rejectedRate struct {
	waitingRate
	RejectedAt time.Time `json:"rejected_at"`
	RejectedBy string    `json:"rejected_by"`
	Reason     string    `json:"reason"`
}

// mostRejected is how many rejected rates are listed.
const mostRejected = 1000

// listRejected prints the rejected rates, those rejected last first.
func listRejected(ctx context.Context, s *store.Store, who store.Who, asJSON bool, stdout io.Writer) error {
	held, err := ratebook.RejectedStill(ctx, s, who, mostRejected)
	if err != nil {
		return err
	}
	list := []rejectedRate{}
	for _, h := range held {
		is := waitingRate{h.ID, h.Rate, h.Last, rates.Distance(h.Last, h.Rate).String(), h.Feed, h.At.UTC()}
		list = append(list, rejectedRate{is, h.DecidedAt.UTC(), h.DecidedBy, h.Reason})
	}
	if asJSON {
		return output.JSON(stdout, list)
	}
	out := output.To(stdout)
	if len(list) == 0 {
		out.Line("No rate is rejected.")
	}
	for _, h := range list {
		out.Line("%s  %s to %s: %s, rejected by %s: %s", h.ID, h.Is.From, h.Is.To, output.Rate(h.Is), h.RejectedBy, h.Reason)
	}
	return out.Err
}

// ratesConfirmCommand returns the command that confirms a held rate.
func ratesConfirmCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "confirm ID",
		Short: "Confirm an exchange rate that is held",
		Long: `Confirms a held rate, so that it applies from its day on. Later rates that were held
only because this one was apply too. ID is the rate's ID in the list of "woolroad
rates held". A rate that was rejected by mistake ("woolroad rates held --rejected") is
confirmed in the same way, with a reason; both decisions stay stored.

With --json, stdout holds an object:

  rate  the confirmed rate
  with  number of later rates that apply too`,
		Example: `  woolroad rates confirm 6SMWBN2VHHTZXXO7LZXY7FWNPH --reason "As on the bank's page."`,
	}
	d, key := withDatabase(w, cmd), withKey(cmd)
	reason := cmd.Flags().String("reason", "", "why the rate is right")
	cmd.RunE = decideRate(w, d, key, func(ctx context.Context, s *store.Store, who store.Who, id string, stdout io.Writer) error {
		done, err := ratebook.Confirm(ctx, s, who, id, *reason)
		if found := (trade.Faults)(nil); errors.As(err, &found) && found[0].Code == trade.FaultMissing {
			return usage("this rate was rejected; say with --reason why it is right after all")
		}
		if err != nil {
			return err
		}
		if d.json {
			return output.JSON(stdout, struct {
				Rate money.Rate `json:"rate"`
				With int        `json:"with"`
			}{done.Rate, done.With})
		}
		out := output.To(stdout)
		out.Line("confirmed: %s to %s: %s", done.Rate.From, done.Rate.To, output.Rate(done.Rate))
		if done.With > 0 {
			out.Line("and %s after it that waited for it", output.Counted(done.With, "rate", "rates"))
		}
		return out.Err
	})
	return cmd
}

// ratesRejectCommand returns the command that rejects a held rate.
func ratesRejectCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "reject ID",
		Short: "Reject an exchange rate that is held",
		Long: `Stores a held rate as wrong. The rate before it goes on applying, and the publisher's
next feed does not bring the wrong value back. ID is the rate's ID in the list of
"woolroad rates held". A rate that was rejected by mistake can be confirmed later.`,
		Example: `  woolroad rates reject 6SMWBN2VHHTZXXO7LZXY7FWNPH --reason "A decimal point is lost."`,
	}
	d, key := withDatabase(w, cmd), withKey(cmd)
	reason := cmd.Flags().String("reason", "", "why the rate is wrong")
	cmd.RunE = decideRate(w, d, key, func(ctx context.Context, s *store.Store, who store.Who, id string, stdout io.Writer) error {
		if *reason == "" {
			return usage("say with --reason why the rate is wrong")
		}
		if err := ratebook.Reject(ctx, s, who, id, *reason); err != nil {
			return err
		}
		if d.json {
			return output.JSON(stdout, struct {
				ID string `json:"id"`
			}{id})
		}
		out := output.To(stdout)
		out.Line("rejected: %s; woolroad rates confirm %s takes that back, with a reason", id, id)
		return out.Err
	})
	return cmd
}

// decideRate returns a command's function that runs decide with the ID that the one
// argument gives.
func decideRate(w world, d *database, key *keyed, decide func(ctx context.Context, s *store.Store, who store.Who, id string, stdout io.Writer) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usage("name one held rate by its id; woolroad rates held lists them")
		}
		who, err := key.who(w)
		if err != nil {
			return err
		}
		return d.useStored(c.Context(), "decide about a rate", func(s *store.Store) error {
			return decide(c.Context(), s, who, args[0], c.OutOrStdout())
		})
	}
}

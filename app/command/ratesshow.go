package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/golang-sql/civil"
	"github.com/spf13/cobra"

	"woolroad/app/command/output"
	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/typing"
	"woolroad/rates"
)

// ratesShowCommand returns the command that shows the rate that applies on a day.
func ratesShowCommand(w world) *cobra.Command {
	var flags ratesShowFlags
	cmd := &cobra.Command{
		Use:   "show FROM/TO DATE",
		Short: "Show which exchange rate applies on a day, and why",
		Long: `Shows which rate from one currency to another applies on a day: its value and unit,
its publisher, its side, the day that it was published for, each published figure that
it is computed from, and why it was chosen.

The rate is chosen by the rule that documents follow for that currency. --rule names
another rule, and --source and --side name a publisher's rate directly. For a
publisher of buying and selling rates, --source without --side means the selling rate.

With --json, stdout holds an object:

  from, to   the two currencies
  per        number of units of from that the value is for
  value      their value in units of to
  side       mid, buy, sell, or stated for one that a person entered
  source     the publisher, as documents print it
  date       the day that it was published for
  through    the currency between the two of a cross rate; left out otherwise
  day        the reference date: the requested day, or the first of its month
  path       each published figure with from, to, value, per, side, source,
             date, and inverted (true if amounts are divided by it)
  rule       the rule by which it was chosen
  rule_name  the name of the rule, as documents print it
  why        why this rate was chosen
  stale      why it is too old for documents; left out if it is not

The program exits with 0 if there is a rate, 1 if there is none or it is older
than the rule allows.`,
		Example: `  woolroad rates show USD/NPR 2026-04-04
  woolroad rates show INR/NPR 2026-04-04 --source nrb --side buy
  woolroad rates show USD/CNY 2026-04-30 --rule cfets-month-first --json`,
	}
	f := cmd.Flags()
	f.StringVar(&flags.source, "source", "", "whose rate: nrb, fbil, cfets, ecb, contract, cbic, gacc, cfets-ref or peg")
	f.StringVar(&flags.side, "side", "", "which side of the source's rates: mid, buy, sell or stated")
	f.StringVar(&flags.rule, "rule", "", "rule to choose by, such as cfets-month-first")
	d := withDatabase(w, cmd)
	cmd.RunE = func(c *cobra.Command, args []string) error {
		q, err := flags.query(args)
		if err != nil {
			return err
		}
		return d.useStored(c.Context(), "show a rate", func(s *store.Store) error {
			return showRate(c.Context(), s, w.who(), q, d.json, c.OutOrStdout())
		})
	}
	return cmd
}

// ratesShowFlags are the flags of rates show.
type ratesShowFlags struct{ source, side, rule string }

// query returns what the command line asks for. The error is one of usage.
func (f ratesShowFlags) query(args []string) (q ratebook.Question, err error) {
	if len(args) != 2 {
		return q, usage("name a pair of currencies and a day, like USD/NPR 2026-04-04")
	}
	from, to, ok := strings.Cut(typing.Plain(args[0]), "/")
	if !ok {
		return q, usage("%q is not a pair of currencies; write it like USD/NPR", args[0])
	}
	if q.From, err = money.ParseCurrency(strings.ToUpper(typing.Plain(from))); err != nil {
		return q, errUsage{err}
	}
	if q.To, err = money.ParseCurrency(strings.ToUpper(typing.Plain(to))); err != nil {
		return q, errUsage{err}
	}
	if q.Day, err = civil.ParseDate(typing.Day(args[1])); err != nil || !q.Day.IsValid() {
		return q, usage("%q is not a day; write it like 2026-04-04", args[1])
	}
	q.Source, q.Side, q.Rule = rates.SourceID(f.source), money.Side(f.side), f.rule
	known := func(r rates.Rule) bool { return r.Source == q.Source }
	sides := []money.Side{"", money.Mid, money.Buy, money.Sell, money.Stated}
	switch {
	case q.Rule != "" && q.Source != "":
		return q, usage("give --rule or --source, not both")
	case q.Side != "" && q.Source == "":
		return q, usage("--side is a side of --source; name that too")
	case q.Source != "" && !slices.ContainsFunc(rates.Rules, known):
		return q, usage("--source takes nrb, fbil, cfets, ecb, contract, cbic, gacc, cfets-ref or peg, not %q", f.source)
	case !slices.Contains(sides, q.Side):
		return q, usage("--side takes mid, buy, sell or stated, not %q", f.side)
	}
	return q, nil
}

// showRate prints the rate. For a rate that is too old it returns the error too.
func showRate(ctx context.Context, s *store.Store, who store.Who, q ratebook.Question, asJSON bool, stdout io.Writer) error {
	a, err := ratebook.Find(ctx, s, who, q)
	stale := (*rates.ErrStale)(nil)
	if err != nil && !errors.As(err, &stale) {
		return err
	}
	shown := shownOf(a)
	if stale != nil {
		shown = shownOf(stale.Answer)
		if e := (*trade.Error)(nil); errors.As(err, &e) {
			shown.Stale = e.Message()
		}
	}
	if asJSON {
		return errors.Join(err, output.JSON(stdout, shown))
	}
	out := output.To(stdout)
	shown.print(out)
	return errors.Join(err, out.Err)
}

// shownRate is a rate as it is printed.
type shownRate struct {
	From     money.Currency `json:"from"`
	To       money.Currency `json:"to"`
	Value    exact.Number   `json:"value"`
	Per      exact.Number   `json:"per"`
	Side     money.Side     `json:"side"`
	Source   string         `json:"source"`
	Date     civil.Date     `json:"date"`
	Through  money.Currency `json:"through,omitempty"`
	Day      civil.Date     `json:"day"`
	Path     []shownStep    `json:"path"`
	Rule     string         `json:"rule"`
	RuleName string         `json:"rule_name"`
	Why      string         `json:"why"`
	Stale    string         `json:"stale,omitempty"`
}

// shownStep is a published figure as it is printed.
type shownStep struct {
	From     money.Currency `json:"from"`
	To       money.Currency `json:"to"`
	Value    exact.Number   `json:"value"`
	Per      exact.Number   `json:"per"`
	Side     money.Side     `json:"side"`
	Source   string         `json:"source"`
	Date     civil.Date     `json:"date"`
	Inverted bool           `json:"inverted"`
}

// shownOf returns an answer as it is printed.
func shownOf(a rates.Answer) shownRate {
	r := a.Rate
	format, args := a.Why()
	shown := shownRate{
		From: r.From, To: r.To, Value: r.Value, Per: r.Per, Side: r.Side, Source: r.Source, Date: r.Date, Through: r.Through,
		Day: a.Day, Rule: a.Rule.ID, RuleName: a.Rule.Name, Why: fmt.Sprintf(format, args...),
	}
	for _, s := range a.Path {
		p := s.Published
		shown.Path = append(shown.Path, shownStep{p.From, p.To, p.Value, p.Per, p.Side, p.Source, p.Date, s.Inverted})
	}
	return shown
}

// print prints the rate for people.
func (r shownRate) print(out *output.Printer) {
	out.Line("%s %s = %s %s", r.Per, r.From, r.Value, r.To)
	out.Line("source     %s, %s", r.Source, r.Side)
	out.Line("published  %s", r.Date)
	for i, s := range r.Path {
		does := "multiplies"
		if s.Inverted {
			does = "divides"
		}
		out.Line("%s%s %s = %s %s of %s, %s", []string{"path       ", "           "}[min(i, 1)], s.Per, s.From, s.Value, s.To, s.Date, does)
	}
	out.Line("rule       %s: %s", r.Rule, r.RuleName)
	out.Line("why        %s", r.Why)
}

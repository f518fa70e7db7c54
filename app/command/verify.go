package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"woolroad/app/command/output"
	"woolroad/app/store"
	"woolroad/app/verify"
)

// usualLimit is how many of the things that are wrong verify names, unless it is asked for
// more.
const usualLimit = 100

// verifyCommand returns the command that checks all that is stored.
func verifyCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check all issued documents, and what other tables say of them",
		Long: `Reads every issued document and checks that no number is missing or used twice,
that each document is chained to the one before, that its sums are right, that
its file has the stored hash, and that drawing the document again gives exactly
the file that was handed out. Documents of formats that this program does not draw any
more, issued by an older woolroad, are not drawn again; everything else about them
is checked.

It then compares the documents with what other tables say: lists, search words,
billed lots, orders with their states, activity, lots and bales, the rates that
documents print, the exporter and the answers to requests. It also compares the
columns of all tables, and the triggers, keys and checks by which the database
refuses changes, with those that this program makes. It names each fault once, up
to --limit faults, and changes nothing. Where it is not noted that this version
has made the lists and search words, as after an update, a note says that they
are not compared; the next start makes them anew.

It cannot notice everything. Somebody who rewrites the last documents of a series
together with their hashes, the row of the series and all that names them is only
found out by a hash from elsewhere, such as one on a printed document. And some
things are covered by no document's hash: rates that no document prints, products
and regains, drafts, most of the address book, texts of an order that its
documents do not print, what a single event says was changed, answers to requests
that were removed, and what was decided about a held rate.

The report goes to stdout, progress to stderr. With --json, stdout holds an
object: series and documents, how many were read; not_drawn, how many of the
documents are of an older format; wrong, a list of faults; more, how many faults
that list leaves out; notes, a list of what is odd but no fault; more_notes, how
many notes that list leaves out; and closed, a list of the series that "woolroad
series close" has closed: why, when, by whom, and what is wrong in each.

A fault and a note have: of, which is "issued", "stored", "derived" or "guards";
series; number, that of the document, the order or the lot; and what, a sentence.
What was wrong in a series when it was closed is evidence: it is listed there each
time and does not count as a fault. What was changed there later does. After the
faults, the report says how to go on: with "woolroad rebuild", by closing a series,
or by restoring a backup.

The program exits with 0 if there is no fault, and with 1 if there is one.`,
		Example: "  woolroad verify\n  woolroad verify --data /srv/woolroad --json --limit 1000",
		Args:    noArguments,
	}
	d := withDatabase(w, cmd)
	d.asFound = true
	limit := cmd.Flags().Int("limit", usualLimit, fmt.Sprintf("name so many things that are wrong, and notes, at most; up to %d", store.MostWrong))
	cmd.RunE = func(c *cobra.Command, _ []string) error {
		if *limit < 1 || *limit > store.MostWrong {
			return usage("--limit is a number from 1 to %d", store.MostWrong)
		}
		return d.readStored(c.Context(), "verify", func(s *store.Store) error {
			return d.verify(c.Context(), s, *limit, c.OutOrStdout(), c.ErrOrStderr())
		})
	}
	return cmd
}

// verified is a report as it is printed.
type verified struct {
	Series    int     `json:"series"`
	Documents int     `json:"documents"`
	NotDrawn  int     `json:"not_drawn"`
	Wrong     []wrong `json:"wrong"`
	More      int     `json:"more"`
	Notes     []wrong `json:"notes"`
	MoreNotes int     `json:"more_notes"`

	Closed []closedSeries `json:"closed"`
}

// wrong is something that is wrong, or a note, as it is printed.
type wrong struct {
	Of     store.Part `json:"of"`
	Series string     `json:"series"`
	Number string     `json:"number"`
	What   string     `json:"what"`
}

// String returns the series, the document and the sentence.
func (w wrong) String() string { return store.Wrong(w).String() }

// verifiedOf returns a report as it is printed, with up to limit things that are wrong and
// as many notes.
func verifiedOf(r store.Report, limit int) verified {
	v := verified{Series: r.Series, Documents: r.Documents, NotDrawn: r.NotDrawn}
	v.Wrong, v.More = firstOf(r.Wrong, limit, r.More)
	v.Notes, v.MoreNotes = firstOf(r.Notes, limit, r.MoreNotes)
	v.Closed = closedOf(r, limit)
	return v
}

// firstOf returns the first limit entries of all, as they are printed, and how many more were
// found: the others of all, and those, more, that the report counts and does not have.
func firstOf(all []store.Wrong, limit, more int) ([]wrong, int) {
	first := []wrong{}
	for _, w := range all[:min(limit, len(all))] {
		first = append(first, wrong(w))
	}
	return first, more + len(all) - len(first)
}

// String counts what was read, and says how many documents were not drawn again and which
// series are closed.
func (v verified) String() string {
	text := output.Counted(v.Documents, "document", "documents") + " in " + output.Counted(v.Series, "series", "series")
	if v.NotDrawn > 0 {
		text += fmt.Sprintf(" (%d of an older format, not drawn again)", v.NotDrawn)
	}
	for _, c := range v.Closed {
		text += " (" + c.String() + ")"
	}
	return text
}

// print prints a report for people.
func (v verified) print(w io.Writer) error {
	say := output.To(w)
	if len(v.Wrong) == 0 {
		say.Line("%s: all right", v)
	} else {
		say.Line("%s read; %s wrong:", v, output.Counted(len(v.Wrong)+v.More, "thing is", "things are"))
	}
	printWrong(say, "", v.Wrong, v.More)
	for _, way := range v.waysOn() {
		say.Line("%s", way)
	}
	printWrong(say, "note: ", v.Notes, v.MoreNotes)
	for _, c := range v.Closed {
		say.Line("series %s was closed at %s by %s: %s", c.Name, c.At, c.Who, c.Reason)
		printWrong(say, "evidence: ", c.Wrong, c.More)
	}
	return say.Err
}

// waysOn returns sentences that say how to go on from what is wrong. That only a backup has
// what is gone is said where no series is to be closed, which makes some of it evidence.
func (v verified) waysOn() (ways []string) {
	rebuilt, restored, closed := false, false, []string(nil)
	for _, w := range v.Wrong {
		switch {
		case w.Of == store.Derived:
			rebuilt = true
		case w.Of != store.Sealed || w.Series == "":
			restored = true
		case !slices.Contains(closed, w.Series):
			closed = append(closed, w.Series)
		}
	}
	if rebuilt {
		ways = append(ways, `to go on: "woolroad rebuild" makes lists, search words, billed lots and the states of orders anew.`)
	}
	if closed != nil {
		ways = append(ways, `to go on: restore a backup of before the damage with "woolroad restore", or close what was damaged with "woolroad series close SERIES --reason …": `+strings.Join(closed, ", ")+".")
	}
	if restored && closed == nil {
		ways = append(ways, `to go on: orders, stock, rates, activity, the register of series, tables and triggers are made good by a backup of before the damage alone; restore it with "woolroad restore".`)
	}
	return ways
}

// printWrong prints a line for each entry of list, and one for how many more were found:
// "and 12 more; see --limit". Each line begins with begins, such as "note: ".
func printWrong(p *output.Printer, begins string, list []wrong, more int) {
	for _, w := range list {
		p.Line("%s%s", begins, w)
	}
	if more > 0 {
		p.Line("%sand %d more; see --limit", begins, more)
	}
}

// verify checks all that is stored and prints the report. The error says what is wrong
// first.
func (d *database) verify(ctx context.Context, s *store.Store, limit int, stdout, stderr io.Writer) error {
	// Verifying holds little of what it has read. Collecting that as often as usual would
	// take a tenth of the time.
	const growth = 400
	debug.SetGCPercent(growth)
	say := output.To(stderr)
	report, err := verify.All(ctx, s, d.world.who(), d.everySeconds(2, func(documents int) {
		say.Line("%s read so far", output.Counted(documents, "document is", "documents are"))
	}))
	if err != nil {
		return err
	}
	if v := verifiedOf(report, limit); d.json {
		err = output.JSON(stdout, v)
	} else {
		err = v.print(stdout)
	}
	if report.Found() > 0 {
		return errors.Join(fmt.Errorf("%s wrong; the first is: %s", output.Counted(report.Found(), "thing is", "things are"), report.Wrong[0]), err)
	}
	return err
}

// everySeconds returns a function that calls f, but at most once in n seconds.
func (d *database) everySeconds(n int, f func(int)) func(int) {
	last := d.world.now()
	return func(i int) {
		if now := d.world.now(); now.Sub(last) >= time.Duration(n)*time.Second {
			last = now
			f(i)
		}
	}
}

package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"woolroad/app/store"
)

// verifyCommand returns the command that checks all issued documents.
func verifyCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check all that was issued",
		Long: `Reads every issued document and checks it: no number missing or there twice,
each document chained to the one before, the sums in it, its file by its hash,
and that drawing it again gives the very file that was handed out. A document of
an older format, which an older woolroad has issued, is checked in all but its
drawing: this program draws the newest format only. It stops at the first thing
that is wrong, names it, and changes nothing.

The report goes to stdout, progress to stderr. With --json, stdout holds an
object: series and documents, how many were read; not_drawn, how many of the
documents are of an older format; wrong, which is null or has the series, the
number of the document and what is wrong.

The program exits with 0 if all is right, 1 if something is wrong.`,
		Example: "  woolroad verify\n  woolroad verify --data /srv/woolroad --json",
		Args:    noArguments,
	}
	d := withDatabase(w, cmd)
	cmd.RunE = func(c *cobra.Command, _ []string) error {
		return d.useStored(c.Context(), "verify", func(s *store.Store) error {
			return d.verify(c.Context(), s, c.OutOrStdout(), c.ErrOrStderr())
		})
	}
	return cmd
}

// verified is a report as it is printed.
type verified struct {
	Series    int    `json:"series"`
	Documents int    `json:"documents"`
	NotDrawn  int    `json:"not_drawn"`
	Wrong     *wrong `json:"wrong"`
}

// wrong is the first thing that is wrong, as it is printed.
type wrong struct {
	Series string `json:"series"`
	Number string `json:"number"`
	What   string `json:"what"`
}

// verifiedOf returns a report as it is printed.
func verifiedOf(r store.Report) verified {
	v := verified{Series: r.Series, Documents: r.Documents, NotDrawn: r.NotDrawn}
	if x := r.Wrong; x != nil {
		v.Wrong = &wrong{x.Series, x.Number, x.What}
	}
	return v
}

// String counts what was read, and says how many documents were not drawn again.
func (v verified) String() string {
	text := counted(v.Documents, "document", "documents") + " in " + counted(v.Series, "series", "series")
	if v.NotDrawn > 0 {
		text += fmt.Sprintf(" (%d of an older format, not drawn again)", v.NotDrawn)
	}
	return text
}

// verify checks all issued documents and prints the report. The error says what is wrong.
func (d *database) verify(ctx context.Context, s *store.Store, stdout, stderr io.Writer) error {
	say := &printer{w: stderr}
	report, err := s.Verify(ctx, d.world.who(), d.everySeconds(2, func(documents int) {
		say.line("%s right so far", counted(documents, "document is", "documents are"))
	}))
	if err != nil {
		return err
	}
	v := verifiedOf(report)
	switch {
	case d.json:
		err = printJSON(stdout, v)
	case v.Wrong == nil:
		_, err = fmt.Fprintf(stdout, "%s: all right\n", v)
	default:
		_, err = fmt.Fprintf(stdout, "%s read; the first thing that is wrong:\n%s\n", v, report.Wrong)
	}
	if report.Wrong != nil {
		return errors.Join(fmt.Errorf("what was issued is not as it was: %s", report.Wrong), err)
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

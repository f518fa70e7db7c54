package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/golang-sql/civil"
	"github.com/spf13/cobra"

	"woolroad/app/command/folder"
	"woolroad/app/command/output"
	"woolroad/app/compose"
	"woolroad/app/issue"
	"woolroad/app/ratebook"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/typing"
	"woolroad/documents"
	"woolroad/rates"
)

// issueFlags are the flags of issue.
type issueFlags struct {
	*database
	supersedes []string
	reason     string
	key        string
	dated      string
	out        string
}

// issueCommand returns the command that issues an order's documents.
func issueCommand(w world) *cobra.Command {
	var flags issueFlags
	cmd := &cobra.Command{
		Use:   "issue ORDER [KIND]",
		Short: "Issue an order's documents under their numbers",
		Long: `Issues documents of a stored order. Each document gets the next number of its series
and is stored for ever with all its texts. Its date is the day of issue in the
exporter's time zone ("woolroad exporter" sets that zone, the fiscal year of the
numbers and the language of the labels). Without KIND, all documents of the order are
issued, except for the kinds that are issued only on request.

` + kindsHelp() + `

Goods are billed only once, by one kind of document of one order. A lot that is on
the invoice of another order is not billed again.

An order has one current document of each kind. Running the same command again issues
nothing new and prints the documents that exist. To correct a wrong document, issue a
new one that supersedes it: name the old one with --supersedes and say why with
--reason. An invoice and its packing list name each other, so give --supersedes twice
to correct both together. A warning names each document that still names a superseded
one.

The dates of documents never run backwards. Where the last document was issued by a
clock that was ahead, nothing is issued: the error names that document, its date and
both times. Set the clock right if it is behind now. If it is right, give the date of
that document with --dated: the new documents have the same date, and the order's
activity says so.

Totals in other currencies use the latest rate published on or before the order's
date. If there is no such rate, if it is held for a person's decision, or if it is
older than its rule allows, documents that print the total are not issued. A packing
list prints no totals, so it can still be issued: name packing-list as KIND.

Each document is printed on one line of stdout. With --json, stdout holds a list with
an object for each document:

  number, kind, order, date, hash
  currency, total     left out if the document has no prices
  pdf_sha256          of the PDF
  issued_at           UTC
  new                 whether this run issued it
  supersedes, reason  left out if the document supersedes none
  superseded_by       left out if the document is current
  file                the PDF file; left out without --out`,
		Example: `  woolroad issue SO-2026-0041 --out documents
  woolroad issue SO-2026-0041 packing-list
  woolroad issue SO-2026-0041 --supersedes CI-2026-0001 --reason "The street was wrong."
  woolroad issue SO-2026-0041 --supersedes CI-2026-0001 --supersedes PL-2026-0001 --reason "A bale is missing."`,
	}
	flags.database = withDatabase(w, cmd)
	f := cmd.Flags()
	f.StringArrayVar(&flags.supersedes, "supersedes", nil, "number of an issued document that the new one corrects; may be given several times")
	f.StringVar(&flags.reason, "reason", "", "why the named documents are superseded")
	f.StringVar(&flags.key, "key", "", "name of this request: the same request under the same name gives the documents of the first run (made from the command line if not given)")
	f.StringVar(&flags.dated, "dated", "", "date of the last document, like 2026-12-03: confirms that the clock is right, that the last document is ahead of it, and that the new ones have the same date")
	f.StringVar(&flags.out, "out", "", "folder to write the PDFs into (made if it is missing)")
	cmd.RunE = func(c *cobra.Command, args []string) error {
		return flags.run(c.Context(), args, c.OutOrStdout(), c.ErrOrStderr())
	}
	return cmd
}

// request returns what the command line asks for. The error is one of usage.
func (flags issueFlags) request(args []string) (issue.Request, error) {
	var q issue.Request
	if len(args) == 0 || len(args) > 2 {
		return q, usage("name one order, and at most one kind of document")
	}
	q.Order, q.Supersedes, q.Reason = typing.Plain(args[0]), flags.supersedes, flags.reason
	if len(args) == 2 {
		kind := documents.Kind(args[1])
		q.Kinds = []documents.Kind{kind}
		if _, known := kind.Info(); !known {
			return q, usage("there is no kind of document %q; name one of %s", args[1], strings.Join(kindNames(), ", "))
		}
	}
	switch {
	case slices.Contains(q.Supersedes, ""):
		return q, usage("--supersedes is empty; name an issued document")
	case len(q.Supersedes) == 0 && q.Reason != "":
		return q, usage("--reason says why a document is superseded; name it with --supersedes")
	case len(q.Supersedes) > 0 && strings.TrimSpace(q.Reason) == "":
		return q, usage("say with --reason why %s is superseded", strings.Join(q.Supersedes, " and "))
	case flags.key == "" && flags.cmd.Flags().Changed("key"):
		return q, usage("--key is empty; leave it out, or give a text of your own")
	case flags.dated != "" && !isDate(flags.dated):
		return q, usage("--dated is a date like 2026-12-03, not %q", flags.dated)
	case flags.out == "" && flags.cmd.Flags().Changed("out"):
		return q, usage("--out is empty; name a folder")
	case flags.out == "":
		return q, nil
	}
	return q, checkFolder(flags.out)
}

// isDate reports whether a text is a date as documents are given with --json.
func isDate(text string) bool {
	_, err := civil.ParseDate(text)
	return err == nil
}

// kindNames returns the names by which people name the kinds of document.
func kindNames() (names []string) {
	for _, k := range documents.Kinds {
		names = append(names, string(k.Kind))
	}
	return names
}

// kindsHelp returns the help about each kind of document.
func kindsHelp() string {
	width := len(slices.MaxFunc(kindNames(), func(a, b string) int { return len(a) - len(b) }))
	var lines []string
	for _, k := range compose.Kinds {
		var says []string
		if k.Kind.BillsGoods() {
			says = append(says, "bills the goods")
		}
		if k.GoesWith != nil {
			says = append(says, "for some buyers")
		}
		if k.OnRequest {
			says = append(says, "on request")
		}
		lines = append(lines, strings.TrimRight(fmt.Sprintf("  %-*s  %s", width, k.Kind, strings.Join(says, ", ")), " "))
	}
	return strings.Join(lines, "\n")
}

// run issues what the command line asks for, writes the PDFs and prints the documents. The
// errors are those of usage, of issue.Issue and of writing; after one of writing, the documents
// are issued all the same.
func (flags issueFlags) run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	q, err := flags.request(args)
	if err != nil {
		return err
	}
	return flags.useStored(ctx, "issue "+q.Order, func(s *store.Store) error {
		who := flags.world.who()
		who.Dated = flags.dated
		who.Request = flags.key // without a key, the current documents are the answer
		result, err := issue.Issue(ctx, s, who, q)
		if err != nil {
			return errors.Join(err, sayHeld(ctx, s, flags.world.who(), err, output.To(stderr)))
		}
		var docs []issuedDocument
		for _, p := range result.Documents {
			docs = append(docs, documentOf(p))
		}
		unwritten := flags.write(ctx, s, docs)
		say := output.To(stderr)
		for _, p := range docs {
			if !p.New {
				say.Line("%s was issued before, at %s; it is not issued again", p.Number, p.IssuedAt.Format(time.RFC3339))
			}
		}
		for _, f := range result.Warnings {
			say.Line("warning: %s", f.Message())
		}
		if flags.json {
			err = output.JSON(stdout, docs)
		} else {
			err = printDocuments(stdout, docs)
		}
		if err != nil {
			err = fmt.Errorf("the result could not be printed: %w; the documents are issued", err)
		}
		return errors.Join(unwritten, err)
	})
}

// sayHeld prints the commands that decide about a held rate, if the error of an issue is one.
// Its own error is the store's or the printer's.
func sayHeld(ctx context.Context, s *store.Store, who store.Who, refused error, say *output.Printer) error {
	faults := trade.Faults(nil)
	errors.As(refused, &faults)
	said := map[string]bool{}
	for _, f := range faults {
		held := (*rates.ErrHeld)(nil)
		if !errors.As(f.Err, &held) {
			continue
		}
		h, waits, err := ratebook.WaitingFor(ctx, s, who, held.Held)
		if err != nil {
			return err
		}
		if waits && !said[h.ID] {
			said[h.ID] = true
			say.Line("the held rate is %s: woolroad rates confirm %s, or woolroad rates reject %s --reason \"…\"", h.ID, h.ID, h.ID)
		}
	}
	return say.Err
}

// write writes the PDFs. Documents stay issued if that fails.
func (flags issueFlags) write(ctx context.Context, s *store.Store, docs []issuedDocument) error {
	if flags.out == "" {
		return nil
	}
	var numbers []string
	for _, p := range docs {
		numbers = append(numbers, p.Number)
	}
	files, err := issue.ReadFiles(ctx, s, flags.world.who(), numbers)
	for i := 0; i < len(files) && err == nil; i++ {
		docs[i].File, err = folder.Add(flags.out, folder.File{Name: strings.ReplaceAll(files[i].Number, "/", "_") + ".pdf", Content: files[i].PDF})
	}
	if err != nil {
		return fmt.Errorf("the documents are issued, and their PDFs could not all be written: %w; run the same command again for them", err)
	}
	return nil
}

// issuedDocument is an issued document as it is printed.
type issuedDocument struct {
	Number       string         `json:"number"`
	Kind         documents.Kind `json:"kind"`
	Order        string         `json:"order"`
	Date         string         `json:"date"`
	Currency     string         `json:"currency,omitempty"`
	Total        string         `json:"total,omitempty"`
	Hash         string         `json:"hash"`
	PDFHash      string         `json:"pdf_sha256"`
	IssuedAt     time.Time      `json:"issued_at"`
	New          bool           `json:"new"`
	Supersedes   string         `json:"supersedes,omitempty"`
	Reason       string         `json:"reason,omitempty"`
	SupersededBy string         `json:"superseded_by,omitempty"`
	File         string         `json:"file,omitempty"`

	grouped string // the total for people
}

// documentOf returns an issued document as it is printed.
func documentOf(d issue.Numbered) issuedDocument {
	p := issuedDocument{
		Number: d.Number, Kind: d.Kind, Order: d.Order, Date: d.Date.String(), Hash: d.Hash, PDFHash: d.PDFHash,
		IssuedAt: d.IssuedAt.UTC(), New: d.New, Supersedes: d.Supersedes, Reason: d.Reason, SupersededBy: d.SupersededBy,
	}
	if c := d.Total.Currency(); c != "" {
		p.Currency, p.Total = string(c), d.Total.String()
		p.grouped = string(c) + " " + d.Total.Grouped()
	}
	return p
}

// printDocuments prints a line for each document.
func printDocuments(w io.Writer, docs []issuedDocument) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	out := output.To(table)
	for _, p := range docs {
		last := p.Hash
		if p.File != "" {
			last += "\t" + p.File
		}
		out.Line("%s\t%s\t%s\t%s", p.Number, p.Kind, p.grouped, last)
	}
	if out.Err != nil {
		return out.Err
	}
	return table.Flush()
}

package command

import (
	"context"
	"errors"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"woolroad/app/command/output"
	"woolroad/app/office"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
)

// exporterCommand returns the command that holds those about the exporter.
func exporterCommand(w world) *cobra.Command {
	return group(&cobra.Command{
		Use:   "exporter",
		Short: "Store what all documents of the exporter have in common",
		Long: `Shows and changes the data of the exporter to whom this installation belongs: the
name, the fiscal year of the document numbers, the time zone of the documents'
dates, and the language of the documents' labels.`,
		Example: "  woolroad exporter show\n  woolroad exporter set --calendar APR --zone Asia/Kolkata",
	}, exporterShowCommand(w), exporterSetCommand(w))
}

// aboutExporter is in the help of both commands.
const aboutExporter = `
With --json, stdout holds an object:

  name, country  of the exporter; left out until they are set
  calendar       when the fiscal year begins: JAN, APR, or SHRAWAN as in Nepal
  zone           time zone of the documents' dates
  labels         language of the documents' labels: en or en+zh
  address        of the page where documents are checked; left out if not set
  version        number of changes so far; 0 if nothing was ever set`

// exporterShowCommand returns the command that shows the exporter's data.
func exporterShowCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "show",
		Short:   "Show the exporter's data",
		Long:    "Shows the exporter's data, or the defaults if nothing is set yet.\n" + aboutExporter,
		Example: "  woolroad exporter show --json",
		Args:    noArguments,
	}
	d := withDatabase(w, cmd)
	cmd.RunE = func(c *cobra.Command, _ []string) error {
		return d.useStored(c.Context(), "show the exporter", func(s *store.Store) error {
			e, err := office.Look(c.Context(), s, d.world.who())
			if err != nil {
				return err
			}
			return printExporter(c.OutOrStdout(), e, d.json)
		})
	}
	return cmd
}

// exporterFlags are the flags of exporter set.
type exporterFlags struct {
	*database
	*keyed
	calendar, zone, labels, address, from string
}

// exporterSetCommand returns the command that changes the exporter's data.
func exporterSetCommand(w world) *cobra.Command {
	var flags exporterFlags
	cmd := &cobra.Command{
		Use:   "set",
		Short: "Change the exporter's data",
		Long: `Changes the named data and leaves the rest unchanged.

Numbers and dates must never go back. Once documents are issued in a fiscal year,
another calendar is refused until that year has ended. Another time zone is refused
while its date is before the date of the last document.
` + aboutExporter,
		Example: `  woolroad exporter set --calendar SHRAWAN --zone Asia/Kathmandu --labels en
  woolroad exporter set --name-from SO-2026-0041`,
		Args: noArguments,
	}
	flags.database, flags.keyed = withDatabase(w, cmd), withKey(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.calendar, "calendar", "", "when the fiscal year of the numbers begins: JAN, APR, or SHRAWAN as in Nepal")
	f.StringVar(&flags.zone, "zone", "", "time zone of the documents' dates, like Asia/Kathmandu")
	f.StringVar(&flags.labels, "labels", "", "language of the documents' labels: en, or en+zh for English and Chinese")
	f.StringVar(&flags.address, "address", "", "address of the page where documents are checked; empty for none")
	f.StringVar(&flags.from, "name-from", "", "number of a stored order; its seller becomes the exporter")
	cmd.RunE = func(c *cobra.Command, _ []string) error {
		return flags.run(c.Context(), c.OutOrStdout())
	}
	return cmd
}

// run changes what the flags of "exporter set" give. No flag, and faults of what is given, are
// an errUsage.
func (flags exporterFlags) run(ctx context.Context, stdout io.Writer) error {
	var changes office.Changes
	given := func(name string) bool { return flags.database.cmd.Flags().Changed(name) }
	if given("calendar") {
		calendar := exporter.Calendar(flags.calendar)
		changes.Calendar = &calendar
	}
	if given("zone") {
		changes.Zone = &flags.zone
	}
	if given("labels") {
		labels := exporter.Labels(flags.labels)
		changes.Labels = &labels
	}
	if given("address") {
		changes.Address = &flags.address
	}
	if given("name-from") {
		changes.SellerOf = &flags.from
	}
	if changes == (office.Changes{}) {
		return usage("say what to change")
	}
	who, err := flags.who(flags.world)
	if err != nil {
		return err
	}
	return flags.use(ctx, "change the exporter", func(s *store.Store) error {
		e, err := office.Set(ctx, s, who, changes)
		if found := (trade.Faults)(nil); errors.As(err, &found) {
			return errUsage{errors.New(sentences(found.Errors()))}
		}
		if err != nil {
			return err
		}
		return printExporter(stdout, e, flags.json)
	})
}

// sentences joins the messages of faults.
func sentences(found trade.Faults) string {
	var all []string
	for _, f := range found {
		all = append(all, f.Message())
	}
	return strings.Join(all, " ")
}

// printExporter prints the exporter's data.
func printExporter(w io.Writer, e exporter.Exporter, asJSON bool) error {
	name, country := "", ""
	if e.Seller != nil {
		name, country = e.Seller.Name, e.Seller.Country
	}
	if asJSON {
		return output.JSON(w, struct {
			Name     string `json:"name,omitempty"`
			Country  string `json:"country,omitempty"`
			Calendar string `json:"calendar"`
			Zone     string `json:"zone"`
			Labels   string `json:"labels"`
			Address  string `json:"address,omitempty"`
			Version  int64  `json:"version"`
		}{name, country, string(e.Calendar), e.Zone, string(e.Labels), e.Address, e.Version})
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	out := output.To(table)
	for _, line := range [][2]string{{"name", name}, {"country", country}, {"calendar", string(e.Calendar)}, {"zone", e.Zone}, {"labels", string(e.Labels)}, {"address", e.Address}} {
		if line[1] != "" {
			out.Line("%s\t%s", line[0], line[1])
		}
	}
	if out.Err != nil {
		return out.Err
	}
	return table.Flush()
}

package command

import (
	"github.com/spf13/cobra"

	"woolroad/app/command/output"
	"woolroad/app/rebuild"
	"woolroad/app/store"
)

// rebuildCommand returns the command that makes the tables anew that are made from others.
func rebuildCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rebuild",
		Short: "Rebuild the lists and the search words",
		Long: `Rebuilds the tables that repeat what is stored elsewhere, so that lists and
searches are fast: the lists of orders and documents, the search words, which
order bills each lot, and whether an order is issued. They are made from the
orders, the address book, the stock and the issued documents, none of which is
changed, but for one case: a party that an order names and that is missing in
the address book is added to it.

This repairs what "woolroad verify" finds wrong in these tables. It can be run
at any time: until a table is finished, others read its old rows, and whoever
wants to write waits.

With --json, stdout holds an array of the tables: table, its name, with the name
of the column where only one was rebuilt; rows, how many rows the table has now.`,
		Example: "  woolroad rebuild\n  woolroad rebuild --data /srv/woolroad --json",
		Args:    noArguments,
	}
	d := withDatabase(w, cmd)
	cmd.RunE = func(c *cobra.Command, _ []string) error {
		return d.useStored(c.Context(), "rebuild", func(s *store.Store) error {
			say, all := output.To(c.OutOrStdout()), []rebuild.Table{}
			err := rebuild.Run(c.Context(), s, w.who(), func(r rebuild.Table) {
				if all = append(all, r); !d.json {
					say.Line("%s: %s", r.Name, output.Counted(r.Rows, "row", "rows"))
				}
			})
			switch {
			case err != nil:
				return err
			case d.json:
				return output.JSON(c.OutOrStdout(), all)
			}
			return say.Err
		})
	}
	return cmd
}

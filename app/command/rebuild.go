package command

import (
	"github.com/spf13/cobra"

	"woolroad/app/rebuild"
	"woolroad/app/store"
)

// rebuildCommand returns the command that makes the tables anew that are made from others.
func rebuildCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rebuild",
		Short: "Make lists and search words anew",
		Long: `Makes everything anew that is stored a second time, so that it is found and
listed fast: the lists of orders and documents, the words that a search goes by,
which order bills a lot, and whether an order is issued. All of it is made from
the orders, the address book, the stock and what is issued, which stay as they
are. Only a party that an order names and the address book has lost is added.

It mends what "woolroad verify" finds wrong in these tables, and is safe at any
time: others read what was there until each part is done, and write after it.

With --json, stdout holds an array of the tables: table, its name, with the
column's name where only that was made anew; rows, how many rows it has now.`,
		Example: "  woolroad rebuild\n  woolroad rebuild --data /srv/woolroad --json",
		Args:    noArguments,
	}
	d := withDatabase(w, cmd)
	cmd.RunE = func(c *cobra.Command, _ []string) error {
		return d.useStored(c.Context(), "rebuild", func(s *store.Store) error {
			say, all := &printer{w: c.OutOrStdout()}, []rebuild.Table{}
			err := rebuild.Run(c.Context(), s, w.who(), func(r rebuild.Table) {
				if all = append(all, r); !d.json {
					say.line("%s: %s", r.Name, counted(r.Rows, "row", "rows"))
				}
			})
			switch {
			case err != nil:
				return err
			case d.json:
				return printJSON(c.OutOrStdout(), all)
			}
			return say.err
		})
	}
	return cmd
}

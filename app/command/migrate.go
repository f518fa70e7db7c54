package command

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"woolroad/app/command/output"
	"woolroad/app/store"
)

// migrateCommand returns the command that holds those about the schema.
func migrateCommand(w world) *cobra.Command {
	return group(&cobra.Command{
		Use:   "migrate",
		Short: "Bring the database's schema up to date, or a step back",
		Long: `Every command that uses the database brings its schema up to date by itself. These
commands show the state of the schema, bring it up to date beforehand, and take it a
step back for an older program.`,
		Example: "  woolroad migrate status\n  woolroad migrate up --database postgres://desk@db.example/woolroad",
	},
		migration(w, &cobra.Command{
			Use:   "up",
			Short: "Bring the schema up to date",
			Long: `Brings the schema to the newest version that this program knows. A database that does
not exist is created. A step that fails is undone completely. Before the first step, an
embedded database is copied to a file beside it.`,
			Example: "  woolroad migrate up\n  woolroad migrate up --data /srv/woolroad --json",
		}, store.Migrate),
		stepBackCommand(w),
		migration(w, &cobra.Command{
			Use:     "status",
			Short:   "Show the version of the schema",
			Long:    `Shows the version of the schema, and changes nothing.`,
			Example: "  woolroad migrate status\n  woolroad migrate status --json",
		}, nil),
	)
}

// stepBackCommand returns the command that takes the schema one step back. It makes no
// folder for a database that does not exist.
func stepBackCommand(w world) *cobra.Command {
	var accepted bool
	cmd := migration(w, &cobra.Command{
		Use:   "down",
		Short: "Take the schema one step back",
		Long: `Takes the schema one step back, for an older program. If the step would lose
anything that a person has entered, the command refuses it and says what would be
lost, and how much. To take the step nevertheless, make a backup first, and then
add --accept-loss. A step that would lose issued documents, or what their numbers
depend on, is always refused. An embedded database is copied to a file beside it
before the step.

When the schema is brought up to date again, lists and search words are rebuilt.`,
		Example: "  woolroad migrate down\n  woolroad migrate down --data /srv/woolroad --json\n  woolroad backup before.backup && woolroad migrate down --accept-loss",
	}, func(ctx context.Context, where store.Where) error {
		if err := mustExist(ctx, where); err != nil {
			return err
		}
		return store.MigrateDown(ctx, where, accepted)
	})
	cmd.Flags().BoolVar(&accepted, "accept-loss", false, "take the step even though it loses what the refusal names")
	return cmd
}

// migrateResult is what the commands of migrate print as JSON.
type migrateResult struct {
	From        int  `json:"from"`
	Version     int  `json:"version"`
	Newest      int  `json:"newest"`
	Interrupted bool `json:"interrupted"`
}

// migration makes cmd a command that runs step, unless that is nil, and prints the
// schema's version before and after.
func migration(w world, cmd *cobra.Command, step func(context.Context, store.Where) error) *cobra.Command {
	cmd.Long += `

With --json, stdout holds an object: from and version, the schema's version before
and now, 0 for none; newest, the newest version that this program knows; and
interrupted, whether the last step was cut off.`
	cmd.Args = noArguments
	d := withDatabase(w, cmd)
	cmd.RunE = func(c *cobra.Command, _ []string) error {
		where, err := d.where()
		if err != nil {
			return err
		}
		ctx, doing := c.Context(), "migrate "+c.Name()
		var before store.Status
		err = reading(ctx, where, func(ctx context.Context, at store.Where) (err error) {
			if step == nil {
				if err := at.CheckNotEmpty(ctx); err != nil {
					return err
				}
			}
			before, err = store.MigrationStatus(ctx, at)
			return err
		})
		if err != nil {
			return explained(doing, err)
		}
		after := before
		if step != nil {
			if err := step(ctx, where); err != nil {
				return explained(doing, err)
			}
			if after, err = store.MigrationStatus(ctx, where); err != nil {
				return explained(doing, err)
			}
		}
		m := migrateResult{before.Version, after.Version, after.Newest, after.Interrupted}
		if d.json {
			return output.JSON(c.OutOrStdout(), m)
		}
		_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %s\n", nameOf(where), m)
		return err
	}
	return cmd
}

// String returns the schema's version before and after, and what to do about it.
func (m migrateResult) String() string {
	at := fmt.Sprintf("the schema is %d", m.Version)
	switch {
	case m.Version == 0 && m.From == 0:
		at = "there is no database yet"
	case m.Version == 0:
		at = fmt.Sprintf("the schema was %d and is gone; the database is empty", m.From)
	case m.Version != m.From:
		at = fmt.Sprintf("the schema was %d and is %d", m.From, m.Version)
	}
	switch {
	case m.Interrupted:
		return at + `; the last step was cut off, "woolroad migrate up" takes it up again.`
	case m.Version > m.Newest:
		return fmt.Sprintf("%s, of a newer program; this one knows %d.", at, m.Newest)
	case m.Version < m.Newest:
		return fmt.Sprintf(`%s; this program brings it to %d with its next command, or with "woolroad migrate up".`, at, m.Newest)
	}
	return at + ", the newest that this program knows."
}

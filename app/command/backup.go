package command

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"woolroad/app/store"
)

// backupResult is what backup and restore print as JSON.
type backupResult struct {
	File      string `json:"file"`
	Database  string `json:"database"`
	Series    int    `json:"series"`
	Documents int    `json:"documents"`
	NotDrawn  int    `json:"not_drawn"`
}

// printBackup prints a result, as JSON or as the sentence that format and args give.
func (d *database) printBackup(w io.Writer, c backupResult, format string, args ...any) error {
	var err error
	if d.json {
		err = printJSON(w, c)
	} else {
		_, err = fmt.Fprintf(w, format+"\n", args...)
	}
	if err != nil {
		return fmt.Errorf("the result could not be printed: %w; the copy is whole", err)
	}
	return nil
}

// aboutBackup is in the help of both commands.
const aboutBackup = `

With --json, stdout holds an object:

  file       the backup
  database   the database
  series     number of number series
  documents  number of issued documents
  not_drawn  number of documents in an older format; they are verified, but not
             drawn again`

// oneFile returns a usage error unless args is the name of one file.
func oneFile(_ *cobra.Command, args []string) error {
	if len(args) != 1 || args[0] == "" {
		return usage("name the one file of the backup")
	}
	return nil
}

// backupCommand returns the command that copies the database to a file.
func backupCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy all stored data to a file",
		Long: `Copies all stored data, as of one moment, to a file and verifies the copy. Others
can go on working meanwhile. The file appears only when it is complete, and an
existing file is never replaced. The backup of either database engine is a SQLite
database, and it can be restored to either engine.` + aboutBackup,
		Example: "  woolroad backup woolroad-2026-11-23.db\n  woolroad backup /backup/woolroad.db --database postgres://desk@db.example/woolroad",
		Args:    oneFile,
	}
	d := withDatabase(w, cmd)
	cmd.RunE = func(c *cobra.Command, args []string) error {
		return d.useStored(c.Context(), "back up", func(s *store.Store) error {
			report, err := s.Backup(c.Context(), w.who(), args[0])
			if err != nil {
				return err
			}
			where, err := d.where()
			if err != nil {
				return err
			}
			return d.printBackup(c.OutOrStdout(), backupResult{args[0], nameOf(where), report.Series, report.Documents, report.NotDrawn},
				"%s holds all of %s, with %s, verified", args[0], nameOf(where), verifiedOf(report, 0))
		})
	}
	return cmd
}

// restoreCommand returns the command that fills an empty database from a backup.
func restoreCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Restore a backup to an empty database",
		Long: `Restores a backup to an empty database of either engine and verifies the restored
data. The database is created if it does not exist. A database that is not empty
is refused and left unchanged.` + aboutBackup,
		Example: "  woolroad restore woolroad-2026-11-23.db --data restored\n  woolroad restore woolroad.db --database postgres://desk@db.example/woolroad",
		Args:    oneFile,
	}
	d := withDatabase(w, cmd)
	cmd.RunE = func(c *cobra.Command, args []string) error {
		where, err := d.where()
		if err != nil {
			return err
		}
		report, err := store.Restore(c.Context(), w.who(), where, args[0])
		if err != nil {
			return explained("restore "+args[0], err)
		}
		return d.printBackup(c.OutOrStdout(), backupResult{args[0], nameOf(where), report.Series, report.Documents, report.NotDrawn},
			"%s now holds all of %s, with %s, verified", nameOf(where), args[0], verifiedOf(report, 0))
	}
	return cmd
}

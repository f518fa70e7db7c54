package command

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"woolroad/app/command/output"
	"woolroad/app/store"
)

// backupResult is what backup and restore print as JSON.
type backupResult struct {
	File      string   `json:"file"`
	Database  string   `json:"database"`
	Series    int      `json:"series"`
	Documents int      `json:"documents"`
	NotDrawn  int      `json:"not_drawn"`
	Made      string   `json:"made"`
	Digest    string   `json:"digest"`
	Unchecked []string `json:"unchecked"`
	Guards    []string `json:"guards"`

	Closed []closedSeries `json:"closed"`
}

// printBackup prints the result of a backup or of restoring one, as JSON or as the
// sentence that format and args give.
func (d *database) printBackup(w io.Writer, file string, where store.Where, c store.Copy, format string, args ...any) error {
	made := ""
	if !c.Made.IsZero() {
		made = c.Made.UTC().Format(time.RFC3339)
	}
	var err error
	if d.json {
		err = output.JSON(w, backupResult{file, nameOf(where), c.Series, c.Documents, c.NotDrawn, made, c.Digest, append([]string{}, c.Unchecked...), append([]string{}, c.Guards...), closedOf(c.Report, usualLimit)})
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

A backup carries a manifest: the program, its schema, the time, and the rows and
SHA-256 of every table. Whoever changes a backup can write another manifest. So
store its digest, which both commands print, in another place than the backup;
"restore --digest" compares.

With --json, stdout holds an object:

  file       the backup
  database   the database
  series     number of number series
  documents  number of issued documents
  not_drawn  number of documents in an older format; they are verified, but not
             drawn again
  made       time of the backup; empty if it is not known
  digest     digest of the backup's manifest; empty if it has none
  unchecked  tables of a backup without a manifest that could not be checked
  guards     columns, checks, triggers and the like of the database that was
             backed up, where they are not as this program makes them
  closed     series that are closed as damaged, with what is wrong in each`

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
database, and it can be restored to either engine. The keys that the program
signs forms with are not in it, since a restored database makes its own. Tables
that others have added to the database are left out too. Where triggers, rules or
columns of the database are not as this program makes them, backup says so: what
was stored through them may be wrong.` + aboutBackup,
		Example: "  woolroad backup woolroad-2026-11-23.db\n  woolroad backup /backup/woolroad.db --database postgres://desk@db.example/woolroad",
		Args:    oneFile,
	}
	d := withDatabase(w, cmd)
	cmd.RunE = func(c *cobra.Command, args []string) error {
		return d.readStored(c.Context(), "back up", func(s *store.Store) error {
			made, err := s.Backup(c.Context(), w.who(), args[0])
			if err != nil {
				return err
			}
			where, err := d.where()
			if err != nil {
				return err
			}
			odd := ""
			for _, fault := range made.Guards {
				odd += "\nNot as this program makes it, so that what was stored may be wrong: " + fault
			}
			return d.printBackup(c.OutOrStdout(), args[0], where, made,
				"%s holds all of %s, with %s, verified%s\nThe digest of its manifest, to be stored elsewhere: %s", args[0], nameOf(where), verifiedOf(made.Report, 0), odd, made.Digest)
		})
	}
	return cmd
}

// restoreCommand returns the command that fills an empty database from a backup.
func restoreCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Restore a backup to an empty database",
		Long: `Restores a backup to an empty database of either engine. The database is created
if it does not exist. A database that is not empty is left unchanged.

First restore compares every table of the backup with the backup's manifest and
verifies the issued documents. Then it copies the data, and compares every table
of the database with the backup. If a table differs, restore names the table and
stores nothing. A backup that an older woolroad has made has no manifest: it is
restored, and the tables that could not be checked are named.` + aboutBackup,
		Example: "  woolroad restore woolroad-2026-11-23.db --data restored\n  woolroad restore woolroad.db --database postgres://desk@db.example/woolroad",
		Args:    oneFile,
	}
	d := withDatabase(w, cmd)
	var digest string
	cmd.Flags().StringVar(&digest, "digest", "", "digest that the backup's manifest must have")
	cmd.RunE = func(c *cobra.Command, args []string) error {
		where, err := d.where()
		if err != nil {
			return err
		}
		if b, err := hex.DecodeString(digest); c.Flags().Changed("digest") && (err != nil || len(b) != sha256.Size) {
			return usage("--digest is the 64 hexadecimal digits that backup printed, not %q", digest)
		}
		made, err := store.RestoreDigest(c.Context(), w.who(), where, args[0], strings.ToLower(digest))
		if err != nil {
			return explained("restore "+args[0], err)
		}
		said, arg := "The digest of its manifest is %s", made.Digest
		if made.Digest == "" {
			said, arg = "It is from before backups had a manifest. Nothing says whether these tables are as they were backed up: %s", strings.Join(made.Unchecked, ", ")
		}
		return d.printBackup(c.OutOrStdout(), args[0], where, made,
			"%s now holds all of %s, with %s, verified\n"+said, nameOf(where), args[0], verifiedOf(made.Report, 0), arg)
	}
	return cmd
}

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"woolroad/app/files"
	"woolroad/app/store/db"
	"woolroad/app/store/manifest"
	"woolroad/app/trade"
	"woolroad/migrations"
)

// Restore copies a backup into an empty database of either engine and compares what is
// there then with the backup, table by table. It copies all of the backup or nothing:
// after an error the database is as empty as before. The error is NotFound for a file that
// cannot be opened, Invalid for one that is no backup, and a Conflict that says what in it is
// not as it was backed up or issued, or that the database is not empty.
func Restore(ctx context.Context, who Who, w Where, file string) (Copy, error) {
	return RestoreDigest(ctx, who, w, file, "")
}

// RestoreDigest restores a backup as Restore does. Unless digest is empty, a backup whose
// manifest has another digest is a Conflict.
func RestoreDigest(ctx context.Context, who Who, w Where, file, digest string) (Copy, error) {
	work, err := files.MakeWork(os.TempDir(), "woolroad-restore-")
	if err != nil {
		return Copy{}, err
	}
	made, err := restore(ctx, who, w, file, work.Path("backup.db"), digest)
	return made, errors.Join(err, work.Remove())
}

// restore restores the backup as RestoreDigest does. It copies the file to work first,
// since an older backup has to be migrated, and so that nobody changes what was checked. A
// file that cannot be opened is a NotFound error.
func restore(ctx context.Context, who Who, w Where, file, work, digest string) (made Copy, err error) {
	in, err := files.Open(file)
	if err != nil {
		return made, &trade.Error{Code: trade.NotFound, Field: "file", Err: err, Format: "%s cannot be opened: %s", Args: []any{file, err.Error()}}
	}
	if err := errors.Join(files.Copy(ctx, in, work), in.Close()); err != nil {
		return made, err
	}
	checked, err := manifest.Check(ctx, who, work, migrations.Files, digest)
	if err != nil {
		return made, manifest.Refused(file, err)
	}
	if made.Digest = checked.Digest; made.Digest == "" {
		made.Unchecked = slices.DeleteFunc(copiedTables(), func(name string) bool {
			return slices.Contains(verified, name) || !slices.Contains(checked.Names, name)
		})
	}
	if made.Made, err = db.ParseStamp(checked.Manifest.Made); err != nil {
		return made, err
	}
	from, err := openFile(ctx, work) // which migrates an older one
	if err != nil {
		return made, manifest.Refused(file, err)
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if made.Report, err = from.Verify(ctx, who, nil); err != nil {
		return made, err
	}
	if err := made.Err(file); err != nil {
		return made, err
	}
	to, err := Open(ctx, w)
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	holds := checked.Manifest.Tables
	if newest, err := db.Newest(migrations.Files); err != nil || checked.Manifest.Schema != newest {
		holds = nil // migrating has changed them, or nothing says what they hold
	}
	err = from.view(ctx, who, func(t *Tx) error {
		return to.Update(ctx, who, func(into *Tx) error {
			if err := into.checkEmpty(ctx); err != nil {
				return err
			}
			return copyCompared(ctx, t, into, holds)
		})
	})
	if errors.As(err, new(*db.Unsure)) {
		err = from.settleRestored(ctx, who, to, holds, err)
	}
	if err == nil {
		err = to.completeIndex(ctx, "Making the lists and search words of what was restored.")
	}
	if err != nil {
		return made, fmt.Errorf("restore: %w", err)
	}
	return made, nil
}

// settleRestored waits for the end of a commit that ended with unsure, and returns nil where
// the backup is in the database after all, an error where it is not, and unsure where that
// cannot be found out.
func (s *Store) settleRestored(ctx context.Context, who Who, to *Store, holds []manifest.Table, unsure error) error {
	var stored error
	err := s.view(ctx, who, func(t *Tx) error {
		return to.UpdateLocking(ctx, who, func(into *Tx) error {
			into.MayRepeat()
			if err := into.LockTables(ctx, copiedTables()...); err != nil {
				return err
			}
			if stored = compareCopy(ctx, t, into, holds); into.checkEmpty(ctx) == nil {
				stored = errors.New("the connection to the database was lost, and nothing was stored; run the same command again")
			}
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("%w; and afterwards: %w", unsure, err)
	}
	return stored
}

// checkEmpty returns a Conflict where the database holds anything that somebody stored.
func (t *Tx) checkEmpty(ctx context.Context) error {
	n, table, err := t.firstFilledTable(ctx)
	if err != nil {
		return err
	}
	if n > 0 {
		return &trade.Error{Code: trade.Conflict, Field: "database",
			Format: "The database is not empty (%d %s); a backup is restored into an empty one. Name another.", Args: []any{n, table}}
	}
	return nil
}

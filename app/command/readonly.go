package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"woolroad/app/files"
	"woolroad/app/store"
	"woolroad/app/trade"
)

// reading runs f with a place that the database can be read from: where itself, or a copy
// in a temporary folder if nobody may write where it is, since SQLite writes beside a
// database that it reads. The errors are those of f, and Unavailable where others write to
// the database while it is copied.
func reading(ctx context.Context, where store.Where, f func(context.Context, store.Where) error) (err error) {
	if where.URL != "" || !isReadOnly(where.Data) {
		return f(ctx, where)
	}
	work, err := files.MakeWork(os.TempDir(), "woolroad-reading-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, work.Remove()) }()
	before, err := stateOf(where)
	if err != nil {
		return err
	}
	for _, name := range where.Files() {
		content, err := files.Open(filepath.Join(where.Data, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if err := errors.Join(files.Copy(ctx, content, work.Path(name)), content.Close()); err != nil {
			return fmt.Errorf("copy %s: %w", name, err)
		}
	}
	after, err := stateOf(where)
	if err != nil {
		return err
	}
	if before != after {
		return &trade.Error{Code: trade.Unavailable, Field: "database",
			Format: "Another program writes to %s, and you may only read there: try again, or run this as the user whose database it is.", Args: []any{where.Data}}
	}
	copied := filepath.Dir(work.Path("x"))
	err = f(ctx, store.Where{Data: copied})
	if said := (*trade.Error)(nil); errors.As(err, &said) { // people know the folder that was copied
		for i, arg := range said.Args {
			if text, is := arg.(string); is {
				said.Args[i] = strings.ReplaceAll(text, copied, where.Data)
			}
		}
	}
	return err
}

// stateOf returns the sizes and times of a database's files, by which a change is noticed.
func stateOf(where store.Where) (state string, err error) {
	for _, name := range where.Files() {
		is, err := os.Stat(filepath.Join(where.Data, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		state += fmt.Sprintf("%s %d %s\n", name, is.Size(), is.ModTime())
	}
	return state, nil
}

// isReadOnly reports whether a folder exists in which no file can be made.
func isReadOnly(folder string) bool {
	f, err := os.CreateTemp(folder, ".woolroad-")
	if err != nil {
		return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
	}
	return errors.Join(f.Close(), os.Remove(f.Name())) != nil
}

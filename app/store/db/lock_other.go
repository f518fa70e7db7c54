//go:build !unix

package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// lockFile waits until no other program holds the lock, and takes it. It is a best
// effort: a program that is killed leaves the file, which then has to be deleted by hand
// once no other program runs.
func lockFile(ctx context.Context, name string) (release func() error, err error) {
	for {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
		if err == nil {
			return func() error { return errors.Join(f.Close(), os.Remove(name)) }, nil
		}
		if !errors.Is(err, os.ErrExist) && !errors.Is(err, os.ErrPermission) {
			return nil, fmt.Errorf("lock the database: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%s is there; if no other woolroad is starting, delete it: %w", name, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// syncFolder does nothing: these systems write names to the disk themselves.
func syncFolder(string) error { return nil }

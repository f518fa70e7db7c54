// Package files opens the files that people name, and makes the folders in which a run
// works for a while.
//
// Its one rule: a run waits for nobody and leaves nothing. What is no plain file is
// refused before it is opened, and what a killed run left is removed by the next one.
package files

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
)

// An Other is the error of Open for what is no plain file. It says what there is instead:
// "a folder", "a pipe", "a device" or "a socket".
type Other string

// Folder is the error of Open for a folder.
const Folder Other = "a folder"

// Error returns what there is, and what would do.
func (o Other) Error() string { return "this is " + string(o) + "; name a file" }

// Open opens a plain file for reading. The error is an Other for anything else, since
// opening a pipe waits for somebody who writes to it, and a device may have no end.
// Otherwise it is the error of os.Open.
func Open(name string) (*os.File, error) {
	is, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	switch mode := is.Mode(); {
	case mode.IsRegular():
		return os.Open(name)
	case mode.IsDir():
		return nil, Folder
	case mode&fs.ModeNamedPipe != 0:
		return nil, Other("a pipe")
	case mode&fs.ModeSocket != 0:
		return nil, Other("a socket")
	}
	return nil, Other("a device")
}

// Read returns what a plain file holds. The errors are those of Open and of reading.
func Read(name string) (content []byte, err error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(f)
}

// Copy copies what it reads to a new file, which its owner alone may read, until ctx ends.
// The errors are those of reading, of the file system and of ctx.
func Copy(ctx context.Context, from io.Reader, to string) (err error) {
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, ending{ctx, from})
	return errors.Join(err, out.Close())
}

// An ending is a reader that ends with its context.
type ending struct {
	ctx context.Context
	io.Reader
}

// Read reads as the reader does. The error is that of the context once that has ended.
func (r ending) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(b)
}

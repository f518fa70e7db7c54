// Package files opens the files that people name, and makes the folders in which a run
// works for a while.
//
// Its one rule: a run waits for nobody and leaves nothing. What is no plain file is
// refused before it is opened, and what a killed run left is removed by the next one.
package files

import (
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

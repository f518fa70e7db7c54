package db

import (
	"io"
	"io/fs"
	"path"
	"strings"
)

// A StepBack is what a step back is asked and does besides its migration.
type StepBack struct {
	// Loses is asked whether the step may be taken.
	Loses StepCheck
	// Begins returns the statements that the step from a version begins with, in the
	// transaction of its migration: what they change is as it was where the step is not taken.
	Begins func(version int) string
}

// A begun is migrations of which some files begin with further statements.
type begun struct {
	fs.FS
	files      string // a pattern for the paths of these files
	statements string
}

// Open opens a file with its further statements. The errors are those of the migrations.
func (b begun) Open(name string) (fs.File, error) {
	f, err := b.FS.Open(name)
	if is, _ := path.Match(b.files, name); err != nil || !is {
		return f, err
	}
	return begunFile{f, io.MultiReader(strings.NewReader(b.statements), f)}, nil
}

// A begunFile is a file of a begun.
type begunFile struct {
	fs.File
	text io.Reader
}

// Read reads the file with what it begins with.
func (f begunFile) Read(p []byte) (int, error) { return f.text.Read(p) }

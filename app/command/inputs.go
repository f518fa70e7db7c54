package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"woolroad/app/command/batch"
	"woolroad/app/files"
	"woolroad/app/sample"
	"woolroad/rates"
)

// inputs are the orders and rates that a run of documents works on.
type inputs struct {
	orders  []batch.File
	rates   *rates.Table // the rates of all feeds
	skipped []string     // a sentence for each kind of row that was left out
}

// inputs reads all feeds and names the order files. The error is one of usage and names
// every feed that cannot be read.
func (flags documentsFlags) inputs(names []string) (inputs, error) {
	in := inputs{rates: new(rates.Table)}
	if !flags.confirmed {
		in.rates.Share = rates.UsualShare
	}
	if flags.sample {
		if err := in.addSample(); err != nil {
			return in, err
		}
	}
	var bad []error
	for _, name := range flags.rates {
		bad = append(bad, in.addFeed(name, openFeed))
	}
	if err := errors.Join(bad...); err != nil {
		return in, errUsage{err}
	}
	for _, name := range names {
		in.orders = append(in.orders, batch.File{Name: name, Open: func() (io.ReadCloser, error) { return openOrder(name) }})
	}
	return in, nil
}

// addSample adds the built-in orders and feeds.
func (in *inputs) addSample() error {
	feeds, err := fs.Glob(sample.Files, "rates/*")
	if err != nil {
		return err
	}
	for _, name := range feeds {
		if err := in.addFeed(name, sample.Files.Open); err != nil {
			return err
		}
	}
	orders, err := fs.Glob(sample.Files, "orders/*.json")
	for _, name := range orders {
		in.orders = append(in.orders, batch.File{Name: name, Open: func() (io.ReadCloser, error) { return sample.Files.Open(name) }})
	}
	return err
}

// addFeed adds a feed to the table. It leaves out rows that cannot be read, and names the
// first few for each reason.
func (in *inputs) addFeed(name string, open func(string) (fs.File, error)) error {
	feed, err := readFeed(name, open)
	if err != nil {
		return fmt.Errorf("--rates %s: %w", name, err)
	}
	skipped := append(feed.Skipped, in.rates.Add(feed.Rates...)...)
	in.skipped = append(in.skipped, skippedLines(name, rates.TallyOf(skipped))...)
	return nil
}

// readFeed reads a feed. The error says what to do.
func readFeed(name string, open func(string) (fs.File, error)) (feed rates.Feed, err error) {
	f, err := open(name)
	if errors.Is(err, files.Folder) {
		return feed, errors.New("this is a folder; name each feed in it by itself")
	}
	if err != nil {
		return feed, openError(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if feed, err = rates.Read(f); err != nil {
		return feed, cause(err)
	}
	return feed, nil
}

// openFeed opens a feed's file.
func openFeed(name string) (fs.File, error) { return files.Open(name) }

// openOrder opens an order file. The error says what to do.
func openOrder(name string) (io.ReadCloser, error) {
	f, err := files.Open(name)
	if errors.Is(err, files.Folder) {
		return nil, fmt.Errorf("this is a folder; name the order files in it, like %s/*.json", name)
	}
	if err != nil {
		return nil, openError(err)
	}
	return f, nil
}

// openError returns an error that says why a file could not be opened and what to do.
func openError(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("there is no such file; check the name")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("you may not read this file; ask its owner")
	case errors.As(err, new(files.Other)):
		return err
	}
	return fmt.Errorf("this cannot be opened (%w); check the name", cause(err))
}

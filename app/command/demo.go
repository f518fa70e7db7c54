package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"woolroad/app/command/output"
	"woolroad/app/demo"
	"woolroad/app/server"
	"woolroad/app/store"
)

// demoCommand returns the command that serves the pages with invented data, to try the
// program out.
func demoCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Try the program with invented data",
		Long: `Serves the pages with invented data on this machine until Ctrl-C. The data are the
sample orders and forty more from half a year. Most of them have issued documents,
and some of these were corrected. Every page and every document is marked DEMO,
even if another command serves the same data later. No rates are fetched, and no
other database is used.

The demo is stored in a temporary folder that is removed at the end. With --data
it is stored in the named folder, and the next run continues with what is there.
A folder that "woolroad demo" did not make is refused, and so is one whose demo
is still being filled or was not finished (it holds DEMO.unfinished.txt): name
another folder, or delete it.`,
		Example: "  woolroad demo\n  woolroad demo --data ./look-around --listen 127.0.0.1:9000",
		Args:    noArguments,
	}
	d := &database{world: w, cmd: cmd}
	cmd.Flags().String("data", "", "folder that stores the demo; without one it is removed at the end")
	cmd.Flags().String("database", "", "")
	withListen(cmd)
	// --database is defined only so that the error below can say why a demo does not take it.
	errHide := cmd.Flags().MarkHidden("database")
	cmd.RunE = func(c *cobra.Command, _ []string) error {
		if errHide != nil {
			return errHide
		}
		if c.Flags().Changed("database") {
			return usage("a demo has a database of its own; leave --database out, and name a folder with --data to keep it")
		}
		d.world.environ = withoutDatabase(w.environ)
		config, err := d.config("data", "listen", "metrics")
		if err != nil {
			return err
		}
		place, err := openDemoFolder(c.Flags().Lookup("data").Value.String())
		if err != nil {
			return err
		}
		config.Data = place.folder
		out := output.To(c.OutOrStdout())
		p := server.Program{
			Config: config, Log: slog.New(slog.NewTextHandler(c.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelWarn})),
			Now: w.now, Build: buildOf().short(),
			Prepare: func(ctx context.Context, s *store.Store, address string) error {
				if place.filled {
					return nil
				}
				if err := demo.Fill(ctx, s, demo.Options{Now: w.now(), Address: address}); err != nil {
					return err
				}
				return place.markComplete()
			},
			Ready: func(address string) {
				out.Line("The demo is at %s", address)
				out.Line("Look at an issued order first, whose documents stand beside it; then issue an open one yourself.")
				out.Line("Companies, goods and rates are invented, but for a few days of recorded rates; each page and each document says DEMO.")
				out.Line("%s", place.endNote())
			},
		}
		err = p.Run(c.Context())
		return explained("demo", errors.Join(err, out.Err, place.cleanUp()))
	}
	return cmd
}

// withoutDatabase returns the environment without the variables that name a database,
// which may hold a person's real orders.
func withoutDatabase(environ func() []string) func() []string {
	return func() (kept []string) {
		for _, line := range environ() {
			if !strings.HasPrefix(line, "WOOLROAD_DATA=") && !strings.HasPrefix(line, "WOOLROAD_DATABASE=") {
				kept = append(kept, line)
			}
		}
		return kept
	}
}

// The file in a folder that says that demo made the folder, under one name while the
// folder is being filled and under another afterwards.
const (
	demoMark  = "DEMO.txt"
	demoBegun = "DEMO.unfinished.txt"
	demoNote  = "This folder was made by \"woolroad demo\". All in it is invented; it may be deleted.\n"
)

// demoFolder is the folder of a demo's database.
type demoFolder struct {
	folder string
	keep   bool // the folder stays when the demo ends
	filled bool
}

// openDemoFolder returns a demo's folder. It makes the folder if there is none, and makes
// a new one, to be removed, if named is empty. A folder that demo did not make is a usage
// error.
func openDemoFolder(named string) (*demoFolder, error) {
	if named == "" {
		folder, err := os.MkdirTemp("", "woolroad-demo-")
		return &demoFolder{folder: folder}, err
	}
	p := &demoFolder{folder: named, keep: true}
	if err := os.MkdirAll(filepath.Dir(named), 0o755); err != nil {
		return nil, err
	}
	err := os.Mkdir(named, 0o700)
	switch {
	case err == nil:
		return p, p.write(demoBegun)
	case !errors.Is(err, fs.ErrExist):
		return nil, err
	case p.has(demoMark):
		p.filled = true
		return p, nil
	case p.has(demoBegun):
		return nil, fmt.Errorf("%s holds a demo that is still being filled, or was not finished; name another folder, or delete it", named)
	}
	return nil, usage("%s is there already and is no folder that demo has made; name one that is not there yet", named)
}

// has reports whether the folder holds a file of that name.
func (p *demoFolder) has(name string) bool {
	_, err := os.Stat(filepath.Join(p.folder, name))
	return err == nil
}

// write writes the file that says what the folder is.
func (p *demoFolder) write(name string) error {
	return os.WriteFile(filepath.Join(p.folder, name), []byte(demoNote), 0o644)
}

// markComplete marks the demo as complete.
func (p *demoFolder) markComplete() error {
	p.filled = true
	if !p.keep {
		return nil
	}
	return os.Rename(filepath.Join(p.folder, demoBegun), filepath.Join(p.folder, demoMark))
}

// endNote returns the sentence that says what will happen to the folder.
func (p *demoFolder) endNote() string {
	if p.keep {
		return "Ctrl-C ends it; " + p.folder + " keeps it for the next time."
	}
	return "Ctrl-C ends it and removes all of it; --data DIR would keep it."
}

// cleanUp removes the folder unless it holds a complete demo that stays.
func (p *demoFolder) cleanUp() error {
	if p.keep && p.filled {
		return nil
	}
	return os.RemoveAll(p.folder)
}

package command

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/spf13/cobra"

	"woolroad/app/server"
	"woolroad/app/store"
	"woolroad/app/trade"
)

// aboutDatabase is in the help of every command that has one.
const aboutDatabase = `
The database is the folder that --data or WOOLROAD_DATA names, else
` + server.DefaultData + `, or the PostgreSQL that --database or WOOLROAD_DATABASE names.
Both at once are refused.`

// database is the database of one run.
type database struct {
	world world
	cmd   *cobra.Command
	json  bool
}

// withDatabase gives a command the flags that name its database, and --json.
func withDatabase(w world, cmd *cobra.Command) *database {
	d := &database{world: w, cmd: cmd}
	cmd.Long += "\n" + aboutDatabase
	f := cmd.Flags()
	f.String("data", server.DefaultData, "folder of the embedded database")
	f.String("database", "", "URL of a PostgreSQL to use instead")
	f.BoolVar(&d.json, "json", false, "print the result as JSON")
	return d
}

// where is the database that the person has named. Its error is of usage.
func (d *database) where() (store.Where, error) {
	config, err := d.config("data", "database")
	return store.Where{Data: config.Data, URL: config.Database}, err
}

// config is what the person has set by these flags and by the environment. Its
// error is of usage.
func (d *database) config(names ...string) (server.Config, error) {
	given := map[string]string{} // and not what is only a default
	for _, name := range names {
		if f := d.cmd.Flags().Lookup(name); f.Changed {
			given[name] = f.Value.String()
		}
	}
	config, err := server.ReadConfig(given, d.world.environ())
	if err != nil {
		return config, errUsage{err}
	}
	return config, nil
}

// nameOf is a database as a person may see it, without its password.
func nameOf(w store.Where) string {
	if w.URL == "" {
		return w.Data
	}
	u, err := url.Parse(w.URL)
	if err != nil {
		return "PostgreSQL"
	}
	u.RawQuery = "" // which may hold one too
	return u.Redacted()
}

// use opens the database for f, made or brought up to date where it has to be.
func (d *database) use(ctx context.Context, doing string, f func(*store.Store) error) error {
	where, err := d.where()
	if err != nil {
		return err
	}
	return told(doing, open(ctx, where, f))
}

// useStored is use for what has no sense without anything stored: a name that was
// misspelt does not make another database.
func (d *database) useStored(ctx context.Context, doing string, f func(*store.Store) error) error {
	where, err := d.where()
	if err != nil {
		return err
	}
	if err := there(ctx, where); err != nil {
		return told(doing, err)
	}
	return told(doing, open(ctx, where, f))
}

// there refuses a place that holds no database.
func there(ctx context.Context, where store.Where) error {
	status, err := store.MigrationStatus(ctx, where)
	if err != nil || status.Version > 0 {
		return err
	}
	return &trade.Error{Code: trade.NotFound, Field: "database",
		Format: "There is no database in %s yet; check the name, or put orders in with \"woolroad orders import\".", Args: []any{nameOf(where)}}
}

func open(ctx context.Context, where store.Where, f func(*store.Store) error) (err error) {
	s, err := store.Open(ctx, where)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return f(s)
}

// told is an error as a person gets it: a sentence that was meant for people as
// it is, others after what was being done.
func told(doing string, err error) error {
	sentence := (*trade.Error)(nil)
	switch {
	case err == nil, errors.Is(err, errReported), errors.As(err, new(errUsage)):
		return err
	case errors.As(err, &sentence):
		return sentence
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("%s: stopped", doing)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

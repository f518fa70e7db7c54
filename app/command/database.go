package command

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"woolroad/app/server"
	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// aboutDatabase is in the help of every command that uses a database.
const aboutDatabase = `
The database is the folder that --data or WOOLROAD_DATA names, else
` + server.DefaultData + `, or the PostgreSQL that --database or WOOLROAD_DATABASE names.
Both at once are refused.`

// database is the database that one run of a command uses.
type database struct {
	world   world
	cmd     *cobra.Command
	json    bool
	asFound bool // readStored leaves lists and search words as they are
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

// where returns the database that the person has named. The error is one of usage.
func (d *database) where() (store.Where, error) {
	config, err := d.config("data", "database")
	return store.Where{Data: config.Data, URL: config.Database}, err
}

// config returns what the person has set by these flags and by the environment. The error
// is one of usage.
func (d *database) config(names ...string) (server.Config, error) {
	given := map[string]string{} // without defaults, so that the environment replaces them
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

// nameOf returns the name of a database as people may see it, without its password.
func nameOf(w store.Where) string {
	if w.URL == "" {
		return w.Data
	}
	u, err := url.Parse(w.URL)
	if err != nil {
		return "PostgreSQL"
	}
	u.RawQuery = "" // the query may hold a password too
	return u.Redacted()
}

// use opens the database, which it makes or migrates if necessary, and runs f. doing says
// in the error what was being done.
func (d *database) use(ctx context.Context, doing string, f func(*store.Store) error) error {
	where, err := d.where()
	if err != nil {
		return err
	}
	return explained(doing, open(ctx, where, store.Open, f))
}

// useStored runs f as use does, but refuses a database that does not exist, so that a
// misspelt name does not make another one.
func (d *database) useStored(ctx context.Context, doing string, f func(*store.Store) error) error {
	where, err := d.where()
	if err != nil {
		return err
	}
	if err := mustExist(ctx, where); err != nil {
		return explained(doing, err)
	}
	return explained(doing, open(ctx, where, store.Open, f))
}

// readStored runs f as useStored does, for an f that only reads, also where nobody may write
// to the database's folder.
func (d *database) readStored(ctx context.Context, doing string, f func(*store.Store) error) error {
	where, err := d.where()
	if err != nil {
		return err
	}
	return explained(doing, reading(ctx, where, func(ctx context.Context, at store.Where) error {
		if err := mustExist(ctx, at); err != nil {
			return err
		}
		if d.asFound {
			return open(ctx, at, store.OpenAsFound, f)
		}
		return open(ctx, at, store.Open, f)
	}))
}

// mustExist returns a NotFound error for a place that holds no database, and a Conflict for
// one whose database is damaged, is an empty file or is no database of ours.
func mustExist(ctx context.Context, where store.Where) error {
	if err := where.CheckNotEmpty(ctx); err != nil {
		return err
	}
	status, err := store.MigrationStatus(ctx, where)
	if err != nil || status.Version > 0 {
		return err
	}
	if is, err := os.Stat(filepath.Join(where.Data, "woolroad.db")); where.URL == "" && err == nil && is.Size() > 0 {
		return &trade.Error{Code: trade.Conflict, Field: "database",
			Format: "The database in %s has none of woolroad's tables: it is damaged, or making it was cut off. Restore a backup to an empty database.", Args: []any{nameOf(where)}}
	}
	return &trade.Error{Code: trade.NotFound, Field: "database",
		Format: "There is no database in %s yet; check the name, or put orders in with \"woolroad orders import\".", Args: []any{nameOf(where)}}
}

// open opens the database by how, which is store.Open or store.OpenAsFound, runs f and
// closes the database.
func open(ctx context.Context, where store.Where, how func(context.Context, store.Where) (*store.Store, error), f func(*store.Store) error) (err error) {
	s, err := how(ctx, where)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return f(s)
}

// explained returns an error in the form that people read: a sentence for people as it
// is, a known cause in plain words before the error, and any other error after what was
// being done.
func explained(doing string, err error) error {
	unsure := []struct{ doing, says string }{ // by how doing begins: what may be stored or not, and where to look
		{"issue ", "It is not known whether the documents were stored. Run the same command again: what was issued is not issued again."},
		{"import orders", "It is not known whether the order was stored. Run the same command again: an order that is stored stays as it is."},
		{"import rates", "It is not known whether the rates were stored. Run the same command again: rates that are stored stay as they are."},
		{"fetch rates", "It is not known whether the rates were stored. Run the same command again: rates that are stored stay as they are."},
		{"change the exporter", "It is not known whether the exporter was stored. Look with \"woolroad exporter show\"."},
		{"decide about a rate", "It is not known whether the decision was stored. Look with \"woolroad rates held\"."},
		{"restore ", "It is not known whether the backup was restored. Run the same command again: a database that is not empty is left unchanged, and then the backup was restored."},
		{"close series ", "It is not known whether the series was closed. Look with \"woolroad series\"."},
		{"", "It is not known whether this was stored. Look before you run the command again."},
	}
	sentence := (*trade.Error)(nil)
	switch {
	case err == nil, errors.Is(err, errReported), errors.As(err, new(errUsage)):
		return err
	case errors.As(err, new(*db.Unsure)):
		i := slices.IndexFunc(unsure, func(u struct{ doing, says string }) bool { return strings.HasPrefix(doing, u.doing) })
		return fmt.Errorf("%s (%s: %w)", unsure[i].says, doing, err)
	case errors.As(err, &sentence):
		return sentence
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("%s: stopped", doing)
	}
	if outage := db.Outage(err); outage != nil {
		return fmt.Errorf("%s (%s: %w)", outage.Message(), doing, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

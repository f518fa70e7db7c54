package command

import (
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"woolroad/app/server"
)

// withListen gives a command the flags that say where it serves.
func withListen(cmd *cobra.Command) {
	cmd.Flags().String("listen", server.DefaultListen, "address to serve pages at (WOOLROAD_LISTEN)")
	cmd.Flags().String("metrics", "", "address to serve Prometheus metrics at, like 127.0.0.1:9464 (WOOLROAD_METRICS)")
}

// serveCommand returns the command that serves the desk's pages.
func serveCommand(w world) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the desk's pages on this machine",
		Long: `Serves the pages of the desk from its database until Ctrl-C or SIGTERM. Requests that
have begun by then are finished first.

There is no sign-in yet, so the pages can only be served to this machine: --listen
takes an address like 127.0.0.1:8080. With --metrics, another address serves metrics
for Prometheus at /metrics. /healthz answers while the program runs, and /readyz while
it can also use its database. Exchange rates are fetched from each publisher at its
times, as "woolroad help rates fetch" describes; WOOLROAD_RATES=off turns this off.
The log goes to stderr, as JSON with --json.`,
		Example: `  woolroad serve
  woolroad serve --listen 127.0.0.1:9000 --metrics 127.0.0.1:9464
  woolroad serve --database postgres://desk@db.example:5432/woolroad`,
		Args: noArguments,
	}
	d := withDatabase(w, cmd)
	withListen(cmd)
	cmd.RunE = func(c *cobra.Command, _ []string) error {
		config, err := d.config("data", "database", "listen", "metrics")
		if err != nil {
			return err
		}
		var handler slog.Handler = slog.NewTextHandler(c.ErrOrStderr(), nil)
		if d.json {
			handler = slog.NewJSONHandler(c.ErrOrStderr(), nil)
		}
		log := slog.New(handler)
		p := server.Program{Config: config, Log: log, Now: w.now, Fetch: true, Build: buildOf().short(), Ready: func(address string) {
			log.Info("serving", "address", address)
		}}
		return explained("serve", p.Run(c.Context()))
	}
	return cmd
}

// short returns the version as pages print it.
func (b build) short() string {
	if b.Revision == "" {
		return b.Version
	}
	return strings.TrimSpace(b.Version + " " + b.Revision[:min(12, len(b.Revision))])
}

package command

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"woolroad/app/command/output"
)

// build is what the program knows about how it was built.
type build struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Date     string `json:"date,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// buildOf returns how this program was built.
func buildOf() build {
	b := build{Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.time":
			b.Date = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

// versionCommand returns the command that prints the version.
func versionCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "Say which build of the program this is",
		Example: "  woolroad version\n  woolroad version --json",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			b := buildOf()
			if asJSON {
				return output.JSON(c.OutOrStdout(), b)
			}
			revision := ""
			if b.Revision != "" {
				revision = fmt.Sprintf(", revision %.12s of %s", b.Revision, b.Date)
			}
			if b.Modified {
				revision += ", modified"
			}
			_, err := fmt.Fprintf(c.OutOrStdout(), "woolroad %s%s, %s, %s\n", b.Version, revision, b.Go, b.Platform)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print as JSON")
	return cmd
}

// noArguments returns a usage error if there are arguments.
func noArguments(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("%s takes no arguments, and got %q", c.Name(), args[0])
	}
	return nil
}

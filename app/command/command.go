// Package command is the program as a person runs it from a shell: one file for each
// subcommand, each with help and examples.
//
// Its one rule: results go to stdout, as text or with --json as JSON; progress, warnings
// and faults go to stderr.
package command

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // the exporter's day, on a machine without time zones

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"woolroad/app/command/output"
	"woolroad/app/store"
	"woolroad/app/store/wait"
	"woolroad/rates/fetch"
)

// The program's exit codes.
const (
	exitGood   = 0
	exitFailed = 1 // an order failed, or what was asked for did not work
	exitUsage  = 2 // the command line is wrong
)

// errUsage is an error in the command line.
type errUsage struct{ err error }

func (e errUsage) Error() string { return e.err.Error() }
func (e errUsage) Unwrap() error { return e.err }

// usage returns an error in the command line, formatted as fmt.Errorf does. The program
// prints it with a hint to --help and exits with exitUsage.
func usage(format string, args ...any) error { return errUsage{fmt.Errorf(format, args...)} }

// errReported ends a command whose faults have been printed.
var errReported = errors.New("reported")

// world is what commands read from the machine that they run on.
type world struct {
	now     func() time.Time
	environ func() []string
	asking  []fetch.Option // how tests change the client for rates
}

// who returns the actor of a command: whoever types it, now.
func (w world) who() store.Who { return store.Who{Name: "command line", At: w.now(), Clock: w.now} }

// keyed is the key of a command that changes something. A repeated key repeats the
// answer.
type keyed struct {
	cmd *cobra.Command
	key string
}

// withKey gives a command the flag --key.
func withKey(cmd *cobra.Command) *keyed {
	k := &keyed{cmd: cmd}
	cmd.Flags().StringVar(&k.key, "key", "", "name of this request: the same request under the same name gives the answer of the first run (a new name if not given)")
	return k
}

// who returns world.who with the request's key, which is a new one if none was given. The
// error is one of usage.
func (k *keyed) who(w world) (store.Who, error) {
	who := w.who()
	who.Request = k.key
	switch {
	case k.key != "":
		return who, nil
	case k.cmd.Flags().Changed("key"):
		return who, usage("--key is empty; leave it out, or give a text of your own")
	}
	who.Request = rand.Text()
	return who, nil
}

// Run runs the program with the arguments and returns its exit code: 0 if all is good, 1
// if something failed, 2 for wrong usage.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return runIn(ctx, world{time.Now, os.Environ, nil}, args, stdout, stderr)
}

// runIn does the work of Run on a machine that tests can replace.
func runIn(ctx context.Context, w world, args []string, stdout, stderr io.Writer) int {
	root := &cobra.Command{
		Use:   "woolroad",
		Short: "Export documents for wool, cashmere and yak wool",
		Long: `Woolroad stores export orders, computes their totals in exact decimals, draws
their commercial invoices and packing lists as PDF, and issues these documents
under numbers without gaps.`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	group(root)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		if e := (*pflag.InvalidValueError)(nil); errors.As(err, &e) && e.GetFlag().Value.Type() == "bool" {
			return usage("--%s is given or left out, or is true or false; it cannot be %q", e.GetFlag().Name, e.GetValue())
		}
		return errUsage{err}
	})
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(helpCommand())
	root.AddCommand(documentsCommand(), versionCommand(),
		ordersCommand(w), ratesCommand(w), exporterCommand(w), issueCommand(w), verifyCommand(w), seriesCommand(w),
		backupCommand(w), restoreCommand(w), migrateCommand(w), rebuildCommand(w),
		serveCommand(w), demoCommand(w))

	say := output.To(stderr) // nothing can be done about an error here
	cmd, err := root.ExecuteContextC(wait.Tell(ctx, func(sentence string) { output.To(stderr).Line("%s", sentence) }))
	switch {
	case err == nil:
		return exitGood
	case errors.Is(err, errReported):
		return exitFailed
	case errors.As(err, new(errUsage)):
		say.Line("woolroad: %v\nRun \"%s --help\" for how to use it.", err, cmd.CommandPath())
		return exitUsage
	default:
		say.Line("woolroad: %v", err)
		return exitFailed
	}
}

// group makes a command one that only holds others. It is a usage error to run the
// command by itself, or with a name that none of the others has.
func group(cmd *cobra.Command, of ...*cobra.Command) *cobra.Command {
	cmd.Args = func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usage("there is no command %q", strings.TrimPrefix(c.CommandPath()+" "+args[0], "woolroad "))
		}
		return nil
	}
	cmd.RunE = func(*cobra.Command, []string) error { return usage("say which command to run") }
	cmd.AddCommand(of...)
	return cmd
}

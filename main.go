// Woolroad is an export desk for wool, cashmere and yak wool: it turns orders into
// invoices, packing lists and the other documents of a shipment.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"woolroad/app/command"
)

// main runs the command that the arguments name, until it ends or a signal ends it, and exits
// with the command's code.
func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)   // a second Ctrl-C ends the program at once
	signal.Ignore(syscall.SIGPIPE) // a reader that went away is an error like others
	code := command.Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

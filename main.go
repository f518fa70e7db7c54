// Woolroad is an export desk for wool, cashmere and yak wool: orders become
// invoices, packing lists and the other papers of a shipment.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"woolroad/app/command"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := command.Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

package web_test

import (
	"woolroad/app/command"
	"woolroad/app/web"
)

// Commands stand above the pages: only a test from outside of their package may run
// one beside them.
var _ = func() bool {
	web.RunCommand = command.Run
	return true
}()

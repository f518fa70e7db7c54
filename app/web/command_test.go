package web_test

import (
	"woolroad/app/command"
	"woolroad/app/web"
)

// Package command imports package web, so only a test outside of package web can run a
// command beside the pages.
var _ = func() bool {
	web.RunCommand = command.Run
	return true
}()

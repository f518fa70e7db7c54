// Package server puts the parts together into the program that runs.
//
// Its one rule: what a person sets, by flag or environment, is read here and nowhere
// else.
package server

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"woolroad/app/ratefeed"
)

// Config is what a person sets. Exactly one of Data and Database is given.
type Config struct {
	Data     string // the folder of the embedded database
	Database string // the URL of a PostgreSQL
	Listen   string // where pages are served: "127.0.0.1:8080"
	Metrics  string // where metrics are served; empty: nowhere
	Rates    ratefeed.Settings
}

// DefaultListen is the address at which pages are served unless another is set.
const DefaultListen = "127.0.0.1:8080"

// DefaultData is the folder of the embedded database unless another is set.
const DefaultData = "./woolroad-data"

const (
	prefix = "WOOLROAD_"
	// testPrefix begins variables for tests, which the program ignores.
	testPrefix = prefix + "TEST_"
)

// ReadConfig reads the flags that a person gave, by name, and the environment as
// os.Environ lists it. A flag has priority over its variable, and an empty variable
// counts as not set. The error names everything that is wrong.
func ReadConfig(flags map[string]string, environ []string) (Config, error) {
	r := reader{flags: flags, environ: map[string]string{}}
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		if strings.HasPrefix(name, prefix) && !strings.HasPrefix(name, testPrefix) {
			r.environ[name] = value
		}
	}
	data, dataBy := r.setting("data", "name a folder")
	database, databaseBy := r.setting("database", "give the URL of a PostgreSQL")
	switch {
	case dataBy != "" && databaseBy != "":
		r.fault("%s and %s both name a database; give one of them", dataBy, databaseBy)
	case dataBy == "" && databaseBy == "":
		data = DefaultData
	}
	if database != "" && !isPostgres(database) {
		r.fault("%s is not the URL of a PostgreSQL; write postgres://user@host:5432/name", databaseBy)
	}
	listen, listenBy := r.setting("listen", "name an address like "+DefaultListen)
	if listenBy == "" {
		listen = DefaultListen
	}
	metrics, _ := r.setting("metrics", "name an address like 127.0.0.1:9464")
	fetched := r.rates()
	r.unknown()
	return Config{Data: data, Database: database, Listen: listen, Metrics: metrics, Rates: fetched}, errors.Join(r.faults...)
}

// reader looks settings up and collects what is wrong.
type reader struct {
	flags   map[string]string
	environ map[string]string
	known   []string
	faults  []error
}

// fault adds an error about a setting.
func (r *reader) fault(format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf(format, args...))
}

// setting returns the value of a setting, and the flag or variable that gave it, which is
// empty if nothing did. remedy is what to do about an empty flag.
func (r *reader) setting(name, remedy string) (value, by string) {
	variable := prefix + strings.ToUpper(name)
	r.known = append(r.known, variable)
	if value, given := r.flags[name]; given {
		if value == "" {
			r.fault("--%s is empty; %s", name, remedy)
		}
		return value, "--" + name
	}
	if value := r.environ[variable]; value != "" {
		return value, variable
	}
	return "", ""
}

// unknown adds an error about variables that no setting reads, most of which are
// misspelt.
func (r *reader) unknown() {
	var names []string
	for name := range r.environ {
		if !slices.Contains(r.known, name) {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		slices.Sort(names)
		r.fault("there is no setting %s; known are %s", strings.Join(names, ", "), strings.Join(r.known, ", "))
	}
}

// isPostgres reports whether a text is the URL of a PostgreSQL database. It returns no
// error, because that would repeat the text, which may hold a password.
func isPostgres(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql") && u.Opaque == ""
}

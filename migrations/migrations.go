// Package migrations carries the database schema in small steps, one folder for
// each engine and the same file names in both.
//
// Each step is one transaction and notes itself in schema_steps as part of it,
// so that what a database holds can be told even after a step was cut off.
package migrations

import "embed"

// Files holds sqlite/*.sql and postgres/*.sql.
//
//go:embed sqlite/*.sql postgres/*.sql
var Files embed.FS

// Guards holds guards/sqlite.txt and guards/postgres.txt: what a database of the newest
// version refuses changes by, a line each, with a hash of how that is defined.
//
//go:embed guards/*.txt
var Guards embed.FS

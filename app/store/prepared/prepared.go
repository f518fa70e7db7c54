// Package prepared lets the queries of a connection stay prepared. SQLite parses and plans
// a statement each time that it is sent, which took a third of the time of a search.
package prepared

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// most is how many queries a connection holds. The pages ask some forty different ones.
const most = 64

// Open returns a pool of connections of a driver that is registered under that name. Each
// of its connections leaves its last queries prepared. The error is that of a driver that
// is not registered, or whose connections lack a method that database/sql may call.
func Open(name, dsn string) (*sql.DB, error) {
	plain, err := sql.Open(name, dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector{plain.Driver(), dsn}), plain.Close()
}

// connector opens the connections of a pool.
type connector struct {
	driver driver.Driver
	dsn    string
}

// Driver returns the driver whose connections are opened.
func (c connector) Driver() driver.Driver { return c.driver }

// Connect opens a connection. Its errors are those of the driver.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	opened, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	whole, ok := opened.(connection)
	if !ok {
		return nil, fmt.Errorf("a connection of %T cannot leave queries prepared", c.driver)
	}
	return &conn{connection: whole, queries: map[string]*query{}}, nil
}

// connection is what database/sql may call of a connection.
type connection interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// conn is a connection with its prepared queries. database/sql calls it, and closes its
// rows, in one goroutine at a time.
type conn struct {
	connection
	queries map[string]*query // by their statements
	uses    int               // the queries that were asked so far
}

// query is a prepared query.
type query struct {
	statement driver.StmtQueryContext
	close     func() error
	open      bool // its rows are being read, so nobody else can ask it
	used      int  // conn.uses when it was asked last
}

// QueryContext asks a query that is prepared already, or prepares it first. It asks one
// whose rows are still being read in the usual way. Its errors are those of the driver.
func (c *conn) QueryContext(ctx context.Context, statement string, args []driver.NamedValue) (driver.Rows, error) {
	q := c.queries[statement]
	if q == nil {
		prepared, err := c.PrepareContext(ctx, statement)
		if err != nil {
			return nil, err
		}
		asks, ok := prepared.(driver.StmtQueryContext)
		if !ok {
			return nil, fmt.Errorf("a statement of %T cannot be queried", prepared)
		}
		if err := c.drop(); err != nil {
			return nil, err
		}
		q = &query{statement: asks, close: prepared.Close}
		c.queries[statement] = q
	}
	if q.open {
		return c.connection.QueryContext(ctx, statement, args)
	}
	c.uses++
	q.used = c.uses
	found, err := q.statement.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	q.open = true
	return &rows{found, q}, nil
}

// drop closes the query that was asked the longest time ago, where the connection has as
// many as it may hold and is not reading the rows of all. Its error is that of closing.
func (c *conn) drop() error {
	if len(c.queries) < most {
		return nil
	}
	var oldest string
	for statement, q := range c.queries {
		if !q.open && (oldest == "" || q.used < c.queries[oldest].used) {
			oldest = statement
		}
	}
	if oldest == "" {
		return nil
	}
	q := c.queries[oldest]
	delete(c.queries, oldest)
	return q.close()
}

// Close closes all queries and the connection. Its error is the first one.
func (c *conn) Close() (err error) {
	for _, q := range c.queries {
		if failed := q.close(); err == nil {
			err = failed
		}
	}
	if failed := c.connection.Close(); err == nil {
		err = failed
	}
	return err
}

// rows are the rows of a prepared query.
type rows struct {
	driver.Rows
	of *query
}

// Close ends the reading, so that the query can be asked again. Its error is the driver's.
func (r *rows) Close() error {
	r.of.open = false
	return r.Rows.Close()
}

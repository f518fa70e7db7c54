package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"crypto/rand"

	"woolroad/app/issue"
	"woolroad/app/sample"
	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/rates"
)

// each runs f against a fresh store on both engines.
func each(t *testing.T, f func(t *testing.T, s *Store)) {
	eachEmpty(t, func(t *testing.T, w Where) {
		f(t, openAt(t, w))
	})
}

// eachEmpty runs f for an empty place on both engines.
func eachEmpty(t *testing.T, f func(t *testing.T, w Where)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, Where{Data: t.TempDir()})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, Where{URL: freshPostgres(t)})
	})
}

func openAt(t testing.TB, w Where) *Store {
	t.Helper()
	s, err := Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// server is the PostgreSQL that tests use, without a password.
var server = sync.OnceValues(func() (string, error) {
	at := os.Getenv("WOOLROAD_TEST_POSTGRES")
	if at == "" {
		at = "postgres://root@127.0.0.1:5432/postgres?sslmode=disable"
	}
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	var first error
	for _, user := range []string{"", "postgres"} {
		u, err := url.Parse(at)
		if err != nil {
			return "", err
		}
		if user != "" {
			u.User = url.User(user)
		}
		db, err := sql.Open("pgx", u.String())
		if err != nil {
			return "", err
		}
		err = db.PingContext(ctx)
		if e := db.Close(); err == nil && e == nil {
			return u.String(), nil
		}
		if first == nil {
			first = err
		}
	}
	return "", first
})

// freshPostgres makes a database of the test's own.
func freshPostgres(t testing.TB) string {
	t.Helper()
	at, err := server()
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("no PostgreSQL answers at 127.0.0.1:5432, and CI must test it: %v", err)
		}
		t.Skipf("no PostgreSQL answers at 127.0.0.1:5432 (%v); start one to run this", err)
	}
	name := "woolroad_test_" + strings.ToLower(rand.Text())
	run := func(statement string) {
		db, err := sql.Open("pgx", at)
		if err == nil {
			_, err = db.Exec(statement)
			if e := db.Close(); err == nil {
				err = e
			}
		}
		if err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	run("CREATE DATABASE " + name)
	t.Cleanup(func() { run("DROP DATABASE " + name + " WITH (FORCE)") })
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// sampleOrder is one of the sample's orders, under another number.
func sampleOrder(t testing.TB, file, number string) trade.Order {
	t.Helper()
	f, err := sample.Files.Open("orders/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	o, faults := trade.ReadOrder(f)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if number != "" {
		o.Number = number
		o.TotalsIn = nil
	}
	return o
}

const (
	kathmandu  = "01-kathmandu-scoured-wool.json"
	nhavaSheva = "02-nhava-sheva-cashmere.json"
	kolkata    = "03-kolkata-yak-inr.json"
)

// drawOf draws the papers that are asked for, as the desk does.
func drawOf(kinds ...documents.Kind) func(trade.Order, Assigned) ([]documents.Paper, error) {
	return func(o trade.Order, a Assigned) ([]documents.Paper, error) {
		var table rates.Table
		found, faults := issue.Rates(o, &table)
		if err := faults.Err(); err != nil {
			return nil, err
		}
		totals, err := o.Totals(found)
		if err != nil {
			return nil, err
		}
		n := issue.Numbers{Invoice: a.Numbers[documents.KindCommercialInvoice], PackingList: a.Numbers[documents.KindPackingList]}
		if c, ok := a.Numbers[documents.KindCombined]; ok {
			n = issue.Numbers{Invoice: c}
		}
		all, err := issue.Papers(o, totals, n, documents.English)
		if err != nil {
			return nil, err
		}
		var out []documents.Paper
		for _, k := range kinds {
			for _, p := range all {
				if p.Kind() == k {
					out = append(out, p)
				}
			}
		}
		return out, nil
	}
}

var shanghai = zone("Asia/Shanghai")

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(fmt.Sprintf("%v: install tzdata", err))
	}
	return z
}

var noon = time.Date(2026, 11, 23, 4, 0, 0, 123456789, time.UTC)

// asks for one paper of an order, whose lots other orders may sell too.
func asks(order string, k documents.Kind, key string) IssueRequest {
	return IssueRequest{Order: order, Kinds: []documents.Kind{k}, Key: key, Calendar: January, Now: at(noon), Zone: shanghai, Rebill: true, Draw: drawOf(k)}
}

// at is a clock that stands.
func at(now time.Time) func() time.Time { return func() time.Time { return now } }

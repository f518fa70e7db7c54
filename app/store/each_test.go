package store

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"woolroad/app/compose"
	"woolroad/app/sample"
	"woolroad/app/store/parties"
	"woolroad/app/store/series"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
	"woolroad/rates"
)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w Where) error { return Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// each runs f against a fresh store on both engines, beside other tests.
func each(t *testing.T, f func(t *testing.T, s *Store)) {
	t.Parallel()
	eachMigrated(t, func(t *testing.T, w Where) {
		f(t, openAt(t, w))
	})
}

// eachMigrated runs f for a database that holds nothing, on both engines.
func eachMigrated(t *testing.T, f func(t *testing.T, w Where)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, migrated.SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, migrated.Postgres(t))
	})
}

// eachEmpty runs f for a place on both engines where nothing is, not even a
// schema.
func eachEmpty(t *testing.T, f func(t *testing.T, w Where)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, Where{Data: t.TempDir()})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, Where{URL: storetest.Postgres(t)})
	})
}

// opened says where each engine is that openAt has opened.
var opened sync.Map

func openAt(t testing.TB, w Where) *Store {
	t.Helper()
	s, err := Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	opened.Store(s.DB, w)
	t.Cleanup(func() {
		opened.Delete(s.DB)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Parties returns the whole address book, by name and country.
func (t *Tx) Parties(ctx context.Context) (list []trade.Party, err error) {
	ids, err := t.Texts(ctx, `SELECT id FROM parties`)
	if err != nil {
		return nil, err
	}
	all, err := parties.WithIDs(ctx, t.Tx, ids)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		list = append(list, p.Party)
	}
	return list, nil
}

// sampleOrder returns one of the sample's orders, under another number.
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

// drawOf draws the documents that are asked for, as the desk does.
func drawOf(kinds ...documents.Kind) func(trade.Order, Assigned) ([]documents.Document, error) {
	return func(o trade.Order, a Assigned) ([]documents.Document, error) {
		var table rates.Table
		found, faults := compose.Rates(o, &table)
		if err := faults.Err(); err != nil {
			return nil, err
		}
		totals, err := o.Totals(found)
		if err != nil {
			return nil, err
		}
		var out []documents.Document
		for _, k := range kinds {
			pair, _ := k.Pair()
			p, err := compose.Document(compose.Consignment{Order: o, Totals: totals, Labels: exporter.English}, k,
				compose.Numbers{Number: a.Numbers[k], Companion: a.Numbers[pair]})
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		}
		return out, nil
	}
}

// allIssued returns all documents, by number.
func (t *Tx) allIssued(ctx context.Context) ([]Issued, error) {
	return t.readIssued(ctx, `ORDER BY i.number`)
}

var noon = time.Date(2026, 11, 23, 4, 0, 0, 123456789, time.UTC)

// asked is what a test asks to issue, with what the desk has stored of the exporter.
type asked struct {
	IssueRequest
	Order    string // its number
	Calendar exporter.Calendar
	Zone     string
	Now      func() time.Time
	Lifted   bool // whether the guards let through what cannot be right, such as a day years ahead
	Draw     func(trade.Order, Assigned) ([]documents.Document, error)
}

// asks returns a request for one document of an order, whose lots other orders may sell
// too.
func asks(order string, k documents.Kind, key string) asked {
	return asked{
		IssueRequest: IssueRequest{Kinds: []documents.Kind{k}, Key: key, Rebill: true},
		Order:        order, Calendar: exporter.January, Zone: "Asia/Shanghai", Now: at(noon), Draw: drawOf(k),
	}
}

// issue issues what is asked for, as the desk does.
func (s *Store) issue(ctx context.Context, who Who, req asked) (out []Issued, err error) {
	who.Clock = req.Now
	err = s.Issuing(ctx, who, func(t *Tx) error {
		t.exporter = &exporter.Exporter{Calendar: req.Calendar, Zone: req.Zone}
		asks := who
		asks.Request = req.Key
		if _, err := Once(ctx, t.As(asks), "issue", nil, func() (struct{}, error) { return struct{}{}, nil }); err != nil {
			return err
		}
		if err := t.TurnOf(ctx, req.Order); err != nil {
			return err
		}
		o, info, err := t.Order(ctx, req.Order)
		if err != nil {
			return err
		}
		req.IssueRequest.Draw = func(a Assigned) ([]documents.Document, error) { return req.Draw(o, a) }
		run := func() error {
			out, err = t.Issue(ctx, o, info.ID, req.IssueRequest)
			return err
		}
		if req.Lifted {
			return series.Lifted(ctx, t.Tx, run)
		}
		return run()
	})
	return out, err
}

// tashi is who acts where a test says nobody else.
var tashi = Who{Name: "Tashi", At: noon}

// at returns a clock that always shows the same time.
func at(now time.Time) func() time.Time { return func() time.Time { return now } }

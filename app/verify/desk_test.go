package verify_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/office"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/ratebook"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/rates"
)

// desk is the database of an office that has issued documents for several orders. It is made
// once on each engine and copied for every test.
var desk = storetest.NewTemplate(func(w store.Where) (err error) {
	s, err := store.Open(context.Background(), w)
	if err != nil {
		return err
	}
	return errors.Join(fill(s), s.Close())
})

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// noon is when the desk has begun.
var noon = time.Date(2026, 11, 23, 4, 0, 0, 123456000, time.UTC)

// after returns who acts some minutes after noon, with a key of the request's own.
func after(minutes int) store.Who {
	at := noon.Add(time.Duration(minutes) * time.Minute)
	return store.Who{Name: "Tashi", At: at, Clock: func() time.Time { return at }, Request: fmt.Sprint("request ", minutes)}
}

// fill makes the desk: rates, the exporter, five orders, of which four have documents, and a
// correction.
//
//	SO-1  CI-2026-0001, PL-2026-0001; CI-2026-0004 and PL-2026-0004 supersede them; totals in CNY and NPR
//	SO-2  CI-2026-0002, PL-2026-0002
//	SO-3  CC-2026-0001, the combined form
//	SO-4  CI-2026-0003, PL-2026-0003; changed once before
//	SO-5  open
func fill(s *store.Store) error {
	ctx := context.Background()
	if err := publish(ctx, s); err != nil {
		return err
	}
	address := "https://desk.example"
	if _, err := office.Set(ctx, s, after(1), office.Changes{Address: &address}); err != nil {
		return err
	}
	for i, file := range []string{"01-kathmandu-scoured-wool", "02-nhava-sheva-cashmere", "03-kolkata-yak-inr", "01-kathmandu-scoured-wool", "02-nhava-sheva-cashmere"} {
		o, err := order(file, i+1)
		if err != nil {
			return err
		}
		if err := put(ctx, s, after(2+i), o); err != nil {
			return err
		}
		if i != 3 {
			continue
		}
		o.Contract = "CHANGED-4"
		if err := put(ctx, s, after(10), o); err != nil {
			return err
		}
	}
	invoice, list := documents.KindCommercialInvoice, documents.KindPackingList
	for i, q := range []issue.Request{
		{Order: "SO-1", Kinds: []documents.Kind{invoice, list}},
		{Order: "SO-2", Kinds: []documents.Kind{invoice, list}},
		{Order: "SO-3", Kinds: []documents.Kind{documents.KindCombined}},
		{Order: "SO-4", Kinds: []documents.Kind{invoice, list}},
		{Order: "SO-1", Kinds: []documents.Kind{invoice, list}, Supersedes: []string{"CI-2026-0001", "PL-2026-0001"}, Reason: "The truck was changed."},
	} {
		if _, err := issue.Issue(ctx, s, after(20+i), q); err != nil {
			return fmt.Errorf("issue %s: %w", q.Order, err)
		}
	}
	return nil
}

// publish stores rates of two publishers.
func publish(ctx context.Context, s *store.Store) error {
	day := civil.Date{Year: 2026, Month: 11, Day: 20}
	for _, r := range []struct {
		source rates.SourceID
		side   money.Side
		to     money.Currency
		value  string
	}{{rates.CFETS, money.Mid, money.CNY, "7.0800"}, {rates.NRB, money.Sell, "NPR", "142.55"}, {rates.NRB, money.Buy, "NPR", "141.95"}} {
		feed := rates.Feed{Source: r.source, Rates: []money.Rate{{From: money.USD, To: r.to, Value: exact.Must(r.value), Per: exact.Int(1), Side: r.side, Source: r.source.Name(), Date: day}}}
		err := s.Update(ctx, after(0), func(t *store.Tx) error {
			_, err := ratebook.Take(ctx, t.Tx, ratebook.Intake{Name: "feed.json"}, feed)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// order returns a sample order as SO-n, with lots of its own.
func order(file string, n int) (o trade.Order, err error) {
	f, err := sample.Files.Open("orders/" + file + ".json")
	if err != nil {
		return o, err
	}
	defer func() { _ = f.Close() }()
	o, faults := trade.ReadOrder(f)
	if err := faults.Err(); err != nil {
		return o, err
	}
	o.Number, o.Date, o.TotalsIn = fmt.Sprintf("SO-%d", n), civil.Date{Year: 2026, Month: 11, Day: 20}, nil
	if n == 1 {
		o.TotalsIn = []trade.TotalIn{{Currency: money.CNY, Rule: "cfets"}, {Currency: "NPR", Rule: "nrb-sell"}}
	}
	for i := range o.Lots {
		o.Lots[i].Number = fmt.Sprintf("%d-%s", n, o.Lots[i].Number)
	}
	for i := range o.Lines {
		for j := range o.Lines[i].Lots {
			o.Lines[i].Lots[j] = fmt.Sprintf("%d-%s", n, o.Lines[i].Lots[j])
		}
	}
	return o, nil
}

// put stores an order, in place of the one of that number.
func put(ctx context.Context, s *store.Store, who store.Who, o trade.Order) error {
	return s.Update(ctx, who, func(t *store.Tx) error {
		_, err := t.ReplaceOrder(ctx, o)
		return err
	})
}

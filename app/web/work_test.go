package web

import (
	"maps"
	"testing"

	"woolroad/app/demo"
)

// TestAnAnswerDoesItsWorkOnce counts what the program does for one page: it reads in one
// transaction; decodes, checks, adds up and converts once; and draws nothing only to find
// out whether that is possible.
func TestAnAnswerDoesItsWorkOnce(t *testing.T) {
	d := newDesk(t)
	if err := demo.Fill(t.Context(), d.store, demo.Options{Now: today}); err != nil {
		t.Fatal(err)
	}
	const (
		lots       = 1 // that the order has
		currencies = 2 // besides its own
	)
	for _, test := range []struct {
		path string
		want map[string]int64
	}{
		{"/orders/SO-2026-0041", map[string]int64{"transactions": 1, "orders_decoded": 1, "orders_judged": 1, "lots_added_up": lots, "totals_converted": currencies}},
		{"/orders/SO-2026-0041/edit", map[string]int64{"transactions": 1, "orders_decoded": 1, "orders_judged": 1, "lots_added_up": lots, "totals_converted": currencies}},
		{"/orders/SO-2026-0041/issue", map[string]int64{"transactions": 1, "orders_decoded": 1, "orders_judged": 1, "lots_added_up": lots, "totals_converted": currencies}},
		{"/orders", map[string]int64{"transactions": 1}},
		{"/documents", map[string]int64{"transactions": 1}},
		{"/lots", map[string]int64{"transactions": 1}},
		{"/parties", map[string]int64{"transactions": 1}},
		{"/products", map[string]int64{"transactions": 1}},
		{"/exporter", map[string]int64{"transactions": 1}},
		{"/rates", map[string]int64{"transactions": 1}},
		{"/search?q=himal", map[string]int64{"transactions": 1}},
		{"/documents/CI-2026-0001", map[string]int64{"transactions": 1}},
		{"/orders/SO-2026-0041/draft/commercial-invoice.pdf", map[string]int64{"transactions": 1, "orders_decoded": 1, "orders_judged": 1, "lots_added_up": lots, "totals_converted": currencies, "documents_drawn": 1}},
	} {
		before := workDone()
		if got := d.get(test.path); got.status != 200 {
			t.Errorf("GET %s = %d", test.path, got.status)
		}
		did := workDone()
		maps.DeleteFunc(did, func(what string, n int64) bool { did[what] = n - before[what]; return n == before[what] })
		if !maps.Equal(did, test.want) {
			t.Errorf("GET %s does %v, want %v", test.path, did, test.want)
		}
	}
}

func workDone() map[string]int64 {
	done := map[string]int64{}
	for _, w := range work {
		done[w.name] = w.count.Load()
	}
	return done
}

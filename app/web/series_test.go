package web

import (
	"net/url"
	"strings"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/series"
)

// TestNumberSeriesSayWhyOneIsClosed looks at the number series before there are any, while
// all are open, after one was closed, and when another one has gone on.
func TestNumberSeriesSayWhyOneIsClosed(t *testing.T) {
	migrated.Each(t, func(t *testing.T, w store.Where) {
		d := newDeskAt(t, w)
		d.get("/exporter/series").says(t, 200, "No number series yet")
		d.issueAll()
		page := d.get("/exporter/series")
		page.says(t, 200, "CI-2026 Commercial invoice 1 8 Apr 2026 09:30 open", "PL-2026 Packing list 1 8 Apr 2026 09:30 open")
		if strings.Contains(page.body, "is closed") {
			t.Error("an open series is said to be closed")
		}
		err := d.store.Update(t.Context(), store.Who{Name: "command line", At: today}, func(tx *store.Tx) error {
			_, err := series.Close(t.Context(), tx.Tx, "commercial-invoice/JAN/2026", "CI-2026-0002 was inserted by hand.")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		d.get("/exporter/series").says(t, 200, "CI-2026 is closed Closed 8 Apr 2026 09:30 by the command line Reason CI-2026-0002 was inserted by hand. Documents in it 1",
			"The next document begins another series.", "CI-2026 Commercial invoice 1 8 Apr 2026 09:30 closed")
		key := d.get("/documents/CI-2026-0001/supersede").keyOf(t)
		d.post("/documents/CI-2026-0001/supersede", url.Values{"request": {key}, "reason": {"The street was wrong."}})
		d.get("/exporter/series").says(t, 200, "New documents are numbered in the series CI-2026B.", "CI-2026B Commercial invoice 1 8 Apr 2026 09:30 open")
		for _, from := range []string{"/exporter", "/documents/CI-2026B-0001"} {
			if !strings.Contains(d.get(from).body, `href="/exporter/series"`) {
				t.Errorf("%s does not lead to the number series", from)
			}
		}
		d.cookies["language"] = "zh-CN"
		d.get("/exporter/series").says(t, 200, "CI-2026 已关闭", "新单据编入系列 CI-2026B。")
	})
}

package web

import (
	"regexp"
	"testing"

	"woolroad/app/demo"
)

func TestTheStartPageSaysWhatToDoFirst(t *testing.T) {
	d := newDesk(t)
	d.get("/").has(t, "a new desk", 200, "First steps", `<a href="/exporter">Enter the`, `<a href="/orders/new">Enter the`, `<a href="/rates">Check`)
	withSamples(t, d)
	d.get("/").has(t, "a desk with orders", 200, `<a href="/orders/SO-2026-0041">`, `href="/orders?status=open"`, "Himal Carpet Industries Pvt. Ltd.")
}

// TestTheDemosStartPageHasEachBox looks at the boxes that are there only where something
// waits, and opens the draft in the form.
func TestTheDemosStartPageHasEachBox(t *testing.T) {
	d := newDesk(t)
	if err := demo.Fill(t.Context(), d.store, demo.Options{Now: today}); err != nil {
		t.Fatal(err)
	}
	start := d.get("/")
	start.has(t, "the demo", 200, "Rates to confirm", "JPY", "Open orders", "Drafts of orders", "Documents issued last")
	draft := linked.FindStringSubmatch(start.body)
	if draft == nil {
		t.Fatalf("no draft is linked: %s", start.body)
	}
	d.get(draft[1]).has(t, "the draft", 200, `name="/number" value="SO-2026-0141"`, `name="/lots/0/bales/6/gross"`, `name="/lines/0/price"`, `value="/consignee" checked`, "Jorpati-5, Kathmandu 44600\nNepal")
}

// linked is a link to a draft.
var linked = regexp.MustCompile(`href="(/orders/new\?draft=[A-Z2-7]+)"`)

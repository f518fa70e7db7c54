package web

import "testing"

func TestTheStartPageSaysWhatToDoFirst(t *testing.T) {
	d := newDesk(t)
	d.get("/").has(t, "a new desk", 200, "First steps", `<a href="/exporter">Enter the`, `<a href="/orders/new">Enter the`, `<a href="/rates">Check`)
	withSamples(t, d)
	d.get("/").has(t, "a desk with orders", 200, `<a href="/orders/SO-2026-0041">`, `href="/orders?status=open"`, "Himal Carpet Industries Pvt. Ltd.")
}

package web

import (
	"net/http"
	"testing"
)

func TestOldAddressesLeadToDocuments(t *testing.T) {
	d := newDesk(t)
	withDocuments(t, d)
	for _, test := range []struct{ old, want string }{
		{"/papers", "/documents"},
		{"/papers?month=2026-04&kind=packing-list&at=", "/documents?month=2026-04&kind=packing-list&at="},
		{"/papers.csv?month=2026-04", "/documents.csv?month=2026-04"},
		{"/papers.xlsx?number=CI-2026-0001&number=PL-2026-0001", "/documents.xlsx?number=CI-2026-0001&number=PL-2026-0001"},
		{"/papers.zip", "/documents.zip"},
		{"/papers/sums?sums=1", "/documents/sums?sums=1"},
		{"/papers/CI-2026-0001", "/documents/CI-2026-0001"},
		{"/papers/CI-2026-0001.pdf?download=1", "/documents/CI-2026-0001.pdf?download=1"},
		{"/papers/CI-2026-0001/supersede", "/documents/CI-2026-0001/supersede"},
		{"/orders/SO-2026-0038/papers.zip", "/orders/SO-2026-0038/documents.zip"},
	} {
		got := d.get(test.old)
		if got.status != http.StatusPermanentRedirect || got.header.Get("Location") != test.want {
			t.Errorf("%s: %d to %q, want 308 to %s", test.old, got.status, got.header.Get("Location"), test.want)
		}
		if there := d.get(test.want); there.status != http.StatusOK {
			t.Errorf("%s leads to %s: %d", test.old, test.want, there.status)
		}
	}
	for _, test := range []struct{ old, want string }{ // a number may be any name
		{"/papers/CI%2F1%20%3F", "/documents/CI%2F1%20%3F"},
		{"/papers//evil.example", "/documents//evil.example"},
		{"/orders/SO%2F1/papers.zip", "/orders/SO%2F1/documents.zip"},
	} {
		if got := d.get(test.old); got.status != http.StatusPermanentRedirect || got.header.Get("Location") != test.want {
			t.Errorf("%s: %d to %q, want 308 to %s", test.old, got.status, got.header.Get("Location"), test.want)
		}
	}
}

func TestAnOrderShowsADocumentByItsOldAddress(t *testing.T) {
	d := newDesk(t)
	d.keepOrder(kathmandu)
	d.get("/orders/SO-2026-0041?paper=packing-list").says(t, 200, "Packing list draft Open the PDF")
	d.get("/orders/SO-2026-0041?document=packing-list&paper=commercial-invoice").says(t, 200, "Packing list draft Open the PDF")
}

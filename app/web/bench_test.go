package web

import (
	"net/http"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/demo"
)

// BenchmarkPages measures pages from the request to the last byte, on SQLite with the
// data of the demo.
func BenchmarkPages(b *testing.B) {
	d := newDesk(b)
	if err := demo.Fill(b.Context(), d.store, demo.Options{Now: today}); err != nil {
		b.Fatal(err)
	}
	for _, path := range []string{
		"/orders", "/orders?sums=1", "/orders/SO-2026-0041", "/orders/SO-2026-0041/edit", "/orders/SO-2026-0041/draft/commercial-invoice.pdf",
		"/documents", "/documents/CI-2026-0001.pdf", "/documents.zip?month=2026-03", "/search?q=himal", "/parties", "/rates", "/check/x",
	} {
		b.Run(path[1:], func(b *testing.B) {
			for b.Loop() {
				r, err := http.NewRequest(http.MethodGet, "http://localhost"+path, nil)
				if err != nil {
					b.Fatal(err)
				}
				resp, err := d.app.Test(r, fiber.TestConfig{Timeout: time.Minute})
				if err != nil {
					b.Fatal(err)
				}
				if resp.StatusCode >= 500 {
					b.Fatalf("%s: %d", path, resp.StatusCode)
				}
			}
		})
	}
}

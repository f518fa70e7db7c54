package app_test

import (
	"os"
	"path/filepath"
	"testing"

	"woolroad/app/store"
)

// TestAFileThatIsTooLargeIsSaidOnAPage sends more than the program reads: the
// browser must be able to read the answer although it is sending still.
func TestAFileThatIsTooLargeIsSaidOnAPage(t *testing.T) {
	t.Parallel()
	onEngines(t, "postgres", func(t *testing.T, w store.Where) {
		d := newJourney(t, w, mouse{})
		for _, test := range []struct {
			page, form string
			size       int
			status     int64
			says       string
		}{
			{"/orders/upload", `form[action="/orders/upload"]`, 60 << 20, 413, "A file may have at most 10 MB, and the files of one upload at most 40 MB together."},
			{"/orders/upload", `form[action="/orders/upload"]`, 12 << 20, 422, "The file is larger than 10 MB, the limit for an order file."},
			{"/check", `form[method="post"][action="/check"]`, 5 << 20, 413, "A file to be checked may have at most 1 MB."},
			{"/check", `form[method="post"][action="/check"]`, 1 << 19, 404, "This file was not issued by us"},
		} {
			file := filepath.Join(t.TempDir(), "large.json")
			if err := os.WriteFile(file, make([]byte, test.size), 0o600); err != nil {
				t.Fatal(err)
			}
			d.open(test.page)
			d.do("choose the file", d.by.choose("#file", file))
			d.follow("send it", test.status, d.by.press(test.form+` button:not([name])`))
			d.says("main", test.says)
		}
	})
}

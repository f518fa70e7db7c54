package web

import (
	"regexp"
	"strings"
	"testing"

	"woolroad/app/demo"
)

// TestNothingEnglishIsOnAChinesePage holds that a word in Latin letters is on a Chinese
// page only where it is a code or somebody's data, and that Chinese stands there with its
// own punctuation.
func TestNothingEnglishIsOnAChinesePage(t *testing.T) {
	d := newDesk(t)
	if err := demo.Fill(t.Context(), d.store, demo.Options{Now: today}); err != nil {
		t.Fatal(err)
	}
	pages := []string{
		"/", "/orders", "/orders/SO-2026-0041", "/orders/SO-2026-0041/edit", "/orders/SO-2026-0041/issue", "/orders/new", "/orders/upload", "/orders/drafts",
		"/documents", "/documents/CI-2026-0001", "/documents/CI-2026-0001/supersede", "/lots", "/lots/LHW26-031", "/parties", "/parties/new", "/products", "/products/scoured%20wool", "/products/dehaired%20cashmere", "/exporter", "/exporter/series",
		"/rates", "/rates/rules", "/rates/new", "/rates/convert", "/rates/USD-NPR", "/help", "/check", "/search?q=himal", "/nowhere",
	}
	word := regexp.MustCompile(`[A-Za-z]*[a-z][A-Za-z]+`)
	hash := regexp.MustCompile(`[0-9a-f]{8,}`)
	const names = "Woolroad English test mm Wrong notify party https desk example com Incoterms Tab Enter Delete Content Length Cookie kathmandu-scoured-wool json"
	data := map[string]bool{}
	for _, w := range word.FindAllString(names, -1) {
		data[w] = true
	}
	value := regexp.MustCompile(`value="([^"]*)"|<textarea[^>]*>([^<]*)<`)
	for _, page := range pages {
		for _, typed := range value.FindAllStringSubmatch(d.get(page).body, -1) {
			for _, w := range word.FindAllString(typed[1]+" "+typed[2], -1) {
				data[w] = true
			}
		}
		if page == "/parties" || page == "/orders" {
			for _, w := range word.FindAllString(strings.Join(regexp.MustCompile(`<t[dh][^>]*>[^<]*(<a[^>]*>[^<]*)?`).FindAllString(d.get(page).body, -1), " "), -1) {
				data[w] = true // names in lists
			}
		}
	}
	d.cookies["language"] = "zh-CN"
	unlikeChinese := regexp.MustCompile(`\p{Han}[,:;]|[。，：；]\s+[^<\s].{0,20}`)
	for _, page := range pages {
		said := map[string]bool{}
		for _, w := range unlikeChinese.FindAllString(d.get(page).body, -1) {
			t.Errorf("%s has the punctuation %q in Chinese", page, w)
		}
		for _, w := range word.FindAllString(plainText(hash.ReplaceAllString(d.get(page).body, "")), -1) {
			if !data[w] && !said[w] {
				said[w] = true
				t.Errorf("%s says %q in Chinese", page, w)
			}
		}
	}
}

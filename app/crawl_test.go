package app_test

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"woolroad/app/store"
)

// look is a way in which a page is looked at.
type look struct {
	language, theme string
	width, height   int64
}

var everyLook = []look{
	{"en", "light", 1280, 900},
	{"zh-CN", "dark", 360, 740},
	{"en", "light", 320, 640},
	{"en", "dark", 360, 740},
	{"zh-CN", "light", 1280, 900},
	{"en", "dark", 1280, 900},
	{"zh-CN", "light", 360, 740},
	{"zh-CN", "dark", 1280, 900},
}

// TestEveryPageInTheBrowser walks all links from the first page and looks at one
// page of each kind in every way, or without the long tag in one of two ways by
// turns. WOOLROAD_TEST_PICTURES names a folder that keeps a picture of each.
func TestEveryPageInTheBrowser(t *testing.T) {
	t.Parallel()
	filled.Each(t, func(t *testing.T, w store.Where) {
		r := run(t, w)
		pages := crawl(t, r)
		walked(t, r)
		t.Logf("%d pages: %s", len(pages), strings.Join(pages, " "))
		if w.URL != "" {
			return // the engine does not change how a page looks; that each answers is seen by now
		}
		for n, look := range looks {
			b := newTab(t, r.address)
			b.open("/help")
			b.choose(look.language, look.theme)
			b.do("set the size", chromedp.EmulateViewport(look.width, look.height))
			for i, page := range pages {
				if !inEvery && i%len(looks) != n {
					continue
				}
				where := strings.Join([]string{page, look.language, look.theme}, " ")
				b.open(page)
				b.accessible(where)
				b.fitsAcross(where)
				b.picture(page, look.language+"-"+look.theme, look.width)
			}
		}
	})
}

// choose sets language and theme as their switches do.
func (b *tab) choose(language, theme string) {
	b.t.Helper()
	for name, value := range map[string]string{"language": language, "theme": theme} {
		eval[bool](b, `fetch("/settings",{method:"POST",headers:JSON.parse(document.body.getAttribute("hx-headers")),body:new URLSearchParams({`+quote(name)+`:`+quote(value)+`,back:"/help"})}).then(r=>r.ok)`, chromedp.EvalAwaitPromise)
	}
}

// variable is what differs between two pages of the same kind.
var variable = regexp.MustCompile(`^[A-Z]{2,}[-0-9].*|.*\d{3,}.*|[A-Z2-7]{20,}$`)

// named are the paths below which names stand that variable does not see.
var named = []string{"check", "lots", "parties", "products"}

// getRoute is a page's route where the program is told of it.
var getRoute = regexp.MustCompile(`app\.Get\("(/[^".]+)", s\.`)

// walked reports the pages that the crawl did not come to. Sums are drawn into
// another page, and no reader asks how the program is.
func walked(t *testing.T, r running) {
	t.Helper()
	files, err := filepath.Glob("web/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, route := range getRoute.FindAllStringSubmatch(string(source), -1) {
			if path := route[1]; !strings.HasSuffix(path, "/sums") && path != "/healthz" && path != "/readyz" && !strings.Contains(r.log.String(), "method=GET route="+path+" ") {
				t.Errorf("no link leads to %s", path)
			}
		}
	}
}

// crawl finds one page of each kind by following links from the first.
func crawl(t *testing.T, r running) (pages []string) {
	t.Helper()
	b := newTab(t, r.address)
	seen := map[string]bool{}
	for todo := []string{"/orders", "/search?q=a", "/check", "/check/none", "/orders?from=x", "/nowhere", "/products/scoured%20wool"}; len(todo) > 0; todo = todo[1:] {
		page := todo[0]
		kind := kindOf(t, page)
		if seen[kind] || len(pages) > 80 {
			continue
		}
		seen[kind] = true
		pages = append(pages, page)
		b.open(page)
		todo = append(todo, eval[[]string](b, `[...document.querySelectorAll("a[href]")].filter(a=>a.origin===location.origin&&!a.hasAttribute("download")&&!/\.(pdf|zip|csv|xlsx)$/.test(a.pathname)).map(a=>a.pathname+a.search)`)...)
	}
	return pages
}

// kindOf is a page's address without what names one thing: the path with its
// numbers left out, and which parameters it has.
func kindOf(t *testing.T, page string) string {
	t.Helper()
	u, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(u.Path, "/")
	for i, p := range parts {
		if variable.MatchString(p) || i == 2 && slices.Contains(named, parts[1]) && p != "new" {
			parts[i] = "*"
		}
	}
	kind := strings.Join(parts, "/")
	if u.RawQuery != "" {
		kind += "?"
	}
	return kind
}

// picture keeps the page as it looks, whole.
func (b *tab) picture(page, look string, width int64) {
	b.t.Helper()
	folder := os.Getenv("WOOLROAD_TEST_PICTURES")
	if folder == "" {
		return
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.t.Fatal(err)
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	name := strings.Trim(regexp.MustCompile(`[^A-Za-z0-9-]+`).ReplaceAllString(page, "_"), "_")
	if err := os.WriteFile(filepath.Join(folder, name+"."+look+"."+strconv.FormatInt(width, 10)+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

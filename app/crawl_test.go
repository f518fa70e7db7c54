package app_test

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"woolroad/app/store"
)

// look is a way in which a page is looked at: opened in the first theme, and turned to
// the other, where there is one, as it stands. A window of a phone is as narrow as phones
// come; the pictures of all phones are of one width, at which most people hold them.
type look struct {
	language      string
	width, height int64
	themes        []string
}

// phone is the width of the pictures of a phone.
const phone = 390

// everyLook has a picture of each language in each theme on a phone and on a desk.
var everyLook = []look{
	{"en", 1280, 900, []string{"light", "dark"}},
	{"zh-CN", 360, 740, []string{"dark", "light"}},
	{"en", 320, 640, []string{"light"}},
	{"en", 360, 740, []string{"dark"}},
	{"zh-CN", 1280, 900, []string{"light", "dark"}},
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
			newTab(t, r.address).lookThrough(pages, "", n, look)
		}
	})
}

// lookThrough looks at pages in a look, the n-th of looks: at all of them in each of its
// themes, or without the long tag at those whose turn it is. The names of the pages begin
// with prefix.
func (b *tab) lookThrough(pages []string, prefix string, n int, l look) {
	b.t.Helper()
	b.looks(l)
	for i, page := range pages {
		if !inEvery && i%len(looks) != n {
			continue
		}
		b.open(page)
		b.lookAt(prefix+page, l)
		if !inEvery {
			continue
		}
		for _, theme := range l.themes[1:] {
			b.turn(prefix+page, l, theme)
		}
	}
}

// looks sets language, theme and size as their switches and a window do.
func (b *tab) looks(l look) {
	b.t.Helper()
	b.open("/help")
	b.choose(l.language, l.themes[0])
	b.do("set the size", chromedp.EmulateViewport(l.width, l.height))
}

// lookAt reports what is wrong with the page that is open, which has been set to that
// look, and keeps its picture.
func (b *tab) lookAt(name string, l look) {
	b.t.Helper()
	where := strings.Join([]string{name, l.language, l.themes[0]}, " ")
	b.accessible(where)
	b.fitsAcross(where)
	b.picture(name, l, l.themes[0])
}

// turn gives the page that is open the other theme, which changes nothing but colours,
// and reports those that cannot be told apart.
func (b *tab) turn(name string, l look, theme string) {
	b.t.Helper()
	eval[bool](b, `(document.documentElement.dataset.theme=`+quote(theme)+`,true)`)
	b.axe(strings.Join([]string{name, l.language, theme}, " "), "color-contrast")
	b.picture(name, l, theme)
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

// inStates are pages in states that no link leads to.
var inStates = []string{
	"/search", "/search?q=himal", "/search?q=zzzz", "/orders?q=zzzz", "/orders?sums=1&buyer=himal", "/documents?q=zzzz", "/documents?month=2026-03",
	"/documents/CI-2026-0006", "/orders/SO-2026-0041", "/lots?q=zzzz", "/parties?q=zzzz", "/rates/convert?amount=1000&from=USD&to=NPR",
	"/rates/convert?amount=x&from=USD&to=NPR", "/rates/USD-NPR?date=2026-04-03", "/rates/USD-XXX",
}

// TestAnEmptyDeskInTheBrowser looks at the pages of a desk that nobody has used yet, which
// say what to do first.
func TestAnEmptyDeskInTheBrowser(t *testing.T) {
	t.Parallel()
	r := run(t, store.Where{Data: t.TempDir()})
	pages := []string{
		"/", "/orders", "/orders/drafts", "/documents", "/lots", "/parties", "/products", "/rates", "/rates/new", "/rates/convert", "/exporter", "/orders/new", "/check",
	}
	for n, look := range looks {
		newTab(t, r.address).lookThrough(pages, "empty ", n, look)
	}
}

// walked reports the pages that the crawl did not come to. Sums are drawn into
// another page, and no reader asks how the program is.
func walked(t *testing.T, r running) {
	t.Helper()
	files, err := filepath.Glob("web/*/routes.go")
	if err != nil {
		t.Fatal(err)
	}
	routes := 0
	for _, file := range append(files, "web/server.go", "web/ratebook/files.go") {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, route := range getRoute.FindAllStringSubmatch(string(source), -1) {
			routes++
			if path := route[1]; !strings.HasSuffix(path, "/sums") && path != "/healthz" && path != "/readyz" && !strings.Contains(r.log.String(), "method=GET route="+path+" ") {
				t.Errorf("no link leads to %s", path)
			}
		}
	}
	if routes < 30 {
		t.Errorf("only %d routes were found: the search is broken", routes)
	}
}

// crawl finds one page of each kind by following links from the first.
func crawl(t *testing.T, r running) (pages []string) {
	t.Helper()
	seen := map[string]bool{}
	for todo := []string{"/orders", "/search?q=a", "/check", "/check/none", "/orders?from=x", "/nowhere", "/products/scoured%20wool"}; len(todo) > 0; todo = todo[1:] {
		page := todo[0]
		kind := kindOf(t, page)
		if seen[kind] || len(pages) > 80 {
			continue
		}
		seen[kind] = true
		pages = append(pages, page)
		todo = append(todo, links(t, r, page)...)
	}
	return append(pages, inStates...)
}

// links are the pages of the program to which a page leads.
func links(t *testing.T, r running, page string) (found []string) {
	t.Helper()
	resp, err := http.Get(r.address + page)
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		t.Fatalf("%s: %v", page, err)
	}
	if resp.StatusCode >= http.StatusInternalServerError {
		t.Errorf("%s is answered with %s", page, resp.Status)
	}
	for n := range root.Descendants() {
		if n.Data != "a" || n.Type != html.ElementNode {
			continue
		}
		href, download := "", false
		for _, a := range n.Attr {
			if a.Key == "href" {
				href = a.Val
			}
			download = download || a.Key == "download"
		}
		to, err := resp.Request.URL.Parse(href)
		if err != nil {
			t.Errorf("%s has a link to %q: %v", page, href, err)
			continue
		}
		if href != "" && !download && to.Host == resp.Request.URL.Host && !noPage.MatchString(to.Path) {
			found = append(found, to.RequestURI())
		}
	}
	return found
}

// noPage is the address of a file.
var noPage = regexp.MustCompile(`\.(pdf|zip|csv|xlsx)$`)

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

// picture stores a picture of the whole page in the folder that WOOLROAD_TEST_PICTURES
// names, if it names one. The picture of a narrower window than a phone's is of a phone's.
func (b *tab) picture(page string, l look, theme string) {
	b.t.Helper()
	folder := os.Getenv("WOOLROAD_TEST_PICTURES")
	if folder == "" {
		return
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.t.Fatal(err)
	}
	width := max(l.width, phone)
	b.do("set the size of a picture", chromedp.EmulateViewport(width, l.height))
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	b.do("set the size again", chromedp.EmulateViewport(l.width, l.height))
	if page == "/" {
		page = "start"
	}
	name := strings.Trim(regexp.MustCompile(`[^A-Za-z0-9-]+`).ReplaceAllString(page, "_"), "_")
	file := strings.Join([]string{name, l.language, theme, strconv.FormatInt(width, 10), "png"}, ".")
	if err := os.WriteFile(filepath.Join(folder, file), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

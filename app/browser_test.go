package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"woolroad/app/store"
	"woolroad/app/store/storetest"
)

// chromium is one browser for all tests of a run. Each test has a profile of
// its own in it.
var chromium = sync.OnceValues(func() (context.Context, error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return nil, errors.New("there is no chromium here")
	}
	// The browser would start two processes more for every tab: for menus of its own, and for
	// a page that may be opened next.
	const spare = "PreloadTopChromeWebUI,SpareRendererForSitePerProcess"
	ctx, _ := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.DisableGPU, chromedp.Flag("hide-scrollbars", true), chromedp.Flag("disable-features", spare))
	ctx, _ = chromedp.NewContext(ctx)
	return ctx, chromedp.Do(ctx)
})

func TestMain(m *testing.M) {
	code := storetest.Run(m)
	if ctx, err := chromium(); err == nil {
		if err := chromedp.Cancel(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "end the browser:", err)
		}
	}
	os.Exit(code)
}

// running is the whole program, serving.
type running struct {
	address string
	log     *logged
}

// logged is a log that a program writes while a test reads it.
type logged struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// tashi is who acts where a test says nobody else.
var tashi = store.Who{Name: "Tashi", At: clock()}

// clock is when the browser's tests take place.
func clock() time.Time { return time.Date(2026, 4, 8, 1, 30, 0, 0, time.UTC) }

// run starts the program on that database and ends it with the test.
func run(t *testing.T, w store.Where) running {
	t.Helper()
	r := running{log: new(logged)}
	ready, ended := make(chan string, 1), make(chan error, 1)
	ctx, cancel := context.WithCancel(context.Background())
	p := program(w, r.log, func(address string) { ready <- address })
	go func() { ended <- p.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the program ended with: %v", err)
		}
		if t.Failed() {
			t.Logf("the program's log:\n%s", r.log)
		}
	})
	select {
	case r.address = <-ready:
	case err := <-ended:
		ended <- nil
		t.Fatalf("the program does not start: %v", err)
	}
	return r
}

// tab is one tab of a browser profile of a test's own. What the page writes to
// the console, or asks for elsewhere, fails the test.
type tab struct {
	t       *testing.T
	ctx     context.Context
	address string
	failing bool // requests are to fail on the server's side
	mu      sync.Mutex
	said    []string
}

// patience is how long one step may take before the test gives up on it.
const patience = time.Minute

func newTab(t *testing.T, address string) *tab {
	t.Helper()
	browser, err := chromium()
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skipf("%v; install it to run this", err)
	}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, address: address}
	err = chromedp.Listen(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *runtime.EventConsoleAPICalled:
			// A question that was taken back, since more was typed or the page was left.
			// htmx says of it first that its request is over, and then that it was taken back.
			if said := consoleSays(ev); !strings.Contains(said, "htmx:sendAbort") && !strings.Contains(said, "htmx:afterRequest") {
				b.hear("console: " + said)
			}
		case *runtime.EventExceptionThrown:
			b.hear("exception: " + ev.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			// A page with faults is an answer, and one left without a word was left by the test.
			if e := ev.Entry; !strings.Contains(e.Text, "status of 4") && !(b.failing && strings.Contains(e.Text, "status of 5")) && !strings.Contains(e.Text, "'beforeunload' confirmation") {
				b.hear(fmt.Sprintf("%s: %s %s", e.Source, e.Text, e.URL))
			}
		case *network.EventRequestWillBeSent:
			// Pictures in data: addresses are of the browser's PDF viewer; a page may have none, and is heard of above.
			if u := ev.Request.URL; !strings.HasPrefix(u, address) && !strings.HasPrefix(u, "about:") && !strings.HasPrefix(u, "chrome") && !strings.HasPrefix(u, "data:") {
				b.hear("a request to " + u)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, s := range b.said {
			t.Error(s)
		}
	})
	return b
}

// consoleSays is what a script wrote to the console.
func consoleSays(ev *runtime.EventConsoleAPICalled) string {
	said := []string{string(ev.Type)}
	for _, arg := range ev.Args {
		said = append(said, string(arg.Value), arg.Description)
	}
	return strings.Join(said, " ")
}

func (b *tab) hear(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.said = append(b.said, what)
}

// do runs steps, each of which waits for what it needs.
func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v\nthe page is %s:\n%s", what, err, b.location(), b.text("body"))
	}
}

func (b *tab) open(path string) {
	b.t.Helper()
	b.do("open "+path, chromedp.Navigate(b.address+path))
}

// eval is the value of a script, decoded.
func eval[T any](b *tab, script string, options ...chromedp.EvaluateOption) (v T) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, options...))
	if err != nil {
		b.t.Fatalf("%.80s: %v", script, err)
	}
	return v
}

func (b *tab) location() string { return eval[string](b, "location.href") }

// text is what a reader sees of an element.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, `(document.querySelector(`+quote(selector)+`)||{innerText:""}).innerText`)
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always is JSON
	}
	return string(b)
}

// axe is the accessibility checker, for tests alone.
var axe = sync.OnceValues(func() (string, error) {
	b, err := os.ReadFile(filepath.Join("testdata", "axe.min.js"))
	return string(b), err
})

// accessible reports what the checker finds on the page as it stands.
func (b *tab) accessible(where string) {
	b.t.Helper()
	script, err := axe()
	if err != nil {
		b.t.Fatal(err)
	}
	eval[bool](b, script+`;true`)
	b.axe(where, "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
}

// axe reports what axe, which the page has, finds by these rules or by rules of these
// kinds.
func (b *tab) axe(where string, rules ...string) {
	b.t.Helper()
	only, err := json.Marshal(rules)
	if err != nil {
		b.t.Fatal(err)
	}
	// A form's bar stays at the foot of the window. What it covers there shows when one scrolls.
	found := eval[[]string](b, `(bars=>{bars.forEach(e=>e.style.position="static");return axe.run(document,{iframes:false,resultTypes:["violations"],runOnly:`+string(only)+`}).then(r=>r.violations.flatMap(v=>v.nodes.map(n=>v.id+": "+v.help+": "+n.html.slice(0,160)+" "+(n.any[0]?n.any[0].message:"")))).finally(()=>bars.forEach(e=>e.style.position=""))})([...document.querySelectorAll(".bar")])`,
		chromedp.EvalAwaitPromise)
	for _, f := range found {
		b.t.Errorf("%s: %s", where, f)
	}
}

// fitsAcross reports what a reader would have to scroll sideways for. On a large
// screen that holds for tables too, but the grids of a form.
func (b *tab) fitsAcross(where string) {
	b.t.Helper()
	wide := eval[[]string](b, `(()=>{const d=document.documentElement;if(d.scrollWidth<=d.clientWidth)
		return innerWidth<1280?[]:[...document.querySelectorAll(".scroll")].filter(e=>e.scrollWidth>e.clientWidth&&!e.querySelector("[data-grid]")).map(e=>e.getAttribute("aria-label")+" is "+e.scrollWidth+" wide in "+e.clientWidth);
		return [...document.querySelectorAll("body *")].filter(e=>!e.closest(".scroll, nav")&&e.getBoundingClientRect().right>d.clientWidth+1).slice(0,5).map(e=>e.outerHTML.slice(0,140))
		.concat(["the page is "+d.scrollWidth+" wide"])})()`)
	for _, w := range wide {
		b.t.Errorf("%s: too wide: %s", where, w)
	}
}

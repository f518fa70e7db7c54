package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/trade"
	"woolroad/app/web/page"
)

func TestPagesOfTheFrame(t *testing.T) {
	d := newDesk(t)
	for _, test := range []struct {
		path   string
		status int
		want   string
	}{
		{"/", 200, "No orders yet"},
		{"/help", 200, "Invoice mass"},
		{"/nowhere", 404, "This page does not exist."},
		{"/static/app.css", 404, "This page does not exist."},
		{"/static/..%2f..%2fgo.mod", 404, "This page does not exist."},
		{"/settings", 405, "This address does not accept the browser"},
		{"/healthz", 200, "ok"},
		{"/readyz", 200, `"database":"ok"`},
	} {
		got := d.get(test.path)
		if got.status != test.status || !strings.Contains(got.body, test.want) {
			t.Errorf("GET %s = %d %s, want %d with %q", test.path, got.status, got.body, test.status, test.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, test := range []struct{ chosen, accept, want string }{
		{"", "", `lang="en"`},
		{"", "zh-CN,zh;q=0.9,en;q=0.8", `lang="zh-CN"`},
		{"", "ne-NP,hi;q=0.8", `lang="en"`},
		{"", "en-IN,zh;q=0.2", `lang="en"`},
		{"en", "zh-CN", `lang="en"`},
		{"zh-CN", "en", `lang="zh-CN"`},
		{"klingon", "zh", `lang="zh-CN"`},
		{"", ";;;", `lang="en"`},
	} {
		d := newDesk(t)
		if test.chosen != "" {
			d.cookies[page.LanguageCookie] = test.chosen
		}
		r := httptest.NewRequest(http.MethodGet, "/help", nil)
		r.Header.Set("Accept-Language", test.accept)
		if got := d.send(r); !strings.Contains(got.body, "<html "+test.want) {
			t.Errorf("chosen %q, asked for %q: no %s", test.chosen, test.accept, test.want)
		}
	}
}

func TestSwitchesComeBackToThePage(t *testing.T) {
	for _, test := range []struct{ back, want string }{
		{"/help?a=1", "/help?a=1"},
		{"https://evil.example/", "/"},
		{"//evil.example/", "/"},
		{`/\evil.example/`, "/"},
		{"javascript:alert(1)", "/"},
		{"", "/"},
	} {
		d := newDesk(t)
		d.get("/help")
		got := d.post("/settings", url.Values{"language": {"zh-CN"}, "theme": {"dark"}, "back": {test.back}})
		if got.status != 303 || got.header.Get("Location") != test.want {
			t.Errorf("back to %q: %d to %q, want %q", test.back, got.status, got.header.Get("Location"), test.want)
		}
		if page := d.get("/help").body; !strings.Contains(page, `<html lang="zh-CN" data-theme="dark">`) {
			t.Errorf("the choice does not hold: %.80s", page)
		}
	}
}

func TestOnlyOurOwnPagesMayChangeAnything(t *testing.T) {
	d := newDesk(t)
	d.get("/help")
	ours, foreign := d.token, newDesk(t)
	foreign.get("/help")
	for _, test := range []struct {
		what    string
		token   string
		headers map[string]string
		want    int
	}{
		{"the token of this browser", ours, nil, 303},
		{"and its origin", ours, map[string]string{"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 303},
		{"no token", "", nil, 403},
		{"another browser's token", foreign.token, nil, 403},
		{"a mangled one", ours[:len(ours)-4] + "AAAA", nil, 403},
		{"another site's page", ours, map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403},
		{"a page of no origin", ours, map[string]string{"Origin": "null"}, 403},
	} {
		form := url.Values{"_csrf": {test.token}, "theme": {"dark"}}
		r := httptest.NewRequest(http.MethodPost, "/settings", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for name, value := range test.headers {
			r.Header.Set(name, value)
		}
		if got := d.send(r); got.status != test.want {
			t.Errorf("%s: %d, want %d", test.what, got.status, test.want)
		}
	}
}

func TestATokenOutlivesTheProgram(t *testing.T) {
	before, after := newDesk(t), newDesk(t)
	before.get("/help")
	after.cookies, after.token = before.cookies, before.token
	if got := after.post("/settings", url.Values{"theme": {"dark"}}); got.status != 303 {
		t.Errorf("a form from before a restart: %d", got.status)
	}
}

func TestAnotherHostIsRefused(t *testing.T) {
	d := newDesk(t)
	r := httptest.NewRequest(http.MethodGet, "http://evil.example/help", nil)
	resp, err := d.app.Test(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != 400 {
		t.Errorf("a request for evil.example: %d", resp.StatusCode)
	}
}

func TestErrorsBecomePages(t *testing.T) {
	for _, test := range []struct {
		err    error
		status int
		want   string
	}{
		{&trade.Error{Code: trade.NotFound, Format: "There is no order %s.", Args: []any{"SO-9"}}, 404, "There is no order SO-9."},
		{fmt.Errorf("read: %w", &trade.Error{Code: trade.Conflict, Format: "Taken."}), 409, "Taken."},
		{&trade.Error{Code: trade.Invalid, Format: "No."}, 422, "No."},
		{&trade.Error{Code: trade.Unavailable, Format: "Later."}, 503, "Later."},
		{errors.New("dial postgres://desk:secret@db"), 500, "Something went wrong on our side."},
		{fiber.ErrRequestEntityTooLarge, 413, "The entries are too long."},
		{fiber.ErrTeapot, 500, "Something went wrong on our side."},
	} {
		d := newDesk(t)
		d.app = d.server.app(func(app *fiber.App) { app.Get("/", func(fiber.Ctx) error { return test.err }) })
		got := d.get("/")
		if got.status != test.status || !strings.Contains(got.body, test.want) || strings.Contains(got.body, "secret") {
			t.Errorf("%v: %d %s, want %d with %q", test.err, got.status, got.body, test.status, test.want)
		}
	}
}

func TestAPanicIsOneSentence(t *testing.T) {
	d := newDesk(t)
	d.app = d.server.app(func(app *fiber.App) { app.Get("/", func(fiber.Ctx) error { panic("secret") }) })
	got := d.get("/")
	id := got.header.Get("X-Request-Id")
	if got.status != 500 || strings.Contains(got.body, "secret") || id == "" || !strings.Contains(got.body, id) {
		t.Errorf("%d %s, want one sentence with the request's id %q", got.status, got.body, id)
	}
	if log := d.log.String(); !strings.Contains(log, "secret") || !strings.Contains(log, id) {
		t.Errorf("the log does not say what happened in %s: %s", id, log)
	}
}

func TestWhatWasReadStaysAsItWas(t *testing.T) {
	d := newDesk(t)
	kept := map[string]string{}
	d.app = d.server.app(func(app *fiber.App) {
		app.Get("/keep/:name", func(c fiber.Ctx) error { kept[c.Params("name")] = c.Query("q"); return c.SendString("ok") })
	})
	for i := range 50 {
		d.get(fmt.Sprintf("/keep/name-%02d?q=query-%02d", i, i))
	}
	for i := range 50 {
		if got, want := kept[fmt.Sprintf("name-%02d", i)], fmt.Sprintf("query-%02d", i); got != want {
			t.Errorf("request %d became %q, want %q", i, got, want)
		}
	}
}

package app_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// press presses keys where the focus is.
func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		b.do("press a key", chromedp.KeyEvent(k))
	}
}

// focused is the name of the field that has the focus, and what is in it.
func (b *tab) focused() string {
	b.t.Helper()
	return eval[string](b, `document.activeElement.name + "=" + document.activeElement.value`)
}

// waitFor waits until a script is true.
func (b *tab) waitFor(script string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](script)); err != nil {
		b.t.Fatalf("wait for %s: %v\n%s", script, err, b.text("body"))
	}
}

func TestGridTakesTheKeysOfASpreadsheet(t *testing.T) {
	t.Parallel()
	w := filled.SQLite(t)
	b := newTab(t, run(t, w).address)
	b.open("/orders/SO-2026-0041/edit")
	b.do("focus the first cell", chromedp.Focus("#f-lots-0-bales-0-number"))
	for _, test := range []struct{ name, key, want string }{
		{"right", kb.ArrowRight, "/lots/0/bales/0/gross=82.1"},
		{"down", kb.ArrowDown, "/lots/0/bales/1/gross=88.0"},
		{"Enter", kb.Enter, "/lots/0/bales/2/gross=83.4"},
		{"up", kb.ArrowUp, "/lots/0/bales/1/gross=88.0"},
		{"Tab", kb.Tab, "/lots/0/bales/1/tare=1.2"},
		{"left", kb.ArrowLeft, "/lots/0/bales/1/gross=88.0"},
		{"Delete", kb.Delete, "/lots/0/bales/1/gross="},
		{"a digit", "9", "/lots/0/bales/1/gross=9"},
		{"Escape", kb.Escape, "/lots/0/bales/1/gross=88.0"},
		{"F2", kb.F2, "/lots/0/bales/1/gross=88.0"},
		{"left within the cell", kb.ArrowLeft, "/lots/0/bales/1/gross=88.0"},
		{"a digit within the cell", "5", "/lots/0/bales/1/gross=88.50"},
	} {
		b.press(test.key)
		if got := b.focused(); got != test.want {
			t.Fatalf("after %s the focus is on %q, want %q", test.name, got, test.want)
		}
	}
	b.waitFor(`document.getElementById("totals").innerText.includes("5,111.60")`)
}

func TestAFullGridTakesNoMoreRows(t *testing.T) {
	t.Parallel()
	w := filled.SQLite(t)
	b := newTab(t, run(t, w).address)
	b.open("/orders/SO-2026-0041/edit")
	b.do("focus the last cell", chromedp.Focus("#f-lots-0-bales-59-gross"))
	eval[bool](b, `(()=>{const d=new DataTransfer();d.setData("text/plain","80.5\n".repeat(9000));
		return document.activeElement.dispatchEvent(new ClipboardEvent("paste",{clipboardData:d,bubbles:true,cancelable:true}))})()`)
	if n := eval[int](b, `document.querySelectorAll("[data-row*='/bales/']").length`); n != 5000 {
		t.Errorf("the grid has %d rows", n)
	}
	if s := b.text("#full"); !strings.Contains(s, "A form holds at most 5000 bales") {
		t.Errorf("the page says %q", s)
	}
}

func TestGridGrowsAndTakesRowsOfASpreadsheet(t *testing.T) {
	t.Parallel()
	w := filled.SQLite(t)
	b := newTab(t, run(t, w).address)
	b.open("/orders/SO-2026-0041/edit")
	b.do("focus the last cell", chromedp.Focus("#f-lots-0-bales-59-number"))
	b.press(kb.Enter, "6", "1", kb.ArrowRight)
	if got := b.focused(); got != "/lots/0/bales/60/gross=" {
		t.Fatalf("behind the last row the focus is on %q", got)
	}
	eval[bool](b, `(()=>{const d=new DataTransfer();d.setData("text/plain","80.5\t1.2\r\n81,0\t1.2\r\n");
		return document.activeElement.dispatchEvent(new ClipboardEvent("paste",{clipboardData:d,bubbles:true,cancelable:true}))})()`)
	if got := eval[string](b, `[...document.querySelectorAll('[data-row*="/bales/"]')].slice(60,62).map(r=>[...r.querySelectorAll("input")].map(i=>i.value).join(" ")).join("; ")`); got != "61 80.5 1.2;  81,0 1.2" {
		t.Fatalf("pasted, the new rows are %q", got)
	}
	b.do("remove the row", chromedp.Click(`[data-row="/lots/0/bales/61"] [data-remove]`))
	b.waitFor(`document.getElementById("totals").innerText.includes("5,191.6")`)
	b.do("save", chromedp.Click(`button[value="save"]`), chromedp.WaitVisible(".flash"))
	if at := b.location(); !strings.HasSuffix(at, "/orders/SO-2026-0041") {
		t.Fatalf("saved, the page is %s", at)
	}
	if s := b.text("main"); !strings.Contains(s, "61") || !strings.Contains(s, "5,191.6") {
		t.Errorf("the order says %s", s)
	}
}

// The button of an added row goes to the server too where the script leaves the
// last row to it.
func TestTheLastRowCanBeRemoved(t *testing.T) {
	t.Parallel()
	w := filled.SQLite(t)
	b := newTab(t, run(t, w).address)
	b.open("/orders/SO-2026-0041/edit")
	const rows = `[data-row^="/lines/"]`
	had := eval[int](b, `document.querySelectorAll('`+rows+`').length`)
	b.do("add a row", chromedp.Focus("#f-lines-0-price"))
	for range had {
		b.press(kb.Enter)
	}
	if n := eval[int](b, `document.querySelectorAll('`+rows+`').length`); n != had+1 {
		t.Fatalf("%d rows, want %d", n, had+1)
	}
	for range had {
		b.do("remove the first row", chromedp.Click(rows+` [data-remove]`))
	}
	b.follow("remove the last one", 200, chromedp.Click(rows+` [data-remove]`))
	if n := eval[int](b, `document.querySelectorAll('`+rows+`').length`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

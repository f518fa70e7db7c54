package app_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestTermsAreTypedByKeyboard types what is agreed in other ways into the form of an order,
// and looks at the form and at the order's page.
func TestTermsAreTypedByKeyboard(t *testing.T) {
	t.Parallel()
	w := filled.SQLite(t)
	b := newTab(t, run(t, w).address)
	const order = "/orders/SO-2026-0041"
	b.open(order + "/edit")
	b.do("focus the price", chromedp.Focus("#f-lines-0-price"))
	b.press("485", kb.Tab, kb.ArrowDown)
	if got := b.focused(); got != "/lines/0/price_per=100" {
		t.Fatalf("the price is of %q", got)
	}
	b.waitFor(`document.getElementById("totals").innerText.includes("24,780.11")`)
	b.press(kb.Tab, " ")
	b.waitFor(`document.getElementById("totals").innerText.includes("Free of charge; value for customs only: USD 24,780.11")`)
	b.press(" ", kb.Tab)
	if got := b.focused(); !strings.HasPrefix(got, "/lines/0/description=") {
		t.Fatalf("behind the box the focus is on %q", got)
	}
	b.press(kb.End, kb.Enter, "in 60 bales", kb.ArrowUp, kb.ArrowDown)
	if got := b.focused(); !strings.Contains(got, "\nin 60 bales") {
		t.Fatalf("the description is %q", got)
	}
	b.do("focus the discount", chromedp.Focus("#f-charges-discount"))
	b.press("80.11")
	b.waitFor(`document.getElementById("totals").innerText.includes("−USD 80.11")`)
	b.follow("add a remark", 200, chromedp.Focus(`button[value="add:/remarks"]`), chromedp.KeyEvent(kb.Enter))
	b.do("focus the remark", chromedp.Focus("#f-remarks-0-text"))
	b.press("WE CERTIFY THAT", kb.Enter, "ALL IS RIGHT", kb.Tab, kb.Tab, " ")
	if got := eval[string](b, `[...document.querySelectorAll("#f-remarks :checked")].map(e=>e.value).join(" ")`); got != "packing-list" {
		t.Fatalf("ticked are %q", got)
	}
	b.accessible("the typed form")
	b.follow("save", 200, chromedp.Click(`button[value="save"]`))
	for _, l := range []look{{"zh-CN", phone, 740, []string{"light"}}, {"en", 1280, 900, []string{"light"}}} {
		b.looks(l)
		b.open(order)
		b.lookAt(order+"/terms", l)
		b.open(order + "/edit")
		b.lookAt(order+"/terms/edit", l)
	}
	b.open(order)
	b.says("main", "in 60 bales", "485", "per 100 kg", "−80.11", "WE CERTIFY THAT ALL IS RIGHT (on: Packing list)")
}

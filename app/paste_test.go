package app_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"woolroad/app/store"
)

// TestRowsOfASpreadsheetCanBePasted copies rows as a spreadsheet hands them out
// and pastes them with the keys for it, over the last two bales and beyond.
func TestRowsOfASpreadsheetCanBePasted(t *testing.T) {
	t.Parallel()
	d := newJourney(t, store.Where{Data: t.TempDir()}, mouse{})
	d.keepOrder()
	d.open("/orders/" + journeyOrder + "/edit")
	d.do("copy rows",
		d.by.press(".paste summary"), d.by.press("#f-lots-0-paste"),
		insert("59\t８６．３\t1.2\n60\t85.7\t1.2\n61\t80\t1.2\n"), command("a", "selectAll"), command("x", "cut"))
	d.do("paste them", d.by.press("#f-lots-0-bales-58-number"), command("v", "paste"))
	d.shows("#totals", "5,191.1")
	d.follow("save", 200, d.by.press(`button[value="save"]`))
	bales := d.order().Lots[0].Bales
	if n := len(bales); n != 61 || bales[58].Gross.String() != "86.3" || bales[60].Number != "61" {
		t.Errorf("%d bales are kept, the last of them %v", n, bales[58:])
	}
}

// insert puts a text where the focus is.
func insert(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// command is a key with Ctrl, and what the browser makes of it.
func command(key, name string) chromedp.Action[chromedp.Void] {
	return strike(key, chromedp.KeyModifiers(chromedp.ModifierCtrl), func(p *input.DispatchKeyEventParams) {
		p.Text, p.UnmodifiedText, p.Commands = "", "", []string{name}
	})
}

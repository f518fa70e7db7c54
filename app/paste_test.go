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
	d.storeOrder()
	d.open("/orders/" + journeyOrder + "/edit")
	d.do("copy rows",
		d.by.press(".paste summary"), d.by.press("#f-lots-0-paste"),
		insert("59\t８６．３\t1.2\n60\t85.7\t1.2\n61\t80\t1.2\n"), command("a", "selectAll"), command("x", "cut"))
	d.do("paste them", d.by.press("#f-lots-0-bales-58-number"), command("v", "paste"))
	d.shows("#totals", "5,191.1")
	d.follow("save", 200, d.by.press(`button[value="save"]`))
	bales := d.order().Lots[0].Bales
	if n := len(bales); n != 61 || bales[58].Gross.String() != "86.3" || bales[60].Number != "61" {
		t.Errorf("%d bales are stored, the last of them %v", n, bales[58:])
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

// TestCommasOfASpreadsheetAreAskedAboutOnAPhone pastes weights that can be read in two
// ways into the grid, on a screen of 320 pixels: the totals ask at once, and so does the
// page that does not save them.
func TestCommasOfASpreadsheetAreAskedAboutOnAPhone(t *testing.T) {
	t.Parallel()
	d := newJourney(t, store.Where{Data: t.TempDir()}, mouse{})
	d.storeOrder()
	d.tab.do("set the size", chromedp.EmulateViewport(320, 640))
	d.open("/orders/" + journeyOrder + "/edit")
	const decimals = `button[value="commas:decimals"]`
	d.do("focus the last cells", chromedp.Focus("#f-lots-0-bales-58-number"))
	eval[bool](d.tab, `(()=>{const d=new DataTransfer();d.setData("text/plain","59\t86,300\t1,200\r\n60\t85,700\t1,200\r\n");
		return document.activeElement.dispatchEvent(new ClipboardEvent("paste",{clipboardData:d,bubbles:true,cancelable:true}))})()`)
	d.shows("#totals", "Do you mean 86.3 kg or 86,300 kg?")
	d.follow("save", 422, d.by.press(`button[value="save"]`))
	d.says("#commas", "Do you mean 86.3 kg or 86,300 kg?", "applies to this weight and to 3 more", "A bale usually weighs 5 to 250 kg")
	d.accessible("the question about commas")
	d.fitsAcross("the question about commas")
	d.picture("question-about-commas", look{"en", 320, 640, nil}, "light")
	d.follow("answer", 200, d.by.press("#commas "+decimals))
	d.says("main", "“86,300” is read as 86.3 kg, and 3 more in the same way")
	d.follow("save", 200, d.by.press(`button[value="save"]`))
	if bales := d.order().Lots[0].Bales; bales[58].Gross.String() != "86.300" || bales[59].Tare.String() != "1.200" {
		t.Errorf("the last bales are %v", bales[58:])
	}
}

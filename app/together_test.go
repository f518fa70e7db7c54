package app_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"

	"woolroad/app/store"
)

// TestTwoPeopleOnOneOrder saves an order twice from the same beginning. Whoever
// comes second sees both versions, keeps what they typed and decides.
func TestTwoPeopleOnOneOrder(t *testing.T) {
	t.Parallel()
	onEngines(t, "postgres", func(t *testing.T, w store.Where) {
		first := newJourney(t, w, mouse{})
		first.storeOrder()
		second := first
		second.tab = newTab(t, first.address)
		const edit, save = "/orders/" + journeyOrder + "/edit", `button[value="save"]`
		first.open(edit)
		second.open(edit)

		first.do("raise the price", first.by.write("#f-lines-0-price", "4.95"))
		first.follow("save", 200, first.by.press(save))
		second.do("rename the contract", second.by.write("#f-contract", "LHW-NP-2026-07/2"))
		second.follow("save over it", 409, second.by.press(save))
		second.says(".stale", "Changed by the desk", "the saved version is not lost", "4.95 4.85", "LHW-NP-2026-07 LHW-NP-2026-07/2")
		if o := second.order(); o.Lines[0].Price.String() != "4.95" || o.Contract != "LHW-NP-2026-07" {
			t.Fatalf("before the second has decided, %s of %s is stored", o.Lines[0].Price, o.Contract)
		}

		// Another try without a decision is no decision.
		second.follow("save over it again", 409, second.by.press(save))
		second.do("take over the price", second.by.write("#f-lines-0-price", "4.95"))
		second.follow("keep mine", 200, second.by.press(`.stale button[value^="over:"]`))
		if o := second.order(); o.Lines[0].Price.String() != "4.95" || o.Contract != "LHW-NP-2026-07/2" {
			t.Errorf("in the end %s of %s is stored", o.Lines[0].Price, o.Contract)
		}
		second.says("#activity", "4.85 → 4.95", "LHW-NP-2026-07 → LHW-NP-2026-07/2")
	})
}

// TestADoubleClickIssuesOnce holds back the answer to the first click until the
// second one is answered too.
func TestADoubleClickIssuesOnce(t *testing.T) {
	t.Parallel()
	onEngines(t, "sqlite", func(t *testing.T, w store.Where) {
		d := newJourney(t, w, mouse{})
		d.storeOrder()
		d.open("/orders/" + journeyOrder + "/issue")
		const button = `form[action$="/issue"] .primary`
		// The page answers no questions while the answer is held back: where the
		// button is must be known before.
		d.do("go to the button", chromedp.ScrollIntoView(chromedp.CSS(button)))
		at := eval[struct{ X, Y float64 }](d.tab, `(({x,y,width,height})=>({x:x+width/2,y:y+height/2}))(document.querySelector(`+quote(button)+`).getBoundingClientRect())`)
		click := chromedp.MouseClickXY(at.X, at.Y)
		d.do("click twice", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			answers := []*fetch.RequestPattern{{URLPattern: "*/issue", RequestStage: fetch.RequestStageResponse}}
			if _, err := cdp.Call(ctx, t, fetch.Enable, fetch.EnableParams{Patterns: answers}); err != nil {
				return err
			}
			answered := cdp.Events(ctx, t, fetch.RequestPaused)
			if _, err := click(ctx, t); err != nil {
				return err
			}
			first := true
			for ev, err := range answered {
				switch {
				case err != nil:
					return err
				case first:
					first = false
					if _, err := click(ctx, t); err != nil {
						return err
					}
				default:
					_, err := cdp.Call(ctx, t, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: ev.RequestID})
					return err
				}
			}
			return nil
		}), chromedp.WaitVisible(chromedp.CSS(".flash")))
		d.says(".flash", "Issued: CI-", "PL-")
		if at := d.location(); !strings.HasSuffix(at, "/orders/"+journeyOrder) {
			t.Errorf("in the end the page is %s:\n%s", at, d.text("main"))
		}
		if n := strings.Count(d.log.String(), "method=POST route=/orders/:number/issue"); n != 2 {
			t.Errorf("the program was asked %d times to issue, want 2", n)
		}
		if n := len(d.issued()); n != 2 {
			t.Errorf("%d documents are issued, want an invoice and a packing list", n)
		}
	})
}

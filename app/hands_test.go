package app_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// hands are a way to use a page: they reach what a selector names and do
// something with it. Each waits for what it needs.
type hands interface {
	// press presses a button, or a link, that is to be on the page.
	press(selector string) chromedp.Action[chromedp.Void]
	// write puts a text in place of what a field has.
	write(selector, text string) chromedp.Action[chromedp.Void]
	// choose picks a file.
	choose(selector, file string) chromedp.Action[chromedp.Void]
}

// mouse points and clicks.
type mouse struct{}

func (mouse) press(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector))
}

// Three clicks take all that is in a field.
func (mouse) write(selector, text string) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.QueryAfter(chromedp.CSS(selector), func(ctx context.Context, t *chromedp.Target, nodes []*chromedp.Node) (chromedp.Void, error) {
			return chromedp.MouseClickNode(nodes[0], chromedp.ClickCount(3))(ctx, t)
		}, chromedp.NodeVisible),
		strike(text),
	)
}

func (mouse) choose(selector, file string) chromedp.Action[chromedp.Void] {
	return chromedp.SetUploadFiles(chromedp.CSS(selector), []string{file})
}

// keys are Tab to get about and Enter to press. Wherever the focus comes by, a
// reader must see it.
type keys struct{}

func (keys) press(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(tabTo(selector), strike(kb.Enter))
}

// Tab takes all that is in a field.
func (keys) write(selector, text string) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(tabTo(selector), strike(text))
}

// The space bar opens the system's own dialog, which is no part of the page and
// has its own keys: the file is handed to the field that asks for it.
func (keys) choose(selector, file string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := tabTo(selector)(ctx, t); err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, t, page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: true}); err != nil {
			return err
		}
		opened := cdp.Events(ctx, t, page.FileChooserOpened)
		if _, err := strike(" ")(ctx, t); err != nil {
			return err
		}
		for ev, err := range opened {
			if err != nil {
				return fmt.Errorf("wait for the dialog: %w", err)
			}
			_, err = cdp.Call(ctx, t, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{file}, BackendNodeID: ev.BackendNodeID})
			return err
		}
		return nil
	})
}

// strike strikes keys where the focus is. The letter comes with the key going
// down, as from a keyboard: a page that takes the key for itself gets no letter.
func strike(text string, options ...chromedp.KeyOption) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, r := range text {
			events := kb.Encode(r)
			down, up := events[0], events[len(events)-1]
			for _, e := range events {
				if e.Type == kb.KeyChar {
					down.Text, down.UnmodifiedText = e.Text, e.UnmodifiedText
				}
			}
			for _, e := range []*input.DispatchKeyEventParams{down, up} {
				for _, o := range options {
					o(e)
				}
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *e); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// wayTo says how the focus stands to what a selector names: whether it is there,
// at the start whether the way is so long that one goes backwards, and what keeps a
// reader from seeing where the focus is now. The button in a date has a ring of the
// browser's own.
const wayTo = `((selector,start)=>{
	const now=document.activeElement, to=document.querySelector(selector), way={there:now===to, back:false, unseen:""};
	if(start){
		const stops=[...document.querySelectorAll("a[href],button,input,select,textarea,summary,iframe,[tabindex]")].filter(e=>e.tabIndex>=0&&e.checkVisibility());
		const at=stops.indexOf(now), goal=stops.indexOf(to), ahead=(goal-at+stops.length)%stops.length;
		if(goal<0) way.unseen="Tab cannot reach "+selector;
		way.back=ahead>60&&ahead>stops.length/2;
	}
	if(now===document.body) return way;
	const name=now.outerHTML.slice(0,120), s=getComputedStyle(now), r=now.getClientRects()[0];
	if(now.type!=="date"&&(!now.matches(":focus-visible")||s.outlineStyle==="none"||!(parseFloat(s.outlineWidth)>0))) way.unseen="no outline at "+name;
	const inside=(a,z,share,most)=>Math.min(Math.max(a+(z-a)*share,0),most-1);
	const seen=[.5,.1,.9].flatMap(x=>[.5,.1,.9].map(y=>document.elementFromPoint(inside(r.left,r.right,x,innerWidth),inside(r.top,r.bottom,y,innerHeight)))).some(e=>e&&(now.contains(e)||e.contains(now)&&e.closest("label")));
	if(!seen) way.unseen="something covers "+name;
	return way;
})`

// tabTo presses Tab, or Shift and Tab, until the focus is there.
func tabTo(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := chromedp.WaitVisible(chromedp.CSS(selector))(ctx, t); err != nil {
			return err
		}
		back := chromedp.KeyModifiers() // set once, so that it does not turn round midway
		for n := range 400 {
			way, err := chromedp.Evaluate[struct {
				There, Back bool
				Unseen      string
			}](fmt.Sprintf("%s(%s,%t)", wayTo, quote(selector), n == 0))(ctx, t)
			if err != nil {
				return err
			}
			if way.Unseen != "" {
				return fmt.Errorf("on the way to %s: %s", selector, way.Unseen)
			}
			if way.There {
				return nil
			}
			if n == 0 && way.Back {
				back = chromedp.KeyModifiers(chromedp.ModifierShift)
			}
			if _, err := strike(kb.Tab, back)(ctx, t); err != nil {
				return err
			}
		}
		return fmt.Errorf("Tab does not reach %s", selector)
	})
}

// follow does what leads to another page, and waits for that page. The answer
// must have the status.
func (b *tab) follow(what string, status int64, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	resp, err := chromedp.RunResponse(ctx, steps...)
	switch {
	case err != nil:
		b.t.Fatalf("%s: %v\nthe page is %s:\n%s", what, err, b.location(), b.text("main"))
	case resp == nil:
		b.t.Fatalf("%s: no page came; this is %s", what, b.location())
	case resp.Status != status:
		b.t.Fatalf("%s: status %d, want %d; the page is %s:\n%s", what, resp.Status, status, b.location(), b.text("main"))
	}
}

// shows waits until an element has a text.
func (b *tab) shows(selector, text string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`new Promise(done=>{
		const look=()=>{const e=document.querySelector(`+quote(selector)+`);if(e&&e.innerText.includes(`+quote(text)+`))done(true)};
		new MutationObserver(look).observe(document,{subtree:true,childList:true,characterData:true,attributes:true});look()})`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s does not show %q: %v\n%s", selector, text, err, b.text(selector))
	}
}

// says checks that an element has all of these texts; without them there is no
// going on.
func (b *tab) says(selector string, texts ...string) {
	b.t.Helper()
	all := strings.Join(strings.Fields(b.text(selector)), " ")
	for _, text := range texts {
		if !strings.Contains(all, text) {
			b.t.Fatalf("%s, %s does not say %q:\n%s", b.location(), selector, text, all)
		}
	}
}

// asItIs sends a form as it is.
const asItIs = ``

// send changes a form and sends it with its main button.
func send(selector, change string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Evaluate[bool](`(form=>{
			const fields=[...form.elements].filter(e=>e.matches("textarea,input:not([type]),input[type=text],input[type=search]"));
			`+change+`form.noValidate=true;form.requestSubmit(form.querySelector("button[value=save]")||form.querySelector(".primary"));return true})(document.querySelector(`+quote(selector)+`))`)(ctx, t)
		return err
	})
}

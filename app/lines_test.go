package app_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestNothingIsCutOrCrooked measures what a reader at a desk would stop at: a choice whose
// name is cut off, a head that breaks within a word, a heading and its link that stand on
// different lines, and rows of lists that take several lines.
func TestNothingIsCutOrCrooked(t *testing.T) {
	t.Parallel()
	b := newTab(t, run(t, filled.SQLite(t)).address)
	for _, language := range []string{"en", "zh-CN"} {
		b.looks(look{language, 1280, 900, []string{"light"}})
		for _, test := range []struct{ page, what, script string }{
			{"/rates/rules", "a choice is cut off", `[...document.querySelectorAll("select")].flatMap(s=>{
				const pen=document.createElement("canvas").getContext("2d");pen.font=getComputedStyle(s).font;
				return [...s.options].filter(o=>pen.measureText(o.text).width>s.clientWidth-40).map(o=>o.text)})`},
			{"/products/scoured%20wool", "a head breaks", brokenHeads},
			{"/rates/rules", "a head breaks", brokenHeads},
			{"/products", "a row is tall", `[...document.querySelectorAll("tbody tr")].filter(r=>r.offsetHeight>32*Math.max(1,r.lastElementChild.querySelectorAll("div").length)).map(r=>r.innerText+" "+r.offsetHeight)`},
			{"/documents", "a row is tall", `[...document.querySelectorAll("tbody tr")].filter(r=>r.offsetHeight>36).map(r=>r.innerText+" "+r.offsetHeight)`},
			{"/", "a heading and its link are crooked", crooked},
			{"/orders/SO-2026-0041", "a heading and its link are crooked", crooked},
			{"/rates", "a heading and its link are crooked", crooked},
		} {
			b.open(test.page)
			for _, found := range eval[[]string](b, test.script) {
				t.Errorf("%s in %s: %s: %s", test.page, language, test.what, found)
			}
		}
	}
}

// brokenHeads are the heads of tables whose only word takes several lines.
const brokenHeads = `[...document.querySelectorAll("thead th")].filter(h=>{
	const text=document.createRange();text.selectNodeContents(h);
	return h.innerText&&!h.querySelector(".unseen")&&!/\s/.test(h.innerText.trim())&&new Set([...text.getClientRects()].map(r=>r.top)).size>1}).map(h=>h.innerText)`

// crooked are the headings of cards whose baseline is not that of what stands beside them.
const crooked = `[...document.querySelectorAll(".card > .row > h2, .card > .head > h2")].filter(h=>{
	const line=e=>{const mark=e.appendChild(document.createElement("span"));mark.style.display="inline-block";const y=mark.getBoundingClientRect().bottom;mark.remove();return y};
	const beside=h.parentElement.querySelector(":scope > a");
	return beside&&!beside.matches(".btn")&&Math.abs(line(h)-line(beside))>1}).map(h=>h.innerText)`

// TestTheMenuHasRoomForTwelveSubjects adds invented subjects to the menu: as many stand
// there when the office has other desks too, and their names are as long as some languages
// have them.
func TestTheMenuHasRoomForTwelveSubjects(t *testing.T) {
	t.Parallel()
	b := newTab(t, run(t, filled.SQLite(t)).address)
	for _, width := range []int64{1280, 390, 320} {
		for _, language := range []string{"en", "zh-CN"} {
			b.looks(look{language, width, 720, []string{"light"}})
			b.open("/orders")
			subjects := eval[int](b, `(()=>{const names=["Quotes and enquiries","Shipments on the road","People and their roles","Letters of credit","Receivables by buyer","Complaints"];
				for(const menu of document.querySelectorAll(".menu")){const lists=menu.querySelectorAll("ul");
					menu.querySelectorAll("[aria-current]").forEach(a=>a.removeAttribute("aria-current"));
					for(let i=0;menu.querySelectorAll("a").length<12;i++){const item=lists[1].lastElementChild.cloneNode(true),link=item.querySelector("a");
						link.lastChild.textContent=names[i];lists[i%lists.length].append(item)}
					[...menu.querySelectorAll("a")].at(-1).setAttribute("aria-current","page")}
				return document.querySelectorAll(".menu")[0].querySelectorAll("a").length})()`)
			if subjects != 12 {
				t.Fatalf("the menu has %d subjects, want 12", subjects)
			}
			if width < 760 {
				if shown := b.text(".side summary strong"); shown == "" {
					t.Errorf("%d wide, in %s: the closed menu does not say where one is", width, language)
				}
				b.do("open the menu", chromedp.Click(chromedp.CSS(".side summary")))
			}
			for _, wrong := range eval[[]string](b, `[...document.querySelectorAll(".side .menu")].filter(m=>m.offsetParent).flatMap(m=>{
				const links=[...m.querySelectorAll("a")],box=m.closest(".side").getBoundingClientRect(),here=m.querySelector("[aria-current]"),other=links.find(a=>a!==here);
				const bad=links.filter(a=>a.scrollWidth>a.clientWidth||a.getBoundingClientRect().right>box.right||a.offsetHeight<24).map(a=>a.innerText+" has no room");
				if(getComputedStyle(here).backgroundColor===getComputedStyle(other).backgroundColor)bad.push("the current subject looks like the others");
				if(innerWidth>=1280&&here.getBoundingClientRect().bottom>innerHeight)bad.push("the current subject is below the window");
				return links.length===12?bad:bad.concat("there are "+links.length)})`) {
				t.Errorf("%d wide, in %s: %s", width, language, wrong)
			}
			b.fitsAcross("the menu of twelve subjects in " + language)
			b.picture("menu of twelve", look{language, width, 720, nil}, "light")
		}
	}
}

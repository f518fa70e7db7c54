// What the pages do beyond plain HTML: single keys, and focus after a fault.
// Every page works without it.
"use strict";
(() => {
  const inField = (e) => e.target.closest("input, textarea, select, [contenteditable]");
  let went = 0;
  document.addEventListener("keydown", (e) => {
    if (document.body.dataset.keys === "off" || e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || inField(e)) return;
    const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    const go = {s: "/", o: "/orders", d: "/documents", l: "/lots", p: "/parties", r: "/rates", h: "/help"};
    if (went && Date.now() - went < 1500 && go[key]) { location.href = go[key]; e.preventDefault(); return; }
    went = 0;
    switch (key) {
      case "/": { const q = document.getElementById("q"); if (q) { q.focus(); q.select(); e.preventDefault(); } break; }
      case "g": went = Date.now(); break;
      case "n": { const a = document.querySelector("[data-key=n]"); location.href = a ? a.href : "/orders/new"; break; }
      case "?": location.href = "/help"; break;
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    const faults = document.getElementById("faults");
    if (faults) faults.focus();
  });
})();

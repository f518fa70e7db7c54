// The keys of a spreadsheet in tables marked data-grid, pasting of rows, and a
// word before what was typed is left behind. Without it, the form's own buttons
// do all of this but the keys.
"use strict";
(() => {
  const form = document.getElementById("order"), full = document.getElementById("full");
  if (!form) return;
  const keyed = "td input:not([type=checkbox]), td select"; // a textarea has its own keys
  const gridOf = (e) => e.target.closest && e.target.matches(keyed) ? e.target.closest("table[data-grid]") : null;
  const rowsOf = (grid) => [...grid.tBodies[0].rows];
  const cellsOf = (row) => [...row.querySelectorAll(keyed + ",textarea")];
  const changed = (el) => el.dispatchEvent(new Event("input", {bubbles: true}));
  const renumber = (grid) => rowsOf(grid).forEach((row, i) => { row.cells[0].textContent = i + 1; });
  const countBales = () => form.querySelectorAll('[data-row*="/bales/"]').length;
  let editing = null, was = "", bales = countBales();

  // A new row is the last one without its values, under a number that no row has.
  // A form that is full gets none, and says so. Its button does not submit: with
  // each that does, a browser looks through the form for the first one again.
  const newRow = (grid, rows) => {
    const last = rows[rows.length - 1];
    if (!last) return null;
    const old = last.dataset.row, list = old.slice(0, old.lastIndexOf("/"));
    const isBale = list.endsWith("/bales");
    full.hidden = !isBale || bales < +full.dataset.most;
    if (!full.hidden) { full.scrollIntoView(); return null; }
    const next = grid.next || 1 + Math.max(...rows.map((r) => +r.dataset.row.slice(list.length + 1)));
    grid.next = next + 1;
    if (isBale) bales++;
    const oldID = "f" + old.replaceAll("/", "-"), at = list + "/" + next, id = "f" + at.replaceAll("/", "-");
    const row = last.cloneNode(true);
    row.dataset.row = at;
    row.querySelectorAll(".fault").forEach((f) => f.remove());
    for (const el of row.querySelectorAll("*")) {
      for (const [name, from, to] of [["name", old, at], ["value", old, at], ["id", oldID, id], ["aria-labelledby", oldID, id]]) {
        const v = el.getAttribute(name);
        if (v && v.includes(from)) el.setAttribute(name, v.replace(from, to));
      }
      el.checked = false;
      el.removeAttribute("aria-invalid");
      el.removeAttribute("aria-describedby");
    }
    row.querySelectorAll("[data-remove]").forEach((b) => { b.type = "button"; });
    cellsOf(row).forEach((c) => { if (c.tagName === "SELECT") c.selectedIndex = 0; else c.value = ""; });
    row.cells[0].textContent = rows.length + 1;
    rows.push(row);
    return row;
  };

  // move focuses the cell that is so many rows and columns away.
  const move = (cell, down, right, grow) => {
    const grid = cell.closest("table[data-grid]"), rows = rowsOf(grid), row = cell.closest("tr");
    const column = cellsOf(row).indexOf(cell) + right;
    let to = rows[rows.indexOf(row) + down];
    if (!to && grow && (to = newRow(grid, rows))) grid.tBodies[0].append(to);
    const next = to && cellsOf(to)[column];
    if (!next) return false;
    next.focus();
    return true;
  };

  form.addEventListener("focusin", (e) => {
    if (!gridOf(e)) return;
    editing = null;
    was = e.target.value;
    if (e.target.select) e.target.select();
  });

  // A click into the cell that has the focus edits within it, as F2 does.
  form.addEventListener("mousedown", (e) => { if (e.target === document.activeElement) editing = e.target; });

  form.addEventListener("keydown", (e) => {
    if (!gridOf(e) || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const cell = e.target, isText = cell.tagName === "INPUT";
    const moves = isText && editing !== cell && !e.shiftKey, whole = moves && cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    let done = false;
    switch (e.key) {
      case "Enter": move(cell, e.shiftKey ? -1 : 1, 0, !e.shiftKey); done = true; break;
      case "ArrowDown": done = isText && !cell.list && move(cell, 1, 0); break;
      case "ArrowUp": done = isText && !cell.list && move(cell, -1, 0); break;
      case "ArrowLeft": done = moves && move(cell, 0, -1); break;
      case "ArrowRight": done = moves && move(cell, 0, 1); break;
      case "Delete": if (whole) { cell.value = ""; changed(cell); done = true; } break;
      case "F2": if (isText) { editing = cell; cell.setSelectionRange(cell.value.length, cell.value.length); done = true; } break;
      case "Escape": if (isText && cell.value !== was) { cell.value = was; cell.select(); changed(cell); done = true; } break;
    }
    if (done) e.preventDefault();
  });

  form.addEventListener("keypress", (e) => { if (gridOf(e) && e.key === "Enter") e.preventDefault(); }); // which would send the form

  // Rows of a spreadsheet go from the cell downwards and to the right.
  form.addEventListener("paste", (e) => {
    const grid = gridOf(e), text = e.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!grid || !/[\t\n]/.test(text)) return;
    e.preventDefault();
    const column = cellsOf(e.target.closest("tr")).indexOf(e.target);
    const rows = rowsOf(grid);
    let at = rows.indexOf(e.target.closest("tr"));
    const had = rows.length;
    for (const line of text.split("\n")) {
      const row = rows[at++] || newRow(grid, rows);
      if (!row) break;
      const cells = cellsOf(row);
      line.split("\t").forEach((value, i) => { if (cells[column + i]) cells[column + i].value = value.trim(); });
    }
    grid.tBodies[0].append(...rows.slice(had));
    changed(e.target);
  });

  form.addEventListener("click", (e) => {
    const add = e.target.closest("[data-add]"), remove = e.target.closest("[data-remove]");
    if (add) {
      const grid = add.closest("fieldset, section").querySelector("table[data-grid]");
      const rows = rowsOf(grid), had = rows.length;
      for (let i = 0; i < +add.dataset.add && newRow(grid, rows); i++);
      grid.tBodies[0].append(...rows.slice(had));
      if (rows.length > had || !full.hidden) e.preventDefault();
      if (rows.length > had) cellsOf(rows[had])[0].focus();
    } else if (remove) {
      const grid = remove.closest("table"), row = remove.closest("tr"), rows = rowsOf(grid), i = rows.indexOf(row);
      if (rows.length < 2) { remove.type = "submit"; return; }
      e.preventDefault();
      row.remove();
      bales = countBales();
      renumber(grid);
      cellsOf(rows[i + 1] || rows[i - 1])[0].focus();
      changed(grid);
    }
  });

  // What was typed is not left behind without a word.
  let typed = form.hasAttribute("data-typed"), sent = false;
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { sent = true; });
  window.addEventListener("pageshow", () => { sent = false; });
  window.addEventListener("beforeunload", (e) => { if (typed && !sent) { e.preventDefault(); e.returnValue = true; } });
})();
